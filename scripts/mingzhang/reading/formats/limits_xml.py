"""XML out of a file that nobody vouches for: no entities, no DTD, no network, no endless depth."""

from __future__ import annotations

import zipfile

from lxml import etree

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.archive import read_member
from mingzhang.reading.formats.limits import MEGABYTE

MAX_PART = 200 * MEGABYTE
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = (
    (_STRICT + b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (_STRICT + b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (_STRICT + b"officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)


def read_part(archive: zipfile.ZipFile, member: str, place: str) -> etree._Element | None:
    """The root of an XML part of an Office file, ``None`` where the archive has no such part.

    The names of strict OOXML become those of the usual one.

    Raises:
        ExtractionError: a part that is too large, damaged, declares a document type, or is no XML.
    """
    raw = part_bytes(archive, member, place)
    return None if raw is None else parse_xml(raw, place, member)


def part_bytes(archive: zipfile.ZipFile, member: str, place: str) -> bytes | None:
    """The bytes of an XML part in the usual namespaces; see :func:`read_part`."""
    raw = read_member(archive, member, place, MAX_PART)
    if raw is not None and _STRICT in raw[:4096]:
        for strict, usual in _STRICT_NAMES:
            raw = raw.replace(strict, usual)
    return raw


def parse_xml(raw: bytes, place: str, member: str) -> etree._Element:
    """The root element of ``raw``; see :func:`read_part` for what is refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        reason = " ".join(str(error).split())[:120]
        raise ExtractionError(place, f"{member} is damaged ({reason})", "open it in Office and save it anew") from error
    if root.getroottree().docinfo.internalDTD is not None:
        found = f"{member} declares a document type, as no Office file does"
        raise ExtractionError(place, found, "do not trust this file; ask for one that Office saved")
    return root
