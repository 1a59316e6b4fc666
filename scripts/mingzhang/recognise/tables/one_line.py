"""Tables that print their items as headings over one row of amounts (“三公”经费)."""

from __future__ import annotations

from collections.abc import Sequence

from mingzhang.recognise.patterns import matches
from mingzhang.recognise.vocabulary import TableWords, Vocabulary

_FEWEST = 3  # as many items as must stand as headings


def find_items(paths: Sequence[str], words: TableWords, vocabulary: Vocabulary) -> dict[int, tuple[str, str]]:
    """For every column of amounts its item (the heading) and the column that the rest of its path names.

    A column whose path names no set of amounts (预算数, 决算数) has an empty one.
    """
    items: dict[int, tuple[str, str]] = {}
    for at, path in enumerate(paths):
        parts = path.split("/")
        if not path or any(matches(vocabulary.comparisons, part) for part in parts):
            continue
        place = _item_place(parts, vocabulary)
        if place is None:
            continue
        rest = [part for part in parts[:place] if not _is_item(part, vocabulary)]
        measure = next((c for part in rest if (c := words.column_of(part)) in words.amounts), "") or ""
        items[at] = (parts[place], measure)
    return items if len(items) >= _FEWEST else {}


def _item_place(parts: Sequence[str], vocabulary: Vocabulary) -> int | None:
    """Which heading of a path names the item: the last that names an expense, else the last, a total."""
    named = [at for at, part in enumerate(parts) if _is_item(part, vocabulary)]
    if named:
        return named[-1]
    total = vocabulary.three_public_items["total"]
    return len(parts) - 1 if total.fullmatch(parts[-1]) else None


def _is_item(part: str, vocabulary: Vocabulary) -> bool:
    kinds = [pattern for key, pattern in vocabulary.three_public_items.items() if key != "total"]
    return any(pattern.match(part) for pattern in kinds) or vocabulary.three_public_beside.fullmatch(part) is not None
