"""What the site offers for download: packages as files, zips and workbooks; stacked tables and what all share.

Each form of the data is a function from packages to files below ``site/data``; checksums come last, over all of them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mingzhang.project import Project
from mingzhang.site.downloads.guarded_package import DESCRIPTOR, describe_published, publish_files, to_json
from mingzhang.site.downloads.workbook import write_workbooks
from mingzhang.site.downloads.zips import write_zip
from mingzhang.site.packages import Package

_IN_REPOSITORY = "data/"
"""Before the paths of the root descriptor's resources; on the site it stands beside them."""


def write_downloads(project: Project, packages: list[Package], folder: Path) -> None:
    """Everything to download into ``folder`` (the site's ``data``) but its checksums."""
    for package in packages:
        _write_package(package, folder)
        write_workbooks(package, folder)
    _write_stacked(project, folder)


def _write_package(package: Package, folder: Path) -> None:
    """The package's files below ``packages/<id>``, and ``<id>.zip`` of them."""
    target = folder / "packages" / package.id
    descriptor = _read_json(package.folder / DESCRIPTOR)
    files = publish_files(package.folder, target, descriptor)
    (target / DESCRIPTOR).write_text(to_json(describe_published(descriptor, files)), encoding="utf-8")
    write_zip(target, files_of(target), folder / f"{package.id}.zip")


def _write_stacked(project: Project, folder: Path) -> None:
    """The stacked tables and what all packages share, their descriptor, and ``mingzhang.zip`` of them."""
    descriptor = _read_json(project.datapackage) if project.datapackage.is_file() else {}
    bare = {
        "resources": [
            {**item, "path": item["path"].removeprefix(_IN_REPOSITORY)} for item in descriptor.get("resources", [])
        ]
    }
    parts: list[Path] = []
    files: dict[str, bytes] = {}
    for source in (project.tables, project.classifications, project.audit):
        if source.is_dir():
            parts.append(folder / source.name)
            files |= publish_files(source, folder / source.name, bare, f"{source.name}/")
    if descriptor:
        parts.append(folder / DESCRIPTOR)
        text = to_json(describe_published(descriptor | bare, files))
        parts[-1].write_text(text, encoding="utf-8")
    write_zip(folder, [path for part in parts for path in files_of(part)], folder / "mingzhang.zip")


def _read_json(path: Path) -> dict[str, Any]:
    descriptor: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return descriptor


def files_of(path: Path) -> list[Path]:
    """The files at or below ``path``; none when it is not there."""
    return [path] if path.is_file() else [found for found in path.rglob("*") if found.is_file()]
