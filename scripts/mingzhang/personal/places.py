"""Where a document shows personal data, for the audit: lines and kinds, never the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingzhang.personal.mask import Personal
from mingzhang.personal.names import name_in
from mingzhang.personal.words import load_personal_words

_LONG_NAME = 4  # characters of a name of which one may be a slip of the pen
KINDS = ("mobile", "identity", "account", "email", "starred", "telephone", "name")


@dataclass(frozen=True)
class Shown:
    """Personal data of a ``kind`` (one of ``KINDS``) on a 1-based source line.

    ``likely`` is the line of an earlier name that differs from this one by one character, 0 where there is none.
    """

    line: int
    kind: str
    likely: int = 0


def find_shown(lines: Sequence[str], personal: Personal) -> tuple[Shown, ...]:
    """What ``lines``, the source as it is, show: each kind once a line, a name that may be a slip as often."""
    return tuple(dict.fromkeys(_shown(lines, personal)))


def _shown(lines: Sequence[str], personal: Personal) -> Iterator[Shown]:
    names: set[str] = set()
    nearly: dict[tuple[int, str, str], int] = {}  # a name without its n-th character: the line of the first such
    words = load_personal_words()
    for number, line in enumerate(lines, 1):
        for span in personal.spans(line):
            if span.kind != "name":
                yield Shown(number, span.kind)
                continue
            name = name_in(line[span.start : span.end], words)
            holes = [(at, name[:at], name[at + 1 :]) for at in range(len(name) if len(name) >= _LONG_NAME else 0)]
            likely = 0 if name in names else next((nearly[hole] for hole in holes if hole in nearly), 0)
            names.add(name)
            for hole in holes:
                nearly.setdefault(hole, number)
            yield Shown(number, "name", likely)
