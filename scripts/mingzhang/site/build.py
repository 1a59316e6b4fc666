"""The site stage from packages to a published folder: parts that are made alone and kept, then put together."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

from mingzhang.digest import folder_digest
from mingzhang.errors import StorageError, describe_os_error
from mingzhang.lock import locked
from mingzhang.project import Project
from mingzhang.site.address import read_address
from mingzhang.site.packages import PackageError
from mingzhang.site.parts.across import make_across
from mingzhang.site.parts.disclosure import STAGES, Common, Order, common_inputs, make_parts, part_keys
from mingzhang.site.parts.frame import KIT, NAME, settle_frame
from mingzhang.site.parts.publish import collect, publish, stands
from mingzhang.site.parts.store import Part, Store
from mingzhang.site.report import SiteReport
from mingzhang.swap import restore


def build_site(project: Project, say: Callable[[str], None] = print, jobs: int = 2) -> SiteReport:
    """Build the site of all packages and publish it at ``project.site``.

    Every part of it is kept in the cache by what it was made from, and only those are made that changed. The standing
    site is replaced, in one step, only by a complete one, and only when a file of it differs.

    Raises:
        PackageError: when there is no package to show, or one that is not whole.
        SiteBuildError: when MkDocs warns of something.
        StorageError: when the site cannot be written. In every case the site stands as it was.
    """
    try:
        with locked(project, say):
            return _build(project, say, jobs)
    except OSError as error:
        raise StorageError(describe_os_error(error, project.root)) from error


def _build(project: Project, say: Callable[[str], None], jobs: int) -> SiteReport:
    restore(project.site)
    store, staging = Store(project.cache / "site"), project.build / "parts"
    shutil.rmtree(staging, ignore_errors=True)
    names = sorted(path.parent.name for path in project.packages.glob("*/datapackage.json"))
    if not names:
        raise PackageError(f"no package in {project.packages}: run the package stage first (`mingzhang convert`)")
    address = read_address(project)
    frame, first = settle_frame(project, store, address, staging)
    common = common_inputs(frame, read_class_names(project), read_licence(project))
    parts: list[Part] = [first]
    keys: dict[str, dict[str, str]] = {}
    for number, name in enumerate(names, 1):
        package, versions = project.packages / name, project.versions / name
        keys[name] = part_keys(common, folder_digest(package), folder_digest(versions) if versions.is_dir() else "")
        own = _settle(project, store, common, name, keys[name], staging)
        parts += own
        say(f"[site {number}/{len(names)}] {name}")
    across, counts = make_across(project, store, common, names, keys, staging)
    parts += across
    files = collect(parts)
    rebuilt = not stands(files, project.site)
    if rebuilt:
        publish(files, project)
    store.prune(part.name for part in parts)
    shutil.rmtree(staging, ignore_errors=True)
    return SiteReport(address=project.site / "index.html", rebuilt=rebuilt, **counts)


def _settle(
    project: Project, store: Store, common: Common, name: str, keys: dict[str, str], staging: Path
) -> list[Part]:
    found = {stage: store.find(f"{stage}/{name}", key) for stage, key in keys.items()}
    standing = {stage: part.folder for stage, part in found.items() if part}
    if len(standing) < len(STAGES):
        reads = (project.packages / name, project.versions / name, store.folder / NAME / KIT)
        made = make_parts(reads, staging / name, Order(common, keys, standing))
        found |= {stage: store.take(f"{stage}/{name}", staging / name / stage, key) for stage, key in made.items()}
    return [part for part in found.values() if part]


def read_class_names(project: Project) -> dict[str, str]:
    """Functional class names by code; none when the classification is not there."""
    path = project.classifications / "functional.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def read_licence(project: Project) -> str:
    """The text of the data's licence; blank when the project holds none."""
    path = project.root / "data" / "LICENSE.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""
