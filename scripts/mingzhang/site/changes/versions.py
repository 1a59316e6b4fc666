"""Earlier versions of disclosures, as the package stage kept them (``data/versions``)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mingzhang.changes.model import RowChange
from mingzhang.changes.table import read_changes
from mingzhang.project import Project
from mingzhang.site.packages import Package, PackageError, read_descriptor

REPLACED, CORRECTED = "replaced", "corrected"
DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Version:
    """Version ``number`` of a disclosure, and what differs from the one after it.

    ``cause`` is ``replaced`` or ``corrected``; ``date`` (blank where nobody told) and ``reason`` are those of the
    change, ``source_path`` where its source text is, below ``path``. ``is_last``: the one after it is what stands now.
    """

    folder: Path
    number: int
    cause: str
    date: str
    reason: str
    files_before: tuple[str, ...]
    files_after: tuple[str, ...]
    changes: tuple[RowChange, ...]
    source_path: str = ""
    is_last: bool = False

    @property
    def path(self) -> str:
        """The address of its files, from the site's top."""
        return f"data/versions/{self.folder.parent.name}/{self.number}/"

    @property
    def archive(self) -> str:
        """The address of all of them in one archive, from the site's top."""
        return f"{self.path.removesuffix('/')}.zip"


def read_versions(project: Project, packages: Iterable[Package]) -> dict[str, tuple[Version, ...]]:
    """The versions kept of each of ``packages`` that has any, the oldest first, by disclosure id.

    A version that equals what stands is none: a build was killed before the package took its place.

    Raises:
        PackageError: one is not as the package stage left it.
    """
    found = {package.id: versions_of(project.versions / package.id, package) for package in packages}
    return {name: versions for name, versions in found.items() if versions}


def versions_of(folder: Path, package: Package) -> tuple[Version, ...]:
    """The versions of ``package`` in ``folder``, the oldest first; none when there is no such folder."""
    numbers = sorted(int(path.name) for path in folder.glob("[1-9]*") if path.name.isdecimal())
    if numbers and _same(folder / str(numbers[-1]) / DESCRIPTOR, package.folder / DESCRIPTOR):
        numbers.pop()
    money = {(r.name, f.name) for r in package.resources.values() for f in r.fields if f.unit == "万元"}
    versions = [_version(folder / str(number), money) for number in numbers]
    return (*versions[:-1], replace(versions[-1], is_last=True)) if versions else ()


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and one.read_bytes() == other.read_bytes()


def _version(folder: Path, money: set[tuple[str, str]]) -> Version:
    path = folder / "changes" / DESCRIPTOR
    try:
        descriptor = read_descriptor(path)
        told, resource = descriptor["mingzhang"], descriptor["resources"][0]
        content = (path.parent / resource["path"]).read_bytes()
        if f"sha256:{hashlib.sha256(content).hexdigest()}" != resource["hash"]:
            raise PackageError(
                f"{path.parent / resource['path']}: is not what its descriptor says; restore it from git"
            )
        changes = tuple(_with_money(change, money) for change in read_changes(content))
        return Version(
            folder=folder,
            number=int(folder.name),
            cause=told["cause"],
            date=told.get("date") or "",
            reason=told.get("reason") or "",
            files_before=_files(told["sources_before"]),
            files_after=_files(told["sources_after"]),
            changes=changes,
            source_path=read_descriptor(folder / DESCRIPTOR)["mingzhang"].get("source_text") or "",
        )
    except (KeyError, IndexError, OSError) as error:
        raise PackageError(f"{path}: no {error} in it; restore data/versions from git") from error


def _files(sources: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(str(source.get("file") or "") for source in sources)


def _with_money(change: RowChange, money: set[tuple[str, str]]) -> RowChange:
    cells = (replace(cell, is_money=(change.resource, cell.column) in money) for cell in change.cells)
    return replace(change, cells=tuple(cells))
