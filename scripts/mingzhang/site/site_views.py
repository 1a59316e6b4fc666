"""Everything that the pages are made of, built once before the first page is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mingzhang.site.changes.versions import Version
from mingzhang.site.charts.files import Drawn
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.downloads.checksums import Download
from mingzhang.site.lists.home import Totals, UnitView
from mingzhang.site.packages import Resource
from mingzhang.site.reference.glossary import Glossary


@dataclass(frozen=True)
class SiteViews:
    """The disclosures and what was made of them.

    ``charts`` are by disclosure id; ``stacked`` are the stacked tables and shared resources,
    ``class_names`` functional names by code, ``downloads`` the files below the site's ``data``, by their path there,
    ``address`` where the site is published (absolute, ending with ``/``), ``versions`` the earlier ones of each.
    """

    views: list[DisclosureView]
    units: list[UnitView]
    totals: Totals
    charts: dict[str, list[Drawn]]
    stacked: list[Resource]
    class_names: dict[str, str]
    glossary: Glossary
    downloads: dict[str, Download]
    address: str
    versions: dict[str, tuple[Version, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class OwnViews:
    """What the pages of one disclosure are made of: nothing of any other.

    ``charts`` are by key (the id, or ``<id>/projects/<project>``), ``downloads`` its own files by path below the site's
    ``data``, ``versions`` the earlier ones, the oldest first.
    """

    view: DisclosureView
    charts: dict[str, list[Drawn]]
    downloads: dict[str, Download]
    address: str
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True)
class Notice:
    """What catalogues say of a disclosure: JSON-LD of it (``dataset``) and of its unit (``agent``), its ``pages``.

    ``changed`` is the day of the last known change, blank where none is known.
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


Across = SiteViews
