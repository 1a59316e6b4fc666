"""The amounts as a Fiscal Data Package, for tools that know budgets in that form.

Specification: Fiscal Data Package (OpenSpending): a logical model (``model``) maps columns to
measures (currency, factor, direction, phase) and dimensions (administrator, functional and economic classification).
One table a phase and direction, because a measure has one of each. Rows are details only, and of a row's amounts
those that are no sum of others of it: within one statement they may be added up. Statements overlap (基本支出表 details
what 支出总表 holds), so ``statement`` is to be chosen first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any, TextIO

from mingzhang.site.downloads.checksums import Outlet
from mingzhang.site.downloads.fiscal_model import FIELDS, describe_fiscal
from mingzhang.site.downloads.guard import Column, format_line, guard_line
from mingzhang.site.downloads.guarded_package import DESCRIPTOR, to_json
from mingzhang.site.packages import Package, PackageHead, Row, read_package

STATEMENTS = {
    *("revenue", "expenditure", "general_expenditure", "basic_expenditure", "project_expenditure"),
    *("fund_expenditure", "state_capital_expenditure"),
}
"""Statements whose rows are by code; the others repeat them by other words, or hold balances."""
_FOLDER = "fiscal/"
_TABLES = ("amounts", "measures", "functional_classification", "economic_classification")
_PHASES = {"budget": "approved", "final": "executed"}
_LEVELS = {"class": 3, "group": 5, "item": 7}
_COLUMNS = [Column(field["type"]) for field in FIELDS]
Measures = Mapping[str, Row]
Names = Mapping[str, str]


def write_fiscal(packages: Iterable[PackageHead], outlet: Outlet, version: str) -> None:
    """``fiscal/datapackage.json`` and a CSV a phase and direction; nothing when there is no amount.

    Of each package the tables that it takes are read, one package after the other.
    """
    years: set[int] = set()
    with ExitStack() as stack:
        files: dict[tuple[str, str], TextIO] = {}
        for package in packages:
            years.add(package.year)
            for kind, cells in fiscal_rows(_whole(package)):
                if kind not in files:
                    place = outlet.place(_path(kind))
                    files[kind] = stack.enter_context(place.open("w", encoding="utf-8", newline="\n"))
                    files[kind].write(format_line([field["name"] for field in FIELDS]) + "\n")
                files[kind].write(guard_line(cells, _COLUMNS) + "\n")
    if not files:
        return
    resources: dict[tuple[str, str], dict[str, Any]] = {}
    for kind in sorted(files):
        file = outlet.add(_path(kind))
        path = _path(kind).removeprefix(_FOLDER)
        resources[kind] = {"path": path, "bytes": file.size, "hash": f"sha256:{file.sha256}"}
    told = describe_fiscal(resources, min(years), max(years), version)
    outlet.write(f"{_FOLDER}{DESCRIPTOR}", to_json(told))


def _path(kind: tuple[str, str]) -> str:
    return f"{_FOLDER}{'_'.join(kind)}.csv"


def _whole(head: PackageHead) -> Package:
    return head if isinstance(head, Package) else read_package(head.folder, _TABLES)


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
