"""The documents that search knows: every disclosure, then pages of the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.packages import Resource
from mingzhang.site.reference.rules import build_rules
from mingzhang.site.search.entries import PAGE, Document, Entry, Section, filled
from mingzhang.site.search.places import Places
from mingzhang.site.search.projects import project_entries
from mingzhang.site.search.rows import table_entries
from mingzhang.site.search.texts import text_entries
from mingzhang.site.site_views import SiteViews

UNIT = Section("单位", 100, names=True)
FINDING = Section("核对与发现", 32)
TITLE = Section("本站", 20)
TERM = Section("名词", 26)
RULE = Section("核对规则", 24)
RESOURCE = Section("数据字典", 18)


def page_documents(site: SiteViews) -> Iterator[Document]:
    """The pages of the site that can be found."""
    yield from (_terms(site), _rules(site), _dictionary(site))


def disclosure_document(view: DisclosureView) -> Document:
    """Everything that one disclosure says, and what was found in it."""
    package = view.package
    anchors = {"claims", *(part.anchor for part in view.parts)}
    anchors |= {section.name for section in (*view.statements, *view.details)}
    places = Places(package, anchors)
    entries = [_unit(view), *project_entries(package, places), *table_entries(package, places)]
    entries += text_entries(package, places, entries)
    return Document(
        id=package.id,
        title=package.unit.name,
        address=view.address,
        kind=package.kind,
        entries=(*entries, *_findings(view)),
        year=package.year,
        region=" / ".join(package.unit.region),
    )


def _unit(view: DisclosureView) -> Entry:
    unit = view.package.unit
    said = filled(
        ("", "".join(unit.region)),
        ("", f"{view.package.year}年{view.kind_word}"),
        ("", unit.body_kind),
        ("", view.package.title if view.package.title != unit.name else ""),
    )
    return Entry(UNIT, "", unit.name, said)


def _findings(view: DisclosureView) -> Iterable[Entry]:
    for group in view.audit.groups:
        for item in group.items:
            finding = item.finding
            context = " · ".join(filter(None, (group.severity.word, finding.table)))
            pieces = (("", finding.message),)
            yield Entry(FINDING, f"#{finding.anchor}", finding.label, pieces, context=context)


def _rules(site: SiteViews) -> Document:
    entries = [Entry(TITLE, "", "核对规则")]
    for family in build_rules(site.collection.rules(), ()):
        for rule in family.rules:
            pieces = filled(("依据", rule.why), ("例", rule.example), ("容差", rule.tolerance))
            entries.append(Entry(RULE, f"#{rule.anchor}", rule.title, pieces, context=family.name))
    return Document("page-rules", "核对规则", "rules/", PAGE, tuple(entries))


def _terms(site: SiteViews) -> Document:
    """What the glossary says in short; the wording of each disclosure is among its own entries."""
    entries = [Entry(TITLE, "", "名词")]
    for term in site.glossary.entries:
        pieces = filled(("", term.short if term.groups else ""), ("", term.own))
        entries.append(Entry(TERM, f"#{term.anchor}", term.name, pieces))
    return Document("page-glossary", "名词", "glossary/", PAGE, tuple(entries))


def _dictionary(site: SiteViews) -> Document:
    entries = [Entry(TITLE, "", "数据字典"), *map(_resource, site.stacked)]
    return Document("page-dictionary", "数据字典", "dictionary/", PAGE, tuple(entries))


def _resource(resource: Resource) -> Entry:
    columns = "、".join(f"{field.title} {field.name}" for field in resource.fields)
    pieces = filled(("", resource.description), ("列", columns))
    return Entry(RESOURCE, f"#{resource.name}", f"{resource.title} {resource.name}", pieces)
