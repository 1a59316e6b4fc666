"""What the site offers for download: packages and stacked tables in every form, archives, and the index of all of it.

Whatever concerns one disclosure is made from that disclosure alone (``package_files``). What holds all of them is put
together of stacked tables, read batch by batch, and of finished archives: no package is in memory (``write_whole``).
The index comes last, the checksums after it (``build``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from mingzhang.project import Project
from mingzhang.site.downloads.about import About, about_all
from mingzhang.site.downloads.caveats import COUNTED
from mingzhang.site.downloads.checksums import Download, Outlet, measure_file
from mingzhang.site.downloads.database import write_database
from mingzhang.site.downloads.datasette import datasette_metadata
from mingzhang.site.downloads.fiscal import write_fiscal
from mingzhang.site.downloads.guard import format_line, guard_batch, guard_csv
from mingzhang.site.downloads.guarded_package import (
    DESCRIPTOR,
    describe_published,
    table_columns,
    to_json,
)
from mingzhang.site.downloads.index import index_name, write_index
from mingzhang.site.downloads.notes import notes
from mingzhang.site.downloads.package_files import form_addresses, is_archived, parquet_metadata, write_package
from mingzhang.site.downloads.parquet import write_parquet
from mingzhang.site.downloads.records import write_json
from mingzhang.site.downloads.schemas import write_schemas
from mingzhang.site.downloads.tables import Table, file_table, without_suffix
from mingzhang.site.downloads.workbook import write_workbook
from mingzhang.site.downloads.zips import ZipWriter
from mingzhang.site.packages import Package, PackageHead, describe_resource, read_descriptor

WHOLE = "mingzhang"
_IN_REPOSITORY = "data/"
"""Before the paths of the root descriptor's resources; on the site it stands beside them."""
STACKED_FORMS = ("json", "parquet")
"""Of a stacked table besides its CSV; its sheet is in the workbook of everything."""
MOST_CELLS = 600_000
"""Cells of the workbook of everything; the tables with most are left out, and it says so."""


def write_downloads(project: Project, packages: Sequence[Package], folder: Path, address: str) -> None:
    """Everything to download into ``folder`` (the site's ``data``) but its checksums.

    ``address`` is where the site is published, absolute, ending with ``/``: what leaves the site names its place.
    """
    licence = read_licence(project)
    own = [write_package(package, folder, address, licence) for package in packages]
    indices = {package.id: files[index_name(package.id)] for package, files in zip(packages, own, strict=True)}
    write_whole(project, packages, folder, address, indices)


def write_whole(
    project: Project,
    packages: Sequence[PackageHead],
    folder: Path,
    address: str,
    indices: Mapping[str, Download] | None = None,
) -> dict[str, Download]:
    """What holds all ``packages``, whose own files are in ``folder`` (``write_package``); every file that was written.

    ``indices`` are the sizes and hashes of their own indices by disclosure, where they are known.
    """
    outlet = Outlet(folder)
    write_schemas(outlet)
    descriptor = read_descriptor(project.datapackage) if project.datapackage.is_file() else {}
    version = str(descriptor.get("version") or "")
    write_fiscal(packages, outlet, version)
    tables = _stacked_tables(project, descriptor)
    about = about_all(descriptor, packages, address, count_values(tables))
    _write_stacked(project, descriptor, tables, about, outlet, address)
    if descriptor:
        for name, text in notes(about, tables, read_licence(project)).items():
            outlet.write(name, text)
    if tables:
        _write_files_of_all(tables, about, outlet)
    _write_archive(outlet, packages)
    known = indices or {package.id: measure_file(folder / index_name(package.id)) for package in packages}
    write_index(outlet, [(package, known[package.id]) for package in packages], about, tables, address)
    return outlet.files


def _stacked_tables(project: Project, descriptor: Mapping[str, Any]) -> list[Table]:
    return [
        file_table(
            describe_resource(item),
            project.root / item["path"],
            without_suffix(item["path"].removeprefix(_IN_REPOSITORY)),
        )
        for item in descriptor.get("resources", [])
    ]


