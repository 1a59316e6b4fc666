"""The page of a project."""

from __future__ import annotations

from typing import Any

from mingzhang.site.charts.files import Drawn
from mingzhang.site.disclosure.project_page import ProjectPage, build_project_pages
from mingzhang.site.metadata.head import Head
from mingzhang.site.site_views import OwnViews
from mingzhang.site.writer import HIDDEN, PageWriter, heading

TO_DISCLOSURE = "../../"


def write_projects(writer: PageWriter, own: OwnViews) -> None:
    """Every project of a disclosure at ``units/<unit>/<year>-<kind>/projects/<project>/``."""
    for item in build_project_pages(own.view):
        key = f"{own.view.package.id}/{item.project.page.rstrip('/')}"
        _write(writer, item, own.charts.get(key, []))


def _write(writer: PageWriter, item: ProjectPage, charts: list[Drawn]) -> None:
    page, project = f"{item.address}index", item.project

    def part(name: str, **values: Any) -> str:
        shown = {"item": item, "project": project, "view": item.view, "here": TO_DISCLOSURE}
        own = f"{name}-{values['form'].id}" if "form" in values else name
        return writer.fragment(page, own, f"project_{name}.html.j2", **shown, **values)

    blocks = [part("crumbs"), heading(1, project.name, "top"), part("head")]
    if charts:
        blocks += [heading(2, "图表", "charts"), part("charts", charts=charts)]
    if project.facts:
        blocks += [heading(2, "依据与办法", "basis"), part("basis")]
    if project.allocations:
        blocks += [heading(2, "资金分配", "allocation"), part("allocation")]
    for form in project.forms:
        blocks += [heading(2, form.title, form.id), part("form", form=form)]
    if item.findings:
        blocks += [heading(2, "核对与发现", "findings"), part("findings")]
    blocks += [heading(2, "出处与数据", "source"), part("source")]
    head = Head(f"{item.view.name}的项目“{project.name}”：{item.overview}")
    writer.write(page, f"{project.name} · {item.view.name}", blocks, HIDDEN, head)
