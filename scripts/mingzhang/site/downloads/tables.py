"""A resource as every form of the data is written from it: its columns, and its rows as often as they are asked for."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mingzhang.site.downloads.columns import Column, measure_columns
from mingzhang.site.packages import Package, Resource

Cells = Sequence[str]


@dataclass(frozen=True)
class Table:
    """A resource to write: ``base`` is its path below the site's ``data`` without ``.csv``.

    ``disclosure_id`` is blank for what is stacked or shared; ``read`` gives its rows as printed, cell by cell in the
    order of ``columns``, each time anew, so that a stacked table is never in memory as a whole.
    """

    resource: Resource
    base: str
    disclosure_id: str
    columns: tuple[Column, ...]
    count: int
    read: Callable[[], Iterator[Cells]]

    @property
    def is_of_document(self) -> bool:
        """Whether the rows come from a document: they know their line."""
        return any(field.name == "source_line" for field in self.resource.fields)


def package_tables(package: Package) -> list[Table]:
    """The resources of ``package``, which are in memory already."""
    return [_package_table(package, resource) for resource in package.resources.values()]


def _package_table(package: Package, resource: Resource) -> Table:
    names = [field.name for field in resource.fields]

    def read() -> Iterator[Cells]:
        return ([row.get(name) or "" for name in names] for row in resource.rows)

    columns, count = measure_columns(resource.fields, read())
    return Table(resource, f"packages/{package.id}/{without_suffix(resource.path)}", package.id, columns, count, read)


def file_table(resource: Resource, path: Path, base: str) -> Table:
    """The ``resource`` whose rows are in the CSV at ``path``, read line by line."""

    def read() -> Iterator[Cells]:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows, None)
            yield from filter(None, rows)

    columns, count = measure_columns(resource.fields, read())
    return Table(resource, base, "", columns, count, read)


def without_suffix(path: str) -> str:
    """The path of a CSV without ``.csv``; every other form adds its own ending."""
    return path.removesuffix(".csv")
