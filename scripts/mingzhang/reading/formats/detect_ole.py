"""The streams of an OLE compound file (old Office), as far as they tell what it is ([MS-CFB])."""

from __future__ import annotations

import struct

from mingzhang.errors import ExtractionError

_NONE = 0xFFFFFFF0  # and above: no sector, or one with a special use
_ENTRY = 128
_MAX_SECTORS = 4_096  # of the directory; a workbook has one or two


def root_streams(raw: bytes, place: str) -> set[str]:
    """The names of what lies at the top of the file; what embedded objects hold is left out.

    Raises:
        ExtractionError: the file breaks off or contradicts itself.
    """
    try:
        return _children_of_root(_directory(raw))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        found = "a damaged old Office file: its directory breaks off"
        raise ExtractionError(
            place, found, "fetch it anew, or open it in Office and save it as DOCX or XLSX"
        ) from error


def _directory(raw: bytes) -> bytes:
    size = 1 << struct.unpack_from("<H", raw, 30)[0]
    if size not in (512, 4096):
        raise IndexError(size)
    fat_sectors = [s for s in struct.unpack_from("<109I", raw, 76) if s < _NONE]
    sector: int = struct.unpack_from("<I", raw, 48)[0]
    found: list[bytes] = []
    seen: set[int] = set()
    while sector < _NONE and sector not in seen and len(seen) < _MAX_SECTORS:
        seen.add(sector)
        found.append(raw[(sector + 1) * size : (sector + 2) * size])
        place = fat_sectors[sector // (size // 4)]
        sector = struct.unpack_from("<I", raw, (place + 1) * size + sector % (size // 4) * 4)[0]
    return b"".join(found)


def _children_of_root(directory: bytes) -> set[str]:
    """The names in the tree that hangs on entry 0."""
    waiting = [struct.unpack_from("<I", directory, 76)[0]]
    seen: set[int] = set()
    names: set[str] = set()
    while waiting:
        entry = waiting.pop()
        if entry >= _NONE or entry in seen:
            continue
        seen.add(entry)
        at = entry * _ENTRY
        length = struct.unpack_from("<H", directory, at + 64)[0]
        names.add(directory[at : at + max(0, length - 2)].decode("utf-16-le"))
        waiting += struct.unpack_from("<II", directory, at + 68)
    return names
