"""What rounding left between the amounts of a document, so that scaling does not make it grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Equation
from mingzhang.audit.registry import RULES
from mingzhang.convert import Converted

_ROUNDS = 60
_MOST_PAIRS = 200


def find_roundings(converted: Converted, printed: Mapping[Decimal, int]) -> dict[Decimal, Decimal]:
    """What each of the ``printed`` values lacks of the one with which its sums hold exactly, for as few as suffice.

    ``printed`` counts how often each is printed; a rare one is preferred. A sum that is off by rounding (0.01) would
    be off by five times as much when all its figures are multiplied by five, and would then be an error.
    """
    equations = [equation for equation in _equations(converted) if abs(equation.difference) <= equation.tolerance]
    sums = _Sums([_weights(equation, printed) for equation in equations], printed)
    left = [equation.difference for equation in equations]
    off: dict[Decimal, Decimal] = {}
    for _ in range(_ROUNDS):
        best = sums.best(left) or sums.best_pair(left)
        if not best:
            break
        for value, change in best:
            off[value] = off.get(value, Decimal(0)) + change
            left = sums.after(left, value, change)
    return {value: change for value, change in off.items() if change}


_Choice = tuple[Decimal, Decimal]
"""A value, and how much to take it for more."""


class _Sums:
    """Sums that hold but for rounding: how often each value counts in each, and how often it is printed at all."""

    def __init__(self, weights: Sequence[Mapping[Decimal, int]], printed: Mapping[Decimal, int]) -> None:
        self._weights, self._printed = weights, printed
        self._of_value: dict[Decimal, list[int]] = defaultdict(list)
        for index, weight in enumerate(weights):
            for value in weight:
                self._of_value[value].append(index)

    def after(self, left: Sequence[Decimal], value: Decimal, change: Decimal) -> list[Decimal]:
        """What the sums lack when ``value`` is taken for ``change`` more."""
        new = list(left)
        for index in self._of_value[value]:
            new[index] += change * self._weights[index][value]
        return new

    def best(self, left: Sequence[Decimal]) -> list[_Choice]:
        """The one choice that mends the most sums more than it breaks; empty when there is none."""
        ranked = self._ranked(left)
        return [ranked[0][1]] if ranked and ranked[0][0][0] < 0 else []

    def best_pair(self, left: Sequence[Decimal]) -> list[_Choice]:
        """Two choices that do so together."""
        found: tuple[tuple[int, ...], list[_Choice]] | None = None
        for rank, choice in self._ranked(left)[:_MOST_PAIRS]:
            second = self._ranked(self.after(left, *choice))
            if second and (total := rank[0] + second[0][0][0]) < 0 and (not found or (total,) < found[0]):
                found = (total,), [choice, second[0][1]]
        return found[1] if found else []

    def _ranked(self, left: Sequence[Decimal]) -> list[tuple[tuple[int, int, Decimal], _Choice]]:
        """Every choice that mends a sum: how many more it leaves broken, how often its value is printed."""
        choices = {
            (value, -difference / weight)
            for index, difference in enumerate(left)
            for value, weight in (self._weights[index].items() if difference else ())
            if difference / weight % Decimal(1).scaleb(int(value.as_tuple().exponent)) == 0
        }
        return sorted(
            ((self._broken(left, *choice), self._printed[choice[0]], choice[0]), choice) for choice in choices
        )

    def _broken(self, left: Sequence[Decimal], value: Decimal, change: Decimal) -> int:
        places = self._of_value[value]
        now = sum(1 for index in places if left[index])
        return sum(1 for index in places if left[index] + change * self._weights[index][value]) - now


def _equations(converted: Converted) -> list[Equation]:
    disclosure = converted.disclosure
    facts = Facts(
        converted.rows, disclosure.unit.name, disclosure.year, disclosure.kind, converted.lines, converted.shown
    )
    checks = (check for name in sorted(RULES) for check in RULES[name].check(facts))
    return [check for check in checks if isinstance(check, Equation)]


def _weights(equation: Equation, printed: Mapping[Decimal, int]) -> dict[Decimal, int]:
    """How often each printed value counts in what an equation lacks."""
    weights: dict[Decimal, int] = defaultdict(int)
    for sign, figures in ((1, (equation.total, *equation.minus)), (-1, equation.parts)):
        for figure in figures:
            if abs(figure.value) in printed:
                weights[abs(figure.value)] += sign if figure.value > 0 else -sign
    return {value: weight for value, weight in weights.items() if weight}
