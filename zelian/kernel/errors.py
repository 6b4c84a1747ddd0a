"""Domain exceptions. `str(error)` is one Chinese line a user can act on: what, where, how to mend."""


class DomainError(Exception):
    """Base of every refusal the domain makes on purpose; its text is shown to the user as it is."""


class BadInput(DomainError):
    """What was given cannot be understood or is not allowed by the definitions."""


class NotAllowed(DomainError):
    """The actor has no right to do this; the attempt is audited by the caller's layer."""


class NotFound(DomainError):
    """No such thing within what the actor may see (existence is not revealed)."""


class Conflict(DomainError):
    """Somebody else changed the row first; the caller keeps the loser's text."""
