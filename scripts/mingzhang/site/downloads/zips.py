"""Zip files whose bytes depend on their content alone."""

from __future__ import annotations

import zipfile
from pathlib import Path

# The earliest time that a zip can hold; the same for every entry, so that equal content is equal bytes.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def stored_entry(name: str) -> zipfile.ZipInfo:
    """An entry that says nothing of this machine, stored: compressed bytes differ between zlib versions."""
    entry = zipfile.ZipInfo(name, ZIP_TIME)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    return entry


def write_zip(base: Path, files: list[Path], target: Path) -> None:
    """Zip ``files`` under their paths below ``base``, sorted, with fixed times, not compressed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            archive.writestr(stored_entry(path.relative_to(base).as_posix()), path.read_bytes())
