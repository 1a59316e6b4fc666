"""``datapackage.json``: of one disclosure, and of the whole repository."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from mingzhang import __version__
from mingzhang.convert import Converted
from mingzhang.schema import ResourceSpec
from mingzhang.sources import Disclosure

SOURCE_TEXT = "reading/source.txt"
"""The source as lines of text, personal data masked: line N of this file is line N of the source."""
KIND_TITLES = {"budget": "预算", "final": "决算"}
LICENCES = {
    "CC-BY-4.0": {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    }
}
_WRANGLER = {"title": "明账 Mingzhang", "role": "wrangler"}


def describe_resource(spec: ResourceSpec, path: str, content: bytes, stacked: bool = False) -> dict[str, Any]:
    """The descriptor of one CSV file, with its size and hash."""
    return {
        "name": spec.name,
        "title": spec.title,
        "title_en": spec.title_en,
        "description": " / ".join(spec.description),
        "group": spec.group,
        "profile": "tabular-data-resource",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": spec.schema(stacked),
    }


def describe_disclosure(converted: Converted, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The descriptor of one disclosure's package; what is not of the standard stands under ``mingzhang``."""
    disclosure = converted.disclosure
    unit = disclosure.unit
    kind = KIND_TITLES[disclosure.kind]
    return {
        "profile": "data-package",
        "name": disclosure.id,
        "title": f"{unit.name} {disclosure.year} 年{disclosure.scope}{kind}",
        "description": f"{unit.name}公开的《{disclosure.title}》，由明账转换为可计算的数据；金额为万元，照原文。",
        "version": __version__,
        "licenses": [_licence(disclosure.licence)],
        "sources": [
            {"title": disclosure.title, "file": file.name, "hash": f"sha256:{file.sha256}"} for file in disclosure.files
        ],
        "contributors": [{"title": disclosure.attribution, "role": "publisher"}, _WRANGLER],
        "mingzhang": {
            "made_by": {"name": "mingzhang", "version": __version__},
            "disclosure_id": disclosure.id,
            "unit_id": unit.id,
            "unit": {
                "name": unit.name,
                "division_code": unit.division_code,
                "region": list(unit.region),
                "body_kind": unit.body_kind,
            },
            "year": disclosure.year,
            "kind": disclosure.kind,
            "title": disclosure.title,
            "scope": disclosure.scope,
            "published": disclosure.published.isoformat() if disclosure.published else None,
            "added": disclosure.added.isoformat() if disclosure.added else None,
            **_replaced(disclosure),
            "source_file": disclosure.file,
            "source_lines": converted.source_lines,
            "source_text": SOURCE_TEXT,
            **_origin(converted),
        },
        "resources": resources,
    }


def _replaced(disclosure: Disclosure) -> dict[str, Any]:
    """When its files were published anew, the former main file of each time."""
    told = [
        {"date": item.date.isoformat(), "hash": f"sha256:{item.sha256}", "reason": item.reason}
        for item in disclosure.replaced
    ]
    return {"replaced": told} if told else {}


def _origin(converted: Converted) -> dict[str, Any]:
    """That the text was extracted from other formats, and on which line each page (or sheet) and file begins."""
    pages = [
        {"line": p.line, "file": p.file, "page": p.page or None, **({"sheet": True} if p.is_sheet else {})}
        for p in converted.source.pages
    ]
    told: dict[str, Any] = {"source_extracted": True} if converted.source.extracted else {}
    return told | ({"source_pages": pages} if pages else {})


def describe_repository(packages: Sequence[Mapping[str, Any]], resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The descriptor of all disclosures stacked, out of their own descriptors."""
    publishers = {c["title"] for package in packages for c in package["contributors"] if c["role"] == "publisher"}
    licences = {licence["name"]: licence for package in packages for licence in package["licenses"]}
    return {
        "profile": "data-package",
        "name": "mingzhang",
        "title": "明账：政府预算与决算公开数据",
        "description": (
            "政府单位依法公开的预算、决算，逐表转换为可计算的数据。每行以 disclosure_id 注明出自哪份公开文件，"
            "以 source_line 注明原文行号；金额单位为万元，照原文印刷。"
        ),
        "version": __version__,
        "licenses": [licences[name] for name in sorted(licences)] or [_licence("CC-BY-4.0")],
        "sources": [
            {"disclosure_id": package["name"], **source} for package in packages for source in package["sources"]
        ],
        "contributors": [*({"title": title, "role": "publisher"} for title in sorted(publishers)), _WRANGLER],
        "resources": resources,
    }


def _licence(name: str) -> dict[str, str]:
    return LICENCES.get(name, {"name": name, "title": name})


def to_json(descriptor: Mapping[str, Any]) -> bytes:
    """A descriptor as a file's bytes, keys in the order given."""
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
