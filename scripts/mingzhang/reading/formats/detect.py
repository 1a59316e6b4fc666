"""Which format a file is in, told from its first bytes and, for archives, from what they hold."""

from __future__ import annotations

import re
from pathlib import Path

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.archive import open_archive, read_member
from mingzhang.reading.formats.detect_ole import root_streams
from mingzhang.reading.formats.limits import MEGABYTE
from mingzhang.reading.formats.plain import find_encoding

_HEAD = 65536
_MOST_TYPES = 5 * MEGABYTE
_SAVE = "save it as DOCX or PDF with Word, WPS or LibreOffice"
_SAVE_SHEETS = "save it as XLSX with Excel, WPS or LibreOffice"
_UNPACK = "unpack it and give the files inside, one by one"
_OCR = "recognise its text (OCR) and give it as a searchable PDF or as text"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "an RTF document", _SAVE),
    (b"\x89PNG", "a picture (PNG)", _OCR),
    (b"\xff\xd8\xff", "a picture (JPEG)", _OCR),
    (b"GIF8", "a picture (GIF)", _OCR),
    (b"BM", "a picture (BMP)", _OCR),
    (b"II*\x00", "a picture (TIFF)", _OCR),
    (b"MM\x00*", "a picture (TIFF)", _OCR),
    (b"RIFF", "a picture or recording (RIFF)", _OCR),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"PK\x05\x06", "an empty ZIP archive", _UNPACK),
)
_HTML_START = re.compile(
    r"(?>(?:<\?xml[^>]*>|<!--.*?-->|\s)*)<(?:!doctype\s+html|html|head|meta|title|body|table|style)\b", re.I | re.S
)
WEB_ARCHIVE = re.compile(
    r"(?s)\s*(?:From|MIME-Version|Content-Type|Subject|Date|Snapshot-Content-Location):.{0,4000}?multipart/related",
    re.I,
)
"""How a page and what belongs to it begins when they are saved as one file (MHTML)."""
_TAGS = re.compile(r"</?(?:html|body|div|table|tr|td|p|span|br|li|h[1-6])\b[^<]*>", re.I)


def find_format(path: Path) -> str:
    """The format of ``path``: ``text``, ``pdf``, ``docx``, ``xlsx``, ``xls`` or ``html``.

    Raises:
        ExtractionError: a format that is not read, with what to do instead.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    name = path.name
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_ZIP):
        return _in_zip(path)
    if head.startswith(_OLE):
        return _in_ole(path)
    for magic, what, action in _REFUSED:
        if head.startswith(magic) and (len(magic) > 2 or 0 in head):
            raise ExtractionError(name, f"{what} is not read", action)
    return _in_text(head, path)


_MAIN_PARTS = (
    (r"wordprocessingml\.(?:document|template)\.main\+xml|ms-word\.(?:document|template)\.macroEnabled", "docx"),
    (r"spreadsheetml\.(?:sheet|template)\.main\+xml|ms-excel\.(?:sheet|template)\.macroEnabled", "xlsx"),
)
_OTHER_ZIPS = (
    ("OFD.xml", "an OFD document", "save it as PDF with the program that opens it (Suwell, WPS …)"),
    ("xl/workbook.bin", "a binary workbook (XLSB)", _SAVE_SHEETS),
    ("ppt/presentation.xml", "a presentation", "save it as PDF"),
    ("content.xml", "an OpenDocument file", "save it as DOCX or XLSX with LibreOffice"),
    ("document.iwa", "a Pages document", "export it as DOCX or PDF"),
)


def _in_zip(path: Path) -> str:
    with open_archive(path) as archive:
        names = set(archive.namelist())
        types = read_member(archive, "[Content_Types].xml", path.name, _MOST_TYPES) or b""
    for pattern, form in _MAIN_PARTS:
        if re.search(pattern.encode(), types):
            return form
    for member, form in (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx")):
        if member in names:
            return form
    for member, what, action in _OTHER_ZIPS:
        if member in names:
            raise ExtractionError(path.name, f"{what} is not read", action)
    raise ExtractionError(path.name, "a ZIP archive is not read", _UNPACK)


def _in_ole(path: Path) -> str:
    streams = root_streams(path.read_bytes(), path.name)
    if streams & {"Workbook", "Book"}:
        return "xls"
    if streams & {"EncryptedPackage", "EncryptionInfo"}:
        raise ExtractionError(path.name, "the file is protected by a password", "save it without the password")
    if "WordDocument" in streams:
        raise ExtractionError(path.name, "an old Word document (.doc, .wps) is not read", _SAVE)
    if "PowerPoint Document" in streams:
        raise ExtractionError(path.name, "a presentation is not read", "save it as PDF")
    raise ExtractionError(path.name, "an old Office file of an unknown kind is not read", _SAVE)


def _in_text(head: bytes, path: Path) -> str:
    text = head.decode(find_encoding(head), "replace").lstrip("\ufeff")
    start = text.lstrip()
    if WEB_ARCHIVE.match(start):
        return "html"
    if re.match(r"<\?xml", start) and (
        kind := re.search(r"urn:schemas-microsoft-com:office:spreadsheet|/wordml", start)
    ):
        advice = _SAVE_SHEETS if "spreadsheet" in kind.group() else _SAVE
        raise ExtractionError(path.name, "an Office 2003 XML file is not read", advice)
    if _HTML_START.match(start):
        return "html"
    tags = len(_TAGS.findall(text))
    named = path.suffix.lower() in (".htm", ".html", ".xhtml", ".shtml")
    return "html" if tags > (2 if named or start.startswith("<") else 30) else "text"
