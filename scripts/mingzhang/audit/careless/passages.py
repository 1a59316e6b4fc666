"""Every text of a disclosure that somebody wrote, with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mingzhang.audit.careless.source import locate
from mingzhang.audit.facts import Facts, Row

_SUBSIDY = ("subsidy_method", "subsidy_scope")
_COLUMNS = {
    "tables": ("note", "remarks"),
    "duties": ("text",),
    "project_expenditure": ("project",),
    "performance_forms": ("name", "goal", "achievement", "purpose"),
    "projects": ("name", "policy_basis", "allocation", "payment_procedure", *_SUBSIDY, "benefit"),
    "assets": ("item",),
    "explanation": ("text",),
}  # fmt: skip
GLOSSARY = "名词解释"


@dataclass(frozen=True)
class Passage:
    """One text: where it stands, and what its row is called."""

    resource: str
    column: str
    line: int
    text: str
    label: str

    def line_of(self, facts: Facts, words: str) -> int:
        """The source line on which ``words`` of this passage stand."""
        return locate(facts, words, self.line)


_LAST: list[tuple[Facts, tuple[Passage, ...]]] = []  # every rule of a disclosure reads the same texts


def passages(facts: Facts) -> tuple[Passage, ...]:
    """The texts of a disclosure, those that a resource of their own holds before the running text."""
    if not _LAST or _LAST[0][0] is not facts:
        _LAST[:] = [(facts, tuple(_read(facts)))]
    return _LAST[0][1]


def _read(facts: Facts) -> Iterator[Passage]:
    held: set[str] = set()
    for resource, columns in _COLUMNS.items():
        for row in facts.rows(resource):
            for column in columns:
                text = row.text(column)
                if not text:
                    continue
                if resource == "explanation":
                    if text not in held and text.partition("：")[2] not in held:
                        yield _of_explanation(row, text)
                    continue
                if column == "name" and text in held:
                    continue
                held.add(text)
                yield Passage(resource, column, row.line, text, row.label)


def _of_explanation(row: Row, text: str) -> Passage:
    if GLOSSARY in row.text("part") + row.text("section"):
        return Passage("glossary", "definition", row.line, text, GLOSSARY)
    return Passage("explanation", "text", row.line, text, row.text("subsection") or row.text("section"))
