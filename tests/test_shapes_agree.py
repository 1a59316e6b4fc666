"""The same document in another shape of text reads the same: no reader leans on one document's looks."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import pytest

from mingzhang.convert import convert_text
from mingzhang.package.rows import format_value
from mingzhang.reading import read_document
from mingzhang.reading.cell_lines import read_cell_lines
from mingzhang.records.model import Record
from mingzhang.sources import load_disclosure
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
        ("urumqi-zuzhibu-2024-final", as_cell_lines, "cell-lines"),
        ("quyang-zuzhibu-2024-budget", as_tabbed, "tabbed"),
    ],
)
def test_the_answer_keys_hold_in_another_shape(name: str, change, shape: str) -> None:  # type: ignore[no-untyped-def]
    text = change(source(name))
    assert read_document(text).shape == shape
    rows = convert_text(load_disclosure(SOURCES / name), text).rows
    for key in sorted((KEYS / name).glob("*.csv")):
        if key.stem != "tables":
            expected, actual = compared(key, rows[key.stem])
            assert actual == expected, key.stem


def compared(key: Path, records: list[Record]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The rows of an answer key and those of ``records``, in the key's columns, line numbers apart."""
    with key.open(encoding="utf-8", newline="") as file:
        expected = [{c: v for c, v in row.items() if c != "source_line"} for row in csv.DictReader(file)]
    return expected, [{c: format_value(r.values.get(c)) for c in expected[0]} for r in records]


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


def as_wrapped(text: str, width: int) -> str:
    """Running text wrapped as on a narrow page, a blank line between any two."""
    lines: list[str] = []
    for line in text.split("\n"):
        pieces = (
            [line] if "\t" in line or len(line) <= width else re.findall(f".{{1,{width}}}", line.removeprefix("- "))
        )
        lines += [part for piece in pieces for part in (piece, "")][:-1]
    return "\n".join(lines)


@pytest.mark.parametrize("width", [27, 30, 36])
@pytest.mark.parametrize("name", ["akto-zuzhibu-2024-budget", "urumqi-zuzhibu-2024-final"])
def test_running_text_wrapped_as_in_a_pdf_says_the_same(name: str, width: int) -> None:
    text = as_flowed(as_wrapped(source(name), width), 0, 0.0)
    assert read_document(text).shape == "flowed"
    rows = convert_text(load_disclosure(SOURCES / name), text).rows
    for resource in ("duties", "offices", "staffing", "glossary", "assets", "procurement", "claims", "projects"):
        expected, actual = compared(KEYS / name / f"{resource}.csv", rows[resource])
        assert actual == expected, resource
