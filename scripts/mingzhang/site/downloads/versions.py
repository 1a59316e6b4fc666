"""Earlier versions to download: each a whole package, its CSVs guarded, with the table of what changed after it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mingzhang.site.changes.versions import DESCRIPTOR, Version
from mingzhang.site.downloads.guarded_package import describe_published, publish_files, to_json
from mingzhang.site.downloads.zips import write_zip
from mingzhang.site.packages import read_descriptor


def write_versions(versions: Mapping[str, tuple[Version, ...]], folder: Path) -> None:
    """Every version below ``folder`` (the site's ``data/versions``), as ``<disclosure_id>/<number>/``."""
    for name, kept in versions.items():
        for version in kept:
            target = folder / name / str(version.number)
            _publish(version.folder, target)
            _publish(version.folder / "changes", target / "changes")
            files = sorted(path for path in target.rglob("*") if path.is_file())
            write_zip(target, files, folder / name / f"{version.number}.zip")


def _publish(source: Path, target: Path) -> None:
    descriptor = read_descriptor(source / DESCRIPTOR)
    files = publish_files(source, target, descriptor)
    (target / DESCRIPTOR).write_text(to_json(describe_published(descriptor, files, {})), encoding="utf-8")