def count_values(tables: Sequence[Table]) -> dict[str, Counter[str]]:
    """How many rows there are of each value, of the tables and columns of ``COUNTED``."""
    counts: dict[str, Counter[str]] = {}
    for table in tables:
        name = table.resource.name
        if name in COUNTED and any(field.name == COUNTED[name] for field in table.resource.fields):
            counts[name] = Counter()
            for batch in table.batches():
                for value in pc.value_counts(batch.column(COUNTED[name])).to_pylist():
                    counts[name][value["values"] or ""] += value["counts"]
    return counts


def _write_stacked(
    project: Project, descriptor: dict[str, Any], tables: Sequence[Table], about: About, outlet: Outlet, address: str
) -> None:
    """The stacked tables and what all packages share in every form, with their descriptor."""
    items = descriptor.get("resources", [])
    bare = [{**item, "path": item["path"].removeprefix(_IN_REPOSITORY)} for item in items]
    files, formats = {}, {}
    for item, table in zip(bare, tables, strict=True):
        files[item["path"]] = _write_csv(table, item, outlet)
        write_json(table, outlet.place(f"{table.base}.json"))
        own = about.of_table(table.resource.name)
        write_parquet(table, parquet_metadata(table, own), outlet.place(f"{table.base}.parquet"))
        for form in STACKED_FORMS:
            outlet.add(f"{table.base}.{form}")
        formats[item["path"]] = form_addresses(table, STACKED_FORMS, address)
    _write_others(project, outlet)
    if descriptor:
        told = describe_published({**descriptor, "resources": bare}, files, formats)
        outlet.write(DESCRIPTOR, to_json(told))


def _write_csv(table: Table, item: Mapping[str, Any], outlet: Outlet) -> Download:
    """The guarded CSV of a stacked table."""
    name, columns = f"{table.base}.csv", table_columns(item)
    with outlet.place(name).open("wb") as file:
        file.write(f"{format_line([field.name for field in table.resource.fields])}\n".encode())
        for batch in table.batches():
            file.write(guard_batch(batch, columns))
    return outlet.add(name)


def _write_others(project: Project, outlet: Outlet) -> None:
    """Whatever else stands beside the stacked tables."""
    for source in (project.tables, project.classifications, project.audit, project.registry):
        for path in sorted(found for found in source.rglob("*") if found.is_file()):
            name = f"{source.name}/{path.relative_to(source).as_posix()}"
            if name not in outlet.files:
                outlet.write(name, guard_csv(path.read_bytes()) if path.suffix == ".csv" else path.read_bytes())


def _write_files_of_all(tables: Sequence[Table], about: About, outlet: Outlet) -> None:
    write_database(tables, about, outlet.place(f"{WHOLE}.sqlite"))
    outlet.write(f"{WHOLE}-metadata.json", datasette_metadata(tables, about, WHOLE))
    held = _that_fit(tables)
    absent = [
        f"{table.resource.title}（{table.count} 行）太长，不在本工作簿：{about.data}{table.base}.csv（或 .parquet）"
        for table in tables
        if table not in held
    ]
    write_workbook(held, about, outlet.place(f"{WHOLE}.xlsx"), absent=absent)
    for form in ("sqlite", "xlsx"):
        outlet.add(f"{WHOLE}.{form}")


def _that_fit(tables: Sequence[Table]) -> list[Table]:
    """The tables that one workbook holds, in their order: the smallest, as many as have ``MOST_CELLS`` together."""
    left, held = MOST_CELLS, set()
    for table in sorted(tables, key=lambda table: table.count * len(table.columns)):
        left -= table.count * len(table.columns)
        if left >= 0:
            held.add(table.resource.name)
    return [table for table in tables if table.resource.name in held]


def _write_archive(outlet: Outlet, packages: Sequence[PackageHead]) -> None:
    """``mingzhang.zip``: what is stacked or shared, schemas, the fiscal view; each package as in its own archive."""
    names = [name for name in outlet.files if is_archived(name) or name.startswith("schemas/")]
    archives = {f"packages/{package.id}/": outlet.folder / f"{package.id}.zip" for package in packages}
    with ZipWriter(outlet.place(f"{WHOLE}.zip")) as archive:
        for name in sorted([*names, *archives]):
            if name in archives:
                archive.add_archive(name, archives[name])
            else:
                archive.add_file(name, outlet.folder / name)
    outlet.add(f"{WHOLE}.zip")


def read_licence(project: Project) -> str:
    """The text of the data's licence; blank when the project holds none."""
    path = project.root / "data" / "LICENSE.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""
