"""The resources of a package and their fields, as declared in ``fields.yml`` and ``resources.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

STACKED_KEY = "disclosure_id"


@dataclass(frozen=True)
class FieldSpec:
    """One column: its name and its Data Package descriptor; ``is_amount`` tells money in 万元."""

    name: str
    descriptor: Mapping[str, Any]
    is_amount: bool


@dataclass(frozen=True)
class ResourceSpec:
    """One resource: titles, where its file is in a package, fields in order, keys.

    ``group`` is what it belongs to (``statement``: the statutory tables). ``refers`` gives for a field the
    resource whose key it holds; the fields of ``optional`` may be blank. A ``shared``
    resource is the same for every disclosure: it has no source lines and is
    not stacked.
    """

    name: str
    title: str
    title_en: str
    description: tuple[str, str]
    path: str
    fields: tuple[FieldSpec, ...]
    key: tuple[str, ...]
    refers: Mapping[str, str]
    optional: tuple[str, ...]
    shared: bool
    group: str

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(spec.name for spec in self.fields)

    def schema(self, stacked: bool = False) -> dict[str, Any]:
        """The Table Schema; ``stacked`` puts ``disclosure_id`` in front of fields and keys."""
        prefix = [STACKED_KEY] if stacked and not self.shared else []
        fields = [load_fields()[STACKED_KEY].descriptor] if prefix else []
        schema: dict[str, Any] = {"fields": [*fields, *(spec.descriptor for spec in self.fields)]}
        if self.key:
            schema["primaryKey"] = [*prefix, *self.key]
        refers = {f: t for f, t in self.refers.items() if not (prefix and f in self.optional)}
        if refers:
            schema["foreignKeys"] = [self._foreign_key(field, target, prefix) for field, target in refers.items()]
        return schema

    def _foreign_key(self, field: str, target: str, prefix: list[str]) -> dict[str, Any]:
        shared = load_resources()[target].shared
        own = [field] if shared else [*prefix, field]
        key = load_resources()[target].key[0]
        return {"fields": own, "reference": {"resource": target, "fields": [key] if shared else [*prefix, key]}}


def _read(name: str) -> dict[str, Any]:
    text = resources.files("mingzhang").joinpath(f"schema/{name}").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


@lru_cache(maxsize=1)
def load_fields() -> dict[str, FieldSpec]:
    """Every field by the key it is declared under."""
    return {key: _field(key, data) for key, data in _read("fields.yml").items()}


def _field(key: str, data: dict[str, Any]) -> FieldSpec:
    name = data.get("name", key)
    is_amount = data.get("type") == "amount"
    zh, en = data.get("description", [data["zh"], data["en"]])
    descriptor: dict[str, Any] = {
        "name": name,
        "title": data["zh"],
        "title_en": data["en"],
        "description": f"{zh} / {en}",
        "type": "number" if is_amount else data.get("type", "string"),
    }
    if is_amount:
        descriptor["unit"] = "万元"
    if "constraints" in data:
        descriptor["constraints"] = data["constraints"]
    return FieldSpec(name, descriptor, is_amount)


@lru_cache(maxsize=1)
def load_resources() -> dict[str, ResourceSpec]:
    """Every resource by name, in the order of the contract."""
    return {name: _resource(name, data) for name, data in _read("resources.yml").items()}


def _resource(name: str, data: dict[str, Any]) -> ResourceSpec:
    shared = data.get("shared", False)
    names = data["fields"] if shared else [*data["fields"], "source_line"]
    refers = dict(data.get("refers", {}))
    if "class" in data:
        refers = {"code": f"{data['class']}_classification", **refers}
    zh, en = data.get("description", [data["zh"], data["en"]])
    return ResourceSpec(
        name=name,
        title=data["zh"],
        title_en=data["en"],
        description=(zh, en),
        path=data.get("path", f"{name}.csv"),
        fields=tuple(load_fields()[field] for field in names),
        key=tuple(data["key"]),
        refers=refers,
        optional=tuple(data.get("optional", [])),
        shared=shared,
        group=data["group"],
    )
