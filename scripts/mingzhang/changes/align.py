"""Which row of the old table is which of the new: equal rows first, then rows of one name, then rows that are alike."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

Pair = tuple[int, int]
_MOST = 250_000  # pairs of rows that are weighed; a table that was replaced whole has no rows to know again
_ALIKE, _ALIKE_ELSEWHERE = 0.5, 0.75


@dataclass(frozen=True)
class RowKey:
    """What is compared of a row: all of it, what it is called, what must be the same, its words and its numbers."""

    content: Hashable
    name: Hashable
    fixed: Hashable
    words: str
    numbers: tuple[str, ...]


def align(old: Sequence[RowKey], new: Sequence[RowKey]) -> tuple[list[Pair], list[int], list[int]]:
    """Pairs of places in ``old`` and ``new`` that are one row, then the places of each that have no partner."""
    in_order = equal_in_order([row.content for row in old], [row.content for row in new])
    pairs = dict(in_order)
    left, right = _left(len(old), pairs), _left(len(new), pairs.values())
    pairs |= _equal_anywhere([(i, old[i].content) for i in left], [(j, new[j].content) for j in right])
    left, right = _left(len(old), pairs), _left(len(new), pairs.values())
    named = equal_in_order([old[i].name for i in left], [new[j].name for j in right])
    in_order += [(left[i], right[j]) for i, j in named]
    pairs |= {left[i]: right[j] for i, j in named}
    left, right = _left(len(old), pairs), _left(len(new), pairs.values())
    pairs |= _equal_anywhere([(i, old[i].name) for i in left], [(j, new[j].name) for j in right])
    left, right = _left(len(old), pairs), _left(len(new), pairs.values())
    pairs |= _alike(old, new, left, right, in_order)
    return sorted(pairs.items()), _left(len(old), pairs), _left(len(new), pairs.values())


def _left(count: int, taken: object) -> list[int]:
    gone = set(taken)  # type: ignore[call-overload]
    return [place for place in range(count) if place not in gone]


def equal_in_order(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Places of equal keys that follow one another in both: around those that are unique in both."""
    pairs: list[Pair] = []
    spans = [(0, len(old), 0, len(new))]
    while spans:
        i, last_i, j, last_j = spans.pop()
        while i < last_i and j < last_j and old[i] == new[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        while i < last_i and j < last_j and old[last_i - 1] == new[last_j - 1]:
            last_i, last_j = last_i - 1, last_j - 1
            pairs.append((last_i, last_j))
        if i == last_i or j == last_j:
            continue
        anchors = _anchors(old, range(i, last_i), new, range(j, last_j))
        if not anchors:
            pairs += _without_anchors(old, range(i, last_i), new, range(j, last_j))
            continue
        pairs += anchors
        ends = [(i - 1, j - 1), *anchors, (last_i, last_j)]
        spans += [(a + 1, c, b + 1, d) for (a, b), (c, d) in pairwise(ends)]
    return sorted(pairs)


def _anchors(old: Sequence[Hashable], span: range, new: Sequence[Hashable], other: range) -> list[Pair]:
    """Keys that are unique in both spans, as many as stand in one order (the longest increasing sequence)."""
    here, there = _once(old, span), _once(new, other)
    found = [(i, there[key]) for key, i in here.items() if key in there]
    tails: list[int] = []
    best: list[int] = []
    before: list[int] = []
    for place, (_, j) in enumerate(found):
        at = bisect_left(tails, j)
        tails[at : at + 1] = [j]
        best[at : at + 1] = [place]
        before.append(best[at - 1] if at else -1)
    chain, place = [], best[-1] if best else -1
    while place >= 0:
        chain.append(found[place])
        place = before[place]
    return chain[::-1]


def _once(keys: Sequence[Hashable], span: range) -> dict[Hashable, int]:
    places: dict[Hashable, int] = {}
    again: set[Hashable] = set()
    for place in span:
        if keys[place] in places:
            again.add(keys[place])
        places[keys[place]] = place
    return {key: place for key, place in places.items() if key not in again}


def _without_anchors(old: Sequence[Hashable], span: range, new: Sequence[Hashable], other: range) -> list[Pair]:
    if len(span) * len(other) <= _MOST:
        matcher = SequenceMatcher(None, [old[i] for i in span], [new[j] for j in other], autojunk=False)
        blocks = matcher.get_matching_blocks()
        return [(span[b.a + k], other[b.b + k]) for b in blocks for k in range(b.size)]
    pairs: list[Pair] = []
    places: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for j in other:
        places[new[j]].append(j)
    last = -1
    for i in span:
        queue = places[old[i]]
        while queue and queue[0] < last:
            queue.popleft()
        if queue:
            last = queue.popleft()
            pairs.append((i, last))
    return pairs


def _equal_anywhere(old: Sequence[tuple[int, Hashable]], new: Sequence[tuple[int, Hashable]]) -> dict[int, int]:
    """Equal keys wherever they stand: the first with the first, and so on."""
    places: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for j, key in new:
        places[key].append(j)
    return {i: places[key].popleft() for i, key in old if places[key]}


def _alike(
    old: Sequence[RowKey], new: Sequence[RowKey], left: Sequence[int], right: Sequence[int], in_order: Sequence[Pair]
) -> dict[int, int]:
    """The rows left over that are alike, the most alike first; between the same neighbours less will do."""
    if not left or not right or len(left) * len(right) > _MOST:
        return {}
    ordered = sorted(in_order)
    after_old, after_new = [i for i, _ in ordered], sorted(j for _, j in ordered)
    pieces = {id(row): _pieces(row.words) for row in [*(old[i] for i in left), *(new[j] for j in right)]}
    weighed = []
    for i in left:
        for j in right:
            if old[i].fixed != new[j].fixed:
                continue
            is_near = bisect_left(after_old, i) == bisect_left(after_new, j)
            score = _likeness(old[i], new[j], pieces[id(old[i])], pieces[id(new[j])])
            if score >= (_ALIKE if is_near else _ALIKE_ELSEWHERE):
                weighed.append((-score, not is_near, i, j))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(weighed):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _likeness(one: RowKey, other: RowKey, mine: frozenset[str], yours: frozenset[str]) -> float:
    """From 0 to 1: how much of the words, and of the numbers where there are any, is the same."""
    words = 2 * len(mine & yours) / (len(mine) + len(yours)) if mine or yours else 0.0
    cells = [(a, b) for a, b in zip(one.numbers, other.numbers, strict=True) if a or b]
    return words if not cells else (words + sum(a == b for a, b in cells) / len(cells)) / 2


def _pieces(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(max(1, len(text) - 1))) if text else frozenset()
