"""A page's bytes as text, whatever encoding it is in or claims to be in."""

from __future__ import annotations

import codecs
import email
import re

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.detect import WEB_ARCHIVE
from mingzhang.reading.formats.plain import find_encoding

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})|<\?xml[^>]*encoding=[\"']([\w-]{2,20})", re.I)
_HEAD = 8192
_FEW = 20
_CHINESE = {"gb2312", "gbk", "gb18030", "x-gbk", "cp936", "hz-gb-2312"}


def pages_in(raw: bytes, place: str) -> list[bytes]:
    """The pages of a file: itself, or those that a web archive (MHTML) holds.

    Raises:
        ExtractionError: an archive whose parts cannot be told apart.
    """
    if not WEB_ARCHIVE.match(raw[:_HEAD].decode("latin-1")):
        return [raw]
    try:
        parts = email.message_from_bytes(raw).walk()
        pages = [part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/html"]
    except (RecursionError, ValueError, LookupError) as error:
        found = f"a damaged web archive ({type(error).__name__})"
        raise ExtractionError(place, found, "open it in a browser and save the page anew, as HTML") from error
    return [page for page in pages if isinstance(page, bytes) and b"<frameset" not in page.lower()]


def decode_page(raw: bytes, place: str) -> tuple[str, str, int]:
    """The page's text, its encoding, and how many places were damaged (replaced by U+FFFD).

    Bytes that are UTF-8 are UTF-8, whatever the page claims; its claim decides among the others.

    Raises:
        ExtractionError: no encoding fits but for a few places.
    """
    encoding = _encoding(raw)
    text = raw.decode(encoding, "replace").lstrip("\ufeff")
    damaged = len(re.findall("\ufffd+", text))
    if damaged > _FEW:
        found = f"{damaged} places that are not {encoding.upper()}"
        raise ExtractionError(place, found, "open the page in a browser and save it anew, as UTF-8")
    return text, encoding, damaged


def _encoding(raw: bytes) -> str:
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if raw.startswith(mark):
            return find_encoding(raw)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    match = _CHARSET.search(raw[:_HEAD])
    claimed = (match.group(1) or match.group(2)).decode("ascii").lower() if match else ""
    if claimed in _CHINESE:
        return "gb18030"
    guessed = find_encoding(raw)
    if claimed and claimed not in ("utf-8", "utf8"):
        try:
            raw.decode(claimed)
        except (UnicodeDecodeError, LookupError):
            return guessed
        return codecs.lookup(claimed).name
    return guessed
