"""Sizes and SHA-256 of what is offered for download, and the list of them that ``sha256sum -c`` reads."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SUMS = "SHA256SUMS"


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

    def below(self, name: str) -> dict[str, Download]:
        """The files whose names begin with ``name``, without it."""
        return {path.removeprefix(name): file for path, file in self.files.items() if path.startswith(name)}


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
    """``SHA256SUMS`` in ``folder``, of every file below it, as ``sha256sum`` of GNU writes it.

    ``downloads`` are those files where they are known; they are read when not.

    Raises:
        ValueError: when a name holds what that form would have to escape; ids and resources never do.
    """
    lines = []
    for name, download in sorted((read_downloads(folder) if downloads is None else downloads).items()):
        if any(sign in name for sign in "\\\n\r"):
            raise ValueError(f"{folder}: {name!r} has a sign that {SUMS} cannot hold; rename it")
        lines.append(f"{download.sha256}  {name}\n")
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
