"""From parts to the published site: two folders that take turns, and links to the files of the cache.

The folder that does not stand is brought up to date (only what differs is touched), then exchanged with the one that
stands, in one step. Files are hard links to those of the cache where the disk allows it: nothing is copied.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from mingzhang.project import Project
from mingzhang.site.parts.store import Part
from mingzhang.swap import exchange

State = tuple[int, int]
"""Size and time of the last change."""
Files = dict[str, tuple[str, State]]
"""Files by path below the site's top: where they are in the cache, and their state there."""


class ClashError(ValueError):
    """Two parts would publish a file at the same address."""


def collect(parts: Iterable[Part]) -> Files:
    """Every file of the site with its place in the cache."""
    files: Files = {}
    for part in parts:
        folder = str(part.path(""))
        for path, kept in part.files.items():
            if path in files:
                raise ClashError(f"{path}: both {part.folder} and {files[path][0]} would be published there")
            files[path] = (f"{folder}/{path}", (kept.size, kept.stamp))
    return files


def stands(files: Files, site: Path) -> bool:
    """Whether ``site`` holds exactly ``files``."""
    return site.is_dir() and not any(_differences(files, site))


def publish(files: Files, project: Project) -> None:
    """Makes ``project.site`` hold exactly ``files``; it is replaced in one step, by a complete one."""
    standby = project.build / "standby"
    standby.mkdir(parents=True, exist_ok=True)
    found = list(_differences(files, standby))
    for path in [path for path, source in found if source is None]:  # first: a folder may take the place of a file
        _remove(standby / path, standby)
    for path, source in found:
        if source is not None:
            _place(source, standby / path)
    old = exchange(standby, project.site)
    if old is not None and old != standby:  # where folders cannot be exchanged the old one lies elsewhere
        shutil.rmtree(standby, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _differences(files: Files, folder: Path) -> Iterator[tuple[str, str | None]]:
    """Paths in ``folder`` that are to be placed, with their source, or removed (None)."""
    standing = dict(_scan(str(folder), ""))
    for path, (source, state) in files.items():
        if standing.pop(path, None) != state:
            yield path, source
    for path in standing:
        yield path, None


def _state(found: os.stat_result) -> State:
    return found.st_size, found.st_mtime_ns


def _scan(folder: str, place: str) -> Iterator[tuple[str, State]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _scan(entry.path, f"{place}{entry.name}/")
            else:
                yield f"{place}{entry.name}", _state(entry.stat(follow_symlinks=False))


def _place(source: str, target: Path) -> None:
    try:
        os.link(source, target)
        return
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        pass
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:  # another disk, or one without links
        shutil.copy2(source, target)


def _remove(target: Path, top: Path) -> None:
    target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == top or any(folder.iterdir()):
            return
        folder.rmdir()
