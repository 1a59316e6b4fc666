"""The rows of a flowed indicator table from its cells, merged cells filled down, doubts told."""

from __future__ import annotations

from collections.abc import Sequence

from mingzhang.recognise.forms.flow_cells import Placed
from mingzhang.recognise.forms.flow_doubts import GROUPS, TABLE, FlowRow, find_doubts, find_usual
from mingzhang.recognise.forms.flow_fit import Fitting
from mingzhang.recognise.forms.flow_labels import printed
from mingzhang.recognise.forms.flow_pieces import FormPiece, join_folded, join_pieces
from mingzhang.recognise.forms.model import RawIndicator
from mingzhang.recognise.model import Note

_SPACELESS = ("target", "previous", "actual", "weight", "score")


def build_rows(
    pieces: Sequence[FormPiece], placed: Sequence[Placed], columns: Sequence[str], fitting: Fitting
) -> tuple[list[RawIndicator], list[Note]]:
    """Indicator rows and notes on all that is doubtful in them."""
    rows: list[RawIndicator] = []
    notes: list[Note] = []
    above: dict[str, str] = {}
    doubtful: frozenset[str] = frozenset()  # groups that a row below may inherit wrongly
    split = _split_rows(pieces, placed, columns, notes)
    read = [{name: _text(name, cell, pieces, fitting) for name, cell in row.cells.items()} for row in split]
    usual = find_usual(read, columns, fitting)
    for row, texts in zip(split, read, strict=True):
        notes += _completed(row, texts, pieces)
        if "category" in texts:
            above = {}
        above |= {name: texts[name] for name in GROUPS if name in texts}
        line = row.pieces[0].line
        rows.append(RawIndicator(line, {**above, **texts}))
        doubts, open_groups = find_doubts(row, {**above, **texts}, usual, doubtful)
        doubtful = open_groups | (doubtful - row.cells.keys())
        notes += doubts
    return rows, notes


def _split_rows(
    pieces: Sequence[FormPiece], placed: Sequence[Placed], columns: Sequence[str], notes: list[Note]
) -> list[FlowRow]:
    """The cells row by row: a row ends where the columns begin anew."""
    order = {name: index for index, name in enumerate(columns)}
    rows: list[FlowRow] = []
    last = len(columns)
    for cell in placed:
        own = list(pieces[cell.start : cell.end])
        if not cell.column:
            notes.append(Note(TABLE, own[0].line, "", "unread", printed(own), "", "不属于任何栏目，未采用"))
        elif cell.column != "label":
            if order[cell.column] <= last:
                rows.append(FlowRow({}, []))
            rows[-1].cells[cell.column] = cell
            rows[-1].pieces.extend(own)
            last = order[cell.column]
    return rows


def _text(name: str, cell: Placed, pieces: Sequence[FormPiece], fitting: Fitting) -> str:
    own = pieces[cell.start : cell.end]
    text = join_pieces(own)
    folded = join_folded(own)
    text += fitting.completed(name, folded)[len(folded) :]
    return text.replace(" ", "") if name in _SPACELESS else text


def _completed(row: FlowRow, texts: dict[str, str], pieces: Sequence[FormPiece]) -> list[Note]:
    notes = []
    for name in GROUPS:
        if name in row.cells:
            own = pieces[row.cells[name].start : row.cells[name].end]
            if join_pieces(own) != texts[name]:
                line = own[0].line
                notes.append(Note(TABLE, line, name, "joined", printed(own), texts[name], "单元格断在页末，补全"))
    return notes
