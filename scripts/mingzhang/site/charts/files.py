"""Draw the charts of all pages and write them as files for the site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mingzhang.project import Project
from mingzhang.site.charts.catalogue import build_project_charts, build_site_charts
from mingzhang.site.charts.data_file import chart_csv
from mingzhang.site.charts.draw import Job, draw_all
from mingzhang.site.charts.model import NARROW, WIDE, Chart
from mingzhang.site.charts.svg import clean_svg, inline_svg
from mingzhang.site.charts.svg_file import file_svg
from mingzhang.site.disclosure.view import DisclosureView

SITE = "site"
"""The key of the charts across disclosures."""


@dataclass(frozen=True)
class Drawn:
    """A chart with its inline drawings and its files, all below ``charts/`` in the folder that is its key.

    ``detail_wide`` and ``detail_narrow`` are the finer drawing; blank without one.
    """

    key: str
    chart: Chart
    wide: str
    narrow: str
    detail_wide: str = ""
    detail_narrow: str = ""

    def file(self, ending: str) -> str:
        """A file of the chart below ``charts/``: ``.svg``, ``-narrow.svg``, ``.csv`` or ``.vl.json``."""
        return f"{self.key}/{self.chart.name}{ending}"


def list_charts(views: Sequence[DisclosureView]) -> list[tuple[str, Chart]]:
    """Every chart of the site with its key: the disclosure's id, ``<id>/projects/<project>``, or ``site``."""
    charts = [(view.package.id, chart) for view in views for chart in view.charts]
    for view in views:
        for row in view.package.rows("projects"):
            project = row["project_id"]
            key = f"{view.package.id}/projects/{project}"
            charts += [(key, chart) for chart in build_project_charts(view.package, project)]
    return charts + [(SITE, chart) for chart in build_site_charts(views)]


def draw_charts(
    project: Project, charts: Iterable[tuple[str, Chart]], folder: Path, jobs: int
) -> defaultdict[str, list[Drawn]]:
    """The charts drawn, by key; their files go below ``folder``. A key without charts has an empty list."""
    pairs = list(charts)
    work = [list(_jobs(chart)) for _, chart in pairs]
    made = iter(draw_all([job for own in work for job in own], project.cache, jobs))
    drawn: defaultdict[str, list[Drawn]] = defaultdict(list)
    for (key, chart), own in zip(pairs, work, strict=True):
        drawn[key].append(_write(key, chart, [next(made) for _ in own], folder))
    return drawn


def _jobs(chart: Chart) -> Iterable[Job]:
    """The interactive chart, then the drawings at both widths."""
    yield chart.explorer, 0
    for drawing in (chart.drawing, chart.detail):
        if drawing:
            yield drawing, WIDE
            yield drawing, NARROW


def _write(key: str, chart: Chart, made: list[str], folder: Path) -> Drawn:
    spoken = f"{chart.title}：{chart.answer}"
    finer = f"{chart.title}：{chart.detail_title}"
    cleaned = [
        clean_svg(svg, spoken if place < 2 else finer, "narrow" if place % 2 else "wide")
        for place, svg in enumerate(made[1:])
    ]
    drawn = Drawn(key, chart, *map(inline_svg, cleaned))
    files = {".vl.json": made[0], ".csv": chart_csv(chart)}
    files |= {".svg": file_svg(cleaned[0], chart), "-narrow.svg": file_svg(cleaned[1], chart)}
    (folder / key).mkdir(parents=True, exist_ok=True)
    for ending, text in files.items():
        (folder / drawn.file(ending)).write_text(text, encoding="utf-8")
    return drawn


def draw_disclosure_charts(view: DisclosureView, folder: Path) -> dict[str, list[Drawn]]:
    """TEMPORARY until charts arrives."""
    import os
    project = Project(Path(os.environ.get("MZ_TMP_ROOT", "/tmp/w/s9/p")))
    charts = [item for item in list_charts([view]) if item[0] != SITE]
    return draw_charts(project, charts, folder, 1)
