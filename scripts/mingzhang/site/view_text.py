"""The running text under its headings."""

from __future__ import annotations

from dataclasses import dataclass

from mingzhang.site.packages import Package


@dataclass(frozen=True)
class Paragraph:
    """One paragraph with the headings that begin before it, each with its level (1 to 3)."""

    anchor: str
    headings: tuple[tuple[int, str], ...]
    text: str
    line: str


def build_text(package: Package) -> list[Paragraph]:
    """The text paragraph by paragraph; a heading stands where it changes."""
    paragraphs, before = [], ("", "", "")
    for row in package.rows("explanation"):
        now = (row.get("part", ""), row.get("section", ""), row.get("subsection", ""))
        headings = _new_headings(before, now)
        anchor = f"t{row['number']}"
        paragraphs.append(Paragraph(anchor, headings, row.get("text", ""), row.get("source_line", "")))
        before = now
    return paragraphs


def _new_headings(before: tuple[str, str, str], now: tuple[str, str, str]) -> tuple[tuple[int, str], ...]:
    """The headings from the first level that differs downwards."""
    changed = next((level for level in range(3) if before[level] != now[level]), 3)
    return tuple((level + 1, now[level]) for level in range(changed, 3) if now[level])
