"""What is doubtful in a row of a flowed indicator table, told in one note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mingzhang.recognise.forms.flow_cells import Placed
from mingzhang.recognise.forms.flow_fit import Fitting
from mingzhang.recognise.forms.flow_habits import measure, wrap_cost
from mingzhang.recognise.forms.flow_labels import printed
from mingzhang.recognise.forms.flow_pieces import FormPiece
from mingzhang.recognise.model import Note
from mingzhang.text import fold

TABLE = "performance_indicators"
GROUPS = ("category", "subcategory")
_NEEDED = ("indicator", "target", "weight")
_FEW_WORDS = ("basis", "scoring_rule", "evidence")  # columns that say the same in most rows
_SURE = 1.5  # how much the best other reading must cost more
_BAD_FIT = 4.5
_MOST = 0.7
_FITS = {"target": 1.6, "indicator": 3.5}  # texts of these columns that fit worse alone are told
_TORN = 2.5
_SHORTEST = 4  # characters of an indicator's name


@dataclass(frozen=True)
class FlowRow:
    """The cells of one row by column, and its pieces."""

    cells: dict[str, Placed]
    pieces: list[FormPiece]

    def of(self, cell: Placed) -> list[FormPiece]:
        """The pieces of one of its cells."""
        start = sum(c.end - c.start for c in self.cells.values() if c.start < cell.start)
        return self.pieces[start : start + cell.end - cell.start]


@dataclass(frozen=True)
class Usual:
    """What the rows of a form usually hold: columns that are filled, and texts that stand out as odd or unknown.

    ``doubles`` are texts of 二级指标 that are names of a 一级指标 too.
    """

    filled: tuple[str, ...]
    odd: frozenset[tuple[str, str]]
    doubles: frozenset[str]


def find_usual(rows: Sequence[Mapping[str, str]], columns: Sequence[str], fitting: Fitting) -> Usual:
    """What most rows of a form have, and what only one row says where most say the same."""
    counts = Counter((name, text) for row in rows for name, text in row.items())
    filled = [c for c in columns if c not in GROUPS and sum(c in row for row in rows) > _MOST * len(rows)]
    odd: set[tuple[str, str]] = set()
    for name in _FEW_WORDS:
        texts = [row[name] for row in rows if name in row]
        single = [text for text in texts if counts[name, text] == 1 and not fitting.is_whole(name, fold(text))]
        if len(single) < (1 - _MOST) * len(texts):
            odd |= {(name, text) for text in single}
    for row in rows:
        odd |= {(c, row[c]) for c, most in _FITS.items() if c in row and fitting.cost(c, fold(row[c])) > most}
        odd |= {(c, row[c]) for c in GROUPS if c in row and not fitting.is_value(c, fold(row[c]))}
        odd |= {("indicator", text) for text in [row.get("indicator", "")] if 0 < len(text) < _SHORTEST}
    doubles = {row["subcategory"] for row in rows if fitting.is_value("category", fold(row.get("subcategory", "")))}
    needed = [c for c in (*_NEEDED, *GROUPS) if c in columns]
    return Usual(tuple(dict.fromkeys((*needed, *filled))), frozenset(odd), frozenset(doubles))


def find_doubts(
    row: FlowRow, texts: Mapping[str, str], usual: Usual, doubtful: frozenset[str]
) -> tuple[list[Note], frozenset[str]]:
    """A note on a row: another way to cut it is about as good, a cell is unlike its column or missing.

    ``doubtful`` are the groups that rows above leave in doubt; returned with the note are those that this row does.
    """
    cells = row.cells
    close = [name for name, cell in cells.items() if cell.margin < _SURE]
    unlike = [name for name, cell in cells.items() if cell.cost > _bad_fit(texts[name]) and name not in close]
    torn = [name for name, cell in cells.items() if _is_torn(name, row.of(cell))]
    single = "category" in texts and "category" not in cells and "subcategory" in cells
    reasons = {
        "单元格的分界有几种读法": close,
        "单元格与栏目不像": unlike,
        "不同于已知或同表的写法": [name for name in cells if (name, texts[name]) in usual.odd and name not in unlike],
        "断行或重复之处可疑": torn,
        "没有读到": [name for name in usual.filled if not texts.get(name)],
        "上级指标沿用存疑的前一行": [name for name in GROUPS if name in doubtful and name not in cells],
        "可能缺一级指标": ["category"] if single and texts["subcategory"] in usual.doubles else [],
    }
    told = [f"{reason}（{'、'.join(names)}）" for reason, names in reasons.items() if names]
    if not told:
        return [], frozenset()
    first = next(names for names in reasons.values() if names)[0]
    message = f"{'；'.join(told)}，请对照原文"
    note = Note(TABLE, row.pieces[0].line, first, "ambiguous", printed(row.pieces), texts.get(first, ""), message)
    return [note], _left_open({name for names in reasons.values() for name in names}, cells, doubtful)


def _left_open(told: set[str], cells: Mapping[str, Placed], doubtful: frozenset[str]) -> frozenset[str]:
    """The groups in doubt for the rows below: those told of, and those that an odd cell may have swallowed."""
    swallowed = {name for name in GROUPS if name not in cells} if told - {"target", "basis", *GROUPS} else set()
    return frozenset((told & set(GROUPS)) | swallowed | (doubtful - cells.keys()))


def _is_torn(name: str, pieces: Sequence[FormPiece]) -> bool:
    """Whether a cell prints a line twice, is a score in two pieces, or has a line much too short or too long."""
    twice = any(a.folded == b.folded and len(a.folded) > 1 for a, b in pairwise(pieces))
    scores = name in ("weight", "score") and sum(piece.folded != "分" for piece in pieces) > 1
    return twice or scores or wrap_cost(measure(pieces), None) > _TORN


def _bad_fit(text: str) -> float:
    """From which cost on a text is unlike its column; a long one always costs more."""
    return _BAD_FIT + 0.05 * len(text)
