"""What the page /query/ loads: pieces read with a tool that is not ours, the catalogue, the engine, its policy."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
import sys
from dataclasses import replace
from decimal import Decimal
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import polars
import pyarrow as pa
import pytest
from tiny_site import Built

from mingzhang.project import Project
from mingzhang.site.packages import Field, Package, Resource, read_descriptor, read_packages, read_resources
from mingzhang.site.query.catalogue import QueryData, build_query
from mingzhang.site.query.examples import EXAMPLES
from mingzhang.site.query.pieces import Part, column_types, columns_of, cut, write_piece

LOCK = "requirements/package-lock.json"


@pytest.fixture(scope="module")
def packages(project: Project) -> list[Package]:
    return read_packages(project.packages)


@pytest.fixture(scope="module")
def stacked(project: Project) -> list[Resource]:
    return read_resources(project.root, read_descriptor(project.datapackage)["resources"])


@pytest.fixture(scope="module")
def data(packages: list[Package], stacked: list[Resource]) -> QueryData:
    return build_query(packages, stacked)


def test_rows_out_of_files_make_the_same_as_rows_in_memory(
    project: Project, packages: list[Package], stacked: list[Resource], data: QueryData
) -> None:
    files: dict[str, bytes] = {}
    bare = [replace(item, rows=()) for item in stacked]
    made = build_query(packages, bare, project.root, files.__setitem__)
    assert (made.catalogue, files) == (data.catalogue, data.files) and not made.files


def same(read: Any, printed: str) -> bool:
    """Whether a value read from Arrow is what the CSV prints; blank is null, numbers are exact."""
    if read is None or not printed:
        return read is None and not printed
    if isinstance(read, Decimal | int) and not isinstance(read, bool):
        return Decimal(read) == Decimal(printed)
    return str(read) == printed


def test_every_cell_of_every_piece_is_that_of_the_repository(project: Project, data: QueryData) -> None:
    descriptor = read_descriptor(project.datapackage)
    for item in descriptor["resources"]:
        with (project.root / item["path"]).open(encoding="utf-8", newline="") as file:
            printed = list(csv.DictReader(file))
        pieces = [data.files[piece["file"]] for piece in data.catalogue["tables"][item["name"]]["pieces"]]
        read = [row for piece in pieces for row in polars.read_ipc_stream(BytesIO(gzip.decompress(piece))).to_dicts()]
        assert len(read) == len(printed), item["name"]
        for row, expected in zip(read, printed, strict=True):
            row.pop("class_name", None)
            assert list(row) == list(expected)
            assert all(same(row[name], text) for name, text in expected.items()), (item["name"], row, expected)


def test_money_is_decimal_and_codes_are_text(data: QueryData) -> None:
    read = polars.read_ipc_stream(BytesIO(gzip.decompress(data.files["tables/expenditure/all.arrow.gz"])))
    assert isinstance(read.schema["total"], polars.Decimal)
    assert read["total"].drop_nulls().max() == Decimal("11508.22")
    assert read["code"].drop_nulls()[0] == "201" and read["source_line"].dtype == polars.Int64


def rows_of(**columns: list[str]) -> list[dict[str, str]]:
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def test_a_column_gets_the_places_that_its_values_need() -> None:
    fields = [Field(name, name, "", "", "number", "") for name in ("a", "b", "c", "d")]
    rows = rows_of(a=["1", ""], b=["-0.123456", "12345678901234567"], c=["n/a", "1"], d=["9" * 37 + ".55", "1"])
    columns = columns_of(fields, rows)
    types = column_types(fields, columns)
    assert types == {"a": pa.decimal128(18, 2), "b": pa.decimal128(23, 6), "c": pa.string(), "d": pa.string()}
    table = pa.ipc.open_stream(gzip.decompress(write_piece(Part(), columns, types).content)).read_all()
    assert table.to_pylist()[0] == {"a": Decimal("1.00"), "b": Decimal("-0.123456"), "c": "n/a", "d": "9" * 37 + ".55"}
    assert table.to_pylist()[1]["a"] is None


def test_a_large_table_is_cut_by_province_year_and_kind() -> None:
    parts = {"x": Part("河北省", "13", 2024, "budget"), "y": Part("新疆维吾尔自治区", "65", 2023, "final")}
    columns = {"disclosure_id": pa.array(["y", "x", "y"]), "n": pa.array(["1", "2", "3"])}
    found = dict(cut(columns, parts.__getitem__, most=2))
    pieces = [write_piece(part, columns, {"n": pa.int64()}, rows) for part, rows in found.items()]
    read = [pa.ipc.open_stream(gzip.decompress(piece.content)).read_all()["n"].to_pylist() for piece in pieces]
    assert [piece.part.name for piece in pieces] == ["13-2024-budget", "65-2023-final"]
    assert read == [[2], [1, 3]] and [piece.rows for piece in pieces] == [1, 2]
    assert [part.name for part, _ in cut(columns, parts.__getitem__, most=3)] == ["all"]
    assert [part.name for part, _ in cut({"n": columns["n"]}, parts.__getitem__, most=1)] == ["all"]
    small = [(part.name, rows and rows.to_pylist()) for part, rows in cut(columns, parts.__getitem__, most=2, piece=1)]
    assert small == [("13-2024-budget", [1]), ("65-2023-final", [0]), ("65-2023-final-2", [2])]


def test_every_table_of_disclosures_has_the_registers_columns_under_names_of_their_own(data: QueryData) -> None:
    tables = data.catalogue["tables"]
    assert tables["expenditure"]["joined"] == {
        name: name for name in ("unit_name", "province", "prefecture", "county", "year", "kind")
    }
    assert tables["performance_forms"]["joined"]["disclosure_year"] == "year", "it has a year of its own"
    assert "year" not in tables["performance_forms"]["joined"]
    assert not any(name.startswith("disclosure_") for name in tables["disclosures"]["joined"])
    assert "joined" not in tables["audit_rules"]
    for name, table in tables.items():
        names = [*table.get("joined", {}), *(column["name"] for column in table["columns"])]
        assert len(names) == len(set(names)), name


def test_a_row_with_a_code_knows_its_class(data: QueryData) -> None:
    def classes(table: str) -> set[tuple[str, str]]:
        content = gzip.decompress(data.files[f"tables/{table}/all.arrow.gz"])
        rows = polars.read_ipc_stream(BytesIO(content)).select("code", "class_name").to_dicts()
        return {(row["code"], row["class_name"]) for row in rows}

    assert {("2013201", "一般公共服务支出"), ("2210201", "住房保障支出"), (None, None)} <= classes("expenditure")
    assert ("30101", "工资福利支出") in classes("basic_expenditure")
    assert "class_name" not in {column["name"] for column in data.catalogue["tables"]["divisions"]["columns"]}


def test_examples_name_tables_and_columns_that_are_there(data: QueryData) -> None:
    tables = data.catalogue["tables"]
    for example in EXAMPLES:
        table = tables[example.table]
        known = {*table.get("joined", {}), *(column["name"] for column in table["columns"])}
        for key, value in example.query:
            if key in ("g", "p", "c", "o"):
                assert {name.lstrip("-") for name in value.split(",")} <= known, example.words
            if key == "w":
                assert value.split(".")[0] in known, example.words


def test_the_lock_names_hashes_and_no_registry(project: Project) -> None:
    text = (project.root / LOCK).read_text(encoding="utf-8")
    packages = {name: item for name, item in json.loads(text)["packages"].items() if name}
    assert packages and all(item["integrity"].startswith("sha512-") for item in packages.values())
    assert '"resolved"' not in text and "registry" not in text
    asked = json.loads((project.root / "requirements/package.json").read_text(encoding="utf-8"))["dependencies"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert all(re.fullmatch(r"[\d.]+", version) for version in asked.values()), "exact versions"


def test_the_engine_is_published_with_licences_and_hashes(built: Built) -> None:
    folder = built.project.site / "assets" / "vendor" / "duckdb"
    names = {path.name for path in folder.iterdir()}
    assert names == {"duckdb.js", "duckdb-eh.wasm.gz", "LICENSE.txt", "README.txt"}
    told = dict(re.findall(r"^(\S+) sha256 (\w+)$", (folder / "README.txt").read_text("utf-8"), re.MULTILINE))
    assert set(told) == {"duckdb.js", "duckdb-eh.wasm.gz"}
    for name, digest in told.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert gzip.decompress((folder / "duckdb-eh.wasm.gz").read_bytes())[:4] == b"\0asm"
    licences = (folder / "LICENSE.txt").read_text("utf-8")
    assert (
        "Stichting DuckDB" in licences and "Apache License" in licences and "Permission is hereby granted" in licences
    )
    assert (folder / "duckdb.js").read_bytes() == (Path(sys.prefix) / "npm" / "site" / "duckdb.js").read_bytes()
    assert "//cdn." not in (folder / "duckdb.js").read_text("utf-8")


def policy_of(page: Path) -> dict[str, str]:
    found = re.search(r'Security-Policy" content="([^"]+)"', page.read_text("utf-8"))
    assert found, page
    return dict(part.strip().split(" ", 1) for part in unescape(found[1]).split(";"))


def test_only_the_page_that_queries_may_run_webassembly(built: Built) -> None:
    site = built.project.site
    page = site / "query" / "index.html"
    policy = policy_of(page)
    assert "'wasm-unsafe-eval'" in policy["script-src"].split() and "'unsafe-eval'" not in policy["script-src"]
    assert policy["worker-src"] == "blob:" and policy["default-src"] == "'self'" and "connect-src" not in policy
    others = [path for path in site.rglob("*.html") if path != page]
    assert others
    for other in others:
        assert "'wasm-" not in policy_of(other)["script-src"] and "worker-src" not in policy_of(other), other
        assert "vendor/duckdb" not in other.read_text("utf-8"), other
