"""Draw charts and write them as files for the site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mingzhang.site.charts.across_facts import AcrossFacts, across_facts
from mingzhang.site.charts.catalogue import build_project_charts, build_site_charts
from mingzhang.site.charts.data_file import chart_csv
from mingzhang.site.charts.draw import Job, draw_all
from mingzhang.site.charts.explorer import explorer_text
from mingzhang.site.charts.model import NARROW, WIDE, Chart
from mingzhang.site.charts.renderer import Renderer
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


def list_disclosure_charts(view: DisclosureView) -> list[tuple[str, Chart]]:
    """The charts of a disclosure with their keys: its id, or ``<id>/projects/<project>``."""
    package = view.package
    charts = [(package.id, chart) for chart in view.charts]
    for row in package.rows("projects"):
        project = row["project_id"]
        key = f"{package.id}/projects/{project}"
        charts += [(key, chart) for chart in build_project_charts(package, project)]
    return charts


def list_charts(views: Sequence[DisclosureView]) -> list[tuple[str, Chart]]:
    """Every chart of the site with its key."""
    charts = [pair for view in views for pair in list_disclosure_charts(view)]
    return charts + [(SITE, chart) for chart in build_site_charts(list(map(across_facts, views)))]


def draw_disclosure_charts(view: DisclosureView, folder: Path, renderer: Renderer) -> defaultdict[str, list[Drawn]]:
    """The charts of a disclosure drawn, by key; their files go below ``folder``."""
    return draw_charts(list_disclosure_charts(view), folder, renderer)


def draw_site_charts(told: Sequence[AcrossFacts], folder: Path, renderer: Renderer) -> list[Drawn]:
    """The charts across disclosures drawn; their files go below ``folder``."""
    return draw_charts([(SITE, chart) for chart in build_site_charts(told)], folder, renderer)[SITE]


def draw_charts(charts: Iterable[tuple[str, Chart]], folder: Path, renderer: Renderer) -> defaultdict[str, list[Drawn]]:
    """The charts drawn, by key; their files go below ``folder``. A key without charts has an empty list.

    Raises:
        DrawingError: when the renderer cannot.
    """
    pairs = list(charts)
    work = [_jobs(chart) for _, chart in pairs]
    made = iter(draw_all([job for own in work for job in own], renderer))
    drawn: defaultdict[str, list[Drawn]] = defaultdict(list)
    for key in {key for key, _ in pairs}:
        (folder / key).mkdir(parents=True, exist_ok=True)
    for (key, chart), own in zip(pairs, work, strict=True):
        drawn[key].append(_write(key, chart, [next(made) for _ in own], folder))
    return drawn


def _jobs(chart: Chart) -> list[Job]:
    """The drawings of ``chart``, each at both widths."""
    drawings = [drawing for drawing in (chart.drawing, chart.detail) if drawing]
    return [(drawing, width) for drawing in drawings for width in (WIDE, NARROW)]


def _write(key: str, chart: Chart, made: list[str], folder: Path) -> Drawn:
    spoken = f"{chart.title}：{chart.answer}"
    finer = f"{chart.title}：{chart.detail_title}"
    cleaned = [
        clean_svg(svg, spoken if place < 2 else finer, "narrow" if place % 2 else "wide")
        for place, svg in enumerate(made)
    ]
    drawn = Drawn(key, chart, *map(inline_svg, cleaned))
    files = {".vl.json": explorer_text(chart.explorer), ".csv": chart_csv(chart)}
    files |= {".svg": file_svg(cleaned[0], chart), "-narrow.svg": file_svg(cleaned[1], chart)}
    for ending, text in files.items():
        (folder / drawn.file(ending)).write_text(text, encoding="utf-8")
    return drawn
