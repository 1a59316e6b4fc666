"""The Fiscal Data Package is valid against the schema of its standard; its sums are those that the documents print."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from frictionless import validate

from mingzhang.site.downloads.checksums import Outlet
from mingzhang.site.downloads.fiscal import write_fiscal
from mingzhang.site.downloads.schemas import write_schemas
from mingzhang.site.packages import read_head, read_packages

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def fiscal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fiscal")
    heads = [read_head(path) for path in sorted((ROOT / "data" / "packages").iterdir())]
    write_fiscal(heads, Outlet(folder), "1")
    return folder / "fiscal"


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def descriptor(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return told


def test_the_descriptor_is_valid_against_the_schema_of_the_standard(fiscal: Path) -> None:
    profiles = find_spec("datapackage")
    assert profiles and profiles.origin
    schema = json.loads((Path(profiles.origin).parent / "profiles" / "fiscal-data-package.json").read_text("utf-8"))
    told = descriptor(fiscal)
    jsonschema.validate(told, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told | {"model": {"measures": {}}}, schema)
    report = validate(str(fiscal / "datapackage.json"))
    assert report.valid, report.flatten(["message"])


def test_the_model_names_columns_that_are_there(fiscal: Path) -> None:
    told = descriptor(fiscal)
    columns = {item["name"]: {field["name"] for field in item["schema"]["fields"]} for item in told["resources"]}
    for name, measure in told["model"]["measures"].items():
        assert measure["source"] in columns[measure["resource"]] and measure["resource"] == name
        assert (measure["currency"], measure["factor"]) == ("CNY", 10000)
        assert name == f"{measure['phase']}_{measure['direction']}"
    for dimension in told["model"]["dimensions"].values():
        keys = dimension["primaryKey"]
        assert set([keys] if isinstance(keys, str) else keys) <= dimension["attributes"].keys()
        for attribute in dimension["attributes"].values():
            assert attribute["source"] in columns[attribute["resource"]]
            assert {attribute.get("parent"), attribute.get("labelfor")} - {None} <= dimension["attributes"].keys()


@pytest.mark.parametrize(
    ("table", "disclosure", "statement", "total"),
    [
        ("approved_expenditure", "akto-zuzhibu-2024-budget", "expenditure", "11508.22"),
        ("approved_expenditure", "akto-zuzhibu-2024-budget", "basic_expenditure", "793.98"),
        ("approved_revenue", "akto-zuzhibu-2024-budget", "revenue", "11508.22"),
        ("approved_expenditure", "korla-kaifaqu-dangqun-2024-budget", "project_expenditure", "162.00"),
        ("approved_revenue", "quyang-zuzhibu-2024-budget", "revenue", "872.24"),
    ],
)
def test_rows_of_a_statement_add_up_to_the_printed_total(
    fiscal: Path, table: str, disclosure: str, statement: str, total: str
) -> None:
    rows = [
        row
        for row in read(fiscal / f"{table}.csv")
        if (row["disclosure_id"], row["statement"]) == (disclosure, statement)
    ]
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal(total)


def test_a_row_bears_its_classes_and_names(fiscal: Path) -> None:
    rows = read(fiscal / "approved_expenditure.csv")
    functional = next(row for row in rows if row["functional_item_code"] == "2013201")
    assert [functional[f"functional_{level}_name"] for level in ("class", "group", "item")] == [
        "一般公共服务支出",
        "组织事务",
        "行政运行",
    ]
    wages = next(row for row in rows if row["economic_group_code"] == "30101")
    assert (wages["economic_class_name"], wages["economic_group_name"]) == ("工资福利支出", "基本工资")
    project = next(row for row in rows if row["statement"] == "project_expenditure" and row["economic_class_code"])
    assert project["project"] and project["functional_item_code"] and project["character"] == "project"


def test_nothing_is_written_without_amounts(tmp_path: Path) -> None:
    final = [package for package in read_packages(ROOT / "data" / "packages") if package.kind == "final"]
    write_fiscal(final, Outlet(tmp_path), "1")  # its tables are only named as an attachment
    assert not (tmp_path / "fiscal").exists()


def test_every_resource_has_a_published_schema(tmp_path: Path) -> None:
    write_schemas(Outlet(tmp_path))
    tmp_path /= "schemas"
    stacked = json.loads((ROOT / "datapackage.json").read_text("utf-8"))["resources"]
    for item in stacked:
        schema = json.loads((tmp_path / "stacked" / f"{item['name']}.json").read_text("utf-8"))
        assert schema["fields"] == item["schema"]["fields"] and schema["title"] == item["title"]
        assert schema.get("primaryKey") == item["schema"].get("primaryKey")
    package = json.loads(
        (ROOT / "data" / "packages" / "akto-zuzhibu-2024-budget" / "datapackage.json").read_text("utf-8")
    )
    for item in package["resources"]:
        schema = json.loads((tmp_path / f"{item['name']}.json").read_text("utf-8"))
        assert schema["fields"] == item["schema"]["fields"]
