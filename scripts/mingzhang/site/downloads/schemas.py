"""The published schemas: a Table Schema for every resource, at an address of its own that stays."""

from __future__ import annotations

import json
from typing import Any

from mingzhang.schema import ResourceSpec, load_registry, load_resources
from mingzhang.site.downloads.checksums import Outlet

SCHEMAS, STACKED = "schemas/", "schemas/stacked/"


def write_schemas(outlet: Outlet) -> None:
    """``<resource>.json`` of each resource of a package, and ``stacked/<resource>.json`` of the stacked data.

    Shared resources have the same schema in both; the registry is only among the stacked.
    """
    for name, spec in load_resources().items():
        outlet.write(f"{SCHEMAS}{name}.json", _schema(spec, stacked=False))
        outlet.write(f"{STACKED}{name}.json", _schema(spec, stacked=True))
    for name, spec in load_registry().items():
        outlet.write(f"{STACKED}{name}.json", _schema(spec, stacked=True))


def schema_path(resource: str, stacked: bool) -> str | None:
    """Where the schema of a resource is, below the site's ``data``; None of one that has none."""
    if resource in load_resources() or (stacked and resource in load_registry()):
        return f"{STACKED if stacked else SCHEMAS}{resource}.json"
    return None


def _schema(spec: ResourceSpec, stacked: bool) -> str:
    told: dict[str, Any] = {
        "name": spec.name,
        "title": spec.title,
        "title_en": spec.title_en,
        "description": " / ".join(spec.description),
        **spec.schema(stacked),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
