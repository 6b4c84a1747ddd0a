"""What this package raises, and the value that stands for a cell that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass


class ExchangeError(ValueError):
    """A file or a value that cannot be taken. `str()` is one Chinese line: what, where, how to mend.

    `detail` is for the log only (exception type, return code); it is never shown to the user.
    """

    def __init__(self, message: str, *, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that holds an error (`#REF!`) or a formula nobody has calculated; never read as blank or 0.

    `text` is what the sheet shows there, or why there is nothing to show.
    """

    text: str
