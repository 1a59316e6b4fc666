"""What the query page loads, packed: gzip without a time, by the library that pyarrow brings along.

Its version is locked; the system's own zlib would give other bytes on another machine.
"""

from __future__ import annotations

import pyarrow as pa


def compress(content: bytes) -> bytes:
    """``content`` as gzip (RFC 1952), the same bytes everywhere."""
    packed: bytes = pa.compress(content, codec="gzip", asbytes=True)
    return packed
