"""Classification codes: whole, repaired where misprinted, with what was printed beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mingzhang.classifications import Classification

_LEADING_DIGIT = {"functional": "2", "economic": "3"}
_LENGTHS = {"functional": (3, 5, 7), "economic": (3, 5)}
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d{1,2}[.、．])\s*")
CLASS_DIGITS = 3


@dataclass(frozen=True)
class Code:
    """``code`` is right, ``printed`` what the document shows; ``why`` tells of a repair (empty: none).

    An ``inferred`` code is no repair: the document prints none, or leaves out what its layout tells.
    """

    code: str
    printed: str
    why: str = ""
    inferred: bool = False


def read_code(parts: Sequence[str], name: str, last: str, classification: Classification) -> Code:
    """The code that ``parts`` print for a row named ``name``; ``last`` is the code of the row before.

    A sound code is taken as printed unless it is unknown and the name, in the
    class that the rows around are in, says another with the same last digits.

    Raises:
        ValueError: when the parts are no code and the name does not tell which is meant.
    """
    printed = "".join(parts)
    if not printed or printed in classification.names:
        return Code(printed, printed)
    repaired = _meant(parts, classification.codes_of(name), last)
    if repaired:
        return Code(repaired, printed, f"科目编码印作 {printed}，按名称“{name}”和相邻各行补正为 {repaired}")
    if is_sound(printed, classification):
        return Code(printed, printed)
    raise ValueError(f"科目编码 {' '.join(parts)} 不完整，名称“{name}”也不能确定它")


def infer_code(name: str, last: str, following: str, classification: Classification) -> Code | None:
    """The code of a row that prints none, told by its name; None when the name alone does not tell.

    Of several codes that bear the name the one is meant that the next code (``following``) continues,
    or that lies in the 款 or 类 of the one before (``last``). Only a name of the classification is inferred from.
    """
    named = classification.codes_of(_ORDINAL.sub("", name))
    above = [code for code in named if following and following != code and following.startswith(code)]
    beside = [code for code in named if last and len(code) == len(last) and code[:-2] == last[:-2]]
    within = [code for code in named if last and code != last and code.startswith(last)]
    classes = [code for code in named if len(code) == CLASS_DIGITS]
    for candidates in (above, within, beside, named, classes):
        if len(candidates) == 1:
            code = candidates[0]
            return Code(code, "", f"未印科目编码，按名称“{name}”和上下各行推定为 {code}", True)
    return None


def place_code(parts: Sequence[str], slot: int, last: str, classification: Classification) -> Code | None:
    """The code of parts that do not stand for a whole code alone: 款 or 项 without what is above, or digits without 0.

    ``slot`` is the column (of 类, 款, 项) that the parts begin in; the levels before it are those of ``last``.
    """
    printed = "".join(parts)
    padded = [part.zfill(2) if slot or at else part for at, part in enumerate(parts)]
    prefix = last[: CLASS_DIGITS + 2 * (slot - 1)] if slot else ""
    code = prefix + "".join(padded)
    if code == printed or any(len(part) != 2 for part in (padded if slot else padded[1:])):
        return None
    if (slot and len(prefix) != CLASS_DIGITS + 2 * (slot - 1)) or not is_sound(code, classification):
        return None
    why = "上级科目编码未重印，按上面的行补全" if slot else "各段缺位的 0"
    return Code(code, printed, f"科目编码印作 {' '.join(parts)}，{why}为 {code}", True)


def is_sound(code: str, classification: Classification) -> bool:
    """Whether ``code`` has the form of a whole code: 3, 5 or 7 digits, 2… (functional); 3 or 5, 3… (economic)."""
    kind = classification.kind
    return code.isdecimal() and len(code) in _LENGTHS[kind] and code.startswith(_LEADING_DIGIT[kind])


def _meant(parts: Sequence[str], named: Sequence[str], last: str) -> str:
    """The one code of those that bear the row's name that the printed parts can stand for."""
    first, tail = parts[0], "".join(parts[1:])
    short_class = [code for code in named if len(first) < 3 and code[:3].startswith(first) and code[3:] == tail]
    near = [code for code in named if last and code[:3] == last[:3]]
    lost_class = [code for code in near if code[3:] == first and not tail]
    wrong_class = [code for code in near if len(first) >= 3 and code[3:] == (first + tail)[3:]]
    for candidates in (short_class, lost_class, wrong_class):
        if len(candidates) > 1:
            candidates = [code for code in candidates if code in near]
        if len(candidates) == 1:
            return candidates[0]
    return ""


def class_of(label: str, classification: Classification) -> str:
    """The 类 code that a line's label names, apart from its ordinal; empty when it names none."""
    return next((code for code in classification.codes_of(_ORDINAL.sub("", label)) if len(code) == 3), "")
