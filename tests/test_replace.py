"""``mingzhang replace`` and ``mingzhang diff``: files published anew take the old ones' place, and it is told."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import mingzhang.pipeline
from mingzhang.changes.markdown import LONGEST, escape, to_markdown
from mingzhang.changes.repositories import compare_places
from mingzhang.cli import main
from mingzhang.digest import folder_digest
from mingzhang.errors import DisclosureError
from mingzhang.pipeline import build_packages
from mingzhang.project import Project
from mingzhang.site.changes.difference import build_difference
from mingzhang.site.changes.versions import read_versions
from mingzhang.site.downloads.versions import write_versions
from mingzhang.site.packages import read_packages
from mingzhang.source_text import file_digest
from tiny_source import make_project, without_validation

ID = "one-2023-final"
REASON = ("--reason", "单位更正后重新公布")


@pytest.fixture(scope="module", autouse=True)
def unvalidated() -> Iterator[None]:
    with without_validation():
        yield


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = make_project(tmp_path_factory.mktemp("replace") / "project", "one", "two")
    assert build_packages(project, lambda _: None).errors == []
    return project


@pytest.fixture
def project(converted: Project, tmp_path: Path) -> Project:
    shutil.copytree(converted.root, tmp_path / "project")
    return Project(tmp_path / "project")


@pytest.fixture
def newer(project: Project, tmp_path: Path) -> Path:
    """The tiny disclosure, published anew: a line put in above, two amounts changed."""
    text = (project.sources / ID / "a.txt").read_text("utf-8")
    path = tmp_path / "更正后.txt"
    path.write_text(
        "重新公布\n" + text.replace("行政运行\t1234567.80\t1000000.00", "行政运行\t1334567.80\t1100000.00"), "utf-8"
    )
    return path


def run(project: Project, *arguments: object) -> int:
    return main(["--root", str(project.root), *map(str, arguments)])


def test_the_new_file_stands_where_the_old_one_did(
    project: Project, newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    metadata = project.sources / ID / "disclosure.yml"
    metadata.write_text("# typed by hand\n" + metadata.read_text("utf-8") + "published: 2024-02-01\n", "utf-8")
    former = file_digest(project.sources / ID / "a.txt")
    assert run(project, "replace", ID, newer, *REASON, "--published", "2024-05-01") == 0
    assert sorted(path.name for path in (project.sources / ID).iterdir()) == ["disclosure.yml", "更正后.txt"]
    said = yaml.safe_load(metadata.read_text("utf-8"))
    assert (said["file"], said["sha256"], str(said["published"])) == ("更正后.txt", file_digest(newer), "2024-05-01")
    assert said["unit"]["id"] == "one" and metadata.read_text("utf-8").startswith("# typed by hand\n")
    ((told),) = said["replaced"]
    assert (told["sha256"], told["reason"]) == (former, REASON[1])
    assert "replaced; compare its tables" in capsys.readouterr().out
    with (project.versions / ID / "1" / "changes" / "changes.csv").open(encoding="utf-8", newline="") as file:
        cells = [row for row in csv.DictReader(file) if row["resource"] == "expenditure"]
    assert [(row["column"], row["before"], row["after"], row["difference"]) for row in cells] == [
        ("total", "123.456780", "133.456780", "10.000000"),
        ("basic", "100.000000", "110.000000", "10.000000"),
    ]
    assert {(row["source_line_before"], row["source_line_after"]) for row in cells} == {("17", "18")}
    assert list(project.build.iterdir()) == []
    assert_published(project)
    shutil.copy(newer, newer.with_name("again.txt"))
    assert run(project, "replace", ID, newer.with_name("again.txt"), *REASON) == 1
    assert "has these very files already" in capsys.readouterr().err


def assert_published(project: Project) -> None:
    """What the site shows of the two versions, and what it offers of the earlier one."""
    packages = [package for package in read_packages(project.packages) if package.id == ID]
    versions = read_versions(project, packages)
    (version,) = versions[ID]
    view = build_difference(version, packages[0])
    assert [(row.label, row.column, row.before, row.after, row.difference) for row in view.tables[0].cells] == [
        ("2080201 行政运行", "合计", "123.456780", "133.456780", "+10.000000"),
        ("2080201 行政运行", "基本支出", "100.000000", "110.000000", "+10.000000"),
    ]
    assert view.tables[0].title == "支出总体情况表" and view.findings and version.is_last
    write_versions(versions, project.cache / "published")
    with (project.cache / "published" / ID / "1" / "expenditure.csv").open(encoding="utf-8", newline="") as file:
        assert [row["basic"] for row in csv.DictReader(file)] == ["100.000000"] * 4


def test_the_text_taken_out_of_several_files_goes_with_them(project: Project, newer: Path, tmp_path: Path) -> None:
    head, tail = newer.read_text("utf-8").split("支出决算表\n公开03表")
    first, second = tmp_path / "1.txt", tmp_path / "2.txt"
    first.write_text(head, "utf-8")
    second.write_text(f"支出决算表\n公开03表{tail}", "utf-8")
    assert run(project, "replace", ID, first, second, *REASON) == 0
    assert (project.sources / ID / "extracted.txt").is_file()
    assert run(project, "replace", ID, newer, *REASON, "--title", "更正") == 0
    said = yaml.safe_load((project.sources / ID / "disclosure.yml").read_text("utf-8"))
    assert "attachments" not in said and "extracted" not in said and said["title"] == "更正"
    assert len(said["replaced"]) == 2 and not (project.sources / ID / "extracted.txt").exists()


@pytest.mark.parametrize(
    ("name", "change", "options", "told"),
    [
        ("nobody-2023-final", ("", ""), REASON, "there is no such disclosure"),
        ("../one-2023-final", ("", ""), REASON, "there is no such disclosure"),
        (ID, ("", ""), ("--reason", " "), "give --reason"),
        (ID, ("2023年", "2022年"), REASON, "the files seem to be of 2022, not 2023; give --yes"),
        (ID, ("支出决算表", "其他"), (*REASON, "--yes"), "name no statutory table"),
        (ID, ("", ""), (*REASON, "--published", "gestern"), "expected a date"),
    ],
)
def test_what_cannot_be_replaced_stays(
    project: Project,
    newer: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    change: tuple[str, str],
    options: tuple[str, ...],
    told: str,
) -> None:
    newer.write_text(newer.read_text("utf-8").replace(*change), "utf-8")
    before = folder_digest(project.root / "data")
    assert run(project, "replace", name, newer, *options) in (1, 2)
    assert told in capsys.readouterr().err
    assert folder_digest(project.root / "data") == before


def test_a_file_of_another_disclosure_is_refused(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(project, "replace", ID, project.sources / "two-2023-final" / "a.txt", *REASON) == 1
    assert "is in two-2023-final already" in capsys.readouterr().err


def test_corrections_of_the_old_text_are_dropped_only_when_told(
    project: Project, newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project.sources / ID / "disclosure.yml"
    correction = "corrections:\n- {date: 2024-03-01, line: 14, old: '1234567.80', new: '1234567.90', reason: 看不清}\n"
    path.write_text(path.read_text("utf-8") + correction, "utf-8")
    assert build_packages(project, lambda _: None).errors == []
    before = folder_digest(project.sources)
    assert run(project, "replace", ID, newer, *REASON) == 1
    assert "the correction's old text stands there 0 times" in capsys.readouterr().err
    assert folder_digest(project.sources) == before
    assert run(project, "replace", ID, newer, *REASON, "--drop-corrections") == 0
    assert "corrections" not in yaml.safe_load(path.read_text("utf-8"))


def test_a_package_that_cannot_be_built_brings_the_old_files_back(
    project: Project, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = folder_digest(project.root / "data")
    stage_package = mingzhang.pipeline.stage_package

    def fail(converted, *arguments):  # type: ignore[no-untyped-def]
        if converted.disclosure.file == newer.name:
            raise DisclosureError(ID, "package", "not valid", "mend it")
        return stage_package(converted, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(mingzhang.pipeline, "stage_package", fail)
        assert run(project, "replace", ID, newer, *REASON) == 1
    assert folder_digest(project.root / "data") == before and list(project.build.iterdir()) == []

    write_stack = mingzhang.pipeline.write_stack
    with monkeypatch.context() as patch:  # stopped when the new package stands already, and its version is kept
        patch.setattr(mingzhang.pipeline, "write_stack", stopped_once(write_stack))
        assert run(project, "replace", ID, newer, *REASON) == 1
    assert folder_digest(project.root / "data") == before


def stopped_once(go_on):  # type: ignore[no-untyped-def]
    calls: list[object] = []

    def act(project: Project) -> None:
        calls.append(project)
        if len(calls) == 1:
            raise KeyboardInterrupt
        go_on(project)

    return act


def test_diff_tells_what_is_new_gone_and_changed(
    converted: Project, project: Project, newer: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(project, "replace", ID, newer, *REASON) == 0
    shutil.rmtree(project.packages / "two-2023-final")
    shutil.copytree(project.packages / ID, project.packages / "three-2023-final")
    capsys.readouterr()
    assert main(["diff", str(converted.root), str(converted.packages)]) == 0
    assert capsys.readouterr().out == "2 the same\n"
    assert main(["diff", str(converted.root), str(project.root)]) == 1
    told = capsys.readouterr().out
    assert f"new      {ID}" in told and "gone     two-2023-final" in told and f"changed  {ID}: " in told
    assert "  expenditure changed 2080201 行政运行 (17 -> 18)\n    total: '123.456780' -> '133.456780'\n" in told
    old, new = converted.packages / ID, project.packages / ID
    assert main(["diff", str(old), str(new), "--csv"]) == 1
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert (rows[0]["disclosure_id"], rows[0]["resource"], rows[0]["after"]) == (ID, "expenditure", "133.456780")
    assert main(["diff", str(old), str(new), "--json"]) == 1
    (changed,) = json.loads(capsys.readouterr().out)["changed"]
    assert changed["counts"]["changed"] >= 1 and changed["cells"][0]["column"] == "total"
    assert main(["diff", str(tmp_path / "nothing"), str(new)]) == 2
    assert main(["diff", str(old)]) == 2


def test_diff_against_what_git_has(project: Project, newer: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git = ["git", "-C", str(project.root), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "add", "data"], check=True)
    subprocess.run([*git, "commit", "--quiet", "-m", "data"], check=True)
    assert main(["diff", "--against", "HEAD", str(project.root)]) == 0
    assert run(project, "replace", ID, newer, *REASON) == 0
    capsys.readouterr()
    assert main(["diff", "--against", "HEAD", str(project.root), "--markdown"]) == 1
    told = capsys.readouterr().out
    assert "0 份新增 new · 1 份改动 changed · 0 份删去 gone · 1 份相同 same" in told
    assert "| 部门预算" not in told and "2080201 行政运行" in told and "10.000000" in told
    assert main(["diff", "--against=--output=x", str(project.root)]) == 2
    assert not (project.root / "x").exists()


def test_markdown_for_a_pull_request_is_bounded_and_does_nothing(converted: Project, tmp_path: Path) -> None:
    hostile = "@everyone #1 https://example.org <img src=x> | `a` [b](c) ![d](e) **f**\n# g"
    assert not re.search(r"@|://|(?<!\\)[<>`\[\]*|#]|\n", escape(hostile))
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        for number in range(16):
            shutil.copytree(converted.packages / ID, folder / f"unit{number}-2023-final")
    for path in new.glob("*/explanation.csv"):
        header = path.read_text("utf-8").partition("\n")[0]
        rows = "".join(f"{n},部分,说明,,第{n}段 <b>@某人</b> {n}万元,{n}\n" for n in range(1, 90))
        path.write_text(f"{header}\n{rows}", "utf-8")
    told = to_markdown(compare_places(old, new))
    assert len(told) <= LONGEST and "more, not shown" in told and "＠某人" in told and "<b>" not in told
    assert told.count("<details>") == told.count("</details>")


def test_markdown_tells_which_findings_are_new_gone_and_changed(converted: Project, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    shutil.copytree(converted.packages / ID, old)
    shutil.copytree(converted.packages / ID, new)
    head = "rule,severity,message,resource,column,label,actual,expected,difference,confirms,source_line\n"
    same = "sum.row,note,尾差,expenditure,total,208 支出,1,2,1,,16\n"
    lines = [
        "sum.row,error,不符,expenditure,total,{},2,1,,17\n",
        "text.percent,warning,多了,claims,share,甲,1,{},1,,18\n",
    ]
    (old / "findings.csv").write_text(head + same + lines[0].format("旧,7") + lines[1].format("2"), "utf-8")
    (new / "findings.csv").write_text(head + lines[0].format("新的一行,1") + same + lines[1].format("3"), "utf-8")
    told = to_markdown(compare_places(old, new))
    assert "**审核新发现 new findings** (error 1)\n\n* error: 不符\n" in told
    assert "**不再有的发现 findings that are gone** (error 1)\n\n* error: 不符\n" in told
    assert "findings that changed** (1)\n\n* 文字说明中的数字 甲: expected 2 → 3\n" in told
