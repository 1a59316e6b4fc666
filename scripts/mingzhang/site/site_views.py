"""Everything that the pages are made of, built once before the first page is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from mingzhang.site.changes.versions import Version
from mingzhang.site.charts.files import Drawn
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.downloads.checksums import Download
from mingzhang.site.lists.home import Totals, UnitView
from mingzhang.site.packages import Resource
from mingzhang.site.reference.glossary import Glossary
from mingzhang.site.summary.collection import Collection, collect


@dataclass(frozen=True)
class SiteViews:
    """The disclosures and what was made of them.

    ``charts`` are by disclosure id; ``stacked`` are the stacked tables and shared resources,
    ``class_names`` functional names by code, ``downloads`` the files below the site's ``data``, by their path there,
    ``address`` where the site is published (absolute, ending with ``/``), ``versions`` the earlier ones of each;
    ``collection`` is what pages across units are made of.
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
    collection: Collection = field(default_factory=lambda: collect(()))
