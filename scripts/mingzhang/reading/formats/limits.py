"""How much a file may ask for: sizes, times, depths. What goes beyond is refused, never half read."""

from __future__ import annotations

import zipfile

from mingzhang.errors import ExtractionError

MEGABYTE = 1024 * 1024
MAX_FILE = 100 * MEGABYTE
MAX_TEXT = 30_000_000
"""Characters of extracted text; the whole of a province's budget is less than a tenth of it."""
MAX_PAGES = 2_000
MAX_CELLS = 2_000_000
MEMORY = 3 * 1024 * MEGABYTE
_LEAST_SECONDS, _SECONDS_A_MEGABYTE, _MOST_SECONDS = 120, 30, 600


def seconds_for(size: int) -> int:
    """How long reading a file of ``size`` bytes may take; thirty pages take a tenth of the least."""
    return min(_MOST_SECONDS, _LEAST_SECONDS + _SECONDS_A_MEGABYTE * size // MEGABYTE)


MAX_MEMBERS = 20_000
MAX_UNPACKED = 1024 * MEGABYTE
MAX_RATIO = 200
_SMALL = 10 * MEGABYTE  # below it no ratio is a danger; blank sheets shrink a thousandfold


def check_archive(archive: zipfile.ZipFile, place: str) -> None:
    """Refuses an archive that unpacks to too much, by what its members declare.

    A member that lies about its size stops at the size it declares (``zipfile`` reads no further), and the
    process that unpacks it has bounded memory.

    Raises:
        ExtractionError: too many members, too large, or packed more tightly than any document is.
    """
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise ExtractionError(place, "the file is protected by a password", "save it without the password")
    if len(members) > MAX_MEMBERS:
        raise ExtractionError(place, f"holds {len(members)} parts, more than {MAX_MEMBERS}", "save it anew, smaller")
    unpacked, packed = (sum(getattr(member, size) for member in members) for size in ("file_size", "compress_size"))
    if unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > MAX_RATIO * max(packed, 1)):
        found = f"{packed} bytes that unpack to {unpacked // MEGABYTE} MB, as no disclosure does"
        raise ExtractionError(place, found, "open it, delete what is blank, and save it anew")
