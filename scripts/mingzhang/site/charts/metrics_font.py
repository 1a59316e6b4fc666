"""A font that has widths and nothing else, to measure text the same everywhere.

The renderer would otherwise measure with whatever fonts a machine has: slow for
Chinese, and different bytes on each. Wide characters are 1 em, others 0.55 em.
"""

from __future__ import annotations

from io import BytesIO
from math import ceil
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from mingzhang.swap import replace_file

FAMILY = "Mingzhang Metrics"
NARROW = 0.55
_WIDE_RANGES = ((0x2010, 0x2FFF), (0x3000, 0x9FFF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF))
# Everything else that a document may print (other scripts, private characters of its fonts, rare Chinese ones, emoji):
# a character that the font lacks would be measured with whatever fonts the machine has.
_RARE = ((0xA000, 0xD7FF), (0xE000, 0xF8FF), (0xFB00, 0xFEFF), (0xFFF0, 0xFFFD), (0x10000, 0x3FFFF))
_NO_START = "、，。；：）”》！？"
_NO_END = "（《“"
_ORPHAN = 2
_WIDTHS = {".notdef": 1000, "narrow": int(NARROW * 1000), "wide": 1000}


def is_wide(character: str) -> bool:
    """Whether ``character`` takes a whole em (Chinese and its punctuation)."""
    return any(low <= ord(character) <= high for low, high in _WIDE_RANGES)


def text_width(text: str) -> float:
    """The width of ``text`` in em, by the same measure as the font."""
    return sum(1.0 if is_wide(character) else NARROW for character in text)


def wrap_text(text: str, width: float, lines: int, even: bool = True) -> list[str]:
    """``text`` in at most ``lines`` lines of ``width`` em: of about equal length, or else each as full as it goes.

    No line starts or ends with a mark that Chinese never has there, and no last line holds only a character or
    two. An ellipsis ends what does not fit.
    """
    needed = ceil(text_width(text) / width) if text else 0
    full, rest = _lines(text, width, width, lines)
    if rest:
        return [*full[:-1], full[-1][: _fitting(full[-1], width - 1)] + "…"]
    if not even and (len(full) < 2 or len(full[-1]) > _ORPHAN):
        return full
    for count in range(max(needed, 1), len(full) + 1):
        wrapped, rest = _lines(text, min(width, text_width(text) / count + 1), width, count)
        if not rest:
            return wrapped
    return full


def _lines(text: str, target: float, width: float, lines: int) -> tuple[list[str], str]:
    """``text`` in lines of ``target`` em, the last allowed one of ``width``, and what is left over."""
    wrapped: list[str] = []
    rest = text
    while rest and len(wrapped) < lines:
        cut = _fitting(rest, width if len(wrapped) == lines - 1 else target)
        cut -= 1 < cut < len(rest) and (rest[cut] in _NO_START or rest[cut - 1] in _NO_END)
        wrapped.append(rest[:cut])
        rest = rest[cut:]
    return wrapped, rest


def _fitting(text: str, width: float) -> int:
    taken = 0.0
    for place, character in enumerate(text):
        taken += text_width(character)
        if taken > width:
            return max(place, 1)
    return len(text)


def write_metrics_font(folder: Path) -> Path:
    """Write the font into ``folder`` (made when missing), where it is not whole yet, and return the folder."""
    stream = BytesIO()
    font = _build_font()
    font.font["head"].created = font.font["head"].modified = 0
    font.save(stream)
    replace_file(folder / "mingzhang-metrics.ttf", stream.getvalue())
    return folder


def _build_font() -> FontBuilder:
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(list(_WIDTHS))
    builder.font["cmap"] = _character_map()
    builder.setupGlyf({name: _box(width) for name, width in _WIDTHS.items()})
    builder.setupHorizontalMetrics({name: (width, 0) for name, width in _WIDTHS.items()})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=880, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    return builder


def _character_map() -> object:
    """Thousands of characters on two glyphs: format 13 is made for that."""
    characters = dict.fromkeys(range(0x20, 0x2010), "narrow")
    characters |= {code: "wide" for low, high in (*_WIDE_RANGES, *_RARE) for code in range(low, high + 1)}
    subtable = CmapSubtable.newSubtable(13)
    subtable.platformID, subtable.platEncID, subtable.language = 3, 10, 0
    subtable.format, subtable.reserved, subtable.length = 13, 0, 0
    subtable.cmap = characters
    table = newTable("cmap")
    table.tableVersion, table.tables = 0, [subtable]
    return table


def _box(width: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((width, 0), (width, 700), (0, 700)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()
