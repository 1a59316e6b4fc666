"""The data dictionary: every resource by group, with what its columns mean in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mingzhang.site.packages import Field, ForeignKey, Resource
from mingzhang.site.reference.sizes import format_size
from mingzhang.site.reference.words import GROUPS, VALUES

_BETWEEN = " / "  # stands between the Chinese and the English of a description
_MANY = 2  # resources from which on a column of all is told once


@dataclass(frozen=True)
class ColumnView:
    """One column: its values with their meaning, and in words what the schema asks of it."""

    field: Field
    description: str
    description_en: str
    values: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class ResourceView:
    """One resource; ``columns`` and ``keys`` without those that all have; ``common`` names these columns."""

    resource: Resource
    description: str
    description_en: str
    columns: tuple[ColumnView, ...]
    common: tuple[str, ...]
    keys: tuple[ForeignKey, ...]
    size: str

    @property
    def is_published(self) -> bool:
        """Whether its path is one of the site's."""
        return self.resource.path.startswith("data/")


@dataclass(frozen=True)
class GroupView:
    """The resources of one group."""

    anchor: str
    title: str
    title_en: str
    resources: tuple[ResourceView, ...]

    @property
    def is_shared(self) -> bool:
        """Whether its tables are no stacked ones: all disclosures have the same rows, or they are about disclosures."""
        return not any(item.resource.path.startswith("data/tables/") for item in self.resources)


@dataclass(frozen=True)
class Dictionary:
    """All groups; ``common`` are the columns of every resource that comes from documents."""

    groups: tuple[GroupView, ...]
    common: tuple[ColumnView, ...]

    @property
    def titles(self) -> dict[str, str]:
        """The title of every resource by name."""
        return {item.resource.name: item.resource.title for group in self.groups for item in group.resources}


def build_dictionary(resources: Sequence[Resource]) -> Dictionary:
    """The dictionary of ``resources``, in their order within the order of the groups."""
    common = _common_columns(resources)
    names = [*GROUPS, *dict.fromkeys(item.group for item in resources if item.group not in GROUPS)]
    groups = []
    for place, name in enumerate(names, start=1):
        members = tuple(_resource(item, set(common)) for item in resources if item.group == name)
        if members:
            title, title_en = GROUPS.get(name, (name or "其他", ""))
            groups.append(GroupView(f"group-{place}", title, title_en, members))
    return Dictionary(tuple(groups), tuple(_column("", field) for field in common.values()))


def _common_columns(resources: Sequence[Resource]) -> dict[str, Field]:
    """The columns that all resources with a source line have."""
    own = [{field.name: field for field in item.fields} for item in resources]
    own = [fields for fields in own if "source_line" in fields]
    if len(own) < _MANY:
        return {}
    return {name: field for name, field in own[0].items() if all(name in fields for fields in own)}


def _resource(item: Resource, common: set[str]) -> ResourceView:
    description, english = _languages(item.description, item.title, item.title_en)
    return ResourceView(
        resource=item,
        description=description,
        description_en=english,
        columns=tuple(_column(item.name, field) for field in item.fields if field.name not in common),
        common=tuple(field.name for field in item.fields if field.name in common),
        keys=tuple(key for key in item.foreign_keys if not set(key.columns) <= common),
        size=format_size(item.size),
    )


def _column(resource: str, field: Field) -> ColumnView:
    description, english = _languages(field.description, field.title, field.title_en)
    words = VALUES.get(f"{resource}.{field.name}") or VALUES.get(field.name) or {}
    keys = [str(key) for key in field.constraints.get("enum", ())]
    values = tuple((key, words.get(key, "")) for key in keys)
    if any(word and key in description for key, word in values):
        description = ""  # it says what the values already tell
    return ColumnView(field, description, english, values, _rules(field))


def _rules(field: Field) -> tuple[str, ...]:
    constraints = field.constraints
    found = (
        ("必填" if constraints.get("required") else ""),
        ("不重复" if constraints.get("unique") else ""),
        (f"不小于 {constraints['minimum']}" if "minimum" in constraints else ""),
        (f"格式 {constraints['pattern']}" if "pattern" in constraints else ""),
    )
    return tuple(filter(None, found))


def _languages(text: str, title: str, title_en: str) -> tuple[str, str]:
    """A description in Chinese and in English; blank where it only says the title again."""
    chinese, _, english = text.partition(_BETWEEN)
    return ("" if chinese == title else chinese), ("" if english == title_en else english)
