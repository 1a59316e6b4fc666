"""Hashes of what parts are made from."""

from __future__ import annotations

import hashlib


def hash_of(*told: str) -> str:
    """One hash of all that is told, in its order."""
    return hashlib.sha256("\0".join(told).encode()).hexdigest()
