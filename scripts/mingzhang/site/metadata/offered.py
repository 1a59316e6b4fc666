"""The files that a data set is offered as, with their media types: for schema.org and for DCAT."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mingzhang.site.downloads.checksums import Download
from mingzhang.site.packages import Package, Resource

IN_REPOSITORY = "data/"
"""Before the paths of stacked resources in the root descriptor; on the site they are below the same folder."""


@dataclass(frozen=True)
class Media:
    """A media type of IANA's, and the name of the format in the file type table of the EU (blank: it has none)."""

    type: str
    eu: str = ""


_MEDIA = {
    "datapackage.json": Media("application/vnd.datapackage+json", "JSON"),
    "csv": Media("text/csv", "CSV"),
    "json": Media("application/json", "JSON"),
    "parquet": Media("application/vnd.apache.parquet"),
    "sqlite": Media("application/vnd.sqlite3"),
    "xlsx": Media("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
    "zip": Media("application/zip", "ZIP"),
}
_WHOLE = {"zip": "全部表（CSV，zip）", "xlsx": "Excel 工作簿", "sqlite": "SQLite 数据库"}
_TABLE_FORMS = ("csv", "json", "parquet")


@dataclass(frozen=True)
class Offered:
    """A file to download at ``path`` below the site's ``data``; ``resource`` is the table that it holds, if one."""

    path: str
    title: str
    file: Download
    resource: str = ""

    @property
    def media(self) -> Media:
        """What kind of file it is."""
        name = self.path.rpartition("/")[2]
        return _MEDIA.get(name) or _MEDIA[name.rpartition(".")[2]]


def whole_of(package: Package, downloads: Mapping[str, Download]) -> list[Offered]:
    """The disclosure in one file: zip, workbook, and the descriptor of its package."""
    named = {f"{package.id}.{form}": _WHOLE[form] for form in ("zip", "xlsx")}
    named[f"packages/{package.id}/datapackage.json"] = "数据包描述 datapackage.json"
    return [Offered(path, title, downloads[path]) for path, title in named.items() if path in downloads]


def tables_of(package: Package, downloads: Mapping[str, Download]) -> list[Offered]:
    """The CSV of every table of the disclosure that has rows; what all disclosures share is left out."""
    paths = [
        (resource, f"packages/{package.id}/{resource.path}")
        for resource in package.resources.values()
        if resource.rows and any(field.name == "source_line" for field in resource.fields)
    ]
    return [
        Offered(path, f"{resource.title}（CSV）", downloads[path], resource.name)
        for resource, path in paths
        if path in downloads
    ]


def whole_of_all(downloads: Mapping[str, Download]) -> list[Offered]:
    """All disclosures in one file."""
    named = {f"mingzhang.{form}": title for form, title in _WHOLE.items()}
    named["datapackage.json"] = "数据包描述 datapackage.json"
    return [Offered(path, title, downloads[path]) for path, title in named.items() if path in downloads]


def stacked_tables(resources: list[Resource], downloads: Mapping[str, Download]) -> list[Offered]:
    """Every stacked table in every form that there is."""
    stems = [(item, item.path.removeprefix(IN_REPOSITORY).removesuffix("csv")) for item in resources]
    paths = [(item, f"{stem}{form}", form) for item, stem in stems for form in _TABLE_FORMS]
    return [
        Offered(path, f"{item.title}（{_form_name(form)}）", downloads[path], item.name)
        for item, path, form in paths
        if path in downloads
    ]


def _form_name(form: str) -> str:
    return form.upper() if form != "parquet" else "Parquet"
