"""The index of downloads, the archives and what goes with them: complete, true, and valid to validators of others."""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from openpyxl import load_workbook
from published import ADDRESS, ROOT, Published
from tiny_packages import AUDIT, PARTS, write_package
from tiny_site import Built

from mingzhang.package.validate import find_faults
from mingzhang.project import Project
from mingzhang.site.downloads.caveats import package_caveats
from mingzhang.site.downloads.guard import unguard
from mingzhang.site.downloads.index import INDEX
from mingzhang.site.downloads.publish import write_downloads
from mingzhang.site.packages import read_package

NOTES = {"README.md", "LICENSE.md", "CITATION.cff", "CAVEATS.txt"}
AKTO = "akto-zuzhibu-2024-budget"


def read(path: Path) -> dict[str, Any]:
    index: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return index


@pytest.fixture(scope="module")
def indices(published: Published) -> list[dict[str, Any]]:
    """The index of everything, then that of each disclosure, found by way of the first."""
    top = read(published.data / INDEX)
    return [top, *(read(published.data / item["path"]) for item in top["disclosures"])]


def test_every_file_is_in_an_index_with_its_true_size_and_hash(
    published: Published, indices: list[dict[str, Any]]
) -> None:
    there = {path.relative_to(published.data).as_posix() for path in published.data.rglob("*") if path.is_file()}
    entries = [entry for index in indices for entry in index["files"]]
    named = [entry["path"] for entry in entries]
    assert len(named) == len(set(named)) and all(index["files"] for index in indices)
    own = {INDEX, "SHA256SUMS", *(item["path"] for item in indices[0]["disclosures"])}
    assert set(named) == there - own
    for entry in (*entries, *indices[0]["disclosures"]):
        content = (published.data / entry["path"]).read_bytes()
        assert entry["bytes"] == len(content), entry
        assert entry["sha256"] == hashlib.sha256(content).hexdigest(), entry
        assert entry["url"] == f"{ADDRESS}data/{entry['path']}"
    for index in indices:
        assert [entry["path"] for entry in index["files"]] == sorted(entry["path"] for entry in index["files"])
    assert indices[0]["checksums"]["url"] == f"{ADDRESS}data/SHA256SUMS"


def test_the_rows_formats_and_schemas_of_the_index_are_true(
    published: Published, indices: list[dict[str, Any]]
) -> None:
    rows: dict[str, int] = {}
    for entry in (entry for index in indices for entry in index["files"]):
        base, _, ending = entry["path"].rpartition(".")
        if entry["format"] == "csv":
            with (published.data / entry["path"]).open(encoding="utf-8", newline="") as file:
                rows[base] = len(list(csv.reader(file))) - 1
            assert entry["rows"] == rows[base] and entry["mediatype"] == "text/csv", entry
        elif entry["resource"]:
            assert entry["rows"] == rows[base], entry  # a table's CSV stands before its other forms
            assert ending in ("json", "parquet", "xlsx"), entry
        if entry["schema"]:
            schema = read(published.data / entry["schema"])
            assert schema["name"] == entry["resource"], entry
            header = (published.data / f"{base}.csv").read_text("utf-8").partition("\n")[0].split(",")
            assert [field["name"] for field in schema["fields"]] == header, entry
    forms = {entry["path"]: entry for entry in indices[0]["files"]}
    assert all(entry["schema"] for entry in forms.values() if entry["resource"] and entry["path"][:6] != "fiscal")
    assert forms["fiscal/approved_expenditure.csv"]["resource"] == "approved_expenditure"
    assert forms["tables/summary.parquet"]["resource"] == "summary" and forms["mingzhang.zip"]["rows"] is None
    assert {f"tables/fund_expenditure.{form}" for form in ("csv", "json", "parquet")} <= forms.keys()  # without rows
    assert {"mingzhang.sqlite", "mingzhang.xlsx", "index.schema.json", "mingzhang-metadata.json"} <= forms.keys()
    (akto,) = (index for index in indices if index.get("disclosure_id") == AKTO)
    own = {entry["path"]: entry for entry in akto["files"]}
    assert {f"{AKTO}.zip", f"{AKTO}.xlsx", f"packages/{AKTO}/README.md"} <= own.keys()
    for form in ("csv", "json", "parquet", "xlsx"):
        assert own[f"packages/{AKTO}/expenditure.{form}"]["rows"] == 20  # lines 171 to 190 of that document
    assert {entry["disclosure_id"] for entry in own.values()} == {AKTO}
    assert {entry["disclosure_id"] for entry in indices[0]["files"]} == {None}


