"""Bad input: one clear message, the others still build, the last good result stays, nothing half-written."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from copies import copy_sources
from mingzhang.cli import MOST_WARNINGS, main, say, tell
from mingzhang.pipeline import BuildReport, Result, build_packages, folder_digest
from mingzhang.project import Project

BROKEN = "korla-kaifaqu-dangqun-2024-budget"
OTHER = "urumqi-zuzhibu-2024-final"


def source(project: Project) -> Path:
    return next((project.sources / BROKEN).glob("*.txt"))


def metadata(project: Project) -> Path:
    return project.sources / BROKEN / "disclosure.yml"


def rewrite(project: Project, content: bytes) -> None:
    """Gives the source new content, with the hash that goes with it."""
    old = hashlib.sha256(source(project).read_bytes()).hexdigest()
    source(project).write_bytes(content)
    text = metadata(project).read_text(encoding="utf-8")
    metadata(project).write_text(text.replace(old, hashlib.sha256(content).hexdigest()), encoding="utf-8")


def missing_file(project: Project) -> None:
    source(project).unlink()


def wrong_hash(project: Project) -> None:
    source(project).write_bytes(source(project).read_bytes() + b"\n")


def not_utf8(project: Project) -> None:
    lines = source(project).read_bytes().split(b"\n")
    lines[40] = "库".encode("gb18030") + lines[40]
    rewrite(project, b"\n".join(lines))


def binary(project: Project) -> None:
    rewrite(project, b"PK\x03\x04\x00\x00" * 50)


def empty_file(project: Project) -> None:
    rewrite(project, b"\n \n")


def truncated(project: Project) -> None:
    lines = source(project).read_bytes().split(b"\n")
    rewrite(project, b"\n".join(lines[:430]))


def unknown_header(project: Project) -> None:
    text = source(project).read_text(encoding="utf-8")
    rewrite(project, text.replace("合 计 人员经费 公用经费", "合 计 人员花销 公用经费").encode())


def no_tables(project: Project) -> None:
    rewrite(project, "今天天气很好。\n".encode() * 40)


def broken_yaml(project: Project) -> None:
    metadata(project).write_text("unit: [id: 1\n", encoding="utf-8")


def no_yaml(project: Project) -> None:
    metadata(project).unlink()


def wrong_year(project: Project) -> None:
    text = metadata(project).read_text(encoding="utf-8")
    metadata(project).write_text(text.replace("year: 2024", "year: 二〇二四"), encoding="utf-8")


def unknown_key(project: Project) -> None:
    metadata(project).write_text(metadata(project).read_text(encoding="utf-8") + "colour: red\n", encoding="utf-8")


def other_name(project: Project) -> None:
    text = metadata(project).read_text(encoding="utf-8")
    metadata(project).write_text(text.replace("year: 2024", "year: 2023"), encoding="utf-8")


def stale_correction(project: Project) -> None:
    correction = "corrections:\n  - {date: 2024-03-01, line: 66, old: '999.9', new: '518.8', reason: 印刷错误}\n"
    metadata(project).write_text(metadata(project).read_text(encoding="utf-8") + correction, encoding="utf-8")


FAULTS: list[tuple[Callable[[Project], None], str]] = [
    (missing_file, r"\.txt: the file is missing; put it into"),
    (wrong_hash, r"\.txt: sha256 is [0-9a-f]{64}, disclosure.yml says [0-9a-f]{64}; restore"),
    (not_utf8, r"\.txt line \d+: byte \d+ is not UTF-8.*; convert"),
    (binary, r"a damaged ZIP or Office file .*; fetch it anew"),
    (empty_file, r"the file is empty; give"),
    (truncated, r"line \d+: the document breaks off inside 单位支出总体情况表; get the whole file"),
    (
        unknown_header,
        r"一般公共预算基本支出情况表 line 561: .*花销.* is no known heading; add it to vocabulary/tables.yml",
    ),
    (no_tables, r"40|41 lines of flowed text name no statutory table; check"),
    (broken_yaml, r"disclosure.yml: not readable as YAML .*; mend"),
    (no_yaml, r"disclosure.yml: the file is missing; describe"),
    (wrong_year, r"disclosure.yml: year is '二〇二四', expected a year such as 2024; mend"),
    (unknown_key, r"disclosure.yml: unknown: colour; mend"),
    (other_name, r"make the id korla-kaifaqu-dangqun-2023-budget; rename the folder"),
    (stale_correction, r"line 66: the correction's old text stands there 0 times, expected once; mend or remove"),
]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with two disclosures and their packages; tests break copies of it."""
    project = copy_sources(tmp_path_factory.mktemp("good") / "project", BROKEN, OTHER)
    assert main(["--root", str(project.root), "convert"]) == 0
    return project


