"""Earlier versions are kept when a source or a correction changes, whole, and once."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

import mingzhang.package.versions
import mingzhang.pipeline
from mingzhang.digest import folder_digest
from mingzhang.package.validate import find_faults
from mingzhang.pipeline import build_packages
from mingzhang.project import Project
from mingzhang.source_text import file_digest
from tiny_source import assert_whole, make_project, without_validation

ID = "one-2023-final"
ROW = "2080201\t行政运行\t1234567.80\t1000000.00\t234567.80"
LESS = "2080201\t行政运行\t1234567.80\t900000.00\t334567.80"


@pytest.fixture(scope="module", autouse=True)
def unvalidated() -> Iterator[None]:
    with without_validation():
        yield


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with one tiny disclosure, converted: to copy."""
    project = make_project(tmp_path_factory.mktemp("versions") / "project", "one")
    build(project)
    return project


@pytest.fixture
def project(converted: Project, tmp_path: Path) -> Project:
    """A copy of it to change."""
    shutil.copytree(converted.root, tmp_path / "project")
    return Project(tmp_path / "project")


def build(project: Project) -> None:
    assert build_packages(project, lambda _: None).errors == []


def change(project: Project, old: str, new: str) -> None:
    """Changes the source by hand, and its hash."""
    path = project.sources / ID / "a.txt"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    tell(project, sha256=file_digest(path))


def tell(project: Project, **said: object) -> None:
    """Says something (else) in ``disclosure.yml``."""
    path = project.sources / ID / "disclosure.yml"
    data = yaml.safe_load(path.read_text("utf-8")) | said
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")


def versions(project: Project) -> list[str]:
    return sorted(path.relative_to(project.versions).as_posix() for path in project.versions.glob("*/*"))


