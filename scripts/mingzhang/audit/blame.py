"""One cause, one finding: which figure explains the identities that do not hold.

A wrong figure breaks every identity it takes part in, and each of them says what it should have been. The
figure that mends the most broken identities at one value, and breaks the fewest that hold, is the cause;
what it mends is told with it, and the rest is judged again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from mingzhang.audit.model import Equation, Figure
from mingzhang.schema import load_resources

Key = tuple[str, int, str]
_MOST_PARTS_SHOWN = 12


@dataclass(frozen=True)
class Cause:
    """A figure and what it should be, with the broken identities that this explains.

    ``columns`` is in how many columns of its row the same misprint stands.
    """

    figure: Figure
    expected: Decimal
    broken: tuple[Equation, ...]
    columns: int = 1


Values = dict[Key, Decimal]


def find_causes(equations: Sequence[Equation]) -> list[Cause]:
    """The causes of the ``equations`` that do not hold within their tolerance, in the order of their figures.

    After each cause its figure counts as mended, so that what two wrong figures break together is told once.
    The tables are judged first: text that repeats a table's wrong figure does not vouch for it.
    """
    mended: Values = {}
    tables = [equation for equation in equations if not _is_of_text(equation)]
    causes: dict[Key, Cause] = {}
    sure = _find(tables, mended, defer=len(tables) < len(equations))
    for cause in [*sure, *_find(equations, mended)]:
        known = causes.get(cause.figure.key)
        if known is None or len(cause.broken) > len(known.broken):  # a figure can be wrong in one way only
            causes[cause.figure.key] = cause
    return sorted(causes.values(), key=lambda cause: (cause.figure.line, cause.figure.key))


def _is_of_text(equation: Equation) -> bool:
    return any(figure.resource == "claims" for figure in equation.figures)


def _find(equations: Sequence[Equation], mended: Values, defer: bool = False) -> list[Cause]:
    """The causes among ``equations``, with what they should be added to ``mended``.

    Where several figures explain the same as well, ``defer`` leaves it for another time: more may tell then.

    What only mending breaks counts only where text has copied the figure that was mended (``Equation.exact``).
    """
    open_ones = [e for e in equations if not holds(e, {}) or (e.exact and _is_of_text(e) and not holds(e, mended))]
    causes = []
    while broken := [equation for equation in open_ones if not holds(equation, mended)]:
        holding = _by_figure([e for e in equations if holds(e, mended)])
        candidates = [(_worth(cause, holding, mended), cause) for cause in _candidates(broken, mended)]
        worth, cause = max(candidates, key=lambda candidate: candidate[0])
        rivals = {c.figure.key for w, c in candidates if w[0] == worth[0] and set(c.broken) == set(cause.broken)}
        if defer and len(rivals) > 1:
            open_ones = [equation for equation in open_ones if equation not in cause.broken]
            continue
        mended[cause.figure.key] = cause.expected
        causes.append(_at_the_sum(cause) if len(rivals) > 1 else cause)
        open_ones = [equation for equation in open_ones if equation not in cause.broken]
    return sorted(_one_a_row(causes), key=lambda cause: (cause.figure.line, cause.figure.key))


def _at_the_sum(cause: Cause) -> Cause:
    """Of several parts any may be the wrong one: the sum is where a reader sees that they do not make it."""
    equation = min(cause.broken, key=lambda equation: bool(equation.minus))  # a sum rather than a roll-forward
    if len(equation.parts) < 2 or cause.figure.key == equation.total.key:
        return cause
    return replace(cause, figure=equation.total, expected=equation.expected)


def _one_a_row(causes: Iterable[Cause]) -> list[Cause]:
    """The same misprint in several columns of a row (合计 and 基本支出) is one cause."""
    found: dict[tuple[str, int, Decimal, Decimal], Cause] = {}
    for cause in causes:
        key = (cause.figure.resource, cause.figure.row, cause.figure.value, cause.expected)
        old = found.get(key)
        found[key] = cause if old is None else replace(old, broken=old.broken + cause.broken, columns=old.columns + 1)
    return list(found.values())


def holds(equation: Equation, values: Values) -> bool:
    """Whether the identity holds within its tolerance when some figures have other ``values``."""
    return abs(_difference(equation, values)) <= equation.tolerance


def _difference(equation: Equation, values: Values) -> Decimal:
    parts = sum((values.get(part.key, part.value) for part in equation.parts), Decimal(0))
    minus = sum((values.get(part.key, part.value) for part in equation.minus), Decimal(0))
    return values.get(equation.total.key, equation.total.value) - parts + minus


def _by_figure(equations: Sequence[Equation]) -> dict[Key, list[Equation]]:
    found: dict[Key, list[Equation]] = defaultdict(list)
    for equation in equations:
        for figure in equation.figures:
            found[figure.key].append(equation)
    return found


def _candidates(broken: Sequence[Equation], values: Values) -> Iterable[Cause]:
    """Every figure of a broken identity, not yet mended, at every value that would mend one."""
    proposals: dict[Key, list[tuple[Equation, Figure, Decimal]]] = defaultdict(list)
    for equation in broken:
        open_figures = [f for f in equation.figures if f.key not in values] or list(equation.figures)
        for figure in open_figures:
            proposals[figure.key].append((equation, figure, solve(equation, figure, values)))
    for offered in proposals.values():
        for _, figure, value in offered:
            fitting = tuple(e for e, _, other in offered if abs(other - value) <= e.tolerance)
            yield Cause(figure, value, fitting)


def solve(equation: Equation, figure: Figure, values: Values) -> Decimal:
    """What ``figure`` would have to be for ``equation`` to hold, all else as it is."""
    now = values.get(figure.key, figure.value)
    difference = _difference(equation, values)
    if figure.key == equation.total.key or any(part.key == figure.key for part in equation.minus):
        return now - difference
    return now + difference


def _worth(cause: Cause, holding: dict[Key, list[Equation]], values: Values) -> tuple[int, bool, bool, bool, int]:
    """How well a cause explains: identities mended less those broken anew; then a statement before a table,
    a sum before its parts, a positive figure before a negative, the earlier line before the later."""
    trial = {**values, cause.figure.key: cause.expected}
    spoiled = sum(1 for equation in holding.get(cause.figure.key, []) if not holds(equation, trial))
    is_total = any(equation.total.key == cause.figure.key for equation in cause.broken)
    is_text = cause.figure.resource == "claims"
    return len(cause.broken) - spoiled, is_text, is_total, cause.expected >= 0, -cause.figure.line


def describe(equation: Equation) -> str:
    """The identity in one sentence with its arithmetic written out."""
    total = equation.total
    named = _namer(equation)
    if len(equation.parts) == 1 and not equation.minus:
        part = equation.parts[0]
        return f"{equation.about}：{named(total)} {total.value:f}，{named(part)} {part.value:f}"
    shown = " + ".join(f"{named(part)} {part.value:f}" for part in equation.parts[:_MOST_PARTS_SHOWN])
    if len(equation.parts) > _MOST_PARTS_SHOWN:
        shown += f" + …（共 {len(equation.parts)} 项）"
    shown += "".join(f" − {named(part)} {part.value:f}" for part in equation.minus)
    return f"{equation.about}：{shown} = {equation.expected:f}，{named(total)} 印作 {total.value:f}"


def _namer(equation: Equation) -> Callable[[Figure], str]:
    """How to call the figures of an identity: by column within a row, by table where the rows bear one name."""
    figures = equation.figures
    if all(figure.heading for figure in figures) and len({(f.resource, f.row) for f in figures}) == 1:
        return lambda figure: figure.heading
    if len({figure.label for figure in figures}) == 1 and len({figure.resource for figure in figures}) == len(figures):
        return lambda figure: load_resources()[figure.resource].title
    return lambda figure: figure.label or figure.column
