"""What the site offers for download: packages, one zip each, stacked tables, classifications, the audit's rules."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

from mingzhang.project import Project
from mingzhang.site.packages import Package

# The earliest time that a zip can hold; the same for every entry, so that equal content is equal bytes.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def write_downloads(project: Project, packages: list[Package], folder: Path) -> None:
    """Copy the data into ``folder`` (the site's ``data``) and zip every package."""
    for package in packages:
        _copy_tree(package.folder, folder / "packages" / package.id)
        write_zip(package.folder, files_of(package.folder), folder / f"{package.id}.zip")
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


def write_zip(base: Path, files: list[Path], target: Path) -> None:
    """Zip ``files`` under their paths below ``base``, sorted, with fixed times.

    Stored, not deflated: compressed bytes differ between zlib versions.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path.relative_to(base).as_posix(), ZIP_TIME)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, path.read_bytes())


def _copy_tree(source: Path, target: Path) -> None:
    """Copy contents only, not times or rights, so that nothing of this machine goes along."""
    shutil.copytree(source, target, copy_function=shutil.copyfile, dirs_exist_ok=True)
