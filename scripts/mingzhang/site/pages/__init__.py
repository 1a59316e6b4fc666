"""One module a kind of page; each function writes its pages from the same views."""

from __future__ import annotations

from collections.abc import Callable

from mingzhang.site.pages.changes import write_changes
from mingzhang.site.pages.compare import write_compare
from mingzhang.site.pages.corrections import write_corrections
from mingzhang.site.pages.data import write_data, write_dictionary
from mingzhang.site.pages.disclosures import write_disclosures
from mingzhang.site.pages.glossary import write_glossary
from mingzhang.site.pages.home import write_home
from mingzhang.site.pages.lists import write_lists
from mingzhang.site.pages.method import write_method
from mingzhang.site.pages.project import write_projects
from mingzhang.site.pages.query import write_query
from mingzhang.site.pages.recipes import write_recipes
from mingzhang.site.pages.rules import write_rules
from mingzhang.site.pages.search import write_search
from mingzhang.site.pages.source import write_source
from mingzhang.site.pages.units import write_units
from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import PageWriter

PAGES: tuple[Callable[[PageWriter, SiteViews], None], ...] = (
    write_home,
    write_lists,
    write_units,
    write_disclosures,
    write_projects,
    write_source,
    write_compare,
    write_rules,
    write_glossary,
    write_method,
    write_corrections,
    write_changes,
    write_data,
    write_dictionary,
    write_recipes,
    write_query,
    write_search,
)
"""What writes the site, in this order."""
