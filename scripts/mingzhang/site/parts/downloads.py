"""Downloads of one disclosure as a part."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from mingzhang.site.changes.versions import Version
from mingzhang.site.downloads.checksums import Download
from mingzhang.site.downloads.package_files import write_package
from mingzhang.site.downloads.versions import write_versions
from mingzhang.site.packages import Package
from mingzhang.site.parts.store import FILES

DATA = f"{FILES}/data"
_LIST = "downloads.json"


def make_downloads(package: Package, versions: tuple[Version, ...], address: str, licence: str, folder: Path) -> None:
    """The package in every form, and its earlier versions, into the part ``folder``."""
    if versions:
        write_versions({package.id: versions}, folder / DATA / "versions")
    keep_list(write_package(package, folder / DATA, address, licence), folder)


def keep_list(files: Mapping[str, Download], folder: Path) -> None:
    """Notes what the part in ``folder`` offers."""
    told = {path: [item.size, item.sha256] for path, item in files.items()}
    (folder / _LIST).write_text(json.dumps(told, separators=(",", ":")), encoding="utf-8")


def read_list(folder: Path) -> dict[str, Download]:
    """The files that the part in ``folder`` offers, by path below the site's ``data``."""
    told = json.loads((folder / _LIST).read_text(encoding="utf-8"))
    return {path: Download(*values) for path, values in told.items()}
