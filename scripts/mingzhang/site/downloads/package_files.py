"""Every form of one disclosure, made from it alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import pyarrow as pa

from mingzhang.site.downloads.about import About, about_package
from mingzhang.site.downloads.checksums import SUMS, Download, Outlet, format_sums
from mingzhang.site.downloads.guarded_package import DESCRIPTOR, describe_published, publish_files, to_json
from mingzhang.site.downloads.index import write_package_index
from mingzhang.site.downloads.notes import notes
from mingzhang.site.downloads.parquet import write_parquet
from mingzhang.site.downloads.records import json_lines
from mingzhang.site.downloads.tables import Table, package_tables
from mingzhang.site.downloads.workbook import pack_sheet, write_table_workbook, write_workbook
from mingzhang.site.downloads.zips import Packed, write_zip
from mingzhang.site.packages import Package, read_descriptor

FORMS = ("json", "parquet", "xlsx")
"""The forms of one table besides its CSV, by the ending of their files."""
_IN_ZIP = frozenset({".csv", ".txt", ".md", ".cff"})


def write_package(package: Package, folder: Path, address: str, licence: str = "") -> dict[str, Download]:
    """The ``package`` in every form: ``packages/<id>/…``, ``<id>.zip``, ``<id>.xlsx``; every file that was written.

    Made from this package alone. A resource without rows has its CSV only; of what all disclosures share the other
    forms are beside the stacked tables. Earlier versions that stand in ``folder`` (``versions/<id>``) are listed in
    the index of the disclosure, which is ``packages/<id>/index.json``.
    """
    outlet, target = Outlet(folder), f"packages/{package.id}/"
    about, tables = about_package(package, address), package_tables(package)
    descriptor = read_descriptor(package.folder / DESCRIPTOR)
    files = publish_files(package.folder, outlet, target, descriptor)
    formats, sheets = {}, {}
    for table in tables:
        is_own = table.is_of_document and table.count
        if table.count:
            sheets[table.resource.name] = pack_sheet(table)
        if is_own:
            _write_forms(table, about.of_table(table.resource.name), outlet, sheets[table.resource.name])
        formats[table.resource.path] = form_addresses(table, FORMS if is_own else (), address)
    outlet.write(f"{target}{DESCRIPTOR}", to_json(describe_published(descriptor, files, formats)))
    for name, text in notes(about, tables, licence).items():
        outlet.write(f"{target}{name}", text)
    archived = [folder / name for name in outlet.files if is_archived(name)]
    write_zip(folder / target, archived, outlet.place(f"{package.id}.zip"))
    outlet.add(f"{package.id}.zip")
    write_workbook(tables, about, outlet.place(f"{package.id}.xlsx"), sheets)
    outlet.add(f"{package.id}.xlsx")
    outlet.write(f"{target}{SUMS}", format_sums(outlet.files))
    write_package_index(outlet, package, about, tables, address)
    return outlet.files


def _write_forms(table: Table, about: About, outlet: Outlet, sheet: Packed) -> None:
    """A table of a disclosure in each of ``FORMS`` beside its CSV."""
    outlet.write(f"{table.base}.json", "".join(json_lines(table)))
    sink = pa.BufferOutputStream()
    write_parquet(table, parquet_metadata(table, about), sink)
    outlet.write(f"{table.base}.parquet", sink.getvalue().to_pybytes())
    write_table_workbook(table, sheet, about, outlet.place(f"{table.base}.xlsx"))
    outlet.add(f"{table.base}.xlsx")


def parquet_metadata(table: Table, about: About) -> dict[str, str]:
    """What a Parquet file says of itself."""
    item = table.resource
    own = {"name": item.name, "resource_title": item.title, "resource_title_en": item.title_en}
    return {**own, "description": item.description, **about.metadata()}


def form_addresses(table: Table, forms: Iterable[str], address: str) -> dict[str, str]:
    """The absolute address of every form of ``table``; ``address`` is the site's."""
    return {form: f"{address}data/{table.base}.{form}" for form in ("csv", *forms)}


def is_archived(name: str) -> bool:
    """Whether an archive holds the file: CSVs, what describes them, notes, and the source's text."""
    path = PurePosixPath(name)
    return path.suffix in _IN_ZIP or path.name == DESCRIPTOR
