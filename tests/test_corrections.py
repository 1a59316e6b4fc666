"""What was corrected is told with its day and reason, in the package and beside all the others."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from mingzhang.pipeline import build_packages
from mingzhang.project import Project

NAME = "korla-kaifaqu-dangqun-2024-budget"
TOLD = """
corrections:
  - {date: 2024-03-01, line: 66, old: '492.59', new: '492.60', reason: 扫描件上末位看不清}
errata:
  - {date: 2024-03-05, line: 561, what: 公用经费, before: '', after: '5.10', reason: 表头的写法；问 13900001111}
  - {date: 2024-02-20, line: 70, what: 合计, before: '1', after: '2', reason: 读错}
"""


def tell(project: Project, text: str) -> None:
    path = project.sources / NAME / "disclosure.yml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_corrections_are_published_the_newest_first(copy_project: Callable[..., Project]) -> None:
    project = copy_project(NAME)
    tell(project, TOLD)
    assert build_packages(project, lambda _: None).errors == []
    found = rows(project.packages / NAME / "corrections.csv")
    assert [(row["date"], row["kind"], row["source_line"]) for row in found] == [
        ("2024-03-05", "published", "561"),
        ("2024-03-01", "source_text", "66"),
        ("2024-02-20", "published", "70"),
    ]
    assert (found[0]["before"], found[0]["after"]) == ("", "5.10")
    assert "13900001111" not in found[0]["reason"]
    assert (found[1]["before"], found[1]["after"], found[1]["reason"]) == ("492.59", "492.60", "扫描件上末位看不清")
    assert [row["disclosure_id"] for row in rows(project.tables / "corrections.csv")] == [NAME] * 3


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("errata: 5", "errata is not a list"),
        ("errata:\n  - {date: 2024-03-05, line: 1, what: a}", "errata 1 needs exactly after, before, date, line"),
        (
            "errata:\n  - {date: yesterday, line: 1, what: a, before: b, after: c, reason: d}",
            "errata 1: date is 'yesterday', expected a date such as 2024-02-08",
        ),
        (
            "errata:\n  - {date: 2024-03-05, line: 0, what: a, before: b, after: c, reason: d}",
            "errata 1: line is 0, expected the number of a source line",
        ),
        (
            "errata:\n  - {date: 2024-03-05, line: 2, what: a, before: 1.5, after: c, reason: d}",
            "errata 1: before is 1.5, expected a text",
        ),
        (
            "corrections:\n  - {date: 2024-03-05, line: 2, old: '', new: c, reason: d}",
            "corrections 1: old is '', expected a text",
        ),
    ],
)
def test_what_is_told_wrong_is_refused(copy_project: Callable[..., Project], told: str, message: str) -> None:
    project = copy_project(NAME)
    tell(project, told + "\n")
    (error,) = build_packages(project, lambda _: None).errors
    assert message in error
