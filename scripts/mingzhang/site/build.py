"""The site stage from packages to a published folder: parts that are made alone and kept, then put together."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path

from mingzhang.digest import folder_digest
from mingzhang.errors import StorageError, describe_os_error
from mingzhang.executors import Bounds, Executor, open_executor
from mingzhang.lock import locked
from mingzhang.project import Project
from mingzhang.site.address import read_address
from mingzhang.site.downloads.publish import read_licence
from mingzhang.site.packages import PackageError
from mingzhang.site.parts.across import Across
from mingzhang.site.parts.charts import prepare
from mingzhang.site.parts.disclosure import common_inputs, part_keys
from mingzhang.site.parts.frame import settle_frame
from mingzhang.site.parts.make import Maker
from mingzhang.site.parts.markdown import gather_markdown
from mingzhang.site.parts.publish import collect, publish, stands
from mingzhang.site.parts.store import Store
from mingzhang.site.report import SiteReport
from mingzhang.stopwatch import Stopwatch
from mingzhang.swap import restore
from mingzhang.workers import warm_up as load_caches

Say = Callable[[str], None]


def build_site(
    project: Project, say: Say = print, jobs: int = 2, scheduler: str = "", keep_markdown: bool = False
) -> SiteReport:
    """Build the site of all packages and publish it at ``project.site``.

    Every part of it is kept in the cache by what it was made from, and only those are made that changed, here or on
    the cluster at ``scheduler``. The standing site is replaced, in one step, only by a complete one, and only when a
    file of it differs. With ``keep_markdown`` the Markdown and fragments of all pages are left in ``build/``, for
    other programs.

    Raises:
        PackageError: when there is no package to show, or one that is not whole.
        SiteBuildError: when MkDocs warns of something.
        StorageError: when the site cannot be written. In every case the site stands as it was.
        ClusterError: when the cluster cannot be used.
    """
    try:
        with locked(project, say):
            return _build(project, say, Bounds(jobs), scheduler, keep_markdown)
    except OSError as error:
        raise StorageError(describe_os_error(error, project.root)) from error


def _build(project: Project, say: Say, bounds: Bounds, scheduler: str, keep: bool) -> SiteReport:
    restore(project.site)
    store, staging = Store(project.cache / "site"), project.build / "parts"
    shutil.rmtree(staging, ignore_errors=True)
    names = sorted(path.parent.name for path in project.packages.glob("*/datapackage.json"))
    if not names:
        raise PackageError(f"no package in {project.packages}: run the package stage first (`mingzhang convert`)")
    frame, first = settle_frame(project, store, read_address(project), staging)
    common = common_inputs(frame, read_class_names(project), read_licence(project), keep)
    keys = {name: part_keys(common, *_digests(project, name)) for name in names}
    warm = partial(_warm_up, project.cache / "charts")
    watch = Stopwatch()
    with ExitStack() as open_ones:
        here = _once_opened(open_ones, "", bounds, warm)
        there = _once_opened(open_ones, scheduler, bounds, warm) if scheduler else here
        parts = [first, *Maker(project, store, staging, common, keys, there, say, watch).disclosures()]
        across = Across(project, store, staging, common, keys, here, say, watch)
        parts += across.make()
    with watch.lap("publish"):
        files = collect(parts)
        rebuilt = not stands(files, project.site)
        if rebuilt:
            say(f"[site] {len(files):,} files")
            publish(files, project)
    if keep:
        gather_markdown(parts, project.build)
    store.prune(part.name for part in parts)
    shutil.rmtree(staging, ignore_errors=True)
    if rebuilt:
        watch.keep(project.times)
    return across.report(parts, rebuilt)


def _once_opened(
    open_ones: ExitStack, scheduler: str, bounds: Bounds, warm: Callable[[], None]
) -> Callable[[], Executor]:
    """What opens an executor when there is work for the first time; it is closed with ``open_ones``."""
    return cache(lambda: open_ones.enter_context(open_executor(scheduler, bounds, warm)))


def _warm_up(charts: Path) -> None:
    """What every process needs at once; templates and MkDocs are set up when the first page is made."""
    prepare(charts)
    load_caches()


def _digests(project: Project, name: str) -> tuple[str, str]:
    package, versions = project.packages / name, project.versions / name
    return folder_digest(package), folder_digest(versions) if versions.is_dir() else ""


def read_class_names(project: Project) -> dict[str, str]:
    """Functional class names by code; none when the classification is not there."""
    path = project.classifications / "functional.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}
