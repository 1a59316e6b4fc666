"""Every form of the published data, opened with tools that are not ours, against the CSV cell by cell."""

from __future__ import annotations

import asyncio
import csv
import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasette.app import Datasette
from published import ADDRESS, ROOT, Published

from mingzhang.site.downloads.about import about_all
from mingzhang.site.downloads.database import write_database
from mingzhang.site.downloads.publish import count_values
from mingzhang.site.downloads.tables import file_table
from mingzhang.site.packages import PackageError, describe_resource

Column = dict[str, Any]


def canonical(path: Path) -> list[list[str]]:
    """The rows of a CSV of the repository, which stand there as printed."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def typed(cell: str, kind: str) -> Any:
    """What a typed form must say of the CSV's ``cell``."""
    if cell == "":
        return None
    if kind == "number":
        return Decimal(cell)
    return {"integer": int, "date": date.fromisoformat}.get(kind, str)(cell)


def is_same_number(value: Any, cell: str) -> bool:
    """Whether a program that has doubles only holds what ``cell`` prints: as text when it has more than 15 digits."""
    if len(cell.replace(".", "").strip("-0")) > 15:
        return bool(value == cell)
    return Decimal(repr(value)) == Decimal(cell)  # repr: the fewest digits that give the same double


def stacked(published: Published) -> Iterator[tuple[str, list[Column], list[list[str]]]]:
    """Every stacked or shared resource: its path on the site without ending, its fields, its rows as printed."""
    for item in json.loads((ROOT / "datapackage.json").read_text("utf-8"))["resources"]:
        path = item["path"].removeprefix("data/").removesuffix(".csv")
        yield path, item["schema"]["fields"], canonical(ROOT / item["path"])


def wanted(fields: list[Column], rows: list[list[str]]) -> list[tuple[Any, ...]]:
    return [tuple(typed(cell, field["type"]) for cell, field in zip(row, fields, strict=True)) for row in rows]


def test_parquet_of_every_stacked_table_equals_the_csv_in_duckdb(published: Published) -> None:
    seen = 0
    for path, fields, rows in stacked(published):
        found = duckdb.sql(f"select * from read_parquet('{published.data}/{path}.parquet')")
        assert found.columns == [field["name"] for field in fields], path
        assert found.fetchall() == wanted(fields, rows), path
        kinds = {"number": "DECIMAL(18,6)", "integer": "BIGINT", "date": "DATE"}
        own = [kinds.get(field["type"], "VARCHAR") for field in fields]
        assert [str(kind) for kind in found.types] == own, path
        seen += len(rows)
    assert seen > 4_000
    total = duckdb.sql(
        f"select total from read_parquet('{published.data}/tables/expenditure.parquet') "
        "where disclosure_id = 'akto-zuzhibu-2024-budget' and role = 'total'"
    ).fetchall()
    assert total == [(Decimal("11508.22"),)]  # line 190 of that document


def test_parquet_of_every_disclosure_equals_the_csv_in_polars(published: Published) -> None:
    seen = 0
    for folder in published.packages:
        for path in sorted((published.data / "packages" / folder.name).rglob("*.parquet")):
            base = path.relative_to(published.data / "packages" / folder.name).with_suffix(".csv")
            fields = published.fields(folder, base.as_posix())
            rows = canonical(folder / base)
            assert pl.read_parquet(path).rows() == wanted(fields, rows) and rows, path
            seen += 1
    assert seen > 100


def test_parquet_says_what_its_columns_are_and_where_the_data_are_from(published: Published) -> None:
    path = published.data / "packages/akto-zuzhibu-2024-budget/expenditure.parquet"
    schema = pq.read_schema(path)
    assert schema.field("total").type == pa.decimal128(18, 6) and schema.field("source_line").type == pa.int64()
    assert schema.field("code").type == pa.string()
    assert pq.read_schema(published.data / "tables/corrections.parquet").field("date").type == pa.date32()
    told = {key.decode(): text.decode() for key, text in schema.field("total").metadata.items() if key != b"PARQUET"}
    assert (told["title"], told["title_en"], told["unit"]) == ("合计", "Total", "万元")
    about = {key.decode(): text.decode() for key, text in pq.read_metadata(path).metadata.items()}
    assert about["licence"] == "CC-BY-4.0 https://creativecommons.org/licenses/by/4.0/"
    assert "中共阿克陶县委员会组织部" in about["citation"] and "不是零" not in about["caveats"]
    assert "0 是原文写了零" in about["caveats"] and "000_2eb159d2dd71dbdc.txt" in about["source"]
    assert about["page"] == f"{ADDRESS}units/akto-zuzhibu/2024-budget/"


