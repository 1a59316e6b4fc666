"""What Datasette shows beside the SQLite file: titles, descriptions, licence, what each column means."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from mingzhang.site.downloads.about import About
from mingzhang.site.downloads.tables import Table
from mingzhang.site.packages import Field

_FACETS = ("disclosure_id", "role", "side", "severity", "status", "kind")
"""Columns of few values, which Datasette offers to count and to filter by."""


def datasette_metadata(tables: Sequence[Table], about: About, database: str) -> str:
    """``metadata.json`` for the file ``<database>.sqlite``, as text."""
    source = {"source": about.source, "source_url": about.page}
    licence = {"license": about.licence, "license_url": about.licence_address} if about.licence else {}
    told = {
        "title": about.title,
        "description": "\n".join(item.text for item in about.caveats),
        **licence,
        **source,
        "databases": {
            database: {
                "title": about.title,
                **licence,
                **source,
                "tables": {table.resource.name: _table(table) for table in tables},
            }
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _table(table: Table) -> dict[str, Any]:
    item = table.resource
    facets = [field.name for field in item.fields if field.name in _FACETS and table.count]
    return {
        "title": " ".join(filter(None, (item.title, item.title_en))),
        "description": item.description,
        "columns": {field.name: _says(field) for field in item.fields},
        **({"facets": facets} if facets else {}),
    }


def _says(field: Field) -> str:
    """Title, unit and description of a column, on one line."""
    title = " / ".join(filter(None, (field.title, field.title_en)))
    unit = f"（单位：{field.unit}）" if field.unit else ""
    says = "" if field.description in ("", title) else f"：{field.description}"
    return f"{title}{unit}{says}"
