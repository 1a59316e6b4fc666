"""Errors that a maintainer can act on: where, what was read, what was expected, what to do."""

from __future__ import annotations


class MingzhangError(Exception):
    """A fault in the input, told in one sentence; never a bug of the program."""


class DisclosureError(MingzhangError):
    """One disclosure that cannot be converted; the others still are.

    Args:
        disclosure_id: which disclosure.
        place: file, table or line.
        found: what was read there.
        action: what the maintainer should do.
    """

    def __init__(self, disclosure_id: str, place: str, found: str, action: str) -> None:
        self.disclosure_id = disclosure_id
        self.place = place
        self.found = found
        self.action = action
        super().__init__(f"{disclosure_id} {place}: {found}; {action}")


class RecognitionError(Exception):
    """A table that is there but cannot be understood; turned into a DisclosureError by the caller."""

    def __init__(self, place: str, found: str, action: str) -> None:
        self.place = place
        self.found = found
        self.action = action
        super().__init__(f"{place}: {found}; {action}")


class ExtractionError(Exception):
    """A file that no reader can, or may, take text from; turned into a DisclosureError by the caller."""

    def __init__(self, place: str, found: str, action: str) -> None:
        self.place = place
        self.found = found
        self.action = action
        super().__init__(f"{place}: {found}; {action}")
