"""Drawings made from the numbers of a chart: ranked, stacked and paired bars, compositions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from mingzhang.site.charts.model import Bar, Bars, Composition, Datum, Lane, Segment
from mingzhang.site.numbers.amounts import format_amount
from mingzhang.site.numbers.facts import Fact

MOST_BARS = 10


def fact_rows(facts: Iterable[Fact], colours: dict[str, str] | str, whole: Decimal) -> tuple[Datum, ...]:
    """The facts as numbers of a chart; ``colours`` by code, or one for all."""
    return tuple(
        Datum(
            label=fact.name,
            amount=fact.amount,
            colour=colours if isinstance(colours, str) else colours[fact.code],
            whole=whole,
            line=fact.line,
            code=fact.code,
        )
        for fact in facts
    )


def segment_of(row: Datum) -> Segment:
    """The piece of a bar that shows ``row``."""
    return Segment(row.amount, row.colour, row.words, row.pale, row.outline)


def ranked_bars(rows: Iterable[Datum]) -> Bars:
    """A bar for each number, its amount and share at the end."""
    ends = ((row, f"{format_amount(row.amount)}\u2003{row.share}".rstrip()) for row in rows)
    return Bars(tuple(Bar(row.label, (Lane((segment_of(row),), end),), group=row.group) for row, end in ends))


def _bar_of(row: Datum) -> tuple[str, str, str]:
    """What neighbours share that stand in one bar; units of the same name are not one."""
    return row.group, row.label, row.disclosure


def stacked_bars(rows: Iterable[Datum], ends: Iterable[str], most: Decimal | None = None) -> Bars:
    """Neighbours of one label in one bar; ``ends`` are what stands at the end of each."""
    grouped = [list(group) for _, group in groupby(rows, key=_bar_of)]
    return Bars(
        tuple(
            Bar(group[0].label, (Lane(tuple(map(segment_of, group)), end),), group[0].note, group[0].group)
            for group, end in zip(grouped, ends, strict=True)
        ),
        most,
    )


def paired_bars(rows: Iterable[Datum]) -> Bars:
    """Neighbours of one label under each other, each with its amount and what it is; the first is what matters."""
    bars = []
    for (group, label, _), own in groupby(rows, key=_bar_of):
        lanes = tuple(
            Lane((segment_of(row),), f"{format_amount(row.amount)}\u2002{row.series}", row.pale or row.outline)
            for row in own
        )
        bars.append(Bar(label, lanes, group=group))
    return Bars(tuple(bars))


def composition(rows: Iterable[Datum]) -> Composition:
    """One bar of all numbers."""
    return Composition(tuple((row.label, segment_of(row)) for row in rows))
