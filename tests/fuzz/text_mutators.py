"""What can go wrong with the text of a disclosure, by seed: each function takes lines and gives other lines.

Mutants are made of the real documents and of the vocabulary. The same seed gives the same mutant.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from harness import ROOT
from text_cases import Case

Lines = list[str]
Mutator = Callable[[Lines, random.Random], Lines]

SPACES = " \t\u00a0\u2003\u3000\u200b\u2028\u2029\x85\x0b\x0c\x1c\ufeff"
MARKS = "\x00\x01\x1b\x7f\ud800\udfff\ufffd\ufffe\uffff\u202e\u2066\u2069\u200f\u0301\u20dd\ufe0f\U000e0041\U0010ffff"
DIGITS = "０１２３４５６７８９²³¹⁴①②⑩㈠一二三十百〇零两٠١٢٣४५߀𝟘𝟙🄀½¼Ⅷ㊿万亿"
NUMBERS = (
    *("1e999999999", "-1e-999999999", "NaN", "-Infinity", "inf", "sNaN", "1E5", "0x1F", "1_000", "1,2,3", "1.2.3.4"),
    *(".5", "5.", "-.5", "+7", "--3", "-", "—", "——", "0", "-0", "0.00", "00012.50", "9" * 30, "0." + "0" * 29 + "1"),
    *("100%", ">=100%", "≥９８％", "120‰", "-50%", "1,028.", "2013201", "201", "99999", "3", "20132", "1/0", "1：2"),
    *("12-31", "2024年13月45日", "¥12.3", "12万元", "3.5亿", "(5.2)", "（5.2）", "±3", "~5", "5~8", "约12"),
)
PIECES = (
    *(
        "其中：",
        "：",
        ";",
        "（",
        "）",
        "(",
        ")",
        "〇",
        "一、",
        "（一）",
        "1.",
        "1、",
        "第一部分",
        "表3",
        "附件1",
        "合 计\t",
    ),
    *(
        "合计",
        "总计",
        "小计",
        "单位：元",
        "单位：万元",
        "增加",
        "减少",
        "万元",
        "增长",
        "比上年",
        "\t",
        "\t\t",
        "类\t款\t项",
    ),
    *("项目名称：", "一级指标", "[bookmark: _Toc1]", "[bookmark: ", "<p>", "**", "</p>", "...", "……", "——", "{{x}}"),
    *("<script>", "=1+1", "\\", '"', "'", ",", "''"),
)
_TITLE = 40
_END = ("", "第四部分 名词解释", "一般公共预算：指以税收为主体的财政收入。")
"""What keeps a window from being refused as broken off."""
_META = re.compile(r"\(\?[:P<!=][^()]*|\\.|\[[^\]]*\]|[()|?*+^$\\{}]")
_MANY, _LONG = 5000, 10_000  # lines of a text, characters of a line
_HUGE = 1_000_000
"""Characters of what is gigantic; ten times that in the longest run."""


@lru_cache(maxsize=1)
def documents() -> tuple[tuple[str, str], ...]:
    """The kind and text of every real document that is text."""
    paths = sorted(ROOT.glob("data/sources/*/*.txt"))
    return tuple((path.parent.name.rpartition("-")[2], path.read_text(encoding="utf-8")) for path in paths)


@lru_cache(maxsize=1)
def terms() -> tuple[str, ...]:
    """Every word and pattern of the vocabulary, patterns without their signs too."""
    found: dict[str, None] = {}
    for path in sorted((ROOT / "scripts" / "mingzhang" / "vocabulary").glob("*.yml")):
        for text in _texts(yaml.safe_load(path.read_text(encoding="utf-8"))):
            for piece in (text, _META.sub("", text), *_META.split(text)):
                if 0 < len(piece) <= 60:
                    found[piece] = None
    return tuple(found)


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(key)
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


def _place(lines: Lines, chance: random.Random) -> int:
    return chance.randrange(len(lines))


def _span(lines: Lines, chance: random.Random, most: int = 60) -> tuple[int, int]:
    start = _place(lines, chance)
    return start, min(len(lines), start + chance.randint(1, most))


def delete_lines(lines: Lines, chance: random.Random) -> Lines:
    start, end = _span(lines, chance)
    return lines[:start] + lines[end:]


def double_lines(lines: Lines, chance: random.Random) -> Lines:
    start, end = _span(lines, chance)
    times = chance.choice((1, 2, 9)) if len(lines) < _MANY else 1
    return lines[:end] + lines[start:end] * times + lines[end:]


def swap_lines(lines: Lines, chance: random.Random) -> Lines:
    lines = list(lines)
    for _ in range(chance.choice((1, 10))):
        one, other = _place(lines, chance), _place(lines, chance)
        lines[one], lines[other] = lines[other], lines[one]
    return lines


def move_block(lines: Lines, chance: random.Random) -> Lines:
    start, end = _span(lines, chance, 200)
    block, rest = lines[start:end], lines[:start] + lines[end:]
    place = chance.randint(0, len(rest))
    return rest[:place] + block + rest[place:]


def shuffle_block(lines: Lines, chance: random.Random) -> Lines:
    start, end = _span(lines, chance, 200)
    block = lines[start:end]
    chance.shuffle(block)
    return lines[:start] + block + lines[end:]


def join_lines(lines: Lines, chance: random.Random) -> Lines:
    start, end = _span(lines, chance, 12)
    return [*lines[:start], chance.choice(("", " ", "\t")).join(lines[start:end]), *lines[end:]]


def cut_window(lines: Lines, chance: random.Random) -> Lines:
    start, end = _span(lines, chance, 400)
    return lines[start:end]


def splice(lines: Lines, chance: random.Random) -> Lines:
    other = chance.choice(documents())[1].split("\n")
    start, end = _span(other, chance, 400)
    place = _place(lines, chance)
    return lines[:place] + other[start:end] + lines[place + chance.choice((0, end - start)) :]


def _some_lines(lines: Lines, chance: random.Random, change: Callable[[str], str]) -> Lines:
    lines = list(lines)
    for _ in range(chance.choice((1, 5, 30))):
        place = _place(lines, chance)
        if len(lines[place]) < _LONG:  # what grows with every change would never end
            lines[place] = change(lines[place])
    return lines


def change_cells(lines: Lines, chance: random.Random) -> Lines:
    """Cells moved, lost, blank, doubled, split, merged, put in other rows."""

    def change(line: str) -> str:
        mark = "\t" if "\t" in line else " "
        cells = line.split(mark)
        place = chance.randrange(len(cells))
        cell = cells[place]
        match chance.randrange(8):
            case 0:
                chance.shuffle(cells)
            case 1:
                del cells[place]
            case 2:
                cells[place] = ""
            case 3:
                cells[place:place] = [cell[:2000]] * chance.choice((1, 30))
            case 4:
                half = len(cell) // 2
                cells[place : place + 1] = [cell[:half], cell[half:]]
            case 5:
                cells[place : place + 2] = ["".join(cells[place : place + 2])]
            case 6:
                cells[place:place] = [""] * chance.choice((1, 5, 40))
            case _:
                cells[place] = chance.choice(chance.choice(lines).split(mark))
        return mark.join(cells)

    return _some_lines(lines, chance, change)


def garble_numbers(lines: Lines, chance: random.Random) -> Lines:
    def other(found: re.Match[str]) -> str:
        if chance.random() < 0.5:
            return found[0]
        match chance.randrange(5):
            case 0:
                return chance.choice(NUMBERS)
            case 1:
                return "".join(chance.choice("0123456789.,-") for _ in found[0])
            case 2:
                return "".join(chance.choice(DIGITS) for _ in found[0])
            case 3:
                return chance.choice("-+—(（¥") + found[0] + chance.choice(".,%％)）e-元万")
            case _:
                return (found[0] * chance.choice((2, 20, 3000)))[:20_000]

    return _some_lines(lines, chance, lambda line: re.sub(r"[\d.,]+", other, line))


def garble_letters(lines: Lines, chance: random.Random) -> Lines:
    """Characters lost, changed, put in: blanks of every kind, marks that cannot be seen, lone surrogates, digits."""
    signs = chance.choice((SPACES, MARKS, DIGITS, "：:（）()，。、;,.|-—%", "".join(terms()[:400])))

    def change(line: str) -> str:
        letters = list(line) or [""]
        for _ in range(chance.choice((1, 3, len(letters) // 4 + 1))):
            place = chance.randrange(len(letters))
            letters[place] = chance.choice(("", chance.choice(signs), letters[place] + chance.choice(signs)))
        return "".join(letters)

    return _some_lines(lines, chance, change)


def cut_lines(lines: Lines, chance: random.Random) -> Lines:
    def change(line: str) -> str:
        place = chance.randint(0, len(line))
        return chance.choice((line[:place], line[place:], f"{line[:place]}\n{line[place:]}", line + line))

    return _some_lines(lines, chance, change)


def put_terms(lines: Lines, chance: random.Random) -> Lines:
    """Words of the vocabulary, numbers and signs, as lines, cells or in the middle of a line."""

    def change(line: str) -> str:
        words = [chance.choice(chance.choice((terms(), terms(), NUMBERS, PIECES))) for _ in range(chance.randint(1, 6))]
        text = chance.choice(("", " ", "\t")).join(words)
        place = chance.randint(0, len(line))
        return chance.choice((text, f"{line}\t{text}", line[:place] + text + line[place:], f"{text}\n{line}"))

    return _some_lines(lines, chance, change)


def double_titles(lines: Lines, chance: random.Random) -> Lines:
    """A line that is like a title (or any), many times, near its place or anywhere."""
    likely = [line for line in lines if "表" in line and len(line) < _TITLE] or lines
    title = chance.choice(likely)
    times = chance.choice((1, 3, 40))
    if chance.random() < 0.5:
        place = _place(lines, chance)
        return lines[:place] + [title] * times + lines[place:]
    return [part for line in lines for part in ((title, line) if chance.random() < times / len(lines) else (line,))]


def break_encoding(lines: Lines, chance: random.Random) -> Lines:
    """Text as wrong decoding leaves it."""
    codes = chance.choice((("utf-8", "gb18030"), ("gb18030", "utf-8"), ("utf-8", "latin-1"), ("utf-16-le", "utf-8")))
    errors = chance.choice(("replace", "surrogateescape", "ignore"))

    def change(line: str) -> str:
        return line.encode(codes[0], "replace").decode(codes[1], errors)

    if chance.random() < 0.2:
        return [change(line) for line in lines]
    return _some_lines(lines, chance, change)


def change_breaks(lines: Lines, chance: random.Random) -> Lines:
    """Page breaks, other line ends, tabs before each line, no tabs, marks of one cell a line."""
    match chance.randrange(6):
        case 0:
            return [("\f" if chance.random() < 0.1 else "") + line for line in lines]
        case 1:
            return [line + chance.choice(("\r", "\r\r", "\x85", "\u2028")) for line in lines]
        case 2:
            return ["\t" + line.replace("\t", "\n\t") for line in lines]
        case 3:
            return [line.replace("\t", " ") for line in lines]
        case 4:
            return [line.replace(" ", "\t") for line in lines]
        case _:
            return [part for line in lines for part in (line, "")]


ORDINARY: tuple[Mutator, ...] = (
    *(delete_lines, double_lines, swap_lines, move_block, shuffle_block, join_lines, cut_window, splice),
    *(change_cells, garble_numbers, garble_letters, cut_lines, put_terms, double_titles, break_encoding, change_breaks),
)


def gigantic(chance: random.Random, size: int = _HUGE) -> Lines:
    """Lines that are few and very long, or very many: of one character, one cell, many cells, titles, forms, blanks."""
    unit = chance.choice(
        (
            *(
                " ",
                "\t",
                "\t ",
                "\n",
                "\n\n",
                " \n\t\n",
                "　",
                "〇",
                "一",
                "1",
                "1.",
                "1,",
                "9 ",
                "9\t",
                "(",
                "（",
                "其中：",
                "：",
                ":",
            ),
            *(
                "万元",
                "增加",
                "a",
                "a.",
                "@",
                "0-",
                "一、",
                "（一）",
                "。",
                "，",
                "12.5万元，",
                "比上年增加1万元；",
                "<p>",
                "**",
            ),
            *(
                "[bookmark: ",
                "“",
                "\u0301",
                "\u200b",
                "\u3000\n",
                "合计\t1\n",
                "20132\t1.5\n",
                "联系人：",
                "电话：1",
                "其中：\n",
            ),
            *(
                chance.choice(terms()),
                chance.choice(terms()) + "\n",
                chance.choice(terms()) + "\t",
                chance.choice(PIECES),
            ),
        )
    )
    if chance.random() < 0.3:
        lines = chance.choice(documents())[1].split("\n")
        start, end = _span(lines, chance, 40)
        unit = "\n".join(lines[start:end]) + "\n"
        size = min(size, 40 * len(unit) * chance.choice((1, 5)))
    return (unit * (size // max(len(unit), 1) + 1)).split("\n")


def mutant(seed: int, window: int = 0, huge: int = _HUGE) -> Case:
    """The mutant of ``seed``: out of a whole document, or (often) out of at most ``window`` lines of one."""
    chance = random.Random(seed)
    kind, text = chance.choice(documents())
    lines = text.split("\n")
    if window or chance.random() < 0.6:
        titles = [place for place, line in enumerate(lines) if "表" in line and len(line) < _TITLE]
        start = chance.choice(titles) if chance.random() < 0.8 else _place(lines, chance)
        lines = [*lines[start : start + chance.randint(1, window or 400)], *_END]
    if huge and chance.random() < 0.02:
        giant = gigantic(chance, chance.choice((huge, huge // 10, huge // 10)))
        place = _place(lines, chance)
        lines = lines[:place] + giant + lines[place:] if chance.random() < 0.7 else giant
    for _ in range(chance.choice((1, 2, 3, 6))):
        lines = chance.choice(ORDINARY)(lines or [""], chance)
    case = Case("\n".join(lines), chance.choice((kind, kind, "budget", "final")), chance.random() < 0.3)
    return plant(case, chance) if chance.random() < 0.3 else case


def plant(case: Case, chance: random.Random) -> Case:
    """``case`` with an invented telephone number, identity number and mail address on lines of their own."""
    ends = "".join(chance.choice("23456789") for _ in range(7))
    area, mobile, mail = f"0990-{ends}", f"139{ends}0", f"q{ends}@example.gov.cn"
    card = f"65302219900101{ends[:3]}X"
    shown = [
        *(
            f"联系电话：{area}。",
            f"如有疑问请拨打{mobile}。",
            f"邮箱：{mail}。",
            f"身份证号：{card}。",
            f"咨询电话\t{area}\t",
        ),
        *(f"本单位联系方式为{area}，欢迎监督。", f"监督电话：{mobile}。"),
    ]
    lines = case.text.split("\n")
    for line in chance.sample(shown, 3):
        place = _place(lines, chance)
        lines[place:place] = [line]
    return replace(case, text="\n".join(lines), secrets=(area, mobile, mail, card, ends))


def seeds_of(folder: Path) -> list[Path]:
    """The kept corpus below ``folder``."""
    return sorted(path for path in folder.glob("*") if path.is_file()) if folder.is_dir() else []