def changes(project: Project, number: int = 1) -> list[dict[str, str]]:
    with (project.versions / ID / str(number) / "changes" / "changes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def why(project: Project, number: int = 1) -> dict[str, object]:
    path = project.versions / ID / str(number) / "changes" / "datapackage.json"
    told: dict[str, object] = json.loads(path.read_text("utf-8"))["mingzhang"]
    return told


def test_a_replaced_source_leaves_the_package_as_it_was(project: Project, tmp_path: Path) -> None:
    shutil.copytree(project.packages / ID, tmp_path / "was")
    former = file_digest(project.sources / ID / "a.txt")
    change(project, ROW, f"{LESS}\n2080202\t一般行政管理事务\t5000.00\t\t5000.00")
    told = {"date": "2024-05-01", "sha256": former, "reason": "单位更正；问 13900001111"}
    tell(project, replaced=[told | {"date": date(2024, 5, 1)}])
    build(project)
    assert versions(project) == [f"{ID}/1"]
    kept = tmp_path / "kept"
    shutil.copytree(project.versions / ID / "1", kept)
    shutil.rmtree(kept / "changes")
    assert folder_digest(kept) == folder_digest(tmp_path / "was")
    cells = [
        (row["change"], row["label"], row["column"], row["before"], row["after"], row["difference"])
        for row in changes(project)
        if row["resource"] == "expenditure" and row["column"] in ("basic", "project", "total")
    ]
    assert cells == [
        ("changed", "2080201 行政运行", "basic", "100.000000", "90.000000", "-10.000000"),
        ("changed", "2080201 行政运行", "project", "23.456780", "33.456780", "10.000000"),
        ("added", "2080202 一般行政管理事务", "total", "", "0.500000", ""),
        ("added", "2080202 一般行政管理事务", "project", "", "0.500000", ""),
    ]
    said = why(project)
    assert (said["cause"], said["date"], said["version"]) == ("replaced", "2024-05-01", 1)
    assert str(said["reason"]).startswith("单位更正") and "13900001111" not in str(said["reason"])
    assert find_faults(project.versions / ID / "1" / "changes" / "datapackage.json") == []


def test_building_again_adds_nothing_and_gives_the_same_bytes(project: Project) -> None:
    change(project, ROW, LESS)
    build(project)
    before = folder_digest(project.root / "data")
    build(project)
    assert folder_digest(project.root / "data") == before
    shutil.rmtree(project.cache)  # as in a fresh clone
    build(project)
    assert folder_digest(project.root / "data") == before
    shutil.rmtree(project.packages)
    shutil.rmtree(project.cache)
    build(project)
    assert folder_digest(project.root / "data") == before


def test_a_source_that_changes_twice_leaves_two_versions(project: Project) -> None:
    change(project, ROW, LESS)
    build(project)
    change(project, LESS, ROW)
    build(project)
    assert versions(project) == [f"{ID}/1", f"{ID}/2"]
    assert [row["after"] for row in changes(project, 2) if row["column"] == "basic"] == ["100.000000"]
    assert (project.versions / ID / "1" / "expenditure.csv").read_bytes() == (
        project.packages / ID / "expenditure.csv"
    ).read_bytes()


def test_a_correction_makes_a_version_and_an_erratum_of_what_stands_none(project: Project) -> None:
    day = date(2024, 3, 1)
    line = 1 + (project.sources / ID / "a.txt").read_text("utf-8").split("\n").index(ROW)
    told = {"date": day, "line": line, "old": "1000000.00", "new": "1000000.01", "reason": "末位看不清"}
    tell(project, corrections=[told])
    build(project)
    assert versions(project) == [f"{ID}/1"]
    said = why(project)
    assert (said["cause"], said["date"], said["reason"]) == ("corrected", "2024-03-01", "末位看不清")
    assert [(row["column"], row["after"]) for row in changes(project) if row["resource"] == "expenditure"] == [
        ("basic", "100.000001")
    ]
    erratum = {"date": day, "line": 1, "what": "标题", "before": "甲", "after": "乙", "reason": "读错"}
    tell(project, errata=[erratum])
    build(project)
    assert versions(project) == [f"{ID}/1"]


def test_what_only_our_code_reads_otherwise_is_no_version(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project.packages / ID / "expenditure.csv"
    path.write_text(path.read_text("utf-8").replace("行政运行", "行政"), "utf-8")
    monkeypatch.setattr(mingzhang.pipeline, "code_digest", lambda: "other code")
    build(project)
    assert "行政运行" in path.read_text("utf-8") and versions(project) == []


class KilledError(BaseException):
    """As a process that is killed there: nothing after it is done."""


def test_a_build_killed_before_the_package_takes_its_place_leaves_no_half_version(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(project, ROW, LESS)

    def killed(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(mingzhang.pipeline, "publish_package", killed)
        with pytest.raises(KilledError):
            build_packages(project, lambda _: None)
    assert versions(project) == [f"{ID}/1"]  # it equals what stands; the site shows none
    assert_whole(project)
    build(project)
    assert versions(project) == [f"{ID}/1"] and [row["column"] for row in changes(project)][:2] == ["basic", "project"]
    change(project, LESS, ROW)
    with monkeypatch.context() as patch:
        patch.setattr(mingzhang.pipeline, "publish_package", killed)
        with pytest.raises(KilledError):
            build_packages(project, lambda _: None)
    assert versions(project) == [f"{ID}/1", f"{ID}/2"]
    change(project, ROW, LESS)  # taken back: what stands was never replaced
    build(project)
    assert versions(project) == [f"{ID}/1"]


def test_a_build_killed_while_it_writes_a_version_leaves_none(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(project, ROW, LESS)

    def killed(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(mingzhang.package.versions, "swap_in", killed)
        with pytest.raises(KilledError):
            build_packages(project, lambda _: None)
    assert versions(project) == []
    (project.versions / ID / ".1-new").mkdir(parents=True)  # copied to another disk, by half
    build(project)
    assert [path.name for path in (project.versions / ID).iterdir()] == ["1"]
    assert not project.build.is_dir() or list(project.build.iterdir()) == []


def test_versions_go_with_their_disclosure(project: Project) -> None:
    change(project, ROW, LESS)
    build(project)
    shutil.copytree(project.sources / ID, project.sources / "two-2023-final")
    path = project.sources / "two-2023-final" / "disclosure.yml"
    path.write_text(path.read_text("utf-8").replace("id: one", "id: two"), "utf-8")
    shutil.rmtree(project.sources / ID)
    build(project)
    assert versions(project) == [] and not (project.versions / ID).exists()
