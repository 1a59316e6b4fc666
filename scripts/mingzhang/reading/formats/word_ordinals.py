"""Numbers as a word processor's automatic numbering writes them (ECMA-376 ST_NumberFormat, the common ones)."""

from __future__ import annotations

from collections.abc import Callable

# Escapes, because the readers' code holds no Chinese: zero to nine, ten hundred thousand, and the same for legal use.
_DIGITS = "\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d"
_UNITS = ("", "\u5341", "\u767e", "\u5343")
_LEGAL_DIGITS = "\u96f6\u58f9\u8d30\u53c1\u8086\u4f0d\u9646\u67d2\u634c\u7396"
_LEGAL_UNITS = ("", "\u62fe", "\u4f70", "\u4edf")
_ZERO = "\u96f6"
_STEMS = "\u7532\u4e59\u4e19\u4e01\u620a\u5df1\u5e9a\u8f9b\u58ec\u7678"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN_SMALL = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))

_MOST_LETTERS, _MOST_ROMAN = 780, 32_767  # as far as Word counts


def write_ordinal(number: int, form: str) -> str:
    """``number`` in the number format ``form``; in figures where the format is not known."""
    return _FORMS.get(form, str)(number)


def _counted(digits: str, units: tuple[str, ...], number: int) -> str:
    """Counting in Chinese up to 9,999; ten is written without a one before it unless in legal use."""
    if not 0 < number < 10_000:
        return str(number)
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += (_ZERO if gap else "") + digits[digit] + units[power]
            gap = False
        else:
            gap = gap or bool(text)
    return text.removeprefix(digits[1]) if 10 <= number < 20 and digits is _DIGITS else text


def _chinese(number: int) -> str:
    return _counted(_DIGITS, _UNITS, number)


def _legal(number: int) -> str:
    return _counted(_LEGAL_DIGITS, _LEGAL_UNITS, number)


def _digit_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    if number > _MOST_ROMAN:
        return str(number)
    text = ""
    for value, letters in _ROMAN + _ROMAN_SMALL:
        text += letters * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    """A to Z, then AA, BB …, as Word goes on to thirty of them."""
    if number > _MOST_LETTERS:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def _from(first: int, many: int) -> Callable[[int], str]:
    """Characters that stand in a row in Unicode, figures beyond them."""
    return lambda number: chr(first + number - 1) if 0 < number <= many else str(number)


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _stem(number: int) -> str:
    return _STEMS[number - 1] if 0 < number <= len(_STEMS) else str(number)


_FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"), _chinese),
    **dict.fromkeys(("taiwaneseCountingThousand", "koreanCounting"), _chinese),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _digit_by_digit),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"), _legal),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _from(0x2460, 20)),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _wide),
    "decimalEnclosedParen": _from(0x2474, 20),
    "decimalEnclosedFullstop": _from(0x2488, 20),
    "ideographEnclosedCircle": _from(0x3280, 10),
    "ideographParenthesized": _from(0x3220, 10),
    "ideographTraditional": _stem,
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "none": lambda number: "",
}
