"""Cells that break formats: formulas, controls, line breaks, very long texts, numbers of twenty digits."""

from __future__ import annotations

import csv
import json
import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tiny_packages import write_package

from hostile_cells import CALM, RUN, fill
from mingzhang.project import Project
from mingzhang.site.downloads import guard
from mingzhang.site.downloads.about import about_package
from mingzhang.site.downloads.columns import Column, measure_columns, plain_number
from mingzhang.site.downloads.database import write_database
from mingzhang.site.downloads.guard import guard_batch, guard_csv
from mingzhang.site.downloads.parquet import arrow_type, write_parquet
from mingzhang.site.downloads.publish import write_downloads
from mingzhang.site.downloads.records import json_lines, write_json
from mingzhang.site.downloads.tables import Table, file_table
from mingzhang.site.packages import Field, Resource, read_packages

TEXTS = (
    *RUN,
    *CALM,
    "\x01\x02\x1f",
    "\x7f\x85\u2028\u2029",
    "\ufeff﻿bom",
    "😀\U0010ffff",
    "null",
    "NaN",
    "e\u0301",
    "  padded  ",
    "back\\slash",
    "</script>",
    "长" * 200_000,
)
NUMBERS = (
    "12345678901234567890.12",
    "0.0000001",
    "-99999999999999999999",
    "0",
    "0.00",
    "-0.05",
    "9007199254740993",
    "0.1",
    "0.30000000000000004",
)


def table_of(columns: dict[str, tuple[str, list[str]]], **constraints: Any) -> Table:
    """A table of ``columns``: by name their type and their cells."""
    fields = tuple(Field(name, f"列{name}", "", "", kind, "") for name, (kind, _) in columns.items())
    rows = [list(row) for row in zip(*(cells for _, cells in columns.values()), strict=True)]
    measured, count = measure_columns(fields, rows)
    resource = Resource("t", "表", "", "", "t.csv", "", fields, **constraints)
    return Table(resource, "t", "", measured, count, lambda: iter(rows))


def parquet_of(table: Table, folder: Path) -> Path:
    write_parquet(table, {"title": "表"}, folder / "t.parquet")
    return folder / "t.parquet"


def database_of(table: Table, folder: Path) -> sqlite3.Connection:
    package = write_package(Project(folder / "project"), "u", "某办")
    write_database([table], about_package(package, "https://example.org/"), folder / "t.sqlite")
    return sqlite3.connect(folder / "t.sqlite")


def test_every_text_comes_back_as_printed_in_every_form(tmp_path: Path) -> None:
    table = table_of({"n": ("integer", [str(i) for i in range(len(TEXTS))]), "text": ("string", list(TEXTS))})
    path = parquet_of(table, tmp_path)
    assert pl.read_parquet(path)["text"].to_list() == list(TEXTS)
    assert pq.read_table(path)["text"].to_pylist() == list(TEXTS)
    assert [row[0] for row in duckdb.sql(f"select text from '{path}' order by n").fetchall()] == list(TEXTS)
    write_json(table, tmp_path / "t.json")
    assert [record["text"] for record in json.loads((tmp_path / "t.json").read_bytes())] == list(TEXTS)
    assert [row[0] for row in database_of(table, tmp_path).execute("select text from t order by n")] == list(TEXTS)


