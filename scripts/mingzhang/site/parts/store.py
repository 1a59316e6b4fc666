"""Parts of the site in the cache: files to publish and what is known of them, each made from known inputs.

A part is a folder ``<cache>/site/<name>/``: below ``files`` what is published, at the paths of the site; beside it
whatever else its maker keeps; ``part.json`` names its key (the hash of all that it was made from) and every file with
size, time and SHA-256. A part is good when its key is asked for and every file is as it was left.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mingzhang.swap import discard

_BIN = ".gone"
FILES, RECORD = "files", "part.json"
SOURCE = "source"
"""In a part's folder: the Markdown and the fragments that its pages are made of."""


@dataclass(frozen=True)
class Kept:
    """A file as it was left: bytes, time of its last change in nanoseconds, SHA-256 in hexadecimal."""

    size: int
    stamp: int
    sha256: str


@dataclass(frozen=True)
class Part:
    """A part in its ``folder``; ``files`` are published, by path below the site's top; ``content`` hashes them."""

    name: str
    folder: Path
    files: Mapping[str, Kept]
    content: str

    def path(self, name: str) -> Path:
        """Where a published file is in the cache."""
        return self.folder / FILES / name


def finish_part(folder: Path, key: str) -> None:
    """Notes in ``folder`` what was made there from ``key``; its files become readable by everybody."""
    files = {}
    for path in sorted(_files(folder)):
        os.chmod(path, 0o644)
        state = os.stat(path)
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        files[_name(path, folder)] = [state.st_size, state.st_mtime_ns, digest]
    (folder / RECORD).write_text(json.dumps({"key": key, "files": files}, separators=(",", ":")), encoding="utf-8")


def read_part(folder: Path, name: str, key: str) -> Part | None:
    """The part in ``folder`` if it was made from ``key`` and is as it was left; None otherwise.

    A file whose time alone differs (a cache that was carried elsewhere) is known by its hash.
    """
    try:
        told = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        if told["key"] != key:
            return None
        files, place = {path: Kept(*values) for path, values in told["files"].items()}, str(folder)
        changed = [path for path, kept in files.items() if not _stands(f"{place}/{path}", kept)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    if changed:
        if _names(folder) != files.keys() or not all(_is_same(folder / path, files[path]) for path in changed):
            return None
        finish_part(folder, key)
        return read_part(folder, name, key)
    shown = {path[len(FILES) + 1 :]: kept for path, kept in files.items() if path.startswith(f"{FILES}/")}
    digest = hashlib.sha256("".join(f"{path}\0{kept.sha256}\n" for path, kept in shown.items()).encode())
    return Part(name, folder, shown, digest.hexdigest())


def _stands(path: str, kept: Kept) -> bool:
    state = os.stat(path)
    return state.st_size == kept.size and state.st_mtime_ns == kept.stamp


def _is_same(path: Path, kept: Kept) -> bool:
    return os.stat(path).st_size == kept.size and hashlib.sha256(path.read_bytes()).hexdigest() == kept.sha256


class Store:
    """The parts kept in one folder, by name (``pages/<disclosure id>``)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, name: str, key: str) -> Part | None:
        """The part ``name``, if it is there and was made from ``key``."""
        return read_part(self.folder / name, name, key)

    def take(self, name: str, made: Path, key: str) -> Part:
        """Puts a finished part (:func:`finish_part`) in the place of the one that stood there.

        Raises:
            ValueError: what is in ``made`` is not a part of ``key``.
        """
        target = self.folder / name
        if target.exists():
            discard(target, self.folder / _BIN)
        target.parent.mkdir(parents=True, exist_ok=True)
        made.rename(target)
        part = self.find(name, key)
        if part is None:
            raise ValueError(f"{target}: not the part that was made; was it changed meanwhile?")
        return part

    def names(self) -> Iterator[str]:
        """The names of all parts: of one word, or of two."""
        for folder in self._folders(""):
            if (self.folder / folder / RECORD).is_file():
                yield folder
            else:
                yield from self._folders(f"{folder}/")

    def _folders(self, place: str) -> list[str]:
        folder = self.folder / place
        found = os.scandir(folder) if folder.is_dir() else ()
        return [f"{place}{entry.name}" for entry in found if entry.is_dir() and entry.name != _BIN]

    def prune(self, wanted: Iterable[str]) -> None:
        """Removes the parts that are not ``wanted``."""
        known = set(wanted)
        for name in [name for name in self.names() if name not in known]:
            shutil.rmtree(self.folder / name)
        shutil.rmtree(self.folder / _BIN, ignore_errors=True)


def _names(folder: Path) -> set[str]:
    return {_name(path, folder) for path in _files(folder)}


def _name(path: str, folder: Path) -> str:
    return os.path.relpath(path, folder).replace(os.sep, "/")


def _files(folder: Path) -> Iterator[str]:
    for base, _, names in os.walk(folder):
        yield from (os.path.join(base, name) for name in names if name != RECORD or base != str(folder))
