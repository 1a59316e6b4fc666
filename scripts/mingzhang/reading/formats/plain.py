"""Plain text: which encoding it is in, decoded strictly."""

from __future__ import annotations

import codecs
import io
import re

from mingzhang.errors import ExtractionError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
_READABLE = 0.9
_WIDE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_PRINTABLE = re.compile(r"[\t\n\r -~]")
_UNASSIGNED = re.compile(r"[\ue000-\uf8ff\ufffd]|[\U000f0000-\U0010ffff]")
_RARE_SHARE = 0.02
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1b\x7f]")
_CONTROL_SHARE = 0.01


def read_text_bytes(raw: bytes, place: str) -> tuple[str, str]:
    """The text of a plain-text file, with ``\\n`` line ends and without its byte order mark, and its encoding.

    Raises:
        ExtractionError: no bytes, NUL bytes, several encodings in one file, or none that is known.
    """
    if not raw.strip():
        raise ExtractionError(place, "the file is empty", "give the file as it was published")
    encoding = find_encoding(raw)
    if encoding in ("utf-8", "gb18030") and b"\x00" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\x00")) + 1
        raise ExtractionError(f"{place} line {line}", "holds NUL bytes, so it is no text", "extract its text first")
    text = decode_strictly(raw, encoding, place)
    if len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise ExtractionError(place, "holds control characters, so it is no text", "extract its text first")
    if not text.strip():
        raise ExtractionError(place, "the file holds no text", "give the file as it was published")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def find_encoding(raw: bytes) -> str:
    """The encoding that ``raw`` is most likely in: by its mark, else UTF-16 by its NULs, else UTF-8 or GB18030.

    Text that is mostly UTF-8 counts as UTF-8, so that a broken byte is told and not read as Chinese of another code.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding
    if 0 in raw[:_SAMPLE]:
        shares = {encoding: _readable(raw[:_SAMPLE], encoding) for encoding in ("utf-16-le", "utf-16-be")}
        likely = max(shares, key=lambda encoding: shares[encoding])
        if shares[likely] > _READABLE:
            return likely
    lenient = raw.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    return "utf-8" if not broken or len(_WIDE.findall(lenient)) > broken else "gb18030"


def _readable(sample: bytes, encoding: str) -> float:
    """The share of Chinese and printable ASCII among the characters of ``sample``."""
    text = sample.decode(encoding, "replace")
    return (len(_WIDE.findall(text)) + len(_PRINTABLE.findall(text))) / max(len(text), 1)


def decode_strictly(raw: bytes, encoding: str, place: str) -> str:
    """``raw`` decoded, its byte order mark left out.

    Raises:
        ExtractionError: a byte that the encoding does not have, or (GB18030, which has nearly all) text that is none.
    """
    for mark, marked in _MARKS:
        if marked == encoding and raw.startswith(mark):
            raw = raw[len(mark) :]
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = f"byte {error.start} is not {encoding.upper()}, in which the rest of the file seems to be"
        raise ExtractionError(f"{place} line {line}", found, "convert the file to UTF-8 text") from error
    if encoding == "gb18030":
        _check_plausible(raw, text, place)
    return text


def _check_plausible(raw: bytes, text: str, place: str) -> None:
    """GB18030 decodes nearly anything: refuses what is another encoding, or has lines of UTF-8 among its own."""
    strange = _UNASSIGNED.search(text)
    if strange and len(_UNASSIGNED.findall(text)) > _RARE_SHARE * len(text):
        where, found = text.count("\n", 0, strange.start()) + 1, "neither UTF-8 nor GB18030 text"
        raise ExtractionError(f"{place} line {where}", found, "convert the file to UTF-8 text")
    for number, line in enumerate(io.BytesIO(raw), 1):
        if not line.isascii() and len(_WIDE.findall(line.decode("utf-8", "ignore"))) > len(line) // 4:
            found = "a line in UTF-8 in a file of GB18030"
            raise ExtractionError(f"{place} line {number}", found, "convert the file to UTF-8 text")
