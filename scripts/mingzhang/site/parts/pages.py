"""The pages of one disclosure as a part, with what search, comparison and the pages across units have of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from mingzhang.site.compare.columns import build_column
from mingzhang.site.metadata.head import HOME
from mingzhang.site.pages.changes import write_versions
from mingzhang.site.pages.disclosures import write_disclosure
from mingzhang.site.pages.project import write_projects
from mingzhang.site.pages.source import write_source
from mingzhang.site.pages.units import unit_parts
from mingzhang.site.parts.compose import compose
from mingzhang.site.parts.frame import Frame
from mingzhang.site.parts.notice import keep_notice
from mingzhang.site.reference.terms import read_own_terms, terms_of
from mingzhang.site.search.documents import disclosure_document
from mingzhang.site.search.index import write_document
from mingzhang.site.site_views import OwnViews
from mingzhang.site.summary.store import write_summary
from mingzhang.site.summary.summarise import summarise
from mingzhang.site.writer import PageWriter

SUMMARY = "summary"
WRITERS = (write_disclosure, write_projects, write_source, write_versions)


def make_pages(
    own: OwnViews, class_names: Mapping[str, str], frame: Frame, kit: Path, folder: Path, keep: bool
) -> None:
    """The pages of a disclosure into the part ``folder``; ``class_names`` are functional classes by code."""
    view, names = own.view, dict(class_names)
    terms = terms_of(view.package, read_own_terms())

    def write(writer: PageWriter) -> None:
        writer.terms = terms
        for write_pages in WRITERS:
            write_pages(writer, own)
        data = json.dumps(build_column(view, names).data(), ensure_ascii=False, separators=(",", ":"))
        writer.asset(f"compare/{view.package.id}.json", f"{data}\n")
        write_document(disclosure_document(view), writer.asset, folder)
        shown = unit_parts(view, writer.environment, terms)
        write_summary(summarise(view, names, own.versions, shown), folder / SUMMARY)

    unit = view.package.unit
    above = {"index": HOME, "units/index": "单位", f"units/{unit.id}/index": unit.name}
    keep_notice(own, compose(frame, kit, write, folder, above, keep=keep), folder)
