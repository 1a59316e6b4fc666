"""Performance forms with tabs turned into text as it comes out of a PDF, beside what stands in their cells."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from mingzhang.recognise.forms.words import load_form_words
from mingzhang.text import fold

# How many characters of a column fit on a line, from the narrowest to the widest that is tried.
WIDTHS = {
    "category": (2, 3), "subcategory": (3, 3), "indicator": (4, 9), "target": (4, 6), "basis": (3, 5),
    "previous": (4, 6), "weight": (4, 4), "scoring_rule": (4, 7), "evidence": (4, 5), "actual": (4, 6),
    "score": (4, 4), "deviation": (5, 8), "description": (5, 9),
}  # fmt: skip
GOAL_WIDTH = 42
_TITLE = re.compile(r"^[^\t]*绩效(?:目标申报|目标|自评)表\s*$")


@dataclass(frozen=True)
class Printed:
    """A form as tabs print it: title, rows above the indicators, its columns, its indicator rows, its last rows."""

    title: str
    top: list[list[str]]
    columns: list[str]
    header: list[str]
    rows: list[dict[str, str]]
    bottom: list[list[str]]


def printed_forms(text: str) -> list[Printed]:
    """The forms of a tabbed document."""
    forms: list[Printed] = []
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if _TITLE.match(line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        cells = [[squeeze(cell) for cell in line.split("\t")] for line in lines[start + 1 : end] if "\t" in line]
        forms.append(_form(lines[start].strip(), cells))
    return forms


def squeeze(cell: str) -> str:
    """A cell without layout."""
    return re.sub(r"\s|</?p>", "", cell)


def _form(title: str, rows: list[list[str]]) -> Printed:
    words = load_form_words()
    at = next(
        i for i, row in enumerate(rows) if words.heading_of(fold(row[0] or row[1])) in ("category", "subcategory")
    )
    names = [words.heading_of(fold(cell)) or "label" for cell in rows[at]]
    columns = [name for name, cell in zip(names, rows[at], strict=True) if cell]
    body = [row for row in rows[at + 1 :] if any(row)]
    bottom = [row for row in body if fold("".join(row)).startswith("总分")]
    indicators: list[dict[str, str]] = []
    for row in body:
        if row not in bottom:
            _add(indicators, _named(row, names, columns))
    return Printed(title, rows[:at], columns, rows[at], indicators, bottom)


def _named(row: list[str], names: list[str], columns: list[str]) -> dict[str, str]:
    """The cells of a row by column; a row shifted by a column, or with merged headings, is put right."""
    words = load_form_words()
    if len(row) == len(columns):
        cells = dict(zip(columns, row, strict=True))
    else:
        cells = dict(zip(names, row, strict=False)) if len(set(names)) == len(names) else _spread(row, names)
    shifted = cells.get("label", "") and words.is_value("category", fold(cells["label"]))
    if shifted:
        cells = dict(zip(columns, row, strict=False))
    if words.is_value("subcategory", fold(cells.get("indicator", ""))):
        kept = [name for name in columns if name != "category"]
        cells = dict(zip(kept, row[names.index("indicator") :], strict=False))
    return {name: cells.get(name, "") for name in ("label", *columns) if cells.get(name)}


def _spread(row: list[str], names: list[str]) -> dict[str, str]:
    """The cells of a row whose merged headings print blanks: each belongs to the heading at or before it."""
    cells: dict[str, str] = {}
    known = ""
    for name, cell in zip(names, row, strict=False):
        known = name if name != "label" or not known else known
        if cell:
            cells[known] = cell
    return cells


def _add(rows: list[dict[str, str]], row: dict[str, str]) -> None:
    """``row`` to ``rows``, or its cells to the last row when a page break cut that in two."""
    if rows and not row.get("target"):
        for name, cell in row.items():
            rows[-1][name] = rows[-1].get(name, "") + cell
    else:
        rows.append(row)


def filled(form: Printed) -> list[dict[str, str]]:
    """The rows with their merged cells filled down, without the cell that only names the block."""
    above = {"category": "", "subcategory": ""}
    out = []
    for row in form.rows:
        if row.get("category"):
            above["subcategory"] = ""
        above = {name: row.get(name, above[name]) for name in above}
        cells = {**above, **row}
        out.append({name: cell for name, cell in cells.items() if cell and name != "label"})
    return out


def as_flowed(form: Printed, seed: int) -> str:
    """The form as flowed text: cells wrapped at the width of their column, in reading order, without tabs."""
    chance = random.Random(f"{form.top}{seed}")
    widths = {name: chance.randint(*bounds) for name, bounds in WIDTHS.items()}
    style = chance.choice((0.0, 0.3, 0.6))
    spaced = chance.random() < 0.5
    out: list[str] = [" " + form.title, "", "(2024 年)", ""]
    for row in [*form.top, form.header]:
        _print(
            out, [(cell, GOAL_WIDTH if len(cell) > 30 else chance.choice((3, 4, 7))) for cell in row if cell], chance
        )
    for row in form.rows:
        cells = [(_spaced(cell) if spaced else cell, widths.get(name, 4)) for name, cell in row.items()]
        _print(out, cells, chance, style)
    for row in form.bottom:
        _print(out, [(cell, 8) for cell in row if cell], chance, style)
    return "\n".join(out) + "\n"


def _spaced(cell: str) -> str:
    """A cell with the spaces that a word processor prints between a number and the Chinese after it."""
    return re.sub(r"(?<=[\d.])(?=[\u4e00-\u9fff])", " ", cell)


def _print(out: list[str], cells: list[tuple[str, int]], chance: random.Random, glued: float = 0.3) -> None:
    fresh = True
    for cell, width in cells:
        pieces = wrap(cell, width)
        if not fresh and chance.random() < (glued if len(pieces) == 1 else glued / 3):
            out[-1] += " " + pieces.pop(0)
        for number, piece in enumerate(pieces):
            if number and chance.random() < 0.7:
                out.append("")
            out.append(piece)
        fresh = False


def wrap(cell: str, width: int) -> list[str]:
    """A cell cut into lines that hold ``width`` Chinese characters, or twice as many others."""
    lines, line, room = [], "", 2 * width
    for token in re.findall(r"[\x21-\x7e]+|[^\x21-\x7e]", cell):
        for part in [token[i : i + 2 * width] for i in range(0, len(token), 2 * width)]:
            size = sum(2 if ord(c) > 0x2E7F else 1 for c in part)
            if line and size > room:
                lines, line, room = [*lines, line], "", 2 * width
            line, room = line + part, room - size
    return [line.strip() for line in [*lines, line] if line.strip()]
