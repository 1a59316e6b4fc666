"""The published schemas: a Table Schema for every resource, at an address of its own that stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mingzhang.schema import ResourceSpec, load_registry, load_resources

STACKED = "stacked"


def write_schemas(folder: Path) -> None:
    """``<resource>.json`` of each resource of a package, and ``stacked/<resource>.json`` of the stacked data.

    Shared resources have the same schema in both; the registry is only among the stacked.
    """
    (folder / STACKED).mkdir(parents=True, exist_ok=True)
    for name, spec in load_resources().items():
        _write(folder / f"{name}.json", spec, stacked=False)
        _write(folder / STACKED / f"{name}.json", spec, stacked=True)
    for name, spec in load_registry().items():
        _write(folder / STACKED / f"{name}.json", spec, stacked=True)


def _write(path: Path, spec: ResourceSpec, stacked: bool) -> None:
    told: dict[str, Any] = {
        "name": spec.name,
        "title": spec.title,
        "title_en": spec.title_en,
        "description": " / ".join(spec.description),
        **spec.schema(stacked),
    }
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
