"""The parts that hold more than one disclosure: units, lists, downloads of the whole, and the pages across all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from mingzhang.digest import code_of, folder_digest, tools_used
from mingzhang.executors import Executor, FolderTask
from mingzhang.project import Project
from mingzhang.site.charts.catalogue import build_site_charts
from mingzhang.site.charts.files import SITE
from mingzhang.site.downloads.checksums import Download, read_downloads, write_checksums
from mingzhang.site.downloads.publish import write_whole
from mingzhang.site.lists.kinds import KINDS
from mingzhang.site.metadata.catalogue import write_catalogue
from mingzhang.site.metadata.sitemap import page_address, write_sitemap
from mingzhang.site.packages import Resource, describe_resource, read_descriptor, read_head
from mingzhang.site.pages.lists import Around, around_of
from mingzhang.site.parts.charts import make_charts_across, read_drawn
from mingzhang.site.parts.compose import compose
from mingzhang.site.parts.disclosure import CHARTS, DOWNLOADS, PAGES, Common
from mingzhang.site.parts.downloads import keep_list, read_list
from mingzhang.site.parts.frame import KIT, NAME
from mingzhang.site.parts.keys import hash_of
from mingzhang.site.parts.lists import BATCH as LEAVES
from mingzhang.site.parts.lists import NodeOrder, NodesOrder, make_leaves, make_node, order_nodes
from mingzhang.site.parts.make import Keys, settle
from mingzhang.site.parts.notice import read_notice
from mingzhang.site.parts.store import FILES, Part, Store, finish_part
from mingzhang.site.parts.units import BATCH, UnitOrder, UnitsOrder, make_units, open_collection, unit_keys
from mingzhang.site.parts.whole_pages import QUERY_SEAL, WRITERS
from mingzhang.site.reference.glossary import build_glossary
from mingzhang.site.reference.terms import read_own_terms
from mingzhang.site.report import SiteReport
from mingzhang.site.search.documents import page_documents
from mingzhang.site.search.index import Indexed, index_document, read_indexed, write_index
from mingzhang.site.site_views import Notice, SiteViews
from mingzhang.site.summary.collection import Collection
from mingzhang.site.writer import PageWriter
from mingzhang.stopwatch import Seconds, Stopwatch

_TOOLS = ("altair", "jinja2", "markdown", "opencc", "pyarrow", "pyyaml", "xlsxwriter")
WHOLE = "whole"


@dataclass
class Across:
    """Makes what holds more than one disclosure, of what the parts of disclosures left in the store."""

    project: Project
    store: Store
    staging: Path
    common: Common
    keys: Keys
    opening: Callable[[], Executor]
    say: Callable[[str], None]
    watch: Stopwatch

    @cached_property
    def collection(self) -> Collection:
        """The summaries of all disclosures."""
        return open_collection(self.store.folder, list(self.keys))

    @cached_property
    def notices(self) -> list[Notice]:
        return [read_notice(self.store.folder / PAGES / name) for name in self.keys]

    @property
    def kit(self) -> Path:
        return self.store.folder / NAME / KIT

    def make(self) -> list[Part]:
        """All of them, those that do not stand made anew."""
        units = self._units()
        downloads = self._part(f"{WHOLE}/downloads", self._downloads_key(), self._make_downloads)
        charts_key = hash_of(self.common.codes[CHARTS], self._all(PAGES))
        charts = self._part(f"{WHOLE}/charts", charts_key, partial(make_charts_across, self.collection.cards))
        site = cache(lambda: self._site(downloads, charts))  # made when anything asks for it
        lists = self._lists(site, hash_of(downloads.content, charts.content))
        others = [page_address(path) for part in (*units, *lists) for path in part.files if path.endswith("index.html")]
        code = hash_of(code_of(__name__), tools_used(_TOOLS), self.common.frame.key, str(self.common.keep))
        inputs = [code, self._all(PAGES), downloads.content, charts.content, *sorted(others)]
        inputs.append(folder_digest(self.project.site_src / "docs"))
        pages = self._part(f"{WHOLE}/pages", hash_of(*inputs), lambda folder: self._make_pages(folder, site(), others))
        return [*units, downloads, charts, *lists, pages]

    def _all(self, stage: str) -> str:
        """One hash of the parts that all disclosures have of ``stage``."""
        return hash_of(*(f"{name} {keys[stage]}" for name, keys in self.keys.items()))

    def _part(self, name: str, key: str, make: Callable[[Path], None]) -> Part:
        part = self.store.find(name, key)
        if part is None:
            self.say(f"[site] {name}")
            folder = self.staging / name
            shutil.rmtree(folder, ignore_errors=True)
            (folder / FILES).mkdir(parents=True)
            with self.watch.lap(name):
                make(folder)
                finish_part(folder, key)
            part = self.store.take(name, folder, key)
        return part

    def _units(self) -> list[Part]:
        names = {unit.unit.id: [view.package.id for view in unit.disclosures] for unit in self.collection.units}
        keys = unit_keys(self.common, names, {name: own[PAGES] for name, own in self.keys.items()})
        found = {unit: self.store.find(f"units/{unit}", key) for unit, key in keys.items()}
        orders = [UnitOrder(unit, keys[unit], names[unit]) for unit, part in found.items() if part is None]
        if orders:
            self.say(f"[site] {len(orders)} units")
        for unit, part in self._make_units(orders).items():
            found[unit] = part
        return [part for part in found.values() if part]

    def _make_units(self, orders: Sequence[UnitOrder]) -> dict[str, Part]:
        batches = [orders[start : start + BATCH] for start in range(0, len(orders), BATCH)]
        given = [UnitsOrder(self.common, self.store.folder, batch) for batch in batches]
        made = {}
        for batch, folder in zip(batches, self._run("units", make_units, given), strict=True):
            for order in batch:
                made[order.unit] = self.store.take(f"units/{order.unit}", folder / order.unit, order.key)
        return made

    def _run(self, name: str, function: Callable[..., Seconds | str], orders: Sequence[Any]) -> Iterator[Path]:
        """The folder that ``function`` made of each of ``orders``."""
        tasks = [
            FolderTask(f"{name} {number}", function, (self.kit,), self.staging / WHOLE / f"{name}-{number}", order)
            for number, order in enumerate(orders)
        ]
        if tasks:
            with closing(self.opening().run(tasks)) as outcomes:
                for task, outcome in zip(tasks, outcomes, strict=True):
                    self.watch.add(settle(task.name, outcome.value, outcome.failure))
                    yield task.writes

    def _lists(self, site: Callable[[], SiteViews], root: str) -> list[Part]:
        """The nodes of lists: leaves at once, then those above them."""
        cards, pages = self.collection.cards, {name: own[PAGES] for name, own in self.keys.items()}
        orders = order_nodes(self.common, cards, pages, root)
        found = {order.name: self.store.find(order.name, order.key) for order in orders}
        missing = [order for order in orders if found[order.name] is None]
        leaves = [order for order in missing if order.node.is_leaf and order.node.trail]
        if missing:
            self.say(f"[site] {len(missing)} pages of lists")
        batches = [leaves[start : start + LEAVES] for start in range(0, len(leaves), LEAVES)]
        given = [NodesOrder(self.common, self.store.folder, batch) for batch in batches]
        for batch, folder in zip(batches, self._run("lists", make_leaves, given), strict=True):
            for number, order in enumerate(batch):
                found[order.name] = self.store.take(order.name, folder / str(number), order.key)
        for order in missing:
            if found[order.name] is None:
                found[order.name] = self._make_node(order, site)
        return [part for part in found.values() if part]

    def _make_node(self, order: NodeOrder, site: Callable[[], SiteViews]) -> Part:
        """A node above others, or the first page of a list."""
        kind = next(kind for kind in KINDS if kind.name == order.kind)
        around = around_of(kind, site()) if not order.node.trail else Around()
        folder = self.staging / order.name
        with self.watch.lap("lists"):
            make_node(self.common, self.kit, folder, order, self.collection, self.store.folder, around)
        return self.store.take(order.name, folder, order.key)

    def _downloads_key(self) -> str:
        data = self.project.root / "data"
        names = ("tables", "classifications", "audit", "registry")
        told = [folder_digest(data / name) if (data / name).is_dir() else "" for name in names]
        descriptor = self.project.datapackage
        told.append(descriptor.read_text(encoding="utf-8") if descriptor.is_file() else "")
        code = code_of("mingzhang.site.downloads.publish")
        return hash_of(
            code, tools_used(_TOOLS), self.common.frame.address, self.common.licence, self._all(DOWNLOADS), *told
        )

    def _make_downloads(self, folder: Path) -> None:
        """Downloads of the whole; the disclosures' own stand beside them, as links, while it is made."""
        data = folder / FILES / "data"
        (data / "packages").mkdir(parents=True)
        heads, indices, links = [], {}, []
        for name in self.keys:
            part = self.store.folder / DOWNLOADS / name
            own = part.resolve() / FILES / "data"
            heads.append(read_head(self.project.packages / name))
            indices[name] = read_list(part)[f"packages/{name}/index.json"]
            for place in (f"packages/{name}", f"{name}.zip", f"{name}.xlsx"):
                os.symlink(own / place, data / place)
                links.append(data / place)
        written = write_whole(self.project, heads, data, self.common.frame.address, indices)
        for link in links:
            link.unlink()
        (data / "packages").rmdir()
        keep_list(written, folder)

    def _site(self, downloads: Part, charts: Part) -> SiteViews:
        return SiteViews(
            collection=self.collection,
            charts=read_drawn(charts.folder, [(SITE, chart) for chart in build_site_charts(self.collection.cards)]),
            stacked=self._stacked(downloads),
            class_names=self.common.class_names,
            glossary=build_glossary(self.collection.each("glossary"), read_own_terms()),
            downloads=read_list(downloads.folder),
            address=self.common.frame.address,
            notices=self.notices,
            heads=[read_head(self.project.packages / name) for name in self.keys],
            root=self.project.root,
        )

    def _make_pages(self, folder: Path, site: SiteViews, others: Sequence[str]) -> None:
        def write(writer: PageWriter) -> None:
            shutil.copytree(self.project.site_src / "docs", writer.docs, dirs_exist_ok=True, ignore=_assets)
            for write_pages in WRITERS:
                write_pages(writer, site)
            own = [index_document(document, writer.asset) for document in page_documents(site)]
            write_index([*self._documents(), *own], writer.asset)

        own = {"query/index.html": QUERY_SEAL}
        pages = compose(self.common.frame, self.kit, write, folder, own=own, keep=self.common.keep)
        target = folder / FILES
        write_catalogue(target, site)
        write_sitemap(target, self.notices, [*others, *map(page_address, pages)], self.common.frame.address)
        (target / "data").mkdir(exist_ok=True)
        write_checksums(target / "data", {**site.downloads, **self._sums(), **read_downloads(target / "data")})

    def _documents(self) -> Iterator[Indexed]:
        """What the index of search holds of disclosures, the newest first."""
        cards = sorted(
            self.collection.cards,
            key=lambda card: (-card.package.year, card.package.unit.division_code, card.package.id),
        )
        return (read_indexed(self.store.folder / PAGES / card.package.id) for card in cards)

    def _sums(self) -> Mapping[str, Download]:
        found: dict[str, Download] = {}
        for name in self.keys:
            found |= read_list(self.store.folder / DOWNLOADS / name)
        return found

    def _stacked(self, downloads: Part) -> list[Resource]:
        """The stacked and shared tables, without their rows: how many there are, their Parquet files know."""
        if not self.project.datapackage.is_file():
            return []
        found = [describe_resource(item) for item in read_descriptor(self.project.datapackage)["resources"]]
        return [replace(item, count=_count(downloads, item.path)) for item in found]

    def report(self, parts: Sequence[Part], rebuilt: bool) -> SiteReport:
        """What the site holds, of which ``parts``."""
        totals = self.collection.totals
        paths = [path for part in parts for path in part.files]
        return SiteReport(
            address=self.project.site / "index.html",
            disclosures=totals.disclosures,
            tables=totals.tables,
            rows=totals.rows,
            charts=sum(path.startswith("charts/") and path.endswith(".vl.json") for path in paths),
            pages=sum(path.endswith("index.html") for path in paths),
            rebuilt=rebuilt,
        )


def _count(downloads: Part, path: str) -> int:
    """The rows of the stacked table whose CSV is at ``path``."""
    file = downloads.path(f"{path.removesuffix('.csv')}.parquet")
    return int(pq.read_metadata(file).num_rows)


def _assets(folder: str, names: list[str]) -> list[str]:
    """What of the fixed pages is in the frame already."""
    return [name for name in names if name == "assets"]
