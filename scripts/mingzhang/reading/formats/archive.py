"""ZIP files that nobody vouches for: how many parts, how large, and no byte more of a part than it declares."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.limits import MEGABYTE

MAX_MEMBERS = 20_000
MAX_UNPACKED = 1024 * MEGABYTE
MAX_RATIO = 200
_SMALL = 10 * MEGABYTE  # below it no ratio is a danger; blank sheets shrink a thousandfold
_ENTRY = b"PK\x01\x02"  # begins every entry of the directory
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that Office files may use (ECMA-376 part 2)
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError, ValueError)
_DAMAGE_ALSO = (NotImplementedError, RuntimeError, OverflowError)
_FETCH = "fetch it anew, or open it in Office and save it anew"


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive at ``path``, its members counted before its directory is read.

    Raises:
        ExtractionError: damaged, protected, too many members, too large, or packed more tightly than any document is.
    """
    raw = path.read_bytes()
    if (count := raw.count(_ENTRY)) > MAX_MEMBERS:
        raise ExtractionError(path.name, f"holds {count} parts, more than {MAX_MEMBERS}", "save it anew, smaller")
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (*_DAMAGE, *_DAMAGE_ALSO) as error:
        raise _damaged(path.name, "ZIP or Office file", error) from error
    with archive:
        _check(archive, path.name)
        yield archive


def read_member(archive: zipfile.ZipFile, name: str, place: str, most: int) -> bytes | None:
    """The bytes of a member, ``None`` where there is no such member.

    One that lies about its size is unpacked no further than to the size it declares.

    Raises:
        ExtractionError: damaged, packed in another way than Office does, or more than ``most`` bytes.
    """
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.file_size > most:
        found = f"{name} is {info.file_size // MEGABYTE} MB, as in no disclosure"
        raise ExtractionError(place, found, "open it, delete what is blank, and save it anew")
    if info.compress_type not in _METHODS:
        raise ExtractionError(place, f"{name} is packed as in no Office file", _FETCH)
    try:
        with archive.open(info) as file:
            return file.read(info.file_size + 1)  # without a number it would unpack all before it counts
    except (*_DAMAGE, *_DAMAGE_ALSO) as error:
        raise _damaged(place, f"part {name}", error) from error


def _damaged(place: str, what: str, error: Exception) -> ExtractionError:
    reason = " ".join(str(error).split())[:100] or type(error).__name__
    return ExtractionError(place, f"a damaged {what} ({reason})", _FETCH)


def _check(archive: zipfile.ZipFile, place: str) -> None:
    """Refuses an archive that unpacks to too much, by what its members declare."""
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise ExtractionError(place, "the file is protected by a password", "save it without the password")
    unpacked, packed = (sum(getattr(member, size) for member in members) for size in ("file_size", "compress_size"))
    if unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > MAX_RATIO * max(packed, 1)):
        found = f"{packed} bytes that unpack to {unpacked // MEGABYTE} MB, as no disclosure does"
        raise ExtractionError(place, found, "open it, delete what is blank, and save it anew")
