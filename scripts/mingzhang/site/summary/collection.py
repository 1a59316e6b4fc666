"""All disclosures as pages across units know them: their cards at hand, the rest read when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mingzhang.site.lists.home import Totals, UnitView, count_totals, group_units
from mingzhang.site.reference.tallies import RuleText
from mingzhang.site.summary.card import Card
from mingzhang.site.summary.summary import Summary

Load = Callable[[Card, str], Any]
"""Gives a part of a disclosure's summary, by the name that it has in ``Summary``."""


@dataclass(frozen=True)
class Collection:
    """``cards`` in the order of disclosure ids, and how to ``load`` the parts of each."""

    cards: Sequence[Card]
    load: Load

    def each(self, part: str, cards: Iterable[Card] | None = None) -> Iterator[tuple[Card, Any]]:
        """``part`` of every disclosure (or of ``cards``), one at a time."""
        for card in self.cards if cards is None else cards:
            yield card, self.load(card, part)

    @cached_property
    def units(self) -> list[UnitView]:
        """The units, in the order of division codes."""
        return group_units(self.cards)

    @cached_property
    def totals(self) -> Totals:
        return count_totals(self.cards)

    def rules(self) -> list[RuleText]:
        """The rules that any disclosure was checked by; their texts are read once for each version of them."""
        first = {card.rules: card for card in reversed(self.cards) if card.rules}
        return [text for card in first.values() for text in self.load(card, "rules")]


def collect(summaries: Iterable[Summary]) -> Collection:
    """A collection of summaries that are in memory."""
    found = {summary.card.package.id: summary for summary in summaries}
    cards = [found[name].card for name in sorted(found)]
    return Collection(cards, lambda card, part: getattr(found[card.package.id], part))
