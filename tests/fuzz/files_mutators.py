"""Breaks files: their bytes, and, where a format packs parts, the parts inside it."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from base64 import encodebytes
from collections.abc import Callable
from random import Random

from files_mutators_xml import mutate_xml

MAGICS = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7\n", b"%PDF-", b"{\\rtf1"),
    *(b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"BM", b"II*\x00", b"RIFF", b"Rar!", b"7z\xbc\xaf\x27\x1c"),
    *(b"\x1f\x8b", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"<!--"),
    *(b"<html>", b"<table>", b"<?xml version='1.0'?>", b"MIME-Version: 1.0\nContent-Type: multipart/related;\n\n", b""),
)
_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65536",
    b"1048577",
    b"2147483648",
    b"99999999999",
    b"1e400",
    b"NaN",
    b"",
    b"\xff",
)
_DEEPEST = 60
_SOUND = 0.7  # of the broken parts stay XML
_LIKELY = re.compile(r"document\.xml|sheet\d|styles|shared|numbering|\.rels|Types|workbook\.xml")
Mutate = Callable[[bytes, Random], bytes]


def mutate(form: str, raw: bytes, random: Random) -> bytes:
    """``raw``, a file of ``form``, broken once or some times."""
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        raw = random.choice((*_OF_ANY, *_OF_FORMS.get(form, ()) * 3))(raw, random)
    return raw


def noise(random: Random) -> bytes:
    """Random bytes behind the first bytes of some format."""
    return random.choice(MAGICS) + random.randbytes(random.choice((0, 1, 10, 200, 5000)))


def _truncate(raw: bytes, random: Random) -> bytes:
    return raw[: random.randrange(len(raw) + 1)]


def _flip(raw: bytes, random: Random) -> bytes:
    broken = bytearray(raw)
    for _ in range(random.choice((1, 3, 30)) if raw else 0):
        broken[random.randrange(len(broken))] ^= 1 << random.randrange(8)
    return bytes(broken)


def _overwrite(raw: bytes, random: Random) -> bytes:
    start, _ = _range(raw, random)
    new = random.choice((b"\x00", b"\xff", b"\x7f", random.randbytes(4))) * random.choice((1, 4, 64))
    return raw[:start] + new + raw[start + len(new) :]


def _range(raw: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(raw) + 1)
    return start, min(len(raw), start + random.choice((1, 8, 100, 1000, len(raw))))


def _delete(raw: bytes, random: Random) -> bytes:
    start, end = _range(raw, random)
    return raw[:start] + raw[end:]


def _double(raw: bytes, random: Random) -> bytes:
    start, end = _range(raw, random)
    return raw[:start] + raw[start:end] * random.choice((2, 2, 3, 20)) + raw[end:]


def _swap(raw: bytes, random: Random) -> bytes:
    a, b, c = sorted(random.randrange(len(raw) + 1) for _ in range(3))
    return raw[:a] + raw[b:c] + raw[a:b] + raw[c:]


def _insert(raw: bytes, random: Random) -> bytes:
    start = random.randrange(len(raw) + 1)
    return raw[:start] + random.choice((*MAGICS, random.randbytes(9), b"\n" * 999, b"\t" * 999)) + raw[start:]


_OF_ANY: tuple[Mutate, ...] = (_truncate, _flip, _overwrite, _delete, _double, _swap, _insert)


def _number(raw: bytes, random: Random) -> bytes:
    """One of the numbers that ``raw`` writes in figures, another."""
    return _one_match(rb"\d+", raw, random, lambda match: random.choice(_NUMBERS))


def _tag(raw: bytes, random: Random) -> bytes:
    """One tag away, double, many times, or another's."""
    tags = re.findall(rb"<[^<>]+>", raw[:200_000])
    other = random.choice(tags) if tags else b""
    what = random.randrange(5)

    def broken(match: re.Match[bytes]) -> bytes:
        tag = match.group()
        return (b"", tag * 2, other, tag * random.choice((30, 3000)), other + tag)[what]

    return _one_match(rb"<[^<>]+>", raw, random, broken)


def _attribute(raw: bytes, random: Random) -> bytes:
    new = random.choice(
        (*_NUMBERS, b"A" * 70_000, b"../../../etc/passwd", b"&#xD800;", b"&lol;", b"XFD1048576", b"A1:XFD1048576")
    )
    return _one_match(rb'(?<==")[^"<>]*(?=")', raw, random, lambda match: new)


def _one_match(pattern: bytes, raw: bytes, random: Random, new: Callable[[re.Match[bytes]], bytes]) -> bytes:
    found = list(re.finditer(pattern, raw[:400_000]))
    if not found:
        return raw
    match = random.choice(found)
    return raw[: match.start()] + new(match) + raw[match.end() :]


_OF_MARKUP: tuple[Mutate, ...] = (_tag, _tag, _attribute, _attribute, _number, _truncate, _double, _swap)


def _part(raw: bytes, random: Random) -> bytes:
    """One or two parts of a ZIP broken as markup, and packed again."""
    parts = _unpack(raw)
    likely = [at for at, (name, _) in enumerate(parts) if _LIKELY.search(name)] or [*range(len(parts))]
    for _ in range(random.choice((1, 2)) if parts else 0):
        at = random.choice(likely)
        name, content = parts[at]
        parts[at] = (name, (mutate_xml if random.random() < _SOUND else random.choice(_OF_MARKUP))(content, random))
    return _pack(parts) if parts else raw


