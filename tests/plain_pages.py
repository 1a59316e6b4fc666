"""The site of the same packages as in the tools' tutorials: Markdown tables, every page in ``nav``, built-in search."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, str]
Nav = dict[str, list[dict[str, str]]]

NOT_SHOWN = {"amounts", "audit_checks"}
"""Of what comes from the document, offered for download alone: our pages do not show them row by row either."""
ACROSS = {
    "projects": "项目",
    "performance_indicators": "绩效指标",
    "three_public": "“三公”经费",
    "findings": "发现",
    "glossary": "名词",
}
"""The pages across disclosures: one table of all rows."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&])")


@dataclass(frozen=True)
class Table:
    """A resource with rows; ``columns`` are the Chinese titles by name."""

    name: str
    title: str
    columns: dict[str, str]
    rows: list[Row]

    def of(self, column: str, values: set[str]) -> Table:
        """The rows whose ``column`` is one of ``values``."""
        return Table(self.name, self.title, self.columns, [row for row in self.rows if row.get(column) in values])


@dataclass(frozen=True)
class Disclosure:
    """A package as read off its folder, without anything of ours."""

    folder: Path
    about: dict[str, Any]
    tables: dict[str, Table]
    text: str

    @property
    def name(self) -> str:
        """``某单位 2024 年 budget``."""
        return f"{self.about['unit']['name']} {self.about['year']} 年 {self.about['kind']}"

    @property
    def address(self) -> str:
        """The folder of its pages below ``docs``."""
        return f"units/{self.about['unit_id']}/{self.about['year']}-{self.about['kind']}"

    @property
    def shown(self) -> list[Table]:
        """What the pages show: what is of the document and has rows."""
        return [
            table
            for table in self.tables.values()
            if table.rows and "source_line" in table.columns and table.name not in NOT_SHOWN
        ]


def read_disclosure(folder: Path) -> Disclosure:
    """The package in ``folder``, its cells as text."""
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    about, tables = descriptor["mingzhang"], {}
    for resource in descriptor["resources"]:
        columns = {field["name"]: field.get("title", field["name"]) for field in resource["schema"]["fields"]}
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        tables[resource["name"]] = Table(resource["name"], resource.get("title", resource["name"]), columns, rows)
    text = about.get("source_text")
    return Disclosure(folder, about, tables, (folder / text).read_text("utf-8") if text else "")


