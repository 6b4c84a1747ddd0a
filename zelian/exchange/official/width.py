"""How wide text is, in half characters: what a typist counts with."""

import unicodedata


def half_chars(text: str) -> int:
    """Width in half characters: 2 for Chinese characters and punctuation, 1 for digits and Latin letters.

    Characters that Unicode calls ambiguous (“”…—) are full width in Chinese type.
    """
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
