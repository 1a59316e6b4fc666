"""Which charts a disclosure, a project and the whole site have. One whose data does not exist is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mingzhang.site.charts.across import composition_chart, staff_chart, three_public_across, totals_chart
from mingzhang.site.charts.across_facts import AcrossFacts
from mingzhang.site.charts.audit_chart import findings_chart
from mingzhang.site.charts.balances import balances_chart
from mingzhang.site.charts.budget_final import budget_final_chart
from mingzhang.site.charts.change_chart import changes_chart
from mingzhang.site.charts.model import Chart
from mingzhang.site.charts.money import classes_chart, sources_chart, split_chart
from mingzhang.site.charts.performance import (
    execution_chart,
    executions_chart,
    overall_chart,
    scores_chart,
    weights_chart,
)
from mingzhang.site.charts.purposes import allocation_chart, economic_chart, projects_chart
from mingzhang.site.charts.three_public import three_public_chart
from mingzhang.site.numbers.facts import find_classes
from mingzhang.site.packages import Package
from mingzhang.site.words import KIND_WORDS


def build_charts(package: Package, names: dict[str, str]) -> list[Chart]:
    """The charts of ``package`` in reading order; ``names`` are class names by code."""
    classes = [fact for fact in find_classes(package, names) if fact.amount > 0]
    charts = (
        sources_chart(package),
        classes_chart(package, classes),
        split_chart(classes),
        budget_final_chart(package),
        balances_chart(package),
        projects_chart(package),
        three_public_chart(package),
        changes_chart(package),
        economic_chart(package),
        overall_chart(package),
        executions_chart(package),
        findings_chart(package),
    )
    return _sourced(charts, f"{package.unit.name} {package.year} 年{KIND_WORDS[package.kind]}公开")


def build_project_charts(package: Package, project: str) -> list[Chart]:
    """The charts of one project's page, ``project`` being its id."""
    charts = [allocation_chart(package, project)]
    for form in package.rows("performance_forms"):
        if form.get("project_id") == project:
            charts += [make(package, form) for make in (execution_chart, weights_chart, scores_chart)]
    name = next((row.get("name", "") for row in package.rows("projects") if row["project_id"] == project), "")
    return _sourced(charts, f"{package.unit.name} {package.year} 年{KIND_WORDS[package.kind]}公开，{name}")


def build_site_charts(told: Sequence[AcrossFacts]) -> list[Chart]:
    """The charts across disclosures: ``totals``, ``composition``, ``per-staff`` and ``three-public``."""
    charts = (totals_chart(told), composition_chart(told), staff_chart(told), three_public_across(told))
    return _sourced(charts, f"明账所收 {len(told)} 份公开")


def _sourced(charts: Iterable[Chart | None], source: str) -> list[Chart]:
    return [replace(chart, source=source) for chart in charts if chart]
