"""Charts as a part: files of the drawings, and what pages print of them inline."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from mingzhang.site.charts.files import Drawn, draw_disclosure_charts, draw_site_charts
from mingzhang.site.charts.model import Chart
from mingzhang.site.charts.renderer import own_renderer
from mingzhang.site.charts.templates import keep_templates, load_templates
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.parts.store import FILES
from mingzhang.site.summary.card import Card

_DRAWN = "drawn.json"


def make_charts(view: DisclosureView, folder: Path) -> None:
    """The charts of a disclosure into the part ``folder``."""
    drawn = draw_disclosure_charts(view, folder / FILES / "charts", own_renderer())
    _keep([item for own in drawn.values() for item in own], folder)


def make_charts_across(cards: Sequence[Card], folder: Path) -> None:
    """The charts across disclosures into the part ``folder``."""
    _keep(draw_site_charts(cards, folder / FILES / "charts", own_renderer()), folder)


def _keep(drawn: Iterable[Drawn], folder: Path) -> None:
    kept = {item.file(""): [item.wide, item.narrow, item.detail_wide, item.detail_narrow] for item in drawn}
    (folder / _DRAWN).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    if "folder" in _kept:
        keep_templates(_kept["folder"])


def read_drawn(folder: Path, charts: Iterable[tuple[str, Chart]]) -> list[Drawn]:
    """The ``charts``, with their keys, and the drawings that the part in ``folder`` has of them."""
    kept = json.loads((folder / _DRAWN).read_text(encoding="utf-8"))
    return [Drawn(key, chart, *kept[f"{key}/{chart.name}"]) for key, chart in charts]


def prepare(folder: Path) -> None:
    """Has this process, and those forked from it, keep below ``folder`` what Altair makes of each structure."""
    _kept["folder"] = folder
    load_templates(folder)


_kept: dict[str, Path] = {}
