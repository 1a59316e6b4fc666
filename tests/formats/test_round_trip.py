"""Disclosures printed in every format give the rows that they were printed from."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest
from printed import HEADINGS, print_package, rows_of
from writers import WRITERS
from writers_odd import ODD_WRITERS

from mingzhang.convert import Converted, convert_text
from mingzhang.package.rows import format_record
from mingzhang.reading.formats.extract import extract_file
from mingzhang.schema import load_resources
from mingzhang.sources import Disclosure, load_disclosure
from mingzhang.text import fold

SOURCES = Path(__file__).resolve().parents[2] / "data" / "sources"
TITLES = {
    "akto-zuzhibu-2024-budget": "2024年单位预算公开",
    "akqi-zhengfuban-2024-budget": "2024年部门预算公开",
    "quyang-zuzhibu-2024-budget": "2024年部门预算信息公开",
    "korla-kaifaqu-dangqun-2024-budget": "2024年单位预算公开",
    "urumqi-zuzhibu-2024-final": "2024年度部门决算公开",
}
TEXTS = ("claims", "glossary", "duties", "offices", "staffing", "procurement")
# What a print cannot carry: where a row stood, how the source cut or misprinted codes and amounts, how it counted rows.
APART = {"source_line", "row_number", "code_parts", "code_printed", "amount_parts"}


def disclosure_of(name: str, path: Path) -> Disclosure:
    """The identity of a committed disclosure, its text in another file."""
    return replace(load_disclosure(SOURCES / name), folder=path.parent, file=path.name, corrections=())


def rows_in(converted: Converted, resource: str) -> list[dict[str, str]]:
    spec = load_resources()[resource]
    return [dict(zip(spec.columns, format_record(record, spec), strict=True)) for record in converted.rows[resource]]


def comparable(row: dict[str, str]) -> dict[str, object]:
    return {column: plain(value) for column, value in row.items() if column not in APART}


def plain(value: str) -> object:
    """Numbers by value (a workbook stores no trailing zeros), texts folded."""
    try:
        return Decimal(value)
    except InvalidOperation:
        return fold(value)


@pytest.mark.parametrize("form", list(WRITERS))
@pytest.mark.parametrize("disclosure", list(TITLES))
def test_a_printed_disclosure_gives_its_rows_again(disclosure: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"disclosure.{form}"
    WRITERS[form](print_package(disclosure, TITLES[disclosure], split_codes=form in ("docx", "xls")), path)
    check_round_trip(disclosure, form, path)


@pytest.mark.parametrize("form", list(ODD_WRITERS))
@pytest.mark.parametrize("disclosure", ["akqi-zhengfuban-2024-budget", "quyang-zuzhibu-2024-budget"])
def test_an_oddly_printed_disclosure_does_so_too(disclosure: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"disclosure.{form}"
    ODD_WRITERS[form](print_package(disclosure, TITLES[disclosure], split_codes=form == "xlsx"), path)
    check_round_trip(disclosure, form, path)


def check_round_trip(disclosure: str, form: str, path: Path) -> None:
    """The file is read as what it is, and converted gives the tables, claims and lists of the package."""
    extraction = extract_file(path)
    assert extraction.format == form
    converted = convert_text(disclosure_of(disclosure, path), extraction.text, extracted=True)
    told = {row["table"]: row["status"] for row in rows_in(converted, "tables")}
    for row in rows_of(disclosure, "tables"):
        if row["table"] in HEADINGS and row["status"] != "missing":
            assert told[row["table"]] == row["status"], row["table"]
    wrong = [line for name in (*HEADINGS, *TEXTS) for line in differences(converted, disclosure, name)]
    assert not wrong, "\n".join(wrong)


def differences(converted: Converted, disclosure: str, resource: str) -> list[str]:
    """What the rows of a resource have otherwise than those of the committed package."""
    expected = [comparable(row) for row in rows_of(disclosure, resource)]
    found = [comparable(row) for row in rows_in(converted, resource)]
    counts = [f"{resource}: {len(found)} rows, not {len(expected)}"] if len(found) != len(expected) else []
    return counts + [
        f"{resource} row {number} {column}: {one[column]!r}, not {value!r}"
        for number, (one, other) in enumerate(zip(found, expected, strict=False), 1)
        for column, value in other.items()
        if one[column] != value
    ]
