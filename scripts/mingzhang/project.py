"""Where everything is: the folders of one Mingzhang project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Project:
    """The folders of a project, all below one root.

    ``sources`` holds disclosures as received, ``packages`` one converted data
    package a disclosure, ``tables`` the same rows stacked. ``cache`` and
    ``build`` can be deleted at any time; ``site`` is what gets published.
    """

    root: Path

    @property
    def sources(self) -> Path:
        return self.root / "data" / "sources"

    @property
    def packages(self) -> Path:
        return self.root / "data" / "packages"

    @property
    def tables(self) -> Path:
        return self.root / "data" / "tables"

    @property
    def classifications(self) -> Path:
        return self.root / "data" / "classifications"

    @property
    def audit(self) -> Path:
        return self.root / "data" / "audit"

    @property
    def registry(self) -> Path:
        return self.root / "data" / "registry"

    @property
    def datapackage(self) -> Path:
        return self.root / "datapackage.json"

    @property
    def versions(self) -> Path:
        """Earlier packages of disclosures that were replaced or corrected: ``<disclosure_id>/<1, 2 …>/``."""
        return self.root / "data" / "versions"

    @property
    def site_src(self) -> Path:
        return self.root / "site_src"

    @property
    def cache(self) -> Path:
        return self.root / ".cache"

    @property
    def times(self) -> Path:
        """The processor time that each stage took when it last had anything to do (:mod:`mingzhang.stopwatch`)."""
        return self.cache / "times.json"

    @property
    def build(self) -> Path:
        return self.root / "build"

    @property
    def site(self) -> Path:
        return self.root / "site"


def find_project(start: Path | None = None) -> Project:
    """The project that holds ``start`` (the current folder by default).

    Raises:
        FileNotFoundError: when no folder upwards holds ``mkdocs.yml`` and ``data``.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "data").is_dir():
            return Project(folder)
    raise FileNotFoundError(f"no Mingzhang project at or above {here}: run from the folder that holds mkdocs.yml")
