"""Zip files, workbooks among them, whose bytes depend on their content alone.

Entries are compressed by the zlib that pyarrow brings along: its version is locked, the system's own would give other
bytes on another machine. What is packed once can go into several archives, and from one archive into another.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pyarrow as pa

_LEVEL = 6
_GZIP_HEAD, _GZIP_TAIL = 10, 8
_CHUNK = 1 << 22
_VERSION, _UTF8, _DEFLATED = 45, 0x0800, 8
_DATE = 0x21  # 1980-01-01, the earliest that a zip can hold; the same for every entry
_UNIX_FILE = (0o100644) << 16
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END64 = struct.Struct("<4sQ2H2L4Q")
_FIND64 = struct.Struct("<4sLQL")
_END = struct.Struct("<4s4H2LH")
_MOST, _MOST_ENTRIES = 0xFFFFFFFF, 0xFFFF


@dataclass(frozen=True)
class Packed:
    """A file as it stands in an archive: its checksum, its size, its bytes deflated (RFC 1951)."""

    crc: int
    size: int
    content: bytes


def pack(content: bytes) -> Packed:
    """``content`` deflated, the same bytes everywhere."""
    packed = pa.Codec("gzip", compression_level=_LEVEL).compress(content, asbytes=True)
    return Packed(zlib.crc32(content), len(content), packed[_GZIP_HEAD:-_GZIP_TAIL])


class ZipWriter:
    """Writes an archive entry by entry; entries of any size, as many as there are (Zip64 where it is needed)."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("wb")
        self._entries: list[tuple[bytes, int, int, int, int]] = []

    def __enter__(self) -> ZipWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if not kind:
            self._finish()
        self._file.close()

    def add(self, name: str, packed: Packed) -> None:
        """An entry that is packed already."""
        self._begin(name, packed.crc, len(packed.content), packed.size)
        self._file.write(packed.content)

    def add_file(self, name: str, path: Path) -> None:
        """The file at ``path``, packed; a large one piece by piece."""
        if path.stat().st_size <= _CHUNK:
            self.add(name, pack(path.read_bytes()))
            return
        start, crc, size = self._file.tell(), 0, 0
        self._begin(name, 0, 0, 0)
        begin = self._file.tell()
        with path.open("rb") as source, _Deflating(self) as stream:
            while chunk := source.read(_CHUNK):
                crc, size = zlib.crc32(chunk, crc), size + len(chunk)
                stream.write(chunk)
        end = self._file.tell() - _GZIP_TAIL
        self._file.truncate(end)
        self._file.seek(start)
        self._entries.pop()
        self._begin(name, crc, end - begin, size)
        self._file.seek(end)

    def add_archive(self, folder: str, path: Path) -> None:
        """The entries of the archive at ``path``, as they are packed there, under ``folder``."""
        for name, packed in packed_entries(path):
            self.add(f"{folder}{name}", packed)

    def take(self, content: bytes) -> None:
        """Bytes of the entry that is being written."""
        self._file.write(content)

    def _begin(self, name: str, crc: int, packed: int, size: int) -> None:
        if max(packed, size) > _MOST:
            raise ValueError(f"{name}: {size} bytes; an entry may have 4 GiB: split the table by province")
        told = name.encode()
        self._entries.append((told, crc, packed, size, self._file.tell()))
        head = (b"PK\3\4", _VERSION, _UTF8, _DEFLATED, 0, _DATE, crc, packed, size, len(told), 0)
        self._file.write(_LOCAL.pack(*head) + told)

    def _finish(self) -> None:
        """The central directory, and in front of its end what a reader of Zip64 looks for, where numbers are large."""
        start = self._file.tell()
        for name, crc, packed, size, offset in self._entries:
            far = struct.pack("<HHQ", 1, 8, offset) if offset >= _MOST else b""
            head = (b"PK\1\2", 3 << 8 | _VERSION, _VERSION, _UTF8, _DEFLATED, 0, _DATE, crc, packed, size)
            rest = (len(name), len(far), 0, 0, 0, _UNIX_FILE, min(offset, _MOST))
            self._file.write(_CENTRAL.pack(*head, *rest) + name + far)
        end, count = self._file.tell(), len(self._entries)
        if count >= _MOST_ENTRIES or end >= _MOST:
            own = (44, 3 << 8 | _VERSION, _VERSION, 0, 0, count, count, end - start, start)
            self._file.write(_END64.pack(b"PK\6\6", *own) + _FIND64.pack(b"PK\6\7", 0, end, 1))
        few = min(count, _MOST_ENTRIES)
        self._file.write(_END.pack(b"PK\5\6", 0, 0, few, few, min(end - start, _MOST), min(start, _MOST), 0))


class _Deflating:
    """A stream into the open entry of ``writer``: what gzip writes, without its head; the tail is cut off after it."""

    def __init__(self, writer: ZipWriter) -> None:
        self._writer = writer
        self._left = _GZIP_HEAD
        self.closed = False

    def __enter__(self) -> pa.NativeFile:
        self._stream = pa.CompressedOutputStream(pa.PythonFile(self, "w"), "gzip")
        return self._stream

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def write(self, content: bytes) -> int:
        """What Arrow hands over."""
        skipped = min(self._left, len(content))
        self._left -= skipped
        self._writer.take(bytes(content)[skipped:])
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """The archive stays open."""


def packed_entries(path: Path) -> Iterator[tuple[str, Packed]]:
    """The entries of an archive that ``ZipWriter`` wrote, as they are packed."""
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        for entry in archive.infolist():
            file.seek(entry.header_offset + _LOCAL.size + len(entry.filename.encode()))
            yield entry.filename, Packed(entry.CRC, entry.file_size, file.read(entry.compress_size))


def write_zip(base: Path, files: Iterable[Path], target: Path) -> None:
    """Zip ``files`` under their paths below ``base``, sorted; none whole in memory."""
    with ZipWriter(target) as archive:
        for name, path in sorted((path.relative_to(base).as_posix(), path) for path in files):
            archive.add_file(name, path)
