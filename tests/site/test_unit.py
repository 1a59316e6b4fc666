"""The page of a unit: who it is, and its figures over the years, budgets and final accounts apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from summaries import cards_of
from tiny_packages import PARTS, TABLES, write_package
from tiny_site import Built

from mingzhang.project import Project
from mingzhang.site.disclosure.unit import build_unit_page, organisation_of
from mingzhang.site.disclosure.view import DisclosureView, build_view
from mingzhang.site.lists.home import find_newest, group_units


def disclosure(folder: Path, year: int, kind: str, total: str) -> DisclosureView:
    """A disclosure of one unit whose total is ``total``."""
    summary = TABLES["summary"].replace("1200.50", total)
    package = write_package(Project(folder / f"{year}-{kind}"), "u", "某办", summary=summary, **PARTS)
    return build_view(replace(package, id=f"u-{year}-{kind}", year=year, kind=kind), {})


def test_figures_over_the_years_never_mix_budgets_with_final_accounts(tmp_path: Path) -> None:
    views = [
        disclosure(tmp_path, 2024, "budget", "1200.50"),
        disclosure(tmp_path, 2022, "budget", "600.25"),
        disclosure(tmp_path, 2023, "final", "900"),
    ]
    cards = cards_of(views)
    (unit,) = group_units(cards)
    page = build_unit_page(unit)
    assert page.years == "2022—2024" and page.newest.package.year == 2024
    totals = {series.title: series for series in page.series}
    points = [(point.view.package.year, point.value, point.width) for point in totals["收支总预算"].points]
    assert points == [(2022, "600.25", "50.0"), (2024, "1,200.50", "100.0")]
    assert "收支总决算" not in totals, "one final account is no series"
    assert [part.anchor for part in organisation_of(views[0])] == ["staffing", "units", "offices", "duties"]
    assert [card.package.year for card in find_newest(cards, 2)] == [2024, 2023]


def test_a_unit_with_one_disclosure_has_no_series(tmp_path: Path) -> None:
    (unit,) = group_units(cards_of([disclosure(tmp_path, 2024, "budget", "1200.50")]))
    page = build_unit_page(unit)
    assert page.series == () and page.years == "2024"


def test_the_page_tells_who_the_unit_is(built: Built) -> None:
    html = built.page("units/plain-unit")
    for said in ("某县某办公室", "区划代码 653022", "2024 年，1 份材料", "干部室", "完成其他任务。"):
        assert said in html, said
    assert 'href="2024-budget/source/#L80"' in html and 'id="staffing"' in html
