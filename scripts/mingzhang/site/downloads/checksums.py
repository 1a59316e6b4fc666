"""Sizes and SHA-256 of what is offered for download, and the list of them that ``sha256sum -c`` reads."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Download:
    """A file to download: its bytes, and their SHA-256 in hexadecimal."""

    size: int
    sha256: str


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


def write_checksums(folder: Path) -> None:
    """``SHA256SUMS`` in ``folder``, of every file below it, as ``sha256sum`` of GNU writes it.

    Raises:
        ValueError: when a name holds what that form would have to escape; ids and resources never do.
    """
    lines = []
    for name, download in read_downloads(folder).items():
        if any(sign in name for sign in "\\\n\r"):
            raise ValueError(f"{folder}: {name!r} has a sign that {SUMS} cannot hold; rename it")
        lines.append(f"{download.sha256}  {name}\n")
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
