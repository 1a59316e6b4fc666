"""Zip files whose bytes depend on their content alone."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

# The earliest time that a zip can hold; the same for every entry, so that equal content is equal bytes.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def stored_entry(name: str) -> zipfile.ZipInfo:
    """An entry that says nothing of this machine, stored: compressed bytes differ between zlib versions."""
    entry = zipfile.ZipInfo(name, ZIP_TIME)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    return entry


def write_zip(base: Path, files: Iterable[Path], target: Path) -> None:
    """Zip ``files`` under their paths below ``base``: sorted, fixed times, not compressed, none whole in memory."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            entry = stored_entry(path.relative_to(base).as_posix())
            entry.file_size = path.stat().st_size  # the archive must know beforehand whether it needs 64 bits
            with path.open("rb") as source, archive.open(entry, "w") as copy:
                shutil.copyfileobj(source, copy)