def test_a_package_full_of_formulas_is_the_same_in_json_and_parquet(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    written = fill(write_package(project, "u", "=某办").folder)
    write_downloads(project, read_packages(project.packages), tmp_path / "data", "https://example.org/")
    seen = 0
    for path, (_, *rows) in written.items():
        base = tmp_path / "data/packages/u-2024-budget" / path.removesuffix(".csv")
        texts = [[cell for cell in row if cell not in ("-3.50", "7")] for row in rows]
        if not base.with_suffix(".json").exists():
            continue
        records = json.loads(base.with_suffix(".json").read_text("utf-8"), parse_float=str)
        assert [[v for v in record.values() if v not in ("-3.50", 7)] for record in records] == texts, path
        for found, row in zip(pl.read_parquet(base.with_suffix(".parquet")).rows(), rows, strict=True):
            assert [Decimal("-3.50") if cell == "-3.50" else 7 if cell == "7" else cell for cell in row] == [*found]
        seen += 1
    assert seen >= 8


def test_numbers_of_any_length_keep_every_digit(tmp_path: Path) -> None:
    table = table_of({"amount": ("number", list(NUMBERS))})
    path = parquet_of(table, tmp_path)
    assert pq.read_schema(path).field("amount").type == pa.decimal128(38, 17)
    exact = [Decimal(number) for number in NUMBERS]
    assert pq.read_table(path)["amount"].to_pylist() == exact == pl.read_parquet(path)["amount"].to_list()
    write_json(table, tmp_path / "t.json")
    assert [r["amount"] for r in json.loads((tmp_path / "t.json").read_text(), parse_float=str, parse_int=str)] == [
        *NUMBERS
    ]
    stored = [value for (value,) in database_of(table, tmp_path).execute("select amount from t")]
    assert stored == [
        "12345678901234567890.12",
        1e-07,
        "-99999999999999999999",
        0,
        0,
        -0.05,
        9007199254740993,
        0.1,
        "0.30000000000000004",
    ]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1.5", "-2", ""], pa.decimal128(18, 6)),
        (["999999999999.999999"], pa.decimal128(18, 6)),
        (["1000000000000"], pa.decimal128(38, 6)),
        (["0.12345678"], pa.decimal128(18, 8)),
        (["1" * 20 + "." + "1" * 18], pa.decimal128(38, 18)),
        (["1" * 20 + "." + "1" * 19], pa.string()),
        (["1", "INF"], pa.string()),
        (["1", "一"], pa.string()),
        (["1_000"], pa.string()),
        (["１"], pa.string()),
        (["1E3", "+2"], pa.decimal128(18, 6)),
    ],
)
def test_a_column_is_as_wide_as_its_widest_cell_and_never_rounded(
    cells: list[str], kind: pa.DataType, tmp_path: Path
) -> None:
    table = table_of({"amount": ("number", cells)})
    found = pq.read_table(parquet_of(table, tmp_path))["amount"]
    assert found.type == kind
    told = [cell or None for cell in cells] if kind == pa.string() else [Decimal(c) if c else None for c in cells]
    assert found.to_pylist() == told


def test_integers_and_days(tmp_path: Path) -> None:
    columns = {
        "line": ("integer", ["1", "", "999999999999999999"]),
        "large": ("integer", ["12345678901234567890", "1", ""]),
        "day": ("date", ["2024-02-29", "", "1949-10-01"]),
        "no_day": ("date", ["2024-02-30", "20240101", ""]),
        "no_integer": ("integer", ["1.5", "2", ""]),
    }
    found = pq.read_table(parquet_of(table_of(columns), tmp_path))
    kinds = [pa.int64(), pa.decimal128(38, 0), pa.date32(), pa.string(), pa.string()]
    assert [field.type for field in found.schema] == kinds
    assert found["line"].to_pylist() == [1, None, 999_999_999_999_999_999]
    assert found["large"].to_pylist() == [Decimal(12345678901234567890), 1, None]
    assert found["day"].to_pylist() == [date(2024, 2, 29), None, date(1949, 10, 1)]
    assert found["no_day"].to_pylist() == ["2024-02-30", "20240101", None]


def test_a_table_without_rows_is_typed_and_empty(tmp_path: Path) -> None:
    table = table_of({"code": ("string", []), "total": ("number", []), "line": ("integer", [])})
    found = pq.read_table(parquet_of(table, tmp_path))
    assert found.num_rows == 0 and [str(f.type) for f in found.schema] == ["string", "decimal128(18, 6)", "int64"]
    assert duckdb.sql(f"select sum(total) from '{tmp_path}/t.parquet'").fetchall() == [(None,)]
    write_json(table, tmp_path / "t.json")
    assert (tmp_path / "t.json").read_text() == "[]\n"


