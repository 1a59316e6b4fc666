"""The indicator rows of a form whose cells stand in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mingzhang.errors import RecognitionError
from mingzhang.recognise.forms.cells import FORM, INDICATOR, TidyCell, close_up, tidy_cell
from mingzhang.recognise.forms.grid_align import GROUPS, Columns, Placed, align
from mingzhang.recognise.forms.model import RawIndicator
from mingzhang.recognise.forms.words import FormWords
from mingzhang.recognise.model import Note
from mingzhang.recognise.patterns import matches
from mingzhang.text import fold

_CLOSED_UP = ("target", "previous", "actual", "weight", "score")
_MOVES = {
    "compact": "本页起各行不留空列，按表头次序对位",
    "-1": "本行单元格错后一列，移前一列对位",
    "+1": "本行单元格错前一列，移后一列对位",
    "lost": "本行少一个单元格，按内容对位",
    "doubled": "本行有一个单元格重复，按内容对位",
}


def is_heading_row(cells: Sequence[TidyCell], words: FormWords) -> bool:
    """Whether a row holds the headings of the indicators: at least three, and no more unknown cells than known."""
    known = {words.heading_of(cell.text) for cell in cells} - {None}
    return len(known) > 2 and 2 * len(known) >= len(cells) and bool(known & {"indicator", "subcategory", "target"})


@dataclass
class IndicatorRows:
    """What has been read of a form's indicators."""

    words: FormWords
    columns: Columns = ()
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    totals: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    last_move: str = "0"

    def read_headings(self, cells: Sequence[TidyCell]) -> None:
        """Takes the headings of the rows below.

        Raises:
            RecognitionError: a heading that is not known, or that stands twice.
        """
        columns: list[str | None] = [None] * (max(cell.column for cell in cells) + 1)
        for cell in cells:
            column = self.words.heading_of(cell.text)
            known = column is not None and column not in columns
            if not known and not matches(self.words.label_columns, fold(cell.text)):
                raise RecognitionError(
                    f"line {cell.line}",
                    f"the heading {cell.text} of the indicators is {'printed twice' if column else 'not known'}",
                    "add its spelling to vocabulary/forms.yml or mend it by a correction",
                )
            columns[cell.column] = column
        self.columns = columns
        self.last_move = "0"

    def read_more_headings(self, cells: Sequence[TidyCell]) -> bool:
        """Takes the rest of a heading row that was cut in two; False when the row holds something else."""
        columns = [self.words.heading_of(cell.text) for cell in cells]
        if self.rows or None in columns or set(columns) & set(self.columns):
            return False
        self.columns = [*self.columns, *columns]
        return True

    def joins(self, first: Sequence[object], second: Sequence[object]) -> bool:
        """Whether two rows of cells, blank ones counted, are one row that was cut in two."""
        width = len(self.columns)
        return max(len(first), len(second)) < width == len(first) + len(second)

    def read_row(self, cells: Sequence[TidyCell], width: int) -> None:
        """Takes one row in: a total, the rest of the row before, or an indicator of its own.

        ``width`` counts its cells, blank ones too.
        """
        lacks = len(self.columns) - width
        placed = align(cells, self.columns, self.words, is_short=lacks == 1)
        if self.words.label_of(cells[0].text) == "total":
            self._total(cells)
            return
        if self.rows and self._continues(placed):
            self._join(placed)
        else:
            self._add(placed, cells[0].line)
            if lacks > 0 and placed.move == "0":
                message = f"本行比表头少 {lacks} 个单元格，请核对"
                self.notes.append(Note(INDICATOR, cells[0].line, "", "ambiguous", cells[0].text, "", message))
        for cell in placed.strays:
            message = "单元格不在任何已知列之下，未采用"
            self.notes.append(Note(INDICATOR, cell.line, "", "unread", cell.text, "", message))

    def indicators(self) -> list[RawIndicator]:
        """The rows with their merged cells filled down."""
        above: dict[str, str] = {}
        filled = []
        for line, texts in self.rows:
            if texts.get("category"):
                above = {"category": texts["category"]}
            if texts.get("subcategory"):
                above["subcategory"] = texts["subcategory"]
            filled.append(RawIndicator(line, above | texts))
            for group in GROUPS:
                if group in self.columns and group not in above:
                    message = "这一级指标没有印出，留空"
                    self.notes.append(Note(INDICATOR, line, group, "unread", "", "", message))
        return filled

    def _total(self, cells: Sequence[TidyCell]) -> None:
        """总分: the weights together, then the score."""
        by_column = {self._heading(cell.column): close_up(cell.text) for cell in cells[1:]}
        numbers = [close_up(cell.text) for cell in cells[1:]]
        if len(numbers) == 2 and "score" in self.columns:
            if list(by_column) != ["weight", "score"]:
                self._note_move(cells[0], "本行单元格错位，按次序认作分值与得分")
            by_column = dict(zip(("weight", "score"), numbers, strict=True))
        elif "score" in self.columns:
            message = f"总分行有 {len(numbers)} 个数字，应为分值与得分两个，请核对"
            self.notes.append(Note(FORM, cells[0].line, "", "ambiguous", " ".join(numbers), "", message))
        for column, text in by_column.items():
            if column in ("weight", "score") and f"total_{column}" not in self.totals:
                self.totals[f"total_{column}"] = text
            else:
                message = "总分行的数字无从归列，未采用"
                self.notes.append(Note(FORM, cells[0].line, "", "unread", text, "", message))

    def _heading(self, column: int) -> str | None:
        return self.columns[column] if column < len(self.columns) else None

    def _continues(self, placed: Placed) -> bool:
        """Whether a row is the rest of cells that a page break cut: nothing of it begins an indicator."""
        last = self.rows[-1][1]
        texts = placed.texts
        if not texts or not texts.keys() <= last.keys():
            return False
        if "weight" in texts or "score" in texts or {"indicator", "target"} <= texts.keys():
            return False
        return all(self.words.is_value(group, last[group] + texts[group].text) for group in GROUPS if group in texts)

    def _join(self, placed: Placed) -> None:
        line, last = self.rows[-1]
        for column, cell in placed.texts.items():
            last[column] = _clean(column, last[column] + cell.text)
            message = "分页断开的单元格接续"
            self.notes.append(Note(INDICATOR, line, column, "joined", cell.text, last[column], message))

    def _add(self, placed: Placed, line: int) -> None:
        texts = {column: _clean(column, cell.text) for column, cell in placed.texts.items()}
        if not texts:
            return
        if self.rows and self.rows[-1][1] | texts == self.rows[-1][1]:
            message = "与上一行内容相同，照印保留"
            self.notes.append(Note(INDICATOR, line, "", "ambiguous", texts.get("indicator", ""), "", message))
        self.rows.append((line, texts))
        if placed.move not in ("0", self.last_move):
            self._note_move(next(iter(placed.texts.values())), _MOVES[placed.move])
        self.last_move = placed.move
        for cell in placed.doubtful:
            message = "单元格的内容与所在列不合，按所在列采用，请核对"
            self.notes.append(Note(INDICATOR, cell.line, "", "ambiguous", cell.text, cell.text, message))
        for column in ("indicator", "target"):
            if column in self.columns and column not in texts:
                message = "指标行缺这一格"
                self.notes.append(Note(INDICATOR, line, column, "unread", "", "", message))

    def _note_move(self, cell: TidyCell, message: str) -> None:
        self.notes.append(Note(INDICATOR, cell.line, "", "moved", cell.text, "", message))


def _clean(column: str, text: str) -> str:
    return close_up(text) if column in _CLOSED_UP else tidy_cell(text)