def test_json_equals_the_csv_digit_by_digit(published: Published) -> None:
    def as_text(path: Path) -> list[tuple[Any, ...]]:
        """Records whose numbers are left as the text that the file has."""
        text = path.read_text("utf-8")
        return [tuple(record.values()) for record in json.loads(text, parse_float=str, parse_int=str)]

    for path, fields, rows in stacked(published):
        file = published.data / f"{path}.json"
        assert as_text(file) == [tuple(cell or None for cell in row) for row in rows], path
        records = json.loads(file.read_text("utf-8"))
        assert all(list(record) == [field["name"] for field in fields] for record in records), path
        for record in records[:50]:
            for field in fields:
                value = record[field["name"]]
                assert value is None or isinstance(value, str) == (field["type"] not in ("number", "integer")), field
    package = published.data / "packages/akto-zuzhibu-2024-budget"
    table = pd.read_json(package / "expenditure.json", dtype={"code": str})
    assert table.loc[table["role"] == "total", "total"].tolist() == [11508.22]
    assert table["code"].iloc[0] == "201"
    assert not (package / "state_capital_expenditure.json").exists()  # no rows, no file but the CSV


@pytest.fixture(scope="module")
def base(published: Published) -> Iterator[sqlite3.Connection]:
    found = sqlite3.connect(f"file:{published.data}/mingzhang.sqlite?mode=ro", uri=True)
    yield found
    found.close()


def test_sqlite_holds_every_table_cell_by_cell(published: Published, base: sqlite3.Connection) -> None:
    assert base.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert base.execute("pragma foreign_key_check").fetchall() == []
    names = {name for (name,) in base.execute("select name from sqlite_master where type = 'table'")}
    own = {"_about", "_resources", "_fields", "_caveats"}
    for item in json.loads((ROOT / "datapackage.json").read_text("utf-8"))["resources"]:
        fields, rows = item["schema"]["fields"], canonical(ROOT / item["path"])
        found = base.execute(f'select * from "{item["name"]}" order by rowid').fetchall()
        assert len(found) == len(rows), item["name"]
        for values, cells in zip(found, rows, strict=True):
            for value, cell, field in zip(values, cells, fields, strict=True):
                if field["type"] in ("number", "integer") and cell:
                    assert is_same_number(value, cell), (item["name"], cell)
                else:
                    assert value == (cell or None), (item["name"], cell)
        own.add(item["name"])
    assert names == own


def test_sqlite_has_the_keys_of_the_schema_and_says_what_everything_is(base: sqlite3.Connection) -> None:
    for item in json.loads((ROOT / "datapackage.json").read_text("utf-8"))["resources"]:
        name, schema = item["name"], item["schema"]
        columns = base.execute(f'pragma table_info("{name}")').fetchall()
        key = [column[1] for column in sorted(columns, key=lambda column: column[5]) if column[5]]
        assert key == schema.get("primaryKey", []), name
        required = {column[1] for column in columns if column[3]}
        assert required == {f["name"] for f in schema["fields"] if f.get("constraints", {}).get("required")}, name
        leads = {(row[3], row[2], row[4]) for row in base.execute(f'pragma foreign_key_list("{name}")')}
        for foreign in schema.get("foreignKeys", []):
            reference = foreign["reference"]
            for here, there in zip(foreign["fields"], reference["fields"], strict=True):
                assert (here, reference["resource"], there) in leads, (name, foreign)
        if "disclosure_id" in {column[1] for column in columns}:
            indices = [row[1] for row in base.execute(f'pragma index_list("{name}")')]
            first = {base.execute(f'pragma index_info("{index}")').fetchone()[2] for index in indices}
            assert "disclosure_id" in first, name
    (made,) = base.execute("select sql from sqlite_master where name = 'expenditure'").fetchone()
    assert "支出总体情况表" in made and '"total" NUMERIC' in made and "-- 合计 / Total（万元）" in made
    told = base.execute("select title, title_en, unit from _fields where resource = 'summary' and name = 'amount'")
    assert told.fetchone() == ("金额", "Amount", "万元")
    assert base.execute("select rows from _resources where name = 'functional_classification'").fetchone() == (61,)
    about = dict(base.execute("select key, value from _about"))
    assert about["licence"].startswith("CC-BY-4.0") and "明账" in about["citation"]
    assert base.execute("select count(*) from _caveats where text_en like '%10,000 yuan%'").fetchone() == (1,)