@pytest.fixture
def standing(good: Project, tmp_path: Path) -> Project:
    """A copy of it to break."""
    return Project(Path(shutil.copytree(good.root, tmp_path / "standing")))


@pytest.mark.parametrize(("fault", "message"), FAULTS, ids=lambda value: getattr(value, "__name__", None))
def test_a_fault_is_told_and_the_last_good_result_stays(
    standing: Project,
    fault: Callable[[Project], None],
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = standing
    good = folder_digest(project.packages), folder_digest(project.tables)
    fault(project)
    capsys.readouterr()
    assert main(["--root", str(project.root), "convert"]) == 1
    errors = [line for line in capsys.readouterr().out.splitlines() if line.startswith("error:")]
    assert len(errors) == 1 and errors[0].startswith(f"error: {BROKEN} ")
    assert re.search(message, errors[0])
    assert (folder_digest(project.packages), folder_digest(project.tables)) == good


def test_the_others_build_when_one_never_did(copy_project: Callable[..., Project]) -> None:
    project = copy_project(BROKEN, OTHER)
    missing_file(project)
    report = build_packages(project, lambda _: None)
    assert [result.disclosure_id for result in report.results] == [OTHER]
    assert [path.name for path in project.packages.iterdir()] == [OTHER]
    assert BROKEN not in (project.tables / "tables.csv").read_text(encoding="utf-8")


def test_a_mended_fault_builds_again(standing: Project) -> None:
    project = standing
    text = metadata(project).read_text(encoding="utf-8")
    broken_yaml(project)
    assert build_packages(project, lambda _: None).errors
    metadata(project).write_text(text, encoding="utf-8")
    assert build_packages(project, lambda _: None).errors == []


def test_a_fitting_correction_is_applied(copy_project: Callable[..., Project]) -> None:
    project = copy_project(BROKEN)
    correction = "corrections:\n  - {date: 2024-03-01, line: 66, old: '492.59', new: '492.60', reason: 试验}\n"
    metadata(project).write_text(metadata(project).read_text(encoding="utf-8") + correction, encoding="utf-8")
    assert build_packages(project, lambda _: None).errors == []
    assert "expenditure,201,一般公共服务支出,492.60,detail,,,,,66" in (project.tables / "summary.csv").read_text(
        "utf-8"
    )


def test_a_removed_disclosure_leaves_the_data(standing: Project) -> None:
    project = standing
    shutil.rmtree(project.sources / BROKEN)
    build_packages(project, lambda _: None)
    assert [path.name for path in project.packages.iterdir()] == [OTHER]
    assert BROKEN not in project.datapackage.read_text(encoding="utf-8")


def test_a_package_that_was_tampered_with_is_built_anew(standing: Project) -> None:
    project = standing
    good = folder_digest(project.packages)
    (project.packages / OTHER / "tables.csv").write_text("table\n", encoding="utf-8")
    report = build_packages(project, lambda _: None)
    assert report.converted == 1 and folder_digest(project.packages) == good


def test_no_project_is_told_with_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["convert"]) == 2
    assert "run from the folder that holds mkdocs.yml" in capsys.readouterr().err


def test_a_log_shows_no_terminal_command_and_no_endless_line(capsys: pytest.CaptureFixture[str]) -> None:
    say("\x1b[31m红\x07\u202e逆\t尾\n" + "长" * 10_000)
    first, second = capsys.readouterr().out.rstrip("\n").split("\n")
    assert first == "\\x1b[31m红\\x07\\u202e逆 尾"
    assert len(second) == 2_001 and second.endswith("…")


def test_many_warnings_of_one_disclosure_are_summed_up(capsys: pytest.CaptureFixture[str]) -> None:
    few = Result("b-2024-budget", 9, 100, ["一处"], {})
    tell(BuildReport([Result("a-2024-budget", 9, 100, [f"第{n}处" for n in range(100)], {}), few], [], 2))
    told = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("warning: a-2024-budget") for line in told) == MOST_WARNINGS + 1
    assert "warning: a-2024-budget: 60 more, listed in data/packages/a-2024-budget/reading/notes.csv" in "\n".join(told)
    assert "warning: b-2024-budget: 一处" in told and "101 warnings" in told[-1]
