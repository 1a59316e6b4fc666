"""What a name of a person may be."""

from __future__ import annotations

import re

from mingzhang.personal.plain import plain_of
from mingzhang.personal.words import PersonalWords

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_NAME = re.compile(rf"[{_HAN}]{{1,12}}(?:[·.][{_HAN}]{{1,12}}){{0,4}}")
_LATIN = re.compile(r"[A-Z][a-z]{1,15}(?: [A-Z][a-z]{1,15}){1,3}")
_DOT = re.compile(r"[·.]")
_ROUND_DOT = re.compile(r"\s*([·•・․‧.])\s*")
_LONGEST_LIST = 400
_BETWEEN = re.compile(r"[、/,，;；]|(?<=.)[和与及](?=.)|\s+")
_PADDING = "，,、;；_-·. \t\n()（）[]【】“”\"'"
_SHORT_NAME = 3
_LONGEST = 40
_LONGEST_UNDOTTED = 8


def name_in(value: str, words: PersonalWords) -> str:
    """The name that ``value`` is, without spaces, its dots as ``·``; blank when it is none."""
    if len(value) > _LONGEST:
        return ""
    plain = plain_of(value).text.strip(_PADDING)
    text = plain if _LATIN.fullmatch(plain) else re.sub(r"\s", "", plain)
    if not (_NAME.fullmatch(text) or _LATIN.fullmatch(text)) or len(text) < 2 or words.no_names.fullmatch(text):
        return ""
    if words.ordinary.fullmatch(text) or words.is_folded_label(text):
        return ""
    if len(text) > _LONGEST_UNDOTTED and not _DOT.search(text) and not _LATIN.fullmatch(text):
        return ""
    titled = words.titled.fullmatch(text)
    if titled and len(titled["name"]) < len(text) and not (len(text) <= _SHORT_NAME and text[0] in words.surnames):
        text = titled["name"]
    is_short = len(text) <= _SHORT_NAME and text[0] in words.surnames
    return "" if words.offices.fullmatch(text) and not is_short else text.replace(".", "·")


def names_in(value: str, words: PersonalWords) -> list[str]:
    """The names that ``value`` lists: one alone, or several that look like names, with marks or blanks between them.

    What stands after a name (a telephone, a title) does not count. Where none of several looks like one (its surname is
    rare), the first is meant: a label stands before it.
    """
    value = _ROUND_DOT.sub(r"\1", value[:_LONGEST_LIST])
    whole = name_in(value, words)
    if whole and looks_like_name(whole, words):
        return [whole]
    parts = [part for part in _BETWEEN.split(value) if part.strip()]
    found = [name_in(part.split("(")[0].split("（")[0], words) for part in parts]
    alike = [name for name in found if name and looks_like_name(name, words)]
    first = [name for name in found[:1] if name]
    return alike or ([whole] if whole else first)


def looks_like_name(name: str, words: PersonalWords) -> bool:
    """Whether a name begins with a surname and is as short as such names are, or has the dot of other names."""
    if _DOT.search(name):
        return True
    double = bool(words.double_surnames.match(name))
    return (name[0] in words.surnames and len(name) <= _SHORT_NAME) or (double and 3 <= len(name) <= 4)
