"""What the cells of one flowed form have in common: how wide its columns are, which of them it leaves blank."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mingzhang.recognise.forms.flow_pieces import FormPiece, join_folded, lines_of

# What it costs to leave a column blank in a row before the form itself shows how common that is.
SKIP = {
    "label": 0.0, "category": 0.3, "subcategory": 0.3, "indicator": 8.0, "description": 1.5, "target": 6.0,
    "basis": 3.0, "previous": 0.8, "weight": 5.0, "scoring_rule": 3.0, "evidence": 3.0, "actual": 5.0,
    "score": 3.0, "deviation": 0.0,
}  # fmt: skip
# Columns that may be blank throughout a form, or filled throughout.
_OPTIONAL = ("description", "basis", "previous", "scoring_rule", "evidence", "actual", "score", "deviation")
# Columns whose words come again in a form.
_RECURRING = ("category", "subcategory", "target", "basis", "previous", "scoring_rule", "evidence", "actual")
_RECURRED = 0.5
_UNLIKE = 5.0  # what fits so badly stays a bad fit however often it comes
_WORST_WRAP = 4.0


@dataclass(frozen=True)
class Habits:
    """Widths of columns (none known: absent), costs of a blank and of a filled cell, words that recur."""

    widths: Mapping[str, int] = field(default_factory=dict)
    skip: Mapping[str, float] = field(default_factory=lambda: SKIP)
    take: Mapping[str, float] = field(default_factory=dict)
    recurring: frozenset[tuple[str, str]] = frozenset()

    def fit(self, column: str, text: str, cost: float) -> float:
        """What a text costs in a column of this form, ``cost`` being what it costs in any."""
        recurs = cost < _UNLIKE and (column, text) in self.recurring
        known = min(cost, _RECURRED) if recurs else cost
        return known + self.take.get(column, 0.0)


def wrap_cost(lines: Sequence[tuple[int, int]], width: int | None) -> float:
    """How implausible it is that a cell was cut so: each line is (width, what could not be parted after it).

    A line is only left when what follows does not fit on it; none is wider than its column.
    """
    if len(lines) == 1 and not lines[0][1] and not width:
        return 0.0
    room = width or max(line for line, _ in lines)
    cost = 0.0
    for line, following in lines:
        if following and line + following <= room:
            cost += min(_WORST_WRAP, 0.8 + 0.5 * (room - line - following))
        if line > room:
            cost += min(_WORST_WRAP, 0.5 + 0.5 * (line - room))
    return cost


def measure(pieces: Sequence[FormPiece]) -> list[tuple[int, int]]:
    """The lines of a cell as ``wrap_cost`` takes them."""
    lines = lines_of(pieces)
    widths = [sum(piece.width for piece in line) + len(line) - 1 for line in lines]
    return list(zip(widths, [*(line[0].token for line in lines[1:]), 0], strict=True))


def learn_habits(cells: Iterable[tuple[str, Sequence[FormPiece]]], rows: int) -> Habits:
    """The habits that a first reading of the form shows."""
    measured: dict[str, list[list[tuple[int, int]]]] = {}
    words: Counter[tuple[str, str]] = Counter()
    for column, pieces in cells:
        measured.setdefault(column, []).append(measure(pieces))
        words[column, join_folded(pieces)] += 1
    shares = {column: (len(measured.get(column, [])) + 1) / (rows + 2) for column in _OPTIONAL}
    shares = {column: min(share, 0.95) for column, share in shares.items()}
    return Habits(
        widths={column: width for column, lines in measured.items() if (width := _width(lines))},
        skip={**SKIP, **{c: max(0.3 * SKIP[c], -2 * math.log(1 - share)) for c, share in shares.items()}},
        take={column: -math.log(share) for column, share in shares.items()},
        recurring=frozenset(key for key, count in words.items() if count > 1 and key[0] in _RECURRING),
    )


def _width(cells: Sequence[Sequence[tuple[int, int]]]) -> int | None:
    """The width that explains best where the cells of a column are cut, None when none is cut."""
    candidates = {line for lines in cells for line, following in lines if following}
    return min(candidates, key=lambda width: (sum(wrap_cost(lines, width) for lines in cells), width), default=None)
