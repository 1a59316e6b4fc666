"""The committed data: reproduced byte for byte, valid, and as the contract names it."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from contract import RESOURCES
from mingzhang.package.validate import find_faults
from mingzhang.pipeline import build_packages
from mingzhang.project import Project
from mingzhang.schema import load_resources


def files(root: Path) -> dict[str, bytes]:
    names = ("data/packages", "data/tables", "data/classifications")
    paths = [path for name in names for path in (root / name).rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in [*paths, root / "datapackage.json"]}


def packages(project: Project) -> list[Path]:
    return sorted(project.packages.iterdir())


def test_a_rebuild_on_a_clean_checkout_is_the_same_byte_for_byte(
    project: Project, copy_project: Callable[..., Project]
) -> None:
    fresh = copy_project()
    report = build_packages(fresh, lambda _: None)
    assert report.errors == [] and report.converted == 5
    built, committed = files(fresh.root), files(project.root)
    assert built.keys() == committed.keys()
    assert [name for name in built if built[name] != committed[name]] == []


def test_a_second_build_converts_nothing(copy_project: Callable[..., Project]) -> None:
    fresh = copy_project("urumqi-zuzhibu-2024-final")
    assert build_packages(fresh, lambda _: None).converted == 1
    times = {path: path.stat().st_mtime_ns for path in fresh.root.rglob("data/*/*") if path.is_file()}
    assert build_packages(fresh, lambda _: None).converted == 0
    assert times == {path: path.stat().st_mtime_ns for path in times}


def test_every_package_and_the_whole_are_valid(project: Project) -> None:
    for folder in packages(project):
        assert find_faults(folder / "datapackage.json") == []
    assert find_faults(project.datapackage) == []


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("code", "2999999", "foreign key"),
        ("code", "20X", "pattern"),
        ("role", "sum", "enum"),
        ("total", "1,000", "number"),
        ("source_line", "", "required"),
    ],
)
def test_a_broken_cell_is_told_with_file_row_and_field(
    project: Project, tmp_path: Path, column: str, value: str, told: str
) -> None:
    folder = shutil.copytree(project.packages / "akto-zuzhibu-2024-budget", tmp_path / "package")
    path = folder / "revenue.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[3][column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    faults = [
        fault for fault in find_faults(folder / "datapackage.json") if "hash" not in fault and "bytes" not in fault
    ]
    assert any(fault.startswith("revenue.csv") and "5" in fault and told in fault.lower() for fault in faults), faults


def test_all_resources_of_the_contract_are_there_with_their_columns(project: Project) -> None:
    for folder in packages(project):
        for name in RESOURCES:
            header = (folder / f"{name}.csv").read_text("utf-8").splitlines()[0].split(",")
            assert header == list(load_resources()[name].columns) and header[-1] == "source_line"
    for name in RESOURCES:
        header = (project.tables / f"{name}.csv").read_text("utf-8").splitlines()[0].split(",")
        assert header == ["disclosure_id", *load_resources()[name].columns]


def test_descriptors_say_where_the_data_come_from(project: Project) -> None:
    for folder in packages(project):
        descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
        source = project.sources / folder.name / descriptor["sources"][0]["file"]
        digest = hashlib.sha256(source.read_bytes()).hexdigest()
        assert descriptor["sources"][0]["hash"] == f"sha256:{digest}"
        assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"
        assert all(descriptor[key] for key in ("title", "description", "version", "contributors"))
        assert "path" not in descriptor["sources"][0], "the publication page's address is unknown"


def test_every_row_points_at_a_line_that_prints_it(project: Project) -> None:
    """The line a coded row begins on holds the first digits of its printed code."""
    for folder in packages(project):
        lines = next((project.sources / folder.name).glob("*.txt")).read_text("utf-8").split("\n")
        for name in ("revenue", "expenditure", "general_expenditure", "basic_expenditure"):
            with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    place = "".join(lines[int(row["source_line"]) - 1 :][:2])
                    assert row["code_printed"][:2] in re.sub(r"\s", "", place), (folder.name, name, row)


def test_the_source_text_is_the_source_line_by_line_but_for_what_is_masked(project: Project) -> None:
    """Only these lines differ, by eye: contacts and leaders of forms; two documents print none."""
    masked = {"akqi-zhengfuban": 7, "akto-zuzhibu": 27, "korla-kaifaqu-dangqun": 4}
    for folder in packages(project):
        descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
        meta = descriptor["mingzhang"]
        source = (project.sources / folder.name / meta["source_file"]).read_text("utf-8").split("\n")
        text = (folder / meta["source_text"]).read_bytes().decode("utf-8")
        lines = text.splitlines()
        assert text == "".join(f"{line}\n" for line in lines)
        assert len(lines) == meta["source_lines"] == len(source) - (source[-1] == "")
        changed = [(old, new) for old, new in zip(source, lines, strict=False) if old != new]
        assert len(changed) == masked.get(meta["unit_id"], 0)
        assert all(re.search("联系人|负责人|负 责人", old) and "略〕" in new for old, new in changed)
        assert meta["source_text"] not in [item["path"] for item in descriptor["resources"]]


def test_every_field_has_both_titles_and_every_code_a_pattern(project: Project) -> None:
    for spec in load_resources().values():
        for field in spec.schema()["fields"]:
            assert re.search("[一-鿿]", field["title"]) and re.search("[A-Za-z]", field["title_en"])
            if field["name"] == "code" and not spec.shared:
                assert "pattern" in field["constraints"]


def test_classifications_hold_what_the_documents_bear_and_no_more(project: Project) -> None:
    for kind, sample in (
        ("functional", ("2013201", "行政运行", "20132")),
        ("economic", ("30217", "公务接待费", "302")),
    ):
        with (project.classifications / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        codes = {row["code"] for row in rows}
        assert sample in {(row["code"], row["name"], row["parent"]) for row in rows}
        assert all(not row["parent"] or row["parent"] in codes for row in rows)
        borne = {
            row["code"]
            for name, spec in load_resources().items()
            if spec.refers.get("code") == f"{kind}_classification"
            for row in csv.DictReader((project.tables / f"{name}.csv").open(encoding="utf-8", newline=""))
        }
        assert {code for code in codes if not any(code == b[: len(code)] for b in borne)} == set()
