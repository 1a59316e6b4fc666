"""The page of one project as a view object."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.disclosure.findings import FindingView
from mingzhang.site.disclosure.items import Item
from mingzhang.site.disclosure.parts import FORMS
from mingzhang.site.disclosure.projects import ProjectsView, ProjectView
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.numbers.amounts import format_amount, format_share, in_hundred_millions, parse_shown, share
from mingzhang.site.packages import Package, Resource, Row
from mingzhang.site.provenance.findings import Finding, count_severities, rule_anchor
from mingzhang.site.provenance.marks import Severity
from mingzhang.site.provenance.places import table_titles
from mingzhang.site.words import KIND_WORDS

# The tables that name projects, and the columns that do.
NAMING = {"project_expenditure": "project", "carryover": "project", "procurement_items": "project"}
# What is known of projects.
HELD = ("projects", "project_allocations", *FORMS)


@dataclass(frozen=True)
class Neighbour:
    """The project before or after, by amount."""

    name: str
    page: str


@dataclass(frozen=True)
class ProjectPage:
    """Everything that the page of a project shows.

    ``facts`` are the figures on top, ``places`` where the document speaks of it: what, and on which line.
    """

    view: DisclosureView
    project: ProjectView
    overview: str
    facts: tuple[Item, ...]
    places: tuple[Item, ...]
    findings: tuple[FindingView, ...]
    before: Neighbour | None
    after: Neighbour | None

    @property
    def address(self) -> str:
        """Its address from the site's top."""
        return self.view.address + self.project.page

    @property
    def resources(self) -> list[Resource]:
        """Where its data is, of what the disclosure has."""
        package = self.view.package
        return [package.resources[name] for name in HELD if package.rows(name)]

    @property
    def counts(self) -> list[tuple[Severity, int]]:
        """How many findings of each severity it has."""
        return count_severities(item.finding for item in self.findings)


def build_project_pages(view: DisclosureView) -> list[ProjectPage]:
    """The pages of the projects of ``view``, by amount; none when it describes none."""
    content = next((part.content for part in view.parts if isinstance(part.content, ProjectsView)), None)
    items = content.items if content else ()
    return [_page(view, items, place) for place in range(len(items))]


def _page(view: DisclosureView, items: tuple[ProjectView, ...], place: int) -> ProjectPage:
    project = items[place]
    targets = {item.finding.number: item for group in view.audit.groups for item in group.items}
    return ProjectPage(
        view=view,
        project=project,
        overview=_overview(view, items, place),
        facts=tuple(_facts(view.package, project)),
        places=tuple(_places(view.package, project)),
        findings=tuple(targets.get(item.number) or _bare(item) for item in project.findings),
        before=_neighbour(items, place - 1),
        after=_neighbour(items, place + 1),
    )


def _bare(finding: Finding) -> FindingView:
    return FindingView(finding, "", rule_anchor(finding.rule))


def _neighbour(items: tuple[ProjectView, ...], place: int) -> Neighbour | None:
    return Neighbour(items[place].name, items[place].page) if 0 <= place < len(items) else None


def _overview(view: DisclosureView, items: tuple[ProjectView, ...], place: int) -> str:
    """One or two sentences: how much, which share of all projects, what most of it is for."""
    project, package = items[place], view.package
    amount = parse_shown(project.amount)
    if amount is None:
        return f"{package.unit.name} {package.year} 年{KIND_WORDS[package.kind]}里的项目，材料没有写出金额。"
    large = in_hundred_millions(amount)
    told = f"{package.year} 年{KIND_WORDS[package.kind]}安排" if package.kind == "budget" else f"{package.year} 年执行"
    text = f"{told} {format_amount(amount)} 万元{f'（约 {large} 亿元）' if large else ''}"
    whole = sum((parse_shown(item.amount) or Decimal(0) for item in items), Decimal(0))
    if len(items) > 1 and whole:
        percent = format_share(amount, whole)
        text += f"，占这份材料 {len(items)} 个项目的 {percent}，按金额排第 {place + 1}"
    return text + "。" + _most(project, amount)


def _most(project: ProjectView, amount: Decimal) -> str:
    """What the largest use is, where the allocation names several."""
    uses = [(use.name, parse_shown(use.amount)) for use in project.allocations]
    known = [(name, value) for name, value in uses if value is not None]
    if len(known) < 2:
        return ""
    name, value = max(known, key=lambda use: use[1])
    percent = share(value, amount)
    return f"最多的一笔是{name}，{format_amount(value)} 万元{f'，占 {percent}%' if percent else ''}。"


def _facts(package: Package, project: ProjectView) -> list[Item]:
    """The figures on top: amount, people, indicators, score."""
    row = _row(package, project.id)
    facts = [Item("金额", f"{project.amount}", "万元")] if project.amount else []
    if row.get("beneficiary_count"):
        facts.append(Item("补贴人数", format_amount(row["beneficiary_count"]), "人"))
    for form in project.forms:
        if form.indicators:
            facts.append(Item(f"{form.kind}指标", str(form.indicators.count), "项"))
        facts.extend(Item(item.label, item.value, item.remark) for item in form.scores)
    return facts


def _row(package: Package, project: str) -> Row:
    return next((row for row in package.rows("projects") if row["project_id"] == project), {})


def _places(package: Package, project: ProjectView) -> list[Item]:
    """Where the document speaks of the project: the description, the tables that name it, its forms."""
    titles = table_titles(package)
    forms = {form.line: form.title for form in project.forms}
    places = [] if project.line in forms else [Item(titles.get("projects", ""), project.line)]
    for resource, column in NAMING.items():
        rows = [row for row in package.rows(resource) if row.get(column) == project.name]
        places += [Item(titles.get(resource, resource), row.get("source_line", "")) for row in rows]
    return places + [Item(title, line) for line, title in forms.items()]
