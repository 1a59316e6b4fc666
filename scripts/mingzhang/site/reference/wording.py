"""Where two wordings of the same thing differ, character by character."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# So alike that the differing words are worth showing; less is another definition.
ALIKE = 0.8
# So few equal characters between two differences belong to them: readers read words.
ISLAND = 2
_LAYOUT = re.compile(r"\s+")


@dataclass(frozen=True)
class Piece:
    """A stretch of a wording: ``same`` in both, ``added`` here, or ``removed`` (only in the other)."""

    kind: str
    text: str


def fold_wording(text: str) -> str:
    """What two printings of the same wording share: no spaces, one kind of brackets, no full stop at the end."""
    return _LAYOUT.sub("", text).replace("(", "（").replace(")", "）").rstrip("。")


def are_alike(one: str, other: str) -> bool:
    """Whether two wordings are so alike that their difference is one of words."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return all(bound() >= ALIKE for bound in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio))


def compare_wordings(base: str, other: str) -> tuple[Piece, ...]:
    """``other`` piece by piece; what it leaves out of ``base`` stands before what it has in its place."""
    pieces: list[Piece] = []
    removed = added = ""
    codes = SequenceMatcher(None, base, other, autojunk=False).get_opcodes()
    for place, (kind, start, end, own_start, own_end) in enumerate(codes):
        if kind == "equal" and (end - start > ISLAND or place in (0, len(codes) - 1)):
            pieces += [Piece("removed", removed), Piece("added", added), Piece("same", other[own_start:own_end])]
            removed = added = ""
        else:
            removed, added = removed + base[start:end], added + other[own_start:own_end]
    pieces += [Piece("removed", removed), Piece("added", added)]
    return tuple(piece for piece in pieces if piece.text)
