"""Files and folders as bytes that travel: the same content, the same bytes."""

from __future__ import annotations

import hashlib
import pickle
import zlib
from pathlib import Path, PurePosixPath

from mingzhang.digest import folder_digest

_QUICK = 1  # of zlib's nine: packages are text, and a network is seldom slower than the thorough levels


def content_digest(path: Path) -> str:
    """A hash over a file, or over the names and contents in a folder; nothing when there is neither."""
    if path.is_dir():
        return folder_digest(path)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def pack(path: Path) -> bytes:
    """The content of a file or a folder."""
    if path.is_file():
        content: list[tuple[str, bytes]] | bytes = path.read_bytes()
    else:
        files = sorted(p for p in path.rglob("*") if p.is_file())
        content = [(p.relative_to(path).as_posix(), p.read_bytes()) for p in files]
    return zlib.compress(pickle.dumps(content, protocol=4), _QUICK)


def unpack(packed: bytes, target: Path) -> None:
    """Puts what :func:`pack` gave at ``target``, where nothing is.

    Raises:
        ValueError: a name that leads out of ``target``.
    """
    content = pickle.loads(zlib.decompress(packed))
    if isinstance(content, bytes):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return
    target.mkdir(parents=True)
    for name, file in content:
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts:
            raise ValueError("a packed file's name leads out of its folder")
        place = target / parts
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file)
