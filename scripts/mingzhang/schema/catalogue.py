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
    not stacked. One of the ``registry`` is about the disclosures; only the stacked data have it.
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
    registry: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(spec.name for spec in self.fields)

    def schema(self, stacked: bool = False) -> dict[str, Any]:
        """The Table Schema; ``stacked`` puts ``disclosure_id`` in front of fields and keys."""
        prefix = [STACKED_KEY] if stacked and not self.shared and not self.registry else []
        fields = [load_fields()[STACKED_KEY].descriptor] if prefix else []
        schema: dict[str, Any] = {"fields": [*fields, *(spec.descriptor for spec in self.fields)]}
        if self.key:
            schema["primaryKey"] = [*prefix, *self.key]
        refers = {f: t for f, t in self.refers.items() if not (prefix and f in self.optional)}
        keys = [self._foreign_key(field, target, prefix) for field, target in refers.items()]
        if prefix:
            keys.insert(0, _REGISTERED)
        if keys:
            schema["foreignKeys"] = keys
        return schema

    def _foreign_key(self, field: str, target: str, prefix: list[str]) -> dict[str, Any]:
        spec = _all_resources()[target]
        above = [] if spec.shared or spec.registry else prefix
        return {
            "fields": [*above, field],
            "reference": {"resource": target, "fields": [*above, spec.key[0]]},
        }


_REGISTERED = {"fields": [STACKED_KEY], "reference": {"resource": "disclosures", "fields": [STACKED_KEY]}}
"""Every stacked row is of a disclosure that the registry knows."""


def read_declaration(name: str) -> dict[str, Any]:
    """One of the declarations in this folder."""
    text = resources.files("mingzhang").joinpath(f"schema/{name}").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


@lru_cache(maxsize=1)
def load_fields() -> dict[str, FieldSpec]:
    """Every field by the key it is declared under."""
    return {key: _field(key, data) for key, data in read_declaration("fields.yml").items()}


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
def _all_resources() -> dict[str, ResourceSpec]:
    return {name: _resource(name, data) for name, data in read_declaration("resources.yml").items()}


@lru_cache(maxsize=1)
def load_resources() -> dict[str, ResourceSpec]:
    """Every resource of a package by name, in the order of the contract."""
    return {name: spec for name, spec in _all_resources().items() if not spec.registry}


@lru_cache(maxsize=1)
def load_registry() -> dict[str, ResourceSpec]:
    """The resources about the disclosures themselves, which only the stacked data have."""
    return {name: spec for name, spec in _all_resources().items() if spec.registry}


def _resource(name: str, data: dict[str, Any]) -> ResourceSpec:
    shared, registry = data.get("shared", False), data.get("registry", False)
    names = data["fields"] if shared or registry else [*data["fields"], "source_line"]
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
        registry=registry,
    )
