"""What a chart is made of, before anything is drawn.

Plain values: equal charts have equal ``repr``, by which drawings are cached.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from mingzhang.site.numbers.amounts import format_amount, format_share

WIDE, NARROW = 720, 340
"""Widths in pixels; a phone gets its own drawing and not a shrunken one."""


@dataclass(frozen=True)
class Datum:
    """One number of a chart, as its data file lists it; drawings are made of these.

    ``whole`` is what it is a share of. ``pale`` means last year, ``outline`` a plan beside what came of it.
    ``parent`` is the code that a finer item belongs to. ``disclosure`` and ``address`` (below the site's top) are
    given where a chart has numbers of several disclosures; ``line`` is the source line there.
    """

    label: str
    amount: Decimal
    colour: str
    series: str = ""
    unit: str = "万元"
    whole: Decimal | None = None
    line: str = ""
    code: str = ""
    parent: str = ""
    group: str = ""
    note: str = ""
    pale: bool = False
    outline: bool = False
    disclosure: str = ""
    address: str = ""

    @property
    def share(self) -> str:
        """Its share of the whole as a reader sees it; blank without one."""
        return format_share(self.amount, self.whole)

    @property
    def exact_share(self) -> str:
        """Its share in percent to two decimals, for the data file; blank without one."""
        if not self.whole:
            return ""
        return f"{(self.amount * 100 / self.whole).quantize(Decimal('0.01'), ROUND_HALF_UP):f}"

    @property
    def words(self) -> str:
        """``一般公共服务支出，基本支出：11,282.77 万元，占 98.0%``."""
        name = "，".join(part for part in (self.label, self.series) if part)
        return f"{name}：{format_amount(self.amount)} {self.unit}{f'，占 {self.share}' if self.whole else ''}"


@dataclass(frozen=True)
class Segment:
    """One coloured piece of a bar; ``words`` is shown on hover."""

    amount: Decimal
    colour: str
    words: str
    pale: bool = False
    outline: bool = False


@dataclass(frozen=True)
class Lane:
    """Pieces in a row, with the number printed at their end; a ``quiet`` one is there to compare with."""

    segments: tuple[Segment, ...]
    end: str
    quiet: bool = False

    @property
    def amount(self) -> Decimal:
        """The whole length."""
        return sum((segment.amount for segment in self.segments), Decimal(0))


@dataclass(frozen=True)
class Bar:
    """A label, a smaller ``note`` under it, and one lane or several; ``group`` heads the bars that have it."""

    label: str
    lanes: tuple[Lane, ...]
    note: str = ""
    group: str = ""


@dataclass(frozen=True)
class Bars:
    """Horizontal bars from one baseline; ``most`` is the length of the scale where it is fixed."""

    bars: tuple[Bar, ...]
    most: Decimal | None = None


@dataclass(frozen=True)
class Composition:
    """One stacked bar of a whole, its named parts listed below it."""

    parts: tuple[tuple[str, Segment], ...]


@dataclass(frozen=True)
class Shift:
    """One stated change: its signed ``segment``, the number and percent at its end, why, and what it is part of."""

    label: str
    segment: Segment
    end: str
    percent: str
    reason: str
    note: str = ""


@dataclass(frozen=True)
class Diverging:
    """Changes to the left and right of zero, each with its reason."""

    shifts: tuple[Shift, ...]


@dataclass(frozen=True)
class Explorer:
    """The chart for a reader who asks for interaction: its data and how they are shown.

    ``shape`` is ``ranked``, ``stacked``, ``paired`` or ``diverging``; ``finer`` are the items below a clicked one.
    """

    shape: str
    rows: tuple[Datum, ...]
    finer: tuple[Datum, ...] = ()


Drawing = Bars | Composition | Diverging


@dataclass(frozen=True)
class Chart:
    """A question and its answer; ``answer`` is the subtitle and the spoken label.

    ``anchor`` is the place on the chart's page that holds the table it came from. ``key`` names colours where a
    chart needs that: pairs of name and custom property. ``detail`` is a finer drawing to unfold, ``rows`` and
    ``finer`` the data of the two. ``note`` says how a number came about; ``source`` whose they are.
    """

    name: str
    title: str
    answer: str
    anchor: str
    drawing: Drawing
    rows: tuple[Datum, ...]
    shape: str = "ranked"
    key: tuple[tuple[str, str], ...] = ()
    detail: Drawing | None = None
    detail_title: str = ""
    finer: tuple[Datum, ...] = ()
    note: str = ""
    source: str = ""

    @property
    def explorer(self) -> Explorer:
        """What the interactive chart is made of."""
        return Explorer(self.shape, self.rows, self.finer)
