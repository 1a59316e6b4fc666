"""Sizes and SHA-256 of what is offered for download, and the list of them that ``sha256sum -c`` reads."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SUMS, INDEX = "SHA256SUMS", "index.json"
_PACKAGES = "packages/"


@dataclass(frozen=True)
class Download:
    """A file to download: its bytes, and their SHA-256 in hexadecimal."""

    size: int
    sha256: str


class Outlet:
    """A folder that files are written into; each is measured as it is written, so that none is read again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, Download] = {}
        self._made: set[Path] = set()

    def place(self, name: str) -> Path:
        """The path of ``name``; its folder is there."""
        path = self.folder / name
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        return path

    def write(self, name: str, content: bytes | str) -> Download:
        """``content`` (text as UTF-8) as the file ``name``."""
        data = content.encode("utf-8") if isinstance(content, str) else content
        self.place(name).write_bytes(data)
        self.files[name] = Download(len(data), hashlib.sha256(data).hexdigest())
        return self.files[name]

    def add(self, name: str) -> Download:
        """The file ``name``, which somebody else wrote."""
        self.files[name] = measure_file(self.folder / name)
        return self.files[name]


def read_downloads(folder: Path) -> dict[str, Download]:
    """Every file below ``folder`` but the list itself, by its path there, sorted as bytes are."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    files.pop(SUMS, None)
    return {name: measure_file(files[name]) for name in sorted(files)}


def measure_file(path: Path) -> Download:
    """Size and SHA-256 of the file at ``path``, read piece by piece."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Download(path.stat().st_size, digest)


def write_checksums(folder: Path, downloads: Mapping[str, Download] | None = None) -> None:
    """``SHA256SUMS`` in ``folder`` of every file below it, but those that a list of their disclosure holds.

    Such a list (``packages/<id>/SHA256SUMS``) and the index beside it are in this one, which so vouches for every file
    and has few lines a disclosure. ``downloads`` are the files where they are known; they are read when not.
    """
    known = read_downloads(folder) if downloads is None else downloads
    own = tuple(name.removesuffix(SUMS) for name in known if name.startswith(_PACKAGES) and name.endswith(f"/{SUMS}"))
    above = {f"{place}{name}" for place in own for name in (SUMS, INDEX)}
    places = set(own)
    listed = {n: file for n, file in known.items() if n in above or f"{'/'.join(n.split('/')[:2])}/" not in places}
    (folder / SUMS).write_text(format_sums(listed), encoding="utf-8")


def format_sums(downloads: Mapping[str, Download]) -> str:
    """A list of checksums as ``sha256sum`` of GNU writes and reads it; names are below the site's ``data``.

    Raises:
        ValueError: when a name holds what that form would have to escape; ids and resources never do.
    """
    for name in downloads:
        if any(sign in name for sign in "\\\n\r"):
            raise ValueError(f"{name!r} has a sign that {SUMS} cannot hold; rename it")
    return "".join(f"{downloads[name].sha256}  {name}\n" for name in sorted(downloads))
