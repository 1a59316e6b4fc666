"""A resource as every form of the data is written from it: its columns, and its rows as often as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa

from mingzhang.site.downloads.batches import batch_of, measure_batches, read_batches, rows_of
from mingzhang.site.downloads.columns import Column, measure_columns
from mingzhang.site.packages import Package, Resource

Cells = Sequence[str]
ROWS_A_BATCH = 10_000


@dataclass(frozen=True)
class Table:
    """A resource to write: ``base`` is its path below the site's ``data`` without ``.csv``.

    ``disclosure_id`` is blank for what is stacked or shared; ``read`` gives its rows as printed, cell by cell in the
    order of ``columns``, each time anew, so that a stacked table is never in memory as a whole; ``stream`` gives them
    in batches.
    """

    resource: Resource
    base: str
    disclosure_id: str
    columns: tuple[Column, ...]
    count: int
    read: Callable[[], Iterator[Cells]]
    stream: Callable[[], Iterator[pa.RecordBatch]] | None = None

    @property
    def is_of_document(self) -> bool:
        """Whether the rows come from a document: they know their line."""
        return any(field.name == "source_line" for field in self.resource.fields)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows in batches of text columns, blank as null."""
        if self.stream:
            yield from self.stream()
            return
        names, rows = [field.name for field in self.resource.fields], self.read()
        while own := list(islice(rows, ROWS_A_BATCH)):
            yield batch_of(names, own)


def package_tables(package: Package) -> list[Table]:
    """The resources of ``package``, which are in memory already."""
    return [_package_table(package, resource) for resource in package.resources.values()]


def _package_table(package: Package, resource: Resource) -> Table:
    names = [field.name for field in resource.fields]
    rows = [[row.get(name) or "" for name in names] for row in resource.rows]
    columns, count = measure_columns(resource.fields, rows)
    base = f"packages/{package.id}/{without_suffix(resource.path)}"
    return Table(resource, base, package.id, columns, count, lambda: iter(rows))


def file_table(resource: Resource, path: Path, base: str) -> Table:
    """The ``resource`` whose rows are in the CSV at ``path``, read piece by piece."""
    names = [field.name for field in resource.fields]

    def stream() -> Iterator[pa.RecordBatch]:
        return read_batches(path, names)

    def read() -> Iterator[Cells]:
        return (row for batch in stream() for row in rows_of(batch))

    columns, count = measure_batches(resource.fields, stream())
    return Table(resource, base, "", columns, count, read, stream)


def without_suffix(path: str) -> str:
    """The path of a CSV without ``.csv``; every other form adds its own ending."""
    return path.removesuffix(".csv")