def test_sqlite_holds_to_its_keys_blank_cells_and_all(published: Published, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes((published.data / "mingzhang.sqlite").read_bytes())
    base = sqlite3.connect(copy)
    base.execute("pragma foreign_keys = on")
    for change in (
        # The total has no code: to SQL two such rows are not the same, to a data package they are.
        "insert into expenditure select * from expenditure where role = 'total'",
        "update summary set code = '999' where rowid = 1",
        "update projects set disclosure_id = 'nobody-2024-budget' where rowid = 1",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            base.execute(change)
    base.close()


def test_sqlite_depends_on_the_content_alone(published: Published, tmp_path: Path) -> None:
    descriptor = json.loads((ROOT / "datapackage.json").read_text("utf-8"))
    items = descriptor["resources"]
    tables = [file_table(describe_resource(item), ROOT / item["path"], item["path"][5:-4]) for item in items]
    told = about_all(descriptor, published.read, ADDRESS, count_values(tables))
    write_database(tables, told, tmp_path / "again.sqlite")
    assert (tmp_path / "again.sqlite").read_bytes() == (published.data / "mingzhang.sqlite").read_bytes()
    header = (tmp_path / "again.sqlite").read_bytes()[:100]
    assert header[24:28] == header[92:96] == b"\0\0\0\1" and header[96:100] == (3_040_001).to_bytes(4, "big")
    alone = [table for table in tables if table.resource.name in ("corrections", "findings", "audit_rules")]
    write_database(alone, about_all(descriptor, published.read, ADDRESS), tmp_path / "some.sqlite")
    (made,) = (
        sqlite3.connect(tmp_path / "some.sqlite")
        .execute("select sql from sqlite_master where name = 'findings'")
        .fetchone()
    )
    assert 'REFERENCES "audit_rules"' in made and 'REFERENCES "disclosures"' not in made  # which is not there


def test_a_double_key_is_refused(published: Published, tmp_path: Path) -> None:
    items = json.loads((ROOT / "datapackage.json").read_text("utf-8"))["resources"]
    (item,) = (item for item in items if item["name"] == "functional_classification")
    double = tmp_path / "double.csv"
    double.write_text("code,name,level,parent\n201,甲,类,\n201,乙,类,\n", encoding="utf-8")
    with pytest.raises(PackageError, match="mingzhang convert"):
        table = file_table(describe_resource(item), double, "double")
        write_database([table], about_all({}, [], ADDRESS), tmp_path / "double.sqlite")


def test_datasette_shows_titles_units_and_licence(published: Published) -> None:
    metadata = json.loads((published.data / "mingzhang-metadata.json").read_text("utf-8"))
    shown = Datasette([str(published.data / "mingzhang.sqlite")], metadata=metadata)

    async def visit() -> tuple[str, Any]:
        page = await shown.client.get("/mingzhang/expenditure?role=total")
        rows = await shown.client.get("/mingzhang/expenditure.json?role=total&code__isnull=1&_shape=array")
        assert page.status_code == rows.status_code == 200
        return page.text, rows.json()

    with ThreadPoolExecutor(1) as pool:  # where no other test's loop runs
        page, rows = pool.submit(asyncio.run, visit()).result()
    assert "支出总体情况表" in page and "CC-BY-4.0" in page and "单位：万元" in page
    assert 11508.22 in [row["total"] for row in rows]


def test_the_workbook_of_everything_equals_the_csv(published: Published) -> None:
    book = openpyxl.load_workbook(published.data / "mingzhang.xlsx", read_only=True)
    items = json.loads((ROOT / "datapackage.json").read_text("utf-8"))["resources"]
    filled = [(item, rows) for item in items if (rows := canonical(ROOT / item["path"]))]
    assert book.sheetnames == ["说明", *(item["title"][:31] for item, _ in filled), "列说明"]
    for item, rows in filled:
        fields = item["schema"]["fields"]
        header, *found = book[item["title"][:31]].iter_rows(values_only=True)
        assert len(found) == len(rows) and header[0].startswith(fields[0]["title"]), item["name"]
        for values, cells in zip(found, rows, strict=True):
            for value, cell, field in zip(values, cells, fields, strict=True):
                if field["type"] in ("number", "integer") and cell:
                    assert is_same_number(value, cell), (item["name"], cell)
                else:
                    assert value == (cell or None), (item["name"], cell)
    said = [row[0] for row in book["说明"].iter_rows(values_only=True) if row[0]]
    assert any("5 份材料的法定表中，没有数据的" in str(line) for line in said)
