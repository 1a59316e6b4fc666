"""Which charts a disclosure has. One whose data does not exist is left out."""

from __future__ import annotations

from mingzhang.site.charts.model import Chart
from mingzhang.site.charts.money import classes_chart, sources_chart, split_chart
from mingzhang.site.charts.purposes import economic_chart, projects_chart, three_public_chart
from mingzhang.site.facts import find_classes
from mingzhang.site.packages import Package


def build_charts(package: Package, names: dict[str, str]) -> list[Chart]:
    """The charts of ``package`` in reading order; ``names`` are class names by code."""
    classes = [fact for fact in find_classes(package, names) if fact.amount > 0]
    charts = (
        sources_chart(package),
        classes_chart(classes),
        split_chart(classes),
        projects_chart(package),
        three_public_chart(package),
        economic_chart(package),
    )
    return [chart for chart in charts if chart]
