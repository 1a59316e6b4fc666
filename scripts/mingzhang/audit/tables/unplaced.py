"""Rows of flowed text whose figures fit no column: they contradict themselves or their table."""

from __future__ import annotations

from collections.abc import Iterator

from mingzhang.audit.facts import STATEMENTS, Facts
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.registry import EXACT, rule
from mingzhang.audit.tables.within import FAMILY


@rule(
    "sum.unplaced",
    family=FAMILY,
    title="一行的数与各列、合计都不能相符",
    why="从 PDF 直接取出的文字没有列，数字靠算式归列；一种排法也不能使本行各列之和、上下级之和成立时，数字本身互相矛盾",
    tolerance=EXACT,
    example="“公务接待费 2 1”：合计 2 与一般公共预算 1 不等，两数不能归列",
    severity="warning",
)
def unplaced(facts: Facts) -> Iterator[Check]:
    notes = facts.rows("reading_notes")
    flowed = {(note.text("table"), note.line) for note in notes if "算术" in note.text("message")}
    for table in STATEMENTS:
        open_rows = facts.open_rows.get(table, {})
        labels = {row.line: row.label for row in facts.rows(table)}
        for line, printed in open_rows.items():
            label = labels.get(line, "")
            if printed and (table, line) not in flowed:
                yield NotChecked(f"{label}{printed}：读取时未采用")
            elif printed:
                message = f"{label}印作 {printed}，没有一种归列能使各列、合计相符；其中有数印错，请核对"
                yield Finding("sum.unplaced", "warning", message, table, None, line, label)
            else:
                yield NotChecked(f"{label}的数字有不止一种归列")
        if not open_rows and facts.rows(table):
            yield Passed()
