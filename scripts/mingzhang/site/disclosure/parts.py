"""The parts of a disclosure's page that follow its statutory tables, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mingzhang.site.disclosure.belongings import build_assets, build_procurement
from mingzhang.site.disclosure.claims import build_claims
from mingzhang.site.disclosure.corrections import build_corrections
from mingzhang.site.disclosure.forms import FormView, build_forms
from mingzhang.site.disclosure.grids import build_grids
from mingzhang.site.disclosure.organisation import build_duties, build_glossary, build_offices, build_staffing
from mingzhang.site.disclosure.projects import build_projects
from mingzhang.site.disclosure.table import build_tables
from mingzhang.site.packages import Package, Resource
from mingzhang.site.provenance.notes import Notes

FORMS = ("performance_forms", "performance_funding", "performance_indicators", "funding_plan")


@dataclass(frozen=True)
class Part:
    """A heading with what stands under it: ``template`` shows ``content``, ``resources`` are its data.

    A part without template only heads those of the next level. ``short`` is its name in the page's strip.
    """

    level: int
    anchor: str
    title: str
    short: str = ""
    template: str = ""
    content: object = None
    resources: tuple[Resource, ...] = ()


def build_parts(package: Package, notes: Notes, names: dict[str, str]) -> list[Part]:
    """Every part that has something to show; ``names`` are functional class names by code."""
    forms = build_forms(package, notes)
    return [
        *_group(package, "organisation", "单位概况", "概况", _organisation(package, notes)),
        *_projects(package, forms, notes, names),
        *_performance(package, forms),
        *_claims(package, notes),
        *_group(package, "belongings", "政府采购与国有资产", "采购资产", _belongings(package, notes)),
        *_grids(package),
        *_glossary(package, notes),
        *_corrections(package),
    ]


Leaf = tuple[str, str, Callable[[], object]]
"""A resource that has a part of its own: its name, the template, what makes the content."""


def _group(package: Package, anchor: str, title: str, short: str, leaves: Iterable[Leaf]) -> list[Part]:
    found = [
        Part(3, name, package.resources[name].title, "", template, build(), (package.resources[name],))
        for name, template, build in leaves
        if package.rows(name)
    ]
    return [Part(2, anchor, title, short), *found] if found else []


def _organisation(package: Package, notes: Notes) -> list[Leaf]:
    return [
        ("staffing", "part_facts.html.j2", lambda: build_staffing(package, notes)),
        ("units", "part_tables.html.j2", lambda: build_tables(package.resources["units"], notes)),
        ("offices", "part_offices.html.j2", lambda: build_offices(package, notes)),
        ("duties", "part_duties.html.j2", lambda: build_duties(package, notes)),
    ]


def _belongings(package: Package, notes: Notes) -> list[Leaf]:
    return [
        ("procurement", "part_facts.html.j2", lambda: build_procurement(package, notes)),
        (
            "procurement_items",
            "part_tables.html.j2",
            lambda: build_tables(package.resources["procurement_items"], notes),
        ),
        ("assets", "part_assets.html.j2", lambda: build_assets(package, notes)),
    ]


def _glossary(package: Package, notes: Notes) -> list[Part]:
    if not package.rows("glossary"):
        return []
    content = build_glossary(package, notes)
    resources = _filled(package, ("glossary",))
    return [Part(2, "glossary", "名词解释", "名词", "part_glossary.html.j2", content, resources)]


def _grids(package: Package) -> list[Part]:
    if not package.rows("unrecognised"):
        return []
    resources = _filled(package, ("unrecognised",))
    return [Part(2, "unrecognised", "未识别的表", "未识别", "part_grids.html.j2", build_grids(package), resources)]


def _corrections(package: Package) -> list[Part]:
    if not package.rows("corrections"):
        return []
    resources = _filled(package, ("corrections",))
    return [Part(2, "corrections", "更正", "更正", "part_corrections.html.j2", build_corrections(package), resources)]


def _projects(package: Package, forms: list[FormView], notes: Notes, names: dict[str, str]) -> list[Part]:
    if not package.rows("projects"):
        return []
    content = build_projects(package, forms, notes, names)
    resources = _filled(package, ("projects", "project_allocations", *FORMS))
    return [Part(2, "projects", "项目", "项目", "part_projects.html.j2", content, resources)]


def _performance(package: Package, forms: list[FormView]) -> list[Part]:
    """The forms that stand under no project: of the whole unit, or of a project that nothing else names."""
    projects = {row["project_id"] for row in package.rows("projects")}
    rest = [form for form in forms if form.project_id not in projects]
    if not rest:
        return []
    title = "整体绩效" if all(form.overall for form in rest) else "绩效"
    return [Part(2, "performance", title, "绩效", "part_performance.html.j2", rest, _filled(package, FORMS))]


def _claims(package: Package, notes: Notes) -> list[Part]:
    if not package.rows("claims"):
        return []
    content = build_claims(package, notes)
    return [
        Part(2, "claims", "文字说明里的数字", "说明", "part_claims.html.j2", content, _filled(package, ("claims",)))
    ]


def _filled(package: Package, names: tuple[str, ...]) -> tuple[Resource, ...]:
    return tuple(package.resources[name] for name in names if package.rows(name))
