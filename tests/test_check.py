"""``mingzhang check FILE``: one disclosure outside the repository, converted and audited, nothing added."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mingzhang.cli import main
from mingzhang.package.validate import find_faults
from mingzhang.reading import read_document
from mingzhang.recognise.identify import identify
from mingzhang.schema import load_resources

SOURCES = Path(__file__).resolve().parents[1] / "data" / "sources"


def copy(name: str, folder: Path, old: str = "", new: str = "") -> Path:
    """A copy of a source, far from its ``disclosure.yml``, with one passage changed."""
    (source,) = (SOURCES / name).glob("*.txt")
    text = source.read_text("utf-8")
    assert old in text
    target = folder / "公开.txt"
    target.write_text(text.replace(old, new, 1) if old else text, "utf-8")
    return target


@pytest.mark.parametrize(
    ("name", "unit", "kind"),
    [
        ("akqi-zhengfuban-2024-budget", "阿合奇县人民政府办公室", "budget"),
        ("akto-zuzhibu-2024-budget", "中共阿克陶县委员会组织部", "budget"),
        ("quyang-zuzhibu-2024-budget", "中国共产党曲阳县委员会组织部", "budget"),
        ("urumqi-zuzhibu-2024-final", "中共乌鲁木齐市委员会组织部", "final"),
        ("korla-kaifaqu-dangqun-2024-budget", "库尔勒经济技术开发区党群事务中心", "budget"),
    ],
)
def test_a_document_says_who_published_it_when_and_what(name: str, unit: str, kind: str) -> None:
    (source,) = (SOURCES / name).glob("*.txt")
    said = identify(read_document(source.read_text("utf-8")))
    assert (said.unit, said.year, said.kind) == (unit, 2024, kind)


def test_a_planted_error_is_reported_and_sets_the_exit_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copy("quyang-zuzhibu-2024-budget", tmp_path, "\t717.94", "\t771.94")
    before = sorted(tmp_path.iterdir())
    assert main(["check", str(path)]) == 1
    report = capsys.readouterr().out
    assert "中国共产党曲阳县委员会组织部 2024 年预算" in report and "771.94" in report and "717.94" in report
    assert sorted(tmp_path.iterdir()) == before


def test_the_json_holds_findings_as_rows_of_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = copy("quyang-zuzhibu-2024-budget", tmp_path, "\t717.94", "\t771.94")
    assert main(["check", "--json", str(path)]) == 1
    result = json.loads(capsys.readouterr().out)
    assert result["kind"] == "budget" and result["year"] == 2024
    assert all(set(row) == set(load_resources()["findings"].columns) for row in result["findings"])
    (row,) = [row for row in result["findings"] if row["resource"] == "summary" and row["severity"] == "error"]
    assert (row["actual"], row["expected"], row["difference"], row["source_line"]) == (
        "771.94",
        "717.94",
        "54.00",
        "22",
    )
    assert result["counts"]["error"] == sum(row["severity"] == "error" for row in result["findings"])
    assert {row["rule"] for row in result["checks"]} >= {"sum.children", "sum.total", "cross.totals"}


def test_the_package_is_written_where_asked_and_is_valid(tmp_path: Path) -> None:
    path = copy("urumqi-zuzhibu-2024-final", tmp_path)
    main(["check", str(path), "--output", str(tmp_path / "package")])
    assert find_faults(tmp_path / "package" / "datapackage.json") == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        ("收支".encode() * 9 + b"\xff", "not UTF-8"),
        ("第一部分\n收支总表\n".encode(), "does not name its unit"),
    ],
)
def test_what_is_no_disclosure_is_refused_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, told: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert main(["check", str(path)]) == 2
    assert told in capsys.readouterr().err


def test_it_runs_outside_the_repository(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mingzhang", "check", "missing.txt"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "the file is missing" in done.stderr