def test_the_indices_are_as_their_published_schema_says(published: Published, indices: list[dict[str, Any]]) -> None:
    schema = read(published.data / "index.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for index in indices:
        assert list(validator.iter_errors(index)) == []
        assert index["schema"] == schema["$id"] == f"{ADDRESS}data/index.schema.json" and index["site"] == ADDRESS
    for spoil in ({"site": 3}, {"files": [{"path": "a"}]}, {"extra": 1}, {"disclosures": [{}]}):
        assert not validator.is_valid({**indices[0], **spoil}), spoil


def test_no_index_grows_with_the_files_of_disclosures(published: Published, indices: list[dict[str, Any]]) -> None:
    assert not [entry for entry in indices[0]["files"] if entry["path"].startswith(("packages/", AKTO))]
    assert len(json.dumps(indices[0]["disclosures"][0])) < 1_000
    assert {item["page"] for item in indices[0]["disclosures"]} == {index["page"] for index in indices[1:]}


def test_a_built_site_offers_nothing_that_is_in_no_index(built: Built) -> None:
    data = built.project.site / "data"
    top = read(data / INDEX)
    listed = {entry["path"] for entry in top["files"]} | {item["path"] for item in top["disclosures"]}
    for item in top["disclosures"]:
        listed |= {entry["path"] for entry in read(data / item["path"])["files"]}
    there = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
    assert there - listed == {"index.html", INDEX, "SHA256SUMS"} and not listed - there
    page = built.page("data")
    assert 'href="../data/index.json"' in page and 'href="../data/mingzhang.zip"' in page


def test_earlier_versions_stand_in_the_index_of_their_disclosure(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    package = write_package(project, "u", "某办")
    earlier = tmp_path / "data" / "versions" / package.id / "1"
    (earlier / "changes").mkdir(parents=True)
    told = {"resources": [{"name": "reading_notes", "path": "reading/notes.csv"}]}
    (earlier / "datapackage.json").write_text(json.dumps(told), encoding="utf-8")
    (earlier / "reading").mkdir()
    (earlier / "reading" / "notes.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    write_downloads(project, [package], tmp_path / "data", ADDRESS)
    own = {entry["path"]: entry for entry in read(tmp_path / "data/packages" / package.id / INDEX)["files"]}
    found = own[f"versions/{package.id}/1/reading/notes.csv"]
    assert (found["resource"], found["rows"], found["schema"]) == ("reading_notes", 2, None)
    assert not [e for e in read(tmp_path / "data" / INDEX)["files"] if e["path"].startswith("versions")]


def test_the_archive_of_everything_holds_all_data_whole(published: Published, tmp_path: Path) -> None:
    with zipfile.ZipFile(published.data / "mingzhang.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == sorted(names)
        for name in names:
            assert archive.read(name) == (published.data / name).read_bytes(), name
        archive.extractall(tmp_path)
    own = {path.relative_to(ROOT / "data").as_posix() for path in (ROOT / "data").rglob("*") if path.is_file()}
    own = {name for name in own if not name.startswith("sources/")}
    assert own <= set(names) and {"datapackage.json", *NOTES} <= set(names)
    assert {f"packages/{AKTO}/{name}" for name in NOTES} <= set(names)
    assert not [name for name in names if name.endswith((".parquet", ".xlsx"))]
    with (tmp_path / "tables/claims.csv").open(newline="") as made, (ROOT / "data/tables/claims.csv").open() as printed:
        assert [[unguard(cell) for cell in row] for row in csv.reader(made)] == list(csv.reader(printed))


def test_the_archive_of_a_disclosure_is_a_valid_package_with_its_notes(published: Published, tmp_path: Path) -> None:
    with zipfile.ZipFile(published.data / f"{AKTO}.zip") as archive:
        archive.extractall(tmp_path)
    assert find_faults(tmp_path / "datapackage.json") == []
    there = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert there >= NOTES and (tmp_path / "LICENSE.md").read_text("utf-8") == (ROOT / "data/LICENSE.md").read_text()
    descriptor = read(tmp_path / "datapackage.json")
    (item,) = (item for item in descriptor["resources"] if item["name"] == "expenditure")
    base = f"{ADDRESS}data/packages/{AKTO}/expenditure"
    assert item["mingzhang"]["formats"] == {form: f"{base}.{form}" for form in ("csv", "json", "parquet", "xlsx")}
    cited = yaml.safe_load((tmp_path / "CITATION.cff").read_text("utf-8"))
    assert (cited["cff-version"], cited["type"], cited["license"]) == ("1.2.0", "dataset", "CC-BY-4.0")
    assert cited["authors"][0] == {"name": "中共阿克陶县委员会组织部"} and cited["message"] and cited["title"]
    assert cited["url"] == f"{ADDRESS}units/akto-zuzhibu/2024-budget/"
    told = (tmp_path / "README.md").read_text("utf-8")
    assert "## How to read" in told and "| `expenditure` | 支出总体情况表 " in told and "| 20 |" in told


def test_the_caveats_of_a_disclosure_are_its_own(tmp_path: Path) -> None:
    package = write_package(Project(tmp_path), "u", "某办", **PARTS, **AUDIT)
    told = [item.text for item in package_caveats(read_package(package.folder))]
    assert told[:2] == [
        "政府性基金预算支出情况表：空表，公开时即无数据。",
        "国有资本经营预算支出情况表：目录列出但正文缺失。",
    ]
    assert "有 2 张表格未能识别，照原样收在 unrecognised。" in told
    assert "读取时的处理：补正编码 1 处、接续断开的数字 1 处；逐处记在 reading_notes。" in told
    assert "核对发现：错误 3 处、提示 4 处、尾差 1 处、说明 6 处；逐条记在 findings。" in told
    english = [item.text_en for item in package_caveats(read_package(package.folder))]
    assert english[0] == "fund_expenditure: printed without data." and all(english)
    open_notes = "table|column|kind|printed|value|message|source_line\n" + "\n".join(
        f"revenue|total|unread|||没有用上的第{line}行|{line}" for line in range(1, 51)
    )
    crowded = write_package(Project(tmp_path / "b"), "u", "某办", reading_notes=open_notes)
    listed = [item.text for item in package_caveats(crowded) if item.kind == "left_open"]
    assert listed[0] == "未采用（revenue，原文第 1 行）：没有用上的第1行" and len(listed) == 41
    assert listed[-1] == "另有 10 处，见 reading_notes。"


def test_the_workbooks_carry_licence_citation_and_caveats(published: Published) -> None:
    for path in (f"{AKTO}.xlsx", f"packages/{AKTO}/three_public.xlsx", "mingzhang.xlsx"):
        sheet = load_workbook(published.data / path, read_only=True)["说明"]
        text = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
        assert "https://creativecommons.org/licenses/by/4.0/" in text and "引用" in text, path
        assert "使用前须知" in text and "核对发现：" in text, path
    assert "目录列出但正文缺失" in "\n".join(
        str(row[0]) for row in load_workbook(published.data / f"{AKTO}.xlsx")["说明"].iter_rows(values_only=True)
    )
