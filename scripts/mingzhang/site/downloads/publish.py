"""What the site offers for download: packages as files, zips and workbooks; stacked tables and what all share."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from mingzhang.project import Project
from mingzhang.site.downloads.workbook import write_workbooks
from mingzhang.site.downloads.zips import write_zip
from mingzhang.site.packages import Package


def write_downloads(project: Project, packages: list[Package], folder: Path) -> None:
    """Copy the data into ``folder`` (the site's ``data``); zip every package and make workbooks of it."""
    for package in packages:
        _copy_tree(package.folder, folder / "packages" / package.id)
        write_zip(package.folder, files_of(package.folder), folder / f"{package.id}.zip")
        write_workbooks(package, folder)
    shared = [project.tables, project.classifications, project.audit]
    for source in shared:
        if source.is_dir():
            _copy_tree(source, folder / source.name)
    if project.datapackage.is_file():
        text = published_descriptor(project.datapackage.read_text(encoding="utf-8"))
        (folder / "datapackage.json").write_text(text, encoding="utf-8")
    parts = [*(folder / source.name for source in shared), folder / "datapackage.json"]
    write_zip(folder, [path for part in parts for path in files_of(part)], folder / "mingzhang.zip")


def published_descriptor(text: str) -> str:
    """The root descriptor with paths as they are beside it on the site (``data/`` taken off)."""
    descriptor = json.loads(text)
    for resource in descriptor.get("resources", []):
        resource["path"] = resource["path"].removeprefix("data/")
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def files_of(path: Path) -> list[Path]:
    """The files at or below ``path``; none when it is not there."""
    return [path] if path.is_file() else [found for found in path.rglob("*") if found.is_file()]


def _copy_tree(source: Path, target: Path) -> None:
    """Copy contents only, not times or rights, so that nothing of this machine goes along."""
    shutil.copytree(source, target, copy_function=shutil.copyfile, dirs_exist_ok=True)
