"""What writes the pages across disclosures, in this order."""

from __future__ import annotations

from collections.abc import Callable

from mingzhang.site.pages.changes import write_changes
from mingzhang.site.pages.compare import write_compare
from mingzhang.site.pages.corrections import write_corrections
from mingzhang.site.pages.data import write_data, write_dictionary
from mingzhang.site.pages.glossary import write_glossary
from mingzhang.site.pages.home import write_home
from mingzhang.site.pages.method import write_method
from mingzhang.site.pages.query import write_query
from mingzhang.site.pages.recipes import write_recipes
from mingzhang.site.pages.rules import write_rules
from mingzhang.site.pages.search import write_search
from mingzhang.site.parts.frame import ENGINE_FOLDER
from mingzhang.site.query.vendor import ENGINE, WASM
from mingzhang.site.seal import PageSeal
from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import PageWriter

WRITERS: tuple[Callable[[PageWriter, SiteViews], None], ...] = (
    write_home,
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

QUERY_SEAL = PageSeal(
    rules={"script-src": "'wasm-unsafe-eval'", "worker-src": "blob:"},
    on_demand=(f"{ENGINE_FOLDER}/{ENGINE}", f"{ENGINE_FOLDER}/{WASM}", "assets/js/query_worker.js"),
)
"""The page that queries runs WebAssembly, in a worker made of a blob: only such a worker keeps the page's policy."""
