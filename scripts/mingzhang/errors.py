"""Errors that a maintainer can act on: where, what was read, what was expected, what to do.

Build logs are public, so no error repeats personal data.
"""

from __future__ import annotations

import errno
import os

from mingzhang.personal import mask_text

_LONGEST, _SHORT = 2000, 300  # characters of a part of a sentence


def one_line(text: object, most: int = _LONGEST) -> str:
    """``text`` as part of a sentence: on one line, what a terminal would obey or hide spelled out, cut at ``most``."""
    shown = "".join(map(_shown, str(text)[: most + 1]))
    shown = " ".join(shown.split())
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"


def for_terminal(text: str, most: int = _LONGEST) -> str:
    """``text`` fit for a public log: no personal data, nothing a terminal would obey, each line cut at ``most``."""
    return "\n".join(_spelled(line, most) for line in mask_text(text).split("\n"))


def _spelled(line: str, most: int) -> str:
    return "".join(map(_shown, line[:most])) + ("…" if len(line) > most else "")


def _shown(char: str) -> str:
    if char.isprintable():
        return char
    return " " if char.isspace() else char.encode("unicode_escape").decode("ascii")


class MingzhangError(Exception):
    """A fault in the input, told in one sentence; never a bug of the program."""

    def __init__(self, *told: object) -> None:
        super().__init__(*(mask_text(each) if isinstance(each, str) else each for each in told))


class DisclosureError(MingzhangError):
    """One disclosure that cannot be converted; the others still are.

    Args:
        disclosure_id: which disclosure.
        place: file, table or line.
        found: what was read there.
        action: what the maintainer should do.
    """

    def __init__(self, disclosure_id: str, place: str, found: str, action: str) -> None:
        self.disclosure_id = one_line(disclosure_id)
        self.place = one_line(place)
        self.found = one_line(found)
        self.action = one_line(action)
        super().__init__(f"{self.disclosure_id} {self.place}: {self.found}; {self.action}")


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
        self.place = one_line(place, _SHORT)
        self.found = one_line(found, _SHORT)
        self.action = one_line(action, _SHORT)
        super().__init__(f"{self.place}: {self.found}; {self.action}")


class StorageError(MingzhangError):
    """What is made cannot be written: a full disk, a folder without rights. It concerns every disclosure alike."""


_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_RIGHTS = {errno.EACCES, errno.EPERM, errno.EROFS}
_SHAPE = {errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOTEMPTY, errno.ELOOP}
_MOUNT = {errno.EBUSY, errno.EXDEV}


def describe_os_error(error: OSError, where: object = "output") -> str:
    """Where the system refused something, why, and what to do: one sentence.

    ``where`` is what was being written, for the errors that do not say (a full disk).
    """
    if error.errno is None and error.args and isinstance(error.args[0], list) and error.args[0]:
        source, target, reason = error.args[0][0][:3]  # shutil copies on, then tells of all at once
        number = next((n for n in _SPACE | _RIGHTS if os.strerror(n) in str(reason)), None)
        return f"{target}: {reason} (copying {source}); {_advice(number)}"
    place = str(error.filename2 or error.filename or where)
    found = error.strerror or str(error) or type(error).__name__
    return f"{place}: {found}; {_advice(error.errno)}"


def _advice(number: int | None) -> str:
    if number in _SPACE:
        return "make room (or raise the quota) and build again; what stood there before still stands"
    if number in _RIGHTS:
        return "give this user the right to write there, or build where there is one; what stood there still stands"
    if number in _SHAPE:
        return "something of another kind is in the way: move it elsewhere and build again"
    if number in _MOUNT:
        return "a mount point cannot be switched in one step: mount the folder above it, or make it a link"
    return "mend that and build again"
