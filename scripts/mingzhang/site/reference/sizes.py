"""File sizes as a reader sees them."""

from __future__ import annotations

_STEP = 1024


def format_size(size: int) -> str:
    """``17 KB`` for 17,493 bytes; blank when there is none."""
    if size <= 0:
        return ""
    if size < _STEP:
        return f"{size} 字节"
    if size < _STEP * _STEP:
        return f"{(size + _STEP // 2) // _STEP} KB"
    tenths = (size * 10 + _STEP * _STEP // 2) // (_STEP * _STEP)
    return f"{tenths // 10}.{tenths % 10} MB"
