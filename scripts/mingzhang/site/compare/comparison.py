"""The comparison of disclosures: sections of measures by disclosure, budgets apart from final accounts.

The page prints the newest disclosures from these objects; ``compare_table.js`` draws any others the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from mingzhang.site.charts.palette import CLASSES, GREYS
from mingzhang.site.compare.cells import Cell, bar_width, exact
from mingzhang.site.compare.columns import Column
from mingzhang.site.compare.words import ABSENT_WORDS, KIND_HEADINGS, SECTIONS, TEXTS, Measure, Section
from mingzhang.site.numbers.amounts import parse_amount

FIRST, MOST = 6, 8
"""How many disclosures the page shows of itself, and how many can be compared."""


@dataclass(frozen=True)
class Slot:
    """A cell in its place: ``width`` of its bar (blank without), ``apart`` where a new kind begins."""

    cell: Cell
    column: Column
    width: str
    apart: bool


@dataclass(frozen=True)
class Line:
    """A row: its measure, a colour where its class has one, and its cells."""

    measure: Measure
    colour: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Piece:
    """One piece of a composition bar, in percent."""

    start: str
    width: str
    colour: str


@dataclass(frozen=True)
class Stack:
    """A whole bar of a disclosure; ``words`` say it without colour."""

    pieces: tuple[Piece, ...]
    words: str
    apart: bool


@dataclass(frozen=True)
class Table:
    """A section with its rows and, where it is a composition, a bar a disclosure."""

    section: Section
    lines: tuple[Line, ...]
    stacks: tuple[Stack, ...]
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Comparison:
    """Everything that the page shows of ``columns``; ``groups`` are kinds with how many columns each has."""

    columns: tuple[Column, ...]
    groups: tuple[tuple[str, str, int], ...]
    warning: str
    remarks: tuple[str, ...]
    tables: tuple[Table, ...]


def build_comparison(chosen: Sequence[Column]) -> Comparison:
    """``chosen`` in their order, budgets first."""
    columns = tuple(column for kind in KIND_HEADINGS for column in chosen if column.kind == kind)
    counts = ((kind, words, sum(column.kind == kind for column in columns)) for kind, words in KIND_HEADINGS.items())
    groups = tuple(group for group in counts if group[2])
    years = sorted({column.year for column in columns})
    scopes = sorted({column.scope for column in columns if column.scope})
    remarks = [TEXTS["years"].replace("{years}", "、".join(map(str, years)))] if len(years) > 1 else []
    remarks += [TEXTS["scopes"].replace("{scopes}", "、".join(scopes))] if len(scopes) > 1 else []
    warning = TEXTS["kinds"] if len(groups) > 1 else ""
    return Comparison(columns, groups, warning, tuple(remarks), tuple(_table(item, columns) for item in SECTIONS))


def page_data() -> dict[str, Any]:
    """What the script has to know to draw a comparison: sections, words, colours."""
    return {
        "sections": [asdict(section) for section in SECTIONS],
        "kinds": KIND_HEADINGS,
        "absent": ABSENT_WORDS,
        "texts": TEXTS,
        "colours": sorted(CLASSES),
        "greys": len(GREYS),
        "most": MOST,
    }


def _table(section: Section, columns: tuple[Column, ...]) -> Table:
    measures = section.measures or _measures(section.key, columns)
    colours = _colours(measures) if section.composed else {}
    lines = tuple(_line(section.key, measure, colours.get(measure.key, ""), columns) for measure in measures)
    stacks = tuple(_stack(measures, colours, section.key, *placed) for placed in _placed(columns)) if colours else ()
    notes = tuple((column.unit, column.notes[section.key]) for column in columns if section.key in column.notes)
    return Table(section, lines, stacks, notes)


def _measures(key: str, columns: tuple[Column, ...]) -> tuple[Measure, ...]:
    """The codes that any of ``columns`` has, in the classification's order."""
    names: dict[str, str] = {}
    for column in columns:
        for code, cell in column.cells[key].items():
            names.setdefault(code, cell.name)
    return tuple(Measure(code, names[code], "万元", 0 if len(code) == 3 else 1, code) for code in sorted(names))


def _colours(measures: tuple[Measure, ...]) -> dict[str, str]:
    """A class's own colour, greys in order for the rest."""
    rest = [measure.key for measure in measures if measure.key not in CLASSES]
    greys = {key: f"grey-{min(place, len(GREYS))}" for place, key in enumerate(rest, start=1)}
    return {measure.key: greys.get(measure.key) or f"class-{measure.key}" for measure in measures}


def _line(key: str, measure: Measure, colour: str, columns: tuple[Column, ...]) -> Line:
    cells = [column.cells[key].get(measure.key) or _no_cell(column, key) for column in columns]
    slots = []
    for (column, apart), cell in zip(_placed(columns), cells, strict=True):
        peers = [other for other, peer in zip(cells, columns, strict=True) if peer.kind == column.kind]
        slots.append(Slot(cell, column, _width(cell, peers) if measure.bars else "", apart))
    return Line(measure, colour, tuple(slots))


def _no_cell(column: Column, key: str) -> Cell:
    """A code that the disclosure does not have: blank, unless it has none at all."""
    return Cell() if column.cells[key] else Cell(absent=column.absent.get(key, ""))


def _width(cell: Cell, peers: list[Cell]) -> str:
    """The bar's width among cells of the same kind; blank when there is nothing to compare with."""
    numbers = [number for number in (parse_amount(peer.value) for peer in peers) if number is not None]
    return bar_width(cell.value, max(numbers)) if len(numbers) > 1 else ""


def _placed(columns: tuple[Column, ...]) -> list[tuple[Column, bool]]:
    """Each column, and whether another kind stands before it."""
    before = (None, *columns[:-1]) if columns else ()
    return [
        (column, prior is not None and prior.kind != column.kind) for prior, column in zip(before, columns, strict=True)
    ]


def _stack(measures: tuple[Measure, ...], colours: dict[str, str], key: str, column: Column, apart: bool) -> Stack:
    pieces, words, start = [], [], Decimal(0)
    cells = [(measure, column.cells[key].get(measure.key, Cell())) for measure in measures]
    amounts = [parse_amount(cell.value) or Decimal(0) for _, cell in cells]
    whole = sum((amount for amount in amounts if amount > 0), Decimal(0))
    for (measure, cell), amount in zip(cells, amounts, strict=True):
        if amount > 0:
            end = start + amount
            left, right = bar_width(exact(start), whole), bar_width(exact(end), whole)
            pieces.append(Piece(left, exact(Decimal(right) - Decimal(left)), colours[measure.key]))
            words.append(f"{measure.label} {cell.shown_share}")
            start = end
    return Stack(tuple(pieces), "，".join(words), apart)
