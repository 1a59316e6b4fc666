"""The money of a form: its lines by source, and the plan by which it is to be spent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mingzhang.errors import RecognitionError
from mingzhang.reading import Row
from mingzhang.recognise.forms.cells import TidyCell, unlabelled
from mingzhang.recognise.forms.model import RawFunding
from mingzhang.recognise.forms.words import FormWords, bare, unit_of
from mingzhang.recognise.model import Note
from mingzhang.recognise.patterns import matches
from mingzhang.text import fold

_PARTS = {"fiscal": ("central", "province", "prefecture", "superior", "local"), "other": ("other",)}
_NUMBER = re.compile(r"[-—]+|-?[\d,，]*\d(?:\.\d+)?(?:万?元|分|%)?")
FUNDING, PLAN = "performance_funding", "funding_plan"


@dataclass
class FormMoney:
    """What has been read of a form's money.

    ``columns`` are the headings of a self-evaluation's money by grid column, ``deadlines`` those of the plan
    whose amounts are still to come.
    """

    words: FormWords
    lines: list[RawFunding] = field(default_factory=list)
    plan: list[tuple[str, str, int]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unit: str = "万元"
    columns: dict[int, str] = field(default_factory=dict)
    deadlines: list[TidyCell] = field(default_factory=list)

    def is_label(self, text: str) -> bool:
        """Whether a cell names a line of money, or only the block beside it."""
        return bool(self.words.funding_of(text)) or matches(self.words.money_block, bare(text))

    def read_unit(self, text: str) -> None:
        """Takes the unit of money that a caption or label prints."""
        self.unit = unit_of(text) or self.unit

    def is_header(self, cells: Sequence[TidyCell]) -> bool:
        """Whether a row holds the headings of a self-evaluation's money."""
        return len([cell for cell in cells if self.words.money_of(cell.text)]) > 1

    def read_header(self, cells: Sequence[TidyCell]) -> None:
        """Takes the headings.

        Raises:
            RecognitionError: one that is not known.
        """
        for cell in cells:
            column = self.words.money_of(cell.text)
            if column:
                self.columns[cell.column] = column
            elif not self.is_label(cell.text):
                raise RecognitionError(
                    f"line {cell.line}",
                    f"the heading {cell.text} of the money is not known",
                    "add its spelling to vocabulary/forms.yml",
                )
            self.read_unit(cell.text)

    def read_line(self, cells: Sequence[TidyCell]) -> None:
        """Takes a label and its numbers, below the headings or at least in their order."""
        place = max(index for index, cell in enumerate(cells) if self.words.funding_of(cell.text))
        label, numbers = cells[place], cells[place + 1 :]
        columns = [self.columns.get(cell.column) for cell in numbers]
        if None in columns and len(numbers) == len(self.columns):
            columns = list(self.columns.values())
            message = "本行数字与表头错位，按次序对应"
            self.notes.append(Note(FUNDING, label.line, "", "moved", label.text, "", message))
        elif len(numbers) != len(self.columns):
            message = f"本行有 {len(numbers)} 个数字，表头有 {len(self.columns)} 栏，请核对"
            self.notes.append(Note(FUNDING, label.line, "", "ambiguous", label.text, "", message))
        values: dict[str, str] = {}
        for column, cell in zip(columns, numbers, strict=True):
            if column is None:
                message = "数字不在任何已知的资金栏之下，未采用"
                self.notes.append(Note(FUNDING, cell.line, "", "unread", cell.text, "", message))
            else:
                values[column] = cell.text
        self.read_unit(label.text)
        self.lines.append(RawFunding(label.line, label.text, self.words.funding_of(label.text) or "", values))
        self.notes += [
            unlabelled(cell.text, cell.line, self.words) for cell in cells[:place] if not self.is_label(cell.text)
        ]

    def read_amount(self, label: TidyCell, after: TidyCell | None, value: str) -> None:
        """Takes a target form's label and its one amount; a label of the lines beside it, or of a column, is none."""
        self.read_unit(label.text)
        key = self.words.funding_of(label.text)
        below = self.words.funding_of(after.text) if after else None
        heads_column = key == "total" and not value and not below
        if key is None or below in _PARTS.get(key, ()) or heads_column:
            return
        self.lines.append(RawFunding(label.line, label.text, key, {"budget": value} if value else {}))
        if after and after.column == label.column + 1 and not value:
            message = "这一资金与下一资金之间没有金额格，请核对"
            self.notes.append(Note(FUNDING, label.line, "budget", "unread", label.text, "", message))

    def read_deadlines(self, cells: Sequence[TidyCell]) -> None:
        """Takes the deadlines of the plan; their amounts stand in the next row."""
        for cell in cells:
            if matches(self.words.deadlines, fold(cell.text)):
                self.deadlines.append(cell)
            elif self.words.label_of(cell.text) != "plan":
                self.notes.append(unlabelled(cell.text, cell.line, self.words))

    def read_plan(self, cells: Sequence[TidyCell], row: Row) -> bool:
        """Takes the amounts below the deadlines; False when the row holds something else."""
        if not all(_NUMBER.fullmatch(fold(cell.text)) for cell in cells):
            self.finish()
            return False
        is_whole = len(row.cells) > self.deadlines[-1].column
        places = [deadline.column if is_whole else -1 for deadline in self.deadlines]
        below = {cell.column: cell for cell in cells}
        for deadline, place in zip(self.deadlines, places, strict=True):
            amount = below.pop(place, None)
            self.plan.append((deadline.text, amount.text if amount else "", row.line))
        for cell in below.values():
            message = "金额不在任何时限之下，未采用" if is_whole else "金额行比时限行短，不知属于哪个时限，未采用"
            self.notes.append(Note(PLAN, cell.line, "amount", "unread", cell.text, "", message))
        self.deadlines = []
        return True

    def finish(self) -> None:
        """Gives up waiting for the amounts of the plan."""
        if self.deadlines:
            self.plan += [(deadline.text, "", deadline.line) for deadline in self.deadlines]
            message = "资金支出计划的时限下没有金额行"
            self.notes.append(Note(PLAN, self.deadlines[0].line, "amount", "unread", "", "", message))
        self.deadlines = []