def _members(raw: bytes, random: Random) -> bytes:
    """The parts of a ZIP in another order, one gone, twice, under another's or a strange name."""
    parts = _unpack(raw)
    if not parts:
        return raw
    at = random.randrange(len(parts))
    names = (random.choice(parts)[0], "../../etc/passwd", "/etc/passwd", "a" * 5000, parts[at][0].upper())
    match random.randrange(4):
        case 0:
            parts.pop(at)
        case 1:
            parts.append((parts[at][0], random.choice(parts)[1]))
        case 2:
            parts[at] = (random.choice(names), parts[at][1])
        case _:
            random.shuffle(parts)
    return _pack(parts, random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)))


def _central(raw: bytes, random: Random) -> bytes:
    """A field of a header of a ZIP's members (sizes, flags, methods, offsets), another value."""
    places = [match.start() for match in re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", raw)]
    if not places:
        return raw
    at = random.choice(places) + random.randrange(4, 30, 2)
    value = random.choice((0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, random.randrange(1 << 32)))
    size = random.choice((2, 4))
    return raw[:at] + value.to_bytes(4, "little")[:size] + raw[at + size :]


def _unpack(raw: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:  # broken by an earlier mutation
        return []


def _pack(parts: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    import warnings

    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", method) as archive:
        warnings.simplefilter("ignore")  # two members of one name
        for name, content in parts:
            archive.writestr(name.replace("\x00", ""), content)
    return target.getvalue()


def _stream(raw: bytes, random: Random) -> bytes:
    """A deflated stream of a PDF broken and deflated again; its length is left as it was."""
    found = list(re.finditer(rb"stream\r?\n(.*?)endstream", raw, re.S))
    if not found:
        return raw
    match = random.choice(found)
    content = match.group(1)
    from base64 import a85decode, a85encode

    try:  # as reportlab writes them
        inner = zlib.decompress(a85decode(content.strip().removesuffix(b"~>")))
        inner = random.choice((_number, _double, _swap, _delete, _operator))(inner, random)
        new = a85encode(zlib.compress(inner)) + b"~>"
    except (ValueError, zlib.error):
        new = random.choice(_OF_ANY)(content, random)
    return raw[: match.start(1)] + new + raw[match.end(1) :]


def _operator(raw: bytes, random: Random) -> bytes:
    """Drawing operators of a page, others: unbalanced, nested, absurd."""
    odd = (b" q " * 500, b" Q ", b" BT ", b" ET ", b" /F1 0 Tf ", b" 1e9 0 0 1e9 0 0 cm ", b" 0 0 0 0 0 0 cm ")
    odd += (b" 0 0 1e30 1e30 re f ", b" [(a) -1e30 (b)] TJ ", b" 1e400 Tz ", b" /x Do ", b" (((", b" << ", b" [[[[ ")
    start = random.randrange(len(raw) + 1)
    return raw[:start] + random.choice(odd) + raw[start:]


def _reference(raw: bytes, random: Random) -> bytes:
    """A reference of a PDF to an object, to another one; often to one above, which makes a loop."""
    found = re.findall(rb"\d+ 0 R", raw)
    new = random.choice(found) if found else b""
    return _one_match(rb"\d+ 0 R", raw, random, lambda match: new)


def _key(raw: bytes, random: Random) -> bytes:
    """A value of a PDF's dictionary, another's."""
    values = (b"null", b"[]", b"<<>>", b"-1", b"1e9", b"()", b"/X", b"[1 2]", b"[0 0 1e9 1e9]", b"2147483648", b"true")
    new = random.choice(values)
    return _one_match(
        rb"(?<=/)(\w+) ?(\[[^\]]*\]|[\d.]+(?: 0 R)?|/\w+)", raw, random, lambda m: m.group(1) + b" " + new
    )


def _record(raw: bytes, random: Random) -> bytes:
    """The length, kind or content of one BIFF record of an XLS."""
    at, records = 512, []
    while at + 4 <= len(raw):
        kind, length = struct.unpack_from("<HH", raw, at)
        if kind == 0 and length == 0:
            break
        records.append((at, length))
        at += 4 + length
    if not records:
        return raw
    at, length = random.choice(records)
    what = random.randrange(4)
    if what == 0:
        return raw[: at + 2] + struct.pack("<H", random.choice((0, 1, length + 1, 0xFFFF))) + raw[at + 4 :]
    if what == 1:
        return raw[:at] + random.randbytes(2) + raw[at + 2 :]
    if what == 2:
        return raw[: at + 4] + random.randbytes(length) + raw[at + 4 + length :]
    place = at + 4 + random.randrange(max(length, 1))
    return raw[:place] + random.choice((b"\xff\xff", b"\x00\x00", b"\xff\xff\xff\xff")) + raw[place + 2 :]


def _wrapped(raw: bytes, random: Random) -> bytes:
    """A page inside many elements or tables."""
    depth = random.choice((5, _DEEPEST, 3000))
    tag = random.choice((b"<div>", b"<table><tr><td>", b"<b>", b"<ul><li>", b"<form>", b"<p>"))
    return _one_match(rb"<body>|<td>|<p>", raw, random, lambda match: match.group() + tag * depth)


def _mime(raw: bytes, random: Random) -> bytes:
    """A web archive with its page packed again, or its heads broken."""
    if random.random() < 0.5:
        return random.choice((_number, _delete, _double))(raw[:400], random) + raw[400:]
    inner = random.choice(_OF_MARKUP)(b"<html><body><table><tr><td>1</table></body></html>" * 9, random)
    return raw[:280] + encodebytes(inner) + raw[280:]


_OF_FORMS: dict[str, tuple[Mutate, ...]] = {
    "docx": (*(_part,) * 5, _members, _central),
    "xlsx": (*(_part,) * 5, _members, _central),
    "pdf": (_stream, _stream, _reference, _key, _number),
    "xls": (_record, _record),
    "html": (*_OF_MARKUP, _wrapped),
    "mhtml": (_mime, *_OF_MARKUP),
}
