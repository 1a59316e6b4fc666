"""The long form of the statutory tables, the vocabulary of what they measure, and the registry."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from contract import STATUTORY
from mingzhang.package.registry import registry_files
from mingzhang.recognise.vocabulary import load_vocabulary
from mingzhang.records.long_form import build_amounts
from mingzhang.records.model import Record
from mingzhang.schema import amount_fields, load_measures, load_resources

ROOT = Path(__file__).resolve().parents[1]
KEYS = ROOT / "tests" / "answer_keys"
PACKAGES = ROOT / "data" / "packages"
LABELS = ("side", "code", "item", "name", "project", "item_key", "level", "role")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_text(table: str, column: str) -> bool:
    """Whether ``column`` labels the rows of ``table``: 支出表's project is money, 项目支出表's a name."""
    return column in LABELS and not any(field.name == column for field in amount_fields(load_resources()[table]))


@pytest.mark.parametrize("folder", sorted(KEYS.iterdir()), ids=lambda path: path.name)
def test_every_amount_of_the_answer_keys_is_a_row_and_no_other(folder: Path) -> None:
    expected = set[tuple[str, ...]]()
    for table in STATUTORY:
        for row in read(folder / f"{table}.csv") if (folder / f"{table}.csv").exists() else ():
            for column in {field.name for field in amount_fields(load_resources()[table])} & row.keys():
                if row[column]:
                    expected.add((table, row["source_line"], row.get("code", ""), column, row[column]))
    rows = read(PACKAGES / folder.name / "amounts.csv")
    keys = ("table", "source_line", "code", "measure", "amount")
    keyed = {(row["table"], row["measure"]) for row in rows} & {(item[0], item[3]) for item in expected}
    found = {tuple(row[key] for key in keys) for row in rows if (row["table"], row["measure"]) in keyed}
    assert found == expected


@pytest.mark.parametrize("folder", sorted(KEYS.iterdir()), ids=lambda path: path.name)
def test_the_long_form_is_the_wide_tables_cell_by_cell(folder: Path) -> None:
    wide = []
    for table in (name for name, spec in load_resources().items() if spec.group == "statement"):
        for row in read(PACKAGES / folder.name / f"{table}.csv"):
            labels = {column: row[column] for column in row if is_text(table, column)}
            labels["item"] = labels.get("item") or labels.pop("name", "")
            wide += [
                {**labels, "table": table, "measure": field.name, "amount": row[field.name], "line": row["source_line"]}
                for field in amount_fields(load_resources()[table])
                if row[field.name]
            ]
    rows = read(PACKAGES / folder.name / "amounts.csv")
    assert len(rows) == len(wide)
    for row, told in zip(rows, wide, strict=True):
        assert row["source_line"] == told.pop("line")
        assert {column: row[column] for column in told if column != "side"} == {
            column: value for column, value in told.items() if column != "side"
        }
        assert row["side"] == told.get("side", row["side"])


def test_a_blank_gives_no_row_and_a_zero_one() -> None:
    rows: dict[str, list[Record]] = {name: [] for name in load_resources()}
    values = {"code": "201", "name": "一般公共服务支出", "level": "类", "role": "detail", "total": 0, "basic": None}
    rows["expenditure"] = [Record(7, values)]  # type: ignore[arg-type]
    (row,) = build_amounts(rows)
    assert (row.line, row.values["measure"], row.values["amount"], row.values["side"]) == (7, "total", 0, "expenditure")


def test_sides_are_told_by_row_table_or_measure() -> None:
    rows: dict[str, list[Record]] = {name: [] for name in load_resources()}
    rows["summary"] = [Record(1, {"side": "revenue", "item": "其他收入", "amount": 1})]
    rows["revenue"] = [Record(2, {"total": 2})]
    rows["fund_expenditure"] = [Record(3, {"opening_balance": 3, "revenue": 4, "project": 5})]
    rows["carryover"] = [Record(4, {"project": "甲", "total": 6})]
    told = {(row.line, row.values["measure"]): row.values["side"] for row in build_amounts(rows)}
    assert told == {
        (1, "amount"): "revenue",
        (2, "total"): "revenue",
        (3, "opening_balance"): None,
        (3, "revenue"): "revenue",
        (3, "project"): "expenditure",
        (4, "total"): None,
    }


def test_measures_are_part_of_what_the_identities_say() -> None:
    measures = load_measures()
    above = {name: {measure.part_of} for name, measure in measures.items()}
    for name in measures:
        while more := {measures[up].part_of for up in above[name] if up} - above[name]:
            above[name] |= more
    for table in load_vocabulary().tables.values():
        for whole, parts in table.parts.items():
            assert all(whole in above[part] for part in parts), (whole, parts)


def descriptor(unit_id: str, name: str, code: str, region: list[str], year: int) -> dict[str, object]:
    about = {
        "unit_id": unit_id,
        "unit": {"name": name, "division_code": code, "region": region, "body_kind": "政府"},
        "year": year,
        "kind": "budget",
        "scope": "单位",
        "title": "预算",
        "published": None,
        "source_file": "a.txt",
        "made_by": {"version": "1"},
    }
    sources = [{"hash": "sha256:" + "0" * 64}]
    return {"name": f"{unit_id}-{year}-budget", "mingzhang": about, "sources": sources, "licenses": [{"name": "x"}]}


def registry(*packages: dict[str, object]) -> dict[str, list[dict[str, str]]]:
    files = registry_files(packages, {str(package["name"]): 1 for package in packages})
    return {spec.name: list(csv.DictReader(content.decode().splitlines())) for spec, content in files}


def test_the_registry_knows_places_and_those_above_them() -> None:
    made = registry(
        descriptor("b", "东城区教育局", "110101", ["北京市", "东城区"], 2023),
        descriptor("a", "保定市财政局", "130600", ["河北省", "保定市"], 2024),
    )
    assert [(row["code"], row["name"], row["level"], row["parent"]) for row in made["divisions"]] == [
        ("110000", "北京市", "province", ""),
        ("110101", "东城区", "county", "110000"),
        ("130000", "河北省", "province", ""),
        ("130600", "保定市", "prefecture", "130000"),
    ]
    places = [(row["unit_id"], row["province"], row["prefecture"], row["county"]) for row in made["publishers"]]
    assert places == [("a", "河北省", "保定市", ""), ("b", "北京市", "", "东城区")]


def test_a_unit_is_told_once_as_its_last_year_does() -> None:
    made = registry(
        descriptor("a", "新名称", "130634", ["河北省", "保定市", "曲阳县"], 2024),
        descriptor("a", "旧名称", "130634", ["河北省", "保定市", "曲阳县"], 2023),
    )
    (unit,) = made["publishers"]
    assert (unit["unit_name"], unit["disclosures"], unit["county"]) == ("新名称", "2", "曲阳县")
    assert [row["unit_name"] for row in made["disclosures"]] == ["新名称", "旧名称"]
