"""The form of the index of downloads, as a JSON Schema (draft 2020-12), and the formats that it names."""

from __future__ import annotations

from typing import Any

SCHEMA = "index.schema.json"
MEDIA_TYPES = {
    "csv": ("csv", "text/csv"),
    "json": ("json", "application/json"),
    "jsonld": ("jsonld", "application/ld+json"),
    "parquet": ("parquet", "application/vnd.apache.parquet"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "sqlite": ("sqlite", "application/vnd.sqlite3"),
    "zip": ("zip", "application/zip"),
    "md": ("md", "text/markdown"),
    "cff": ("cff", "application/yaml"),
    "txt": ("txt", "text/plain"),
    "xml": ("xml", "application/xml"),
    "html": ("html", "text/html"),
}
"""By a file's ending: the short name of its format, and its media type (IANA where it has one)."""

_DISCLOSURE_ID = r"^[a-z0-9-]+-[0-9]{4}-(budget|final)$"
_ADDRESS = {"type": "string", "format": "uri"}
_SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_BYTES = {"type": "integer", "minimum": 0}
_PATH = {"type": "string", "pattern": "^[^/].*$", "description": "below the site's data/"}


def _or_null(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": [kind, "null"], **more}


def _object(properties: dict[str, Any], *optional: str) -> dict[str, Any]:
    """An object that has all ``properties`` but the ``optional`` ones, and no other."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


_FILE = _object(
    {
        "path": _PATH,
        "url": _ADDRESS,
        "resource": _or_null(
            "string", description="the table that the file holds; null of an archive, a note, a descriptor"
        ),
        "disclosure_id": _or_null("string", description="null of what is stacked or shared"),
        "format": {"type": "string"},
        "mediatype": {"type": "string", "pattern": "^[a-z]+/.+$"},
        "rows": _or_null("integer", minimum=0, description="rows of the table, the header not counted"),
        "bytes": _BYTES,
        "sha256": _SHA256,
        "schema": _or_null("string", description="path, below data/, of the table's published Table Schema"),
    }
)
_DISCLOSURE = _object(
    {
        "disclosure_id": {"type": "string", "pattern": _DISCLOSURE_ID},
        "title": {"type": "string"},
        "unit": {"type": "string"},
        "division_code": _or_null("string"),
        "year": {"type": "integer"},
        "kind": {"enum": ["budget", "final"]},
        "page": _ADDRESS,
        "path": _PATH,
        "url": _ADDRESS,
        "bytes": _BYTES,
        "sha256": _SHA256,
    }
)


def index_schema(address: str) -> dict[str, Any]:
    """The JSON Schema of ``data/index.json`` and ``data/packages/<id>/index.json``; ``address`` is its own."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": "Index of downloads",
        "description": (
            "Every file below data/, with its size, SHA-256 and rows. data/index.json names what is stacked or shared "
            "and, under `disclosures`, the index of each disclosure; that has `disclosure_id` and names its files. No "
            "index names an index, the list of checksums or the page data/index.html."
        ),
        **_object(
            {
                "schema": _ADDRESS,
                "name": {"type": "string"},
                "title": {"type": "string"},
                "version": {"type": "string"},
                "licence": _object({"name": {"type": "string"}, "url": _or_null("string", format="uri")}),
                "citation": {"type": "string"},
                "site": {**_ADDRESS, "pattern": "/$"},
                "disclosure_id": {"type": "string", "pattern": _DISCLOSURE_ID},
                "page": _ADDRESS,
                "checksums": _object({"path": _PATH, "url": _ADDRESS}),
                "files": {"type": "array", "items": _FILE},
                "disclosures": {"type": "array", "items": _DISCLOSURE},
            },
            *("disclosure_id", "page", "checksums", "disclosures"),
        ),
        "oneOf": [{"required": ["disclosure_id", "page"]}, {"required": ["disclosures", "checksums"]}],
    }
