"""The same document in another shape of text reads the same: no reader leans on one document's looks."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import pytest

from mingzhang.package.rows import format_value
from mingzhang.reading import read_document
from mingzhang.reading.cell_lines import read_cell_lines
from tables import read

SOURCES = Path(__file__).resolve().parents[1] / "data" / "sources"
KEYS = Path(__file__).parent / "answer_keys"


def source(name: str) -> str:
    return next((SOURCES / name).glob("*.txt")).read_text(encoding="utf-8")


def as_cell_lines(text: str) -> str:
    """Tab-separated rows printed one cell a line."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines += [*("\t" + cell for cell in line.split("\t")), ""] if "\t" in line else [line]
    return "\n".join(lines)


def as_tabbed(text: str) -> str:
    """One cell a line turned into tab-separated rows."""
    document = read_cell_lines(tuple(text.split("\n")))
    return "\n".join("\t".join(cell.text.replace("\n", "") for cell in row.cells) for row in document.rows)


@pytest.mark.parametrize(
    ("name", "change", "shape"),
    [
        ("akto-zuzhibu-2024-budget", as_cell_lines, "cell-lines"),
        ("akqi-zhengfuban-2024-budget", as_cell_lines, "cell-lines"),
        ("quyang-zuzhibu-2024-budget", as_tabbed, "tabbed"),
    ],
)
def test_the_answer_keys_hold_in_another_shape(name: str, change, shape: str) -> None:  # type: ignore[no-untyped-def]
    text = change(source(name))
    assert read_document(text).shape == shape
    tables = read(text)
    for key in sorted((KEYS / name).glob("*.csv")):
        if key.stem == "tables":
            continue
        with key.open(encoding="utf-8", newline="") as file:
            expected = [{c: v for c, v in row.items() if c != "source_line"} for row in csv.DictReader(file)]
        actual = [{c: format_value(r.values.get(c)) for c in expected[0]} for r in tables[key.stem].records]
        assert actual == expected, key.stem


def as_flowed(text: str, seed: int, cut: float) -> str:
    """Rows as text pulled out of a PDF: no tabs, no blanks, cells cut over lines with the chance ``cut``."""
    chance = random.Random(seed)
    lines: list[str] = []
    for line in text.split("\n"):
        cells = [re.sub(r"\s", "", cell) for cell in line.split("\t")]
        if "\t" not in line:
            lines.append(line)
            continue
        current = ""
        for cell in filter(None, cells):
            is_cut = "：" not in line and chance.random() < cut  # a caption is as wide as the page
            width = chance.choice((2, 3, 4, 6, 8)) if is_cut else len(cell)
            for start in range(0, len(cell), width):
                glued = start == 0 and current and (cut == 0 or chance.random() < 0.5)
                if current and not glued:
                    lines.append(current)
                current = f"{current} {cell[start : start + width]}" if glued else cell[start : start + width]
        lines.append(current)
    return "\n".join(lines)


@pytest.mark.parametrize("name", ["akto-zuzhibu-2024-budget", "quyang-zuzhibu-2024-budget"])
@pytest.mark.parametrize(("seed", "cut"), [(0, 0.0), (1, 0.3), (2, 0.3), (3, 0.6), (4, 0.9)])
def test_flowed_text_is_right_or_says_that_it_is_open(name: str, seed: int, cut: float) -> None:
    """Without its tabs a document loses its columns: every cell still given is right, the rest is listed."""
    text = source(name) if "quyang" not in name else as_tabbed(source(name))
    given = listed = 0
    for table in read(as_flowed(text, seed, cut)).values():
        key = KEYS / name / f"{table.table}.csv"
        if not key.exists():
            continue
        with key.open(encoding="utf-8", newline="") as file:
            expected = list(csv.DictReader(file))
        assert len(table.records) == len(expected), table.table
        open_lines = {note.line for note in table.notes if note.kind in ("ambiguous", "unread")}
        for record, row in zip(table.records, expected, strict=True):
            for column in row.keys() - {"source_line"}:
                actual = format_value(record.values.get(column))
                given += actual == row[column]
                listed += actual != row[column]
                assert actual == row[column] or (actual == "" and record.line in open_lines), (table.table, row)
    assert given > 20 * listed
