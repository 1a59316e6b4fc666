"""Everything that pages are made of: of one disclosure, or across all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingzhang.site.changes.versions import Version
from mingzhang.site.charts.files import Drawn
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.downloads.checksums import Download
from mingzhang.site.lists.home import Totals, UnitView
from mingzhang.site.packages import PackageHead, Resource
from mingzhang.site.reference.glossary import Glossary
from mingzhang.site.summary.card import Card
from mingzhang.site.summary.collection import Collection


@dataclass(frozen=True)
class OwnViews:
    """What the pages of one disclosure are made of: nothing of any other.

    ``charts`` are by key (the id, or ``<id>/projects/<project>``), ``downloads`` its own files by path below the site's
    ``data``, ``versions`` the earlier ones, the oldest first.
    """

    view: DisclosureView
    charts: Mapping[str, list[Drawn]]
    downloads: Mapping[str, Download]
    address: str
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True)
class Notice:
    """What catalogues say of a disclosure: JSON-LD of it (``dataset``) and of its unit (``agent``), its ``pages``.

    ``changed`` is the day of the last known change, blank where none is known; ``archives`` are size and SHA-256 of
    all of it in one file, by path below the site's ``data``.
    """

    id: str
    unit_id: str
    address: str
    year: int
    version: str
    changed: str
    dataset: dict[str, Any]
    agent: dict[str, Any]
    pages: list[str]
    archives: dict[str, list[Any]]


@dataclass(frozen=True)
class SiteViews:
    """What the pages across disclosures are made of.

    ``charts`` are those across disclosures, ``stacked`` the stacked tables and shared resources (without rows, with
    their ``count``), ``downloads`` the files of the whole below the site's ``data``, by their path there, ``address``
    where the site is published (absolute, ending with ``/``), ``heads`` the packages, ``root`` where the paths of
    ``stacked`` begin.
    """

    collection: Collection
    charts: Sequence[Drawn]
    stacked: list[Resource]
    class_names: Mapping[str, str]
    glossary: Glossary
    downloads: Mapping[str, Download]
    address: str
    notices: Sequence[Notice] = ()
    heads: Sequence[PackageHead] = ()
    root: Path = Path()

    @property
    def cards(self) -> Sequence[Card]:
        """The disclosures in the order of their ids."""
        return self.collection.cards

    @property
    def units(self) -> list[UnitView]:
        """The units in the order of division codes."""
        return self.collection.units

    @property
    def totals(self) -> Totals:
        """What the site holds."""
        return self.collection.totals
