"""The running text under its headings, and the terms that it explains."""

from __future__ import annotations

from dataclasses import dataclass

from mingzhang.site.marks import Mark
from mingzhang.site.notes import Notes
from mingzhang.site.packages import Package
from mingzhang.site.view_facts import Item


@dataclass(frozen=True)
class Paragraph:
    """One paragraph with the headings that begin before it, each with its level (1 to 3), and its marks."""

    anchor: str
    headings: tuple[tuple[int, str], ...]
    text: str
    line: str
    marks: tuple[Mark, ...]


def build_text(package: Package, notes: Notes) -> list[Paragraph]:
    """The text paragraph by paragraph; a heading stands where it changes."""
    paragraphs, before = [], ("", "", "")
    for row in package.rows("explanation"):
        now = (row.get("part", ""), row.get("section", ""), row.get("subsection", ""))
        headings = _new_headings(before, now)
        anchor = f"t{row['number']}"
        marks = notes.elsewhere("explanation", row, set())
        paragraphs.append(Paragraph(anchor, headings, row.get("text", ""), row.get("source_line", ""), marks))
        before = now
    return paragraphs


def build_glossary(package: Package, notes: Notes) -> list[Item]:
    """The terms explained; the remark is the source line."""
    return [
        Item(
            row["term"], row.get("definition", ""), row.get("source_line", ""), notes.elsewhere("glossary", row, set())
        )
        for row in package.rows("glossary")
    ]


def _new_headings(before: tuple[str, str, str], now: tuple[str, str, str]) -> tuple[tuple[int, str], ...]:
    """The headings from the first level that differs downwards."""
    changed = next((level for level in range(3) if before[level] != now[level]), 3)
    return tuple((level + 1, now[level]) for level in range(changed, 3) if now[level])
