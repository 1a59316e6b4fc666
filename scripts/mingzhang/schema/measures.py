"""The measure vocabulary: what the amounts of the statutory tables measure, as declared in ``measures.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from mingzhang.schema.catalogue import FieldSpec, ResourceSpec, load_resources, read_declaration

STATEMENT = "statement"
_SIDES = {"revenue": "revenue", "carryover": ""}
"""Side of the tables that do not print it; every other one is of expenditure, 上年结转结余 of neither."""


@dataclass(frozen=True)
class Measure:
    """One column of money of the statutory tables; blank attributes do not apply (``measures.yml`` explains them)."""

    name: str
    title: str
    title_en: str
    part_of: str = ""
    side: str = ""
    nature: str = "flow"
    phase: str = ""
    fund: str = ""
    character: str = ""
    economic: str = ""


def amount_fields(spec: ResourceSpec) -> tuple[FieldSpec, ...]:
    """The columns of a statutory table that hold amounts; none of another resource."""
    return tuple(field for field in spec.fields if field.is_amount) if spec.group == STATEMENT else ()


def side_of(table: str, measure: Measure) -> str:
    """``revenue``, ``expenditure`` or neither (blank): what an amount is where its row does not say it."""
    if measure.nature == "balance":
        return ""
    return measure.side or _SIDES.get(table, "expenditure")


@lru_cache(maxsize=1)
def load_measures() -> Mapping[str, Measure]:
    """Every measure by name, in the order of ``measures.yml``.

    Raises:
        ValueError: a column of money without an entry, or an entry without a column.
    """
    fields = {field.name: field for spec in load_resources().values() for field in amount_fields(spec)}
    told = read_declaration("measures.yml")
    if fields.keys() != told.keys():
        raise ValueError(f"measures.yml: {sorted(fields.keys() ^ told.keys())} stand on one side only")
    return {
        name: Measure(name, str(fields[name].descriptor["title"]), str(fields[name].descriptor["title_en"]), **more)
        for name, more in told.items()
    }
