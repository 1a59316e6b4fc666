"""The amounts as a Fiscal Data Package, for tools that know budgets in that form.

Specification: Fiscal Data Package (OpenSpending): a logical model (``model``) maps columns to
measures (currency, factor, direction, phase) and dimensions (administrator, functional and economic classification).
One table a phase and direction, because a measure has one of each. Rows are details only, and of a row's amounts
those that are no sum of others of it: within one statement they may be added up. Statements overlap (基本支出表 details
what 支出总表 holds), so ``statement`` is to be chosen first.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mingzhang.site.downloads.fiscal_model import FIELDS, describe_fiscal
from mingzhang.site.downloads.guard import Column, format_line, guard_cell
from mingzhang.site.downloads.guarded_package import DESCRIPTOR, to_json
from mingzhang.site.packages import Package, Row

STATEMENTS = {
    *("revenue", "expenditure", "general_expenditure", "basic_expenditure", "project_expenditure"),
    *("fund_expenditure", "state_capital_expenditure"),
}
"""Statements whose rows are by code; the others repeat them by other words, or hold balances."""
_PHASES = {"budget": "approved", "final": "executed"}
_LEVELS = {"class": 3, "group": 5, "item": 7}
_COLUMNS = [Column(field["type"]) for field in FIELDS]
Measures = Mapping[str, Row]
Names = Mapping[str, str]


def write_fiscal(packages: Sequence[Package], folder: Path, version: str) -> None:
    """``datapackage.json`` and a CSV a phase and direction into ``folder``; nothing when there is no amount."""
    tables: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for package in packages:
        for kind, cells in fiscal_rows(package):
            tables[kind].append(format_line(list(map(guard_cell, cells, _COLUMNS))))
    if not tables:
        return
    folder.mkdir(parents=True, exist_ok=True)
    header = format_line([field["name"] for field in FIELDS])
    resources: dict[tuple[str, str], dict[str, Any]] = {}
    for (phase, direction), lines in sorted(tables.items()):
        path = folder / f"{phase}_{direction}.csv"
        content = "".join(f"{line}\n" for line in (header, *lines)).encode("utf-8")
        path.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        resources[phase, direction] = {"path": path.name, "bytes": len(content), "hash": f"sha256:{digest}"}
    years = [package.year for package in packages]
    (folder / DESCRIPTOR).write_text(to_json(describe_fiscal(resources, min(years), max(years), version)), "utf-8")


def fiscal_rows(package: Package) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """Every row of one disclosure: its phase and direction, and its cells in the order of ``FIELDS``."""
    measures = {row["measure"]: row for row in package.rows("measures")}
    names = {row["code"]: row["name"] for row in _class_rows(package)}
    about = _about(package)
    for row in _leaves(package.rows("amounts"), measures):
        measure = measures[row["measure"]]
        phase = measure["phase"] or _PHASES[package.kind]
        if phase in ("approved", "adjusted", "executed"):
            told = {**about, **_labels(row, measure, names)}
            yield (phase, row["side"]), [told.get(field["name"], "") for field in FIELDS]


def _class_rows(package: Package) -> Iterable[Row]:
    return (*package.rows("functional_classification"), *package.rows("economic_classification"))


def _leaves(rows: Iterable[Row], measures: Measures) -> Iterator[Row]:
    """Details of the statements by code, without balances and without what others of the same row make up."""
    groups: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        known = row["table"] in STATEMENTS and row["side"] and row["role"] == "detail"
        if known and measures[row["measure"]]["nature"] == "flow":
            groups[tuple(row[key] for key in ("table", "source_line", "code", "item", "project"))].append(row)
    for group in groups.values():
        sums = {above for row in group for above in _above(row["measure"], measures)}
        yield from (row for row in group if row["measure"] not in sums)


def _above(measure: str, measures: Measures) -> Iterator[str]:
    """The measures that ``measure`` is a part of, the nearest first."""
    while above := measures[measure]["part_of"]:
        yield above
        measure = above


def _about(package: Package) -> dict[str, str]:
    return {
        "disclosure_id": package.id,
        "fiscal_year": str(package.year),
        "unit_id": package.unit.id,
        "unit_name": package.unit.name,
        "division_code": package.unit.division_code,
        "division_name": "/".join(package.unit.region),
    }


def _labels(row: Row, measure: Row, names: Names) -> dict[str, str]:
    code = row["code"]
    told = {
        "statement": row["table"],
        "item": row["item"],
        "project": row["project"],
        "measure": row["measure"],
        "fund": measure["fund"],
        "character": measure["character"],
        "amount": row["amount"],
        "source_line": row["source_line"],
    }
    if row["classification"] == "functional":
        told |= _classes("functional", code, names)
    economic = code if row["classification"] == "economic" else measure["economic"]
    return told | (_classes("economic", economic, names) if economic else {})


def _classes(kind: str, code: str, names: Names) -> dict[str, str]:
    """Code and name at each level that ``code`` reaches."""
    told = {}
    for level, length in _LEVELS.items():
        if len(code) >= length:
            told[f"{kind}_{level}_code"] = code[:length]
            told[f"{kind}_{level}_name"] = names.get(code[:length], "")
    return told
