"""Draw the charts of all disclosures and write them as files for the site."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mingzhang.project import Project
from mingzhang.site.charts.draw import draw_all
from mingzhang.site.charts.model import NARROW, WIDE, Chart
from mingzhang.site.charts.svg import clean_svg, file_svg, inline_svg
from mingzhang.site.view_disclosure import DisclosureView


@dataclass(frozen=True)
class Drawn:
    """A chart with its two inline drawings and the files that hold them (below ``charts/``)."""

    chart: Chart
    wide: str
    narrow: str
    wide_file: str
    narrow_file: str


def draw_charts(project: Project, views: list[DisclosureView], folder: Path, jobs: int) -> dict[str, list[Drawn]]:
    """Every chart of ``views``, by disclosure id; the files go below ``folder``."""
    charts = [(view.package.id, chart) for view in views for chart in view.charts]
    drawings = [(chart.drawing, width) for _, chart in charts for width in (WIDE, NARROW)]
    svgs = draw_all(drawings, project.cache, jobs)
    drawn: dict[str, list[Drawn]] = {view.package.id: [] for view in views}
    for (disclosure, chart), wide, narrow in zip(charts, svgs[::2], svgs[1::2], strict=True):
        drawn[disclosure].append(_write(disclosure, chart, wide, narrow, folder))
    return drawn


def _write(disclosure: str, chart: Chart, wide: str, narrow: str, folder: Path) -> Drawn:
    spoken = f"{chart.title}：{chart.answer}"
    cleaned = [clean_svg(wide, spoken, "wide"), clean_svg(narrow, spoken, "narrow")]
    names = [f"{disclosure}/{chart.name}.svg", f"{disclosure}/{chart.name}-narrow.svg"]
    for name, svg in zip(names, cleaned, strict=True):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file_svg(svg), encoding="utf-8")
    return Drawn(chart, inline_svg(cleaned[0]), inline_svg(cleaned[1]), *names)
