"""The schema of a package: fields declared once, resources that share them."""

from mingzhang.schema.catalogue import (
    STACKED_KEY,
    FieldSpec,
    ResourceSpec,
    load_fields,
    load_registry,
    load_resources,
)
from mingzhang.schema.measures import Measure, amount_fields, load_measures, side_of

__all__ = [
    "STACKED_KEY",
    "FieldSpec",
    "Measure",
    "ResourceSpec",
    "amount_fields",
    "load_fields",
    "load_measures",
    "load_registry",
    "load_resources",
    "side_of",
]