def markdown_table(columns: list[str], rows: list[list[str]]) -> str:
    """A pipe table."""
    lines = [columns, ["---"] * len(columns), *([escape(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def escape(text: str) -> str:
    """``text`` as Markdown prints it."""
    return _SPECIAL.sub(r"\\\1", text).replace("\n", " ")


def shown_table(table: Table, level: int = 2) -> str:
    """A heading and the table."""
    rows = [[row[name] for name in table.columns] for row in table.rows]
    return f"{'#' * level} {table.title}\n\n{markdown_table(list(table.columns.values()), rows)}"


def shown_charts(names: list[tuple[str, str]], root: str, key: str) -> list[str]:
    """The drawings of a page, each with links to its other forms; ``names`` are file names and titles."""
    blocks = []
    for name, title in names:
        at = f"{root}charts/{key}/{name}"
        links = f"[窄]({at}-narrow.svg) · [CSV]({at}.csv) · [Vega-Lite]({at}.json)"
        blocks.append(f"## {title}\n\n![{escape(title)}]({at}.svg)\n\n{links}")
    return blocks


Charts = dict[str, list[tuple[str, str]]]
"""File names and titles of charts, by the folder below ``charts`` that they are in."""


def write_pages(disclosures: list[Disclosure], charts: Charts, docs: Path, whole: bool) -> tuple[Nav, int]:
    """All pages as Markdown below ``docs``; with ``whole`` a disclosure is one page. Returns ``nav`` and rows shown."""
    nav: Nav = {"单位": [], "公开": [], "项目": [], "原文": [], "汇总": []}
    rows, units = 0, defaultdict(list)
    for item in disclosures:
        units[item.about["unit_id"]].append(item)
        apart = {} if whole else _projects(item)
        rows += _write_disclosure(item, apart, charts, docs, whole)
        nav["公开"].append({item.name: f"{item.address}/index.md"})
        for project, (name, tables) in apart.items():
            page = f"{item.address}/projects/{project}/index.md"
            drawn = shown_charts(
                charts.get(f"{item.about['disclosure_id']}/projects/{project}", []), "../" * 5, _key(item, project)
            )
            _write(docs / page, name, [*drawn, *map(shown_table, tables)])
            rows += sum(len(table.rows) for table in tables if table.name != "projects")
            nav["项目"].append({f"{item.name} {name}": page})
        if not whole:
            _write(docs / item.address / "source/index.md", f"{item.name} 原文", [_source(item)])
            nav["原文"].append({item.name: f"{item.address}/source/index.md"})
    for unit, own in units.items():
        _write(docs / f"units/{unit}/index.md", own[0].about["unit"]["name"], [_list_of(own, "")])
        nav["单位"].append({own[0].about["unit"]["name"]: f"units/{unit}/index.md"})
    _write_across(disclosures, docs, nav)
    return nav, rows


def _key(item: Disclosure, project: str) -> str:
    return f"{item.about['disclosure_id']}/projects/{project}"


def _projects(item: Disclosure) -> dict[str, tuple[str, list[Table]]]:
    """Project's id: its name and the tables of its page."""
    forms = item.tables["performance_forms"].rows
    found = {}
    for row in item.tables["projects"].rows:
        project = {row["project_id"]}
        own = {form["form_id"] for form in forms if form["project_id"] in project}
        tables = [table.of("project_id", project) for table in item.shown if "project_id" in table.columns]
        tables += [table.of("form_id", own) for table in _of_forms(item)]
        found[row["project_id"]] = (row["name"] or row["project_id"], [table for table in tables if table.rows])
    return found


def _of_forms(item: Disclosure) -> list[Table]:
    return [table for table in item.shown if "form_id" in table.columns and "project_id" not in table.columns]


def _write_disclosure(item: Disclosure, apart: dict[str, Any], charts: Charts, docs: Path, whole: bool) -> int:
    """The page of ``item`` without what stands on the pages of its projects; returns the rows that it shows."""
    elsewhere = {row["form_id"] for row in item.tables["performance_forms"].rows if row["project_id"] in apart}
    tables = []
    for table in item.shown:
        left = table.rows
        if table.name != "projects" and "project_id" in table.columns:
            left = [row for row in left if row["project_id"] not in apart]
        if "form_id" in table.columns:
            left = [row for row in left if row["form_id"] not in elsewhere]
        if left:
            tables.append(Table(table.name, table.title, table.columns, left))
    own = item.about["disclosure_id"]
    keys = sorted(key for key in charts if key == own or (whole and key.startswith(f"{own}/")))
    blocks = [block for key in keys for block in shown_charts(charts.get(key, []), "../" * 3, key)]
    links = [f"- [{escape(name)}](projects/{project}/index.md)" for project, (name, _) in apart.items()]
    files = f"[数据包](../../../data/{own}.zip) · [Excel](../../../data/{own}.xlsx)"
    links.append(_source(item) if whole else "- [原文](source/index.md)")
    _write(docs / item.address / "index.md", item.name, [files, *blocks, *map(shown_table, tables), "\n".join(links)])
    return sum(len(table.rows) for table in tables)


def _source(item: Disclosure) -> str:
    fence = "`" * 8
    return f'{fence} {{ .text linenums="1" }}\n{item.text}\n{fence}'


def _list_of(items: list[Disclosure], root: str) -> str:
    rows = []
    for item in items:
        target = f"{root}{item.address.split('/', 2)[2] if not root else item.address}/index.md"
        counts = [str(len(item.tables[name].rows)) for name in ("projects", "performance_indicators", "findings")]
        rows.append(
            f"| [{escape(item.name)}]({target}) | {' / '.join(item.about['unit']['region'])} | {' | '.join(counts)} |"
        )
    return "\n".join(["| 公开 | 地区 | 项目 | 指标 | 发现 |", "| --- | --- | --- | --- | --- |", *rows])


def _write_across(disclosures: list[Disclosure], docs: Path, nav: Nav) -> None:
    _write(docs / "index.md", "明账", [_list_of(disclosures, "./")])
    for name, title in ACROSS.items():
        columns = ["公开", *disclosures[0].tables[name].columns.values()]
        rows = [[item.name, *row.values()] for item in disclosures for row in item.tables[name].rows]
        _write(docs / f"{name}/index.md", title, [markdown_table(columns, rows)])
        nav["汇总"].append({title: f"{name}/index.md"})


def _write(path: Path, title: str, blocks: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join([f"# {escape(title)}", *blocks]) + "\n", encoding="utf-8")


def write_settings(folder: Path, nav: Nav) -> Path:
    """A ``mkdocs.yml`` of the common kind in ``folder``, all pages in ``nav``."""
    settings = {
        "site_name": "plain",
        "theme": {"name": "material", "language": "zh", "font": False, "features": ["navigation.tabs", "toc.follow"]},
        "plugins": [{"search": {"lang": ["zh", "en"]}}],
        "markdown_extensions": [
            "tables",
            "attr_list",
            {"pymdownx.highlight": {"anchor_linenums": True}},
            "pymdownx.superfences",
        ],
        "nav": [{"首页": "index.md"}, *({title: pages} for title, pages in nav.items() if pages)],
    }
    path = folder / "mkdocs.yml"
    path.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path
