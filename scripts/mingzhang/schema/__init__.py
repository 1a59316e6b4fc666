"""The schema of a package: fields declared once, resources that share them."""

from mingzhang.schema.catalogue import STACKED_KEY, FieldSpec, ResourceSpec, load_fields, load_resources

__all__ = ["STACKED_KEY", "FieldSpec", "ResourceSpec", "load_fields", "load_resources"]
