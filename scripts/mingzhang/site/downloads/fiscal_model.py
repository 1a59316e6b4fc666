"""The descriptor of the Fiscal Data Package: its columns and the logical model over them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mingzhang.site.downloads.guarded_package import GUARD

CURRENCY, FACTOR = "CNY", 10000
"""Amounts are printed, and kept, in 万元."""
_TITLES = {
    "disclosure_id": ("公开材料", "string"),
    "fiscal_year": ("年度", "integer"),
    "unit_id": ("单位编号", "string"),
    "unit_name": ("单位名称", "string"),
    "division_code": ("行政区划代码", "string"),
    "division_name": ("行政区划", "string"),
    "statement": ("法定表", "string"),
    "functional_class_code": ("功能分类的类", "string"),
    "functional_class_name": ("功能分类的类：名称", "string"),
    "functional_group_code": ("功能分类的款", "string"),
    "functional_group_name": ("功能分类的款：名称", "string"),
    "functional_item_code": ("功能分类的项", "string"),
    "functional_item_name": ("功能分类的项：名称", "string"),
    "economic_class_code": ("经济分类的类", "string"),
    "economic_class_name": ("经济分类的类：名称", "string"),
    "economic_group_code": ("经济分类的款", "string"),
    "economic_group_name": ("经济分类的款：名称", "string"),
    "item": ("项目或科目", "string"),
    "project": ("项目名称", "string"),
    "measure": ("金额种类", "string"),
    "fund": ("资金来源", "string"),
    "character": ("支出性质", "string"),
    "amount": ("金额（万元）", "number"),
    "source_line": ("原文行号", "integer"),
}
FIELDS: list[dict[str, str]] = [{"name": name, "title": title, "type": kind} for name, (title, kind) in _TITLES.items()]
"""The columns of every table of the package, as its schema has them."""
_WORDS = {
    "approved": "预算",
    "adjusted": "全年预算",
    "executed": "决算",
    "revenue": "收入",
    "expenditure": "支出",
}


def describe_fiscal(
    resources: Mapping[tuple[str, str], Mapping[str, Any]], first: int, last: int, version: str
) -> dict[str, Any]:
    """The descriptor; ``resources`` have path, bytes and hash by phase and direction, years are fiscal years."""
    main = next(iter(resources))
    return {
        "profile": "tabular-data-package",  # the only one that the schema of fiscal packages allows
        "name": "mingzhang-fiscal",
        "title": "明账：政府预算与决算公开数据（Fiscal Data Package）",
        "description": (
            "法定表里按科目编码的明细金额，供按 Fiscal Data Package 规范读取的工具使用。"
            "同一张法定表（statement）内的金额可以相加；不同的法定表内容有重叠，汇总前请先选定一张。"
            " / Detail amounts of the statutory tables by code; add up within one statement only."
        ),
        "version": version,
        "countryCode": "CN",
        "granularity": "aggregated",
        "fiscalPeriod": {"start": f"{first}-01-01", "end": f"{last}-12-31"},
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "model": {
            "measures": {_name(key): _measure(*key) for key in resources},
            "dimensions": {name: _dimension(_name(main), **shape) for name, shape in _DIMENSIONS.items()},
        },
        "mingzhang": {"guard": GUARD},
        "resources": [_resource(key, file) for key, file in resources.items()],
    }


def _name(key: tuple[str, str]) -> str:
    return "_".join(key)


def _measure(phase: str, direction: str) -> dict[str, Any]:
    return {
        "source": "amount",
        "resource": _name((phase, direction)),
        "currency": CURRENCY,
        "factor": FACTOR,
        "direction": direction,
        "phase": phase,
    }


def _resource(key: tuple[str, str], file: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": _name(key),
        "title": "".join(_WORDS[word] for word in key),
        "profile": "tabular-data-resource",
        **file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": FIELDS},
    }


def _hierarchy(kind: str, levels: tuple[str, ...]) -> dict[str, Any]:
    """The attributes of a classification: a code a level under the one above, each with its name as label."""
    attributes: dict[str, dict[str, str]] = {}
    for number, level in enumerate(levels):
        above = {"parent": f"{levels[number - 1]}_code"} if number else {}
        attributes[f"{level}_code"] = {"source": f"{kind}_{level}_code", **above}
        attributes[f"{level}_name"] = {"source": f"{kind}_{level}_name", "labelfor": f"{level}_code"}
    return attributes


def _labelled(code: str, label: str) -> dict[str, Any]:
    return {code: {"source": code}, label: {"source": label, "labelfor": code}}


_DIMENSIONS: dict[str, dict[str, Any]] = {
    "fiscal_year": {
        "attributes": {"fiscal_year": {"source": "fiscal_year"}},
        "primaryKey": "fiscal_year",
        "dimensionType": "datetime",
    },
    "administrator": {
        "attributes": _labelled("unit_id", "unit_name"),
        "primaryKey": "unit_id",
        "dimensionType": "classification",
        "classificationType": "administrative",
    },
    "location": {
        "attributes": _labelled("division_code", "division_name"),
        "primaryKey": "division_code",
        "dimensionType": "location",
    },
    "functional_classification": {
        "attributes": _hierarchy("functional", ("class", "group", "item")),
        "primaryKey": ["class_code", "group_code", "item_code"],
        "dimensionType": "classification",
        "classificationType": "functional",
    },
    "economic_classification": {
        "attributes": _hierarchy("economic", ("class", "group")),
        "primaryKey": ["class_code", "group_code"],
        "dimensionType": "classification",
        "classificationType": "economic",
    },
    "statement": {
        "attributes": {"statement": {"source": "statement"}},
        "primaryKey": "statement",
        "dimensionType": "other",
    },
    "fund": {"attributes": {"fund": {"source": "fund"}}, "primaryKey": "fund", "dimensionType": "other"},
    "character": {
        "attributes": {"character": {"source": "character"}, "measure": {"source": "measure"}},
        "primaryKey": ["character", "measure"],
        "dimensionType": "other",
    },
    "activity": {
        "attributes": {"project": {"source": "project"}, "item": {"source": "item"}},
        "primaryKey": ["project", "item"],
        "dimensionType": "activity",
    },
    "source": {
        "attributes": {"disclosure_id": {"source": "disclosure_id"}, "source_line": {"source": "source_line"}},
        "primaryKey": ["disclosure_id", "source_line"],
        "dimensionType": "fact",
    },
}


def _dimension(resource: str, attributes: Mapping[str, Mapping[str, str]], **shape: Any) -> dict[str, Any]:
    """A dimension whose attributes name the table they are in; every table has the same columns."""
    return {"attributes": {name: {**told, "resource": resource} for name, told in attributes.items()}, **shape}
