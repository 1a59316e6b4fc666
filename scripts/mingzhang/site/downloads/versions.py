"""Earlier versions to download: each a whole package, its CSVs guarded, with the table of what changed after it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mingzhang.site.changes.versions import DESCRIPTOR, Version
from mingzhang.site.downloads.checksums import Download, Outlet
from mingzhang.site.downloads.guarded_package import describe_published, publish_files, to_json
from mingzhang.site.downloads.zips import write_zip
from mingzhang.site.packages import read_descriptor


def write_versions(versions: Mapping[str, tuple[Version, ...]], folder: Path) -> dict[str, Download]:
    """Every version below ``folder`` (the site's ``data/versions``), as ``<disclosure_id>/<number>/``; their files."""
    outlet = Outlet(folder)
    for name, kept in versions.items():
        for version in kept:
            target = f"{name}/{version.number}"
            _publish(version.folder, outlet, f"{target}/")
            _publish(version.folder / "changes", outlet, f"{target}/changes/")
            files = [folder / path for path in outlet.files if path.startswith(f"{target}/")]
            write_zip(folder / target, files, outlet.place(f"{target}.zip"))
            outlet.add(f"{target}.zip")
    return outlet.files


def _publish(source: Path, outlet: Outlet, target: str) -> None:
    descriptor = read_descriptor(source / DESCRIPTOR)
    files = publish_files(source, outlet, target, descriptor)
    outlet.write(f"{target}{DESCRIPTOR}", to_json(describe_published(descriptor, files, {})))
