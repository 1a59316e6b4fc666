"""All that can be one cell in the body of a flowed form: runs of pieces, and the columns that they may fill."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from mingzhang.recognise.forms.flow_fit import LIMITS, WORST, Fitting
from mingzhang.recognise.forms.flow_habits import wrap_cost
from mingzhang.recognise.forms.flow_pieces import FormPiece

_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
_LONE_NUMBER = 2.0  # that a number at the end of a line is only a part of a cell
_LINE_BREAK = 0.15
_SAME_LINE = 2.5
_SAME_LINE_MIXED = 0.3
_TORN = 12.0  # a cell that is cut this badly is not made longer
_CHINESE_END = re.compile(r"[\u4e00-\u9fff]$")
_CHINESE_START = re.compile(r"[\u4e00-\u9fff]")


class Extent(NamedTuple):
    """Pieces up to ``end`` as one cell: its text, what joining its pieces costs, its lines, the columns it may fill."""

    end: int
    text: str
    joins: float
    lines: Sequence[tuple[int, int]]
    fits: Sequence[tuple[int, float]]


def find_extents(pieces: Sequence[FormPiece], start: int, columns: Sequence[str], fitting: Fitting) -> list[Extent]:
    """All that can be one cell beginning with a piece, with the columns that it may stand in."""
    limits = [(c, name, LIMITS[name]) for c, name in enumerate(columns)]
    longest = max(limit for _, _, limit in limits)
    found: list[Extent] = []
    lines: list[tuple[int, int]] = []
    text, joins, lone = "", 0.0, 0
    for end in range(start, len(pieces)):
        piece = pieces[end]
        text += piece.folded
        if len(text) > longest:
            break
        if end == start:
            lines = [(piece.width, 0)]
        elif piece.follows and piece.line == pieces[end - 1].line:
            joins += _same_line(pieces[end - 1].folded, piece.folded)
            lines = [*lines[:-1], (lines[-1][0] + 1 + piece.width, 0)]
        else:
            joins += _LINE_BREAK
            lines = [*lines[:-1], (lines[-1][0], piece.token), (piece.width, 0)]
        lone += _ends_line(pieces, end)
        apart = joins + (_LONE_NUMBER * lone if end > start else 0.0)
        if apart + wrap_cost(lines[:-1] or lines, None) > _TORN:
            break
        costs = [(c, fitting.cost(name, text)) for c, name, limit in limits if len(text) <= limit]
        fits = [(column, cost) for column, cost in costs if cost < WORST]
        if fits:
            found.append(Extent(end + 1, text, apart, lines, fits))
    return found


def _ends_line(pieces: Sequence[FormPiece], place: int) -> bool:
    """Whether a piece is a number with nothing after it on its line, as a score is."""
    last = place + 1 == len(pieces) or not pieces[place + 1].follows
    return last and bool(_NUMBER.fullmatch(pieces[place].folded))


def _same_line(left: str, right: str) -> float:
    """What it costs that a space stands inside a cell: little between Chinese and other characters."""
    mixed = bool(_CHINESE_END.search(left)) != bool(_CHINESE_START.match(right))
    return _SAME_LINE_MIXED if mixed else _SAME_LINE
