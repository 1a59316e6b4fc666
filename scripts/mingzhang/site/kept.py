"""Slow results kept in the cache: whole, or made anew."""

from __future__ import annotations

import hashlib
from pathlib import Path

from mingzhang.swap import replace_file


def read_kept(path: Path) -> str | None:
    """What was kept at ``path``; None when nothing was, or when it is not whole (its first line is its hash)."""
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content.decode("utf-8") if hashlib.sha256(content).hexdigest().encode() == digest else None


def keep(path: Path, text: str) -> str:
    """Keeps ``text`` at ``path`` and returns it."""
    content = text.encode("utf-8")
    replace_file(path, hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
    return text
