"""Summaries of views, as the pages across units take them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.summary.card import Card
from mingzhang.site.summary.collection import Collection, collect
from mingzhang.site.summary.summarise import build_card, summarise


def collection_of(views: Iterable[DisclosureView]) -> Collection:
    """The summaries of ``views``."""
    return collect(summarise(view, {}) for view in views)


def rows_of_all(views: Iterable[DisclosureView], part: str) -> list[Any]:
    """What the summaries of ``views`` hold under ``part``, one after the other."""
    return [row for _, rows in collection_of(views).each(part) for row in rows]


def cards_of(views: Iterable[DisclosureView]) -> list[Card]:
    """The cards of ``views``, in their order."""
    return list(map(build_card, views))
