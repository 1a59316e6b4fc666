"""The part of a form above its indicators: labels, each with the cell beside or below it, and the money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mingzhang.reading import Layout, Row
from mingzhang.recognise.forms.cells import FORM, PERSONAL, TidyCell, filled_cells, find_personal, unlabelled
from mingzhang.recognise.forms.grid_money import FormMoney
from mingzhang.recognise.forms.words import FormWords
from mingzhang.recognise.model import Note
from mingzhang.recognise.patterns import matches
from mingzhang.text import fold, tidy

_BELOW = ("goal", "achievement", "purpose")  # labels whose text may stand in the next row
_MONEY = "money"


@dataclass
class FormFields:
    """What has been read of a form's labelled cells; ``waiting`` are labels whose text is still to come."""

    words: FormWords
    kind: str
    money: FormMoney
    texts: dict[str, str] = field(default_factory=dict)
    personal: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    waiting: list[tuple[str, TidyCell]] = field(default_factory=list)

    def read_row(self, row: Row) -> None:
        """Takes one row in.

        Raises:
            RecognitionError: a heading of the money that is not known.
        """
        cells = filled_cells(row)
        if row.layout is Layout.TEXT or (cells and all(matches(self.words.captions, fold(c.text)) for c in cells)):
            self.read_line(row)
        elif self.money.deadlines and self.money.read_plan(cells, row):
            return
        elif cells and self.waiting and not any(self._role(cell.text) for cell in cells):
            self._texts_below(cells)
        elif cells:
            self._read_labels(cells)

    def read_line(self, row: Row) -> None:
        """Takes a line without cells: a caption, a page's own mark, or a row that lost its cells."""
        text = tidy(row.text)
        if matches(self.words.captions, fold(text)):
            self.money.read_unit(text)
        elif fold(text) and not fold(text).isdigit() and not matches(self.words.page_marks, fold(text)):
            self.personal += find_personal(row, self.words)
            self.notes.append(unlabelled(text, row.line, self.words))

    def finish(self) -> None:
        """Notes what is still waited for."""
        self._drop_waiting()
        self.money.finish()

    def _read_labels(self, cells: Sequence[TidyCell]) -> None:
        self._drop_waiting()
        if any(self.words.label_of(cell.text) == "plan" for cell in cells):
            self.money.read_deadlines(cells)
        elif self.money.is_header(cells):
            self.money.read_header(cells)
        elif self.kind == "self_evaluation" and any(self.words.funding_of(cell.text) for cell in cells):
            self.money.read_line(cells)
        else:
            self._pairs(cells)

    def _role(self, text: str) -> str:
        """What a cell is as a label: a field's name, or ``money``; empty: no label."""
        return self.words.label_of(text) or (_MONEY if self.money.is_label(text) else "")

    def _pairs(self, cells: Sequence[TidyCell]) -> None:
        """Labels, each with the text in the next cell that is filled."""
        before = ""
        for cell, after in zip(cells, [*cells[1:], None], strict=True):
            role = self._role(cell.text)
            value = after.text if after and not self._role(after.text) else ""
            if role == _MONEY:
                self.money.read_amount(cell, after, value)
            elif role:
                self._field(role, value, cell, after)
            elif not before:
                self.notes.append(unlabelled(cell.text, cell.line, self.words))
            before = role

    def _field(self, name: str, value: str, label: TidyCell, after: TidyCell | None = None) -> None:
        if name in PERSONAL:
            self.personal += [value] if value else []
        elif not value:
            covers = after is not None and self.words.label_of(after.text) == name
            self.waiting += [(name, label)] if name in _BELOW and not covers else []
        elif name in self.texts:
            message = "同一标签重复出现，取第一处"
            self.notes.append(Note(FORM, label.line, name, "unread", value, self.texts[name], message))
        else:
            self.texts[name] = value

    def _texts_below(self, cells: Sequence[TidyCell]) -> None:
        """Texts below their labels, in the same columns or at least in the same order."""
        by_column = {label.column: name for name, label in self.waiting}
        names = [by_column.get(cell.column) for cell in cells]
        if None in names and len(cells) == len(self.waiting):
            names = [name for name, _ in self.waiting]
        for name, cell in zip(names, cells, strict=True):
            if name is None:
                self.notes.append(unlabelled(cell.text, cell.line, self.words))
            else:
                self._field(name, cell.text, cell)
        self.waiting = [(name, label) for name, label in self.waiting if name not in names]

    def _drop_waiting(self) -> None:
        for name, label in self.waiting:
            message = f"“{label.text}”旁边和下面都没有内容"
            self.notes.append(Note(FORM, label.line, name, "unread", label.text, "", message))
        self.waiting = []
