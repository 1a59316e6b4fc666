"""Everything that the site offers for download of the real data, published once for all tests of a process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingzhang.project import Project
from mingzhang.site.downloads.checksums import write_checksums
from mingzhang.site.downloads.publish import write_downloads
from mingzhang.site.packages import Package, read_packages

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "https://data.example/mingzhang/"


@dataclass(frozen=True)
class Published:
    """``data`` is the folder of the downloads, ``packages`` the repository's folders of disclosures."""

    data: Path
    packages: tuple[Path, ...]
    read: list[Package]

    def fields(self, folder: Path, path: str) -> list[dict[str, Any]]:
        """The fields of the CSV at ``path`` in the package ``folder``, as its descriptor has them."""
        descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
        (found,) = (item["schema"]["fields"] for item in descriptor["resources"] if item["path"] == path)
        return list(found)


def publish(folder: Path) -> Published:
    """The downloads of the real project below ``folder``."""
    project = Project(ROOT)
    packages = read_packages(project.packages)
    write_downloads(project, packages, folder, ADDRESS)
    write_checksums(folder)
    return Published(folder, tuple(package.folder for package in packages), packages)
