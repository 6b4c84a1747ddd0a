"""The sample street: an invented sub-district with three years of ledgers, the same every time it is made."""