def test_json_numbers_are_json(tmp_path: Path) -> None:
    table = table_of({"amount": ("number", ["007", "-0.50", "1E3", "+5", "00", ""])})
    write_json(table, tmp_path / "t.json")
    told = [line.partition(":")[2].rstrip("},\n") for line in (tmp_path / "t.json").read_text().splitlines()[1:-1]]
    assert told == ["7", "-0.50", "1000", "5", "0", "null"]


def test_a_stacked_table_is_written_in_groups_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mingzhang.site.downloads.parquet.ROWS_A_GROUP", 10)
    ids = [f"u{i // 10}-2024-budget" for i in range(35)]
    path = parquet_of(table_of({"disclosure_id": ("string", ids), "n": ("number", ["1"] * 35)}), tmp_path)
    data = pq.ParquetFile(path).metadata
    assert [data.row_group(i).num_rows for i in range(data.num_row_groups)] == [10, 10, 10, 5]
    bounds = data.row_group(1).column(0).statistics
    assert (bounds.min, bounds.max) == ("u1-2024-budget", "u1-2024-budget")  # a reader skips the other groups
    assert pl.read_parquet(path)["disclosure_id"].to_list() == ids


def test_parquet_depends_on_the_content_alone(tmp_path: Path) -> None:
    table = table_of({"text": ("string", list(TEXTS)), "amount": ("number", ["1.5"] * len(TEXTS))})
    made = [parquet_of(table, tmp_path).read_bytes() for _ in range(2)]
    assert made[0] == made[1]


def test_what_is_a_number() -> None:
    assert [plain_number(cell) for cell in ("1", "-3.50", "1E3", "0E-7", "+2")] == [
        "1",
        "-3.50",
        "1000",
        "0.0000000",
        "2",
    ]
    assert [plain_number(cell) for cell in ("", " 1", "1 ", "NaN", "-INF", "1,000", "1E999", "0x1", "٣")] == [None] * 9
    assert arrow_type(Column(Field("a", "", "", "", "string", ""))) == pa.string()


def test_batches_say_the_same_as_rows_one_by_one(tmp_path: Path) -> None:
    """Stacked tables are written column by column, those of a disclosure row by row: both must agree on every cell."""
    numbers = [*NUMBERS, "007", "1E3", "+5", "-00.50", "", "5"]
    texts = [*TEXTS, "", "=1", "a,-b", "a;=b", "- ", "－", "\u3000＝x", "plain", "#REF!"]
    size = max(len(numbers), len(texts))
    columns = {
        "n": ("number", [numbers[i % len(numbers)] for i in range(size)]),
        "fits": ("number", [numbers[9 + i % 6] for i in range(size)]),
        "i": ("integer", [str(i * 1000) for i in range(size)]),
        "wrong": ("integer", [("1.0", "x", "")[i % 3] for i in range(size)]),
        "day": ("date", [("2024-02-29", "", "1949-10-01")[i % 3] for i in range(size)]),
        "text": ("string", [texts[i % len(texts)] for i in range(size)]),
    }
    table = table_of(columns)
    fields, rows = table.resource.fields, [list(row) for row in table.read()]
    csv_path = tmp_path / "t.csv"
    with csv_path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(columns) + "\n")
        csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    stacked = file_table(table.resource, csv_path, "t")
    assert (stacked.columns, stacked.count) == (table.columns, table.count)
    assert list(stacked.read()) == rows
    write_json(stacked, tmp_path / "t.json")
    assert (tmp_path / "t.json").read_text("utf-8") == "".join(json_lines(table))
    guards = [guard.Column(field.type) for field in fields]
    made = b"".join(guard_batch(batch, guards) for batch in stacked.batches())
    assert csv_path.read_bytes().partition(b"\n")[0] + b"\n" + made == guard_csv(csv_path.read_bytes(), guards)
