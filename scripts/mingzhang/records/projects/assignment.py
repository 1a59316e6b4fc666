"""Pairing two lists one to one so that the pairs are as alike as they can be together."""

from __future__ import annotations

from collections.abc import Mapping

Pair = tuple[int, int]
_INFINITY = 10**12


def best_pairs(scores: Mapping[Pair, int], margin: int) -> tuple[list[Pair], list[Pair]]:
    """The pairs of left and right with the highest sum of ``scores``, each in at most one pair.

    Returned apart: the pairs that nothing rivals, and those that exchanging a partner would cost no more
    than ``margin``. A pair without a score is never taken.
    """
    taken = _assign(scores)
    rivalled = {pair for pair in taken if _is_rivalled(pair, taken, scores, margin)}
    return sorted(set(taken) - rivalled), sorted(rivalled)


def _is_rivalled(pair: Pair, taken: list[Pair], scores: Mapping[Pair, int], margin: int) -> bool:
    left, right = pair
    partner_of_left = dict(taken)
    partner_of_right = {r: l_ for l_, r in taken}
    for (other, side), score in scores.items():
        if side == right and other != left and other not in partner_of_left and score >= scores[pair] - margin:
            return True
        if other == left and side != right and side not in partner_of_right and score >= scores[pair] - margin:
            return True
        if other == left and side in partner_of_right and side != right:
            theirs = (partner_of_right[side], side)
            crossed = scores.get((theirs[0], right))
            if crossed is not None and score + crossed >= scores[pair] + scores[theirs] - margin:
                return True
    return False


def _assign(scores: Mapping[Pair, int]) -> list[Pair]:
    """The assignment with the highest sum (the Hungarian method with potentials, Kuhn and Munkres)."""
    lefts = sorted({left for left, _ in scores})
    rights = sorted({right for _, right in scores})
    if len(lefts) > len(rights):
        return sorted((left, right) for right, left in _assign({(r, l_): s for (l_, r), s in scores.items()}))
    cost = [[-scores.get((left, right), 0) for right in rights] for left in lefts]
    owner = _hungarian(cost, len(lefts), len(rights))
    pairs = [(lefts[owner[column]], rights[column]) for column in range(len(rights)) if owner[column] >= 0]
    return sorted(pair for pair in pairs if pair in scores)


def _hungarian(cost: list[list[int]], rows: int, columns: int) -> list[int]:
    """The row that each column is given to (-1: none), all rows placed at the least cost; rows <= columns."""
    row_price, column_price = [0] * rows, [0] * columns
    owner = [-1] * columns
    for row in range(rows):
        slack, via = [_INFINITY] * columns, [-1] * columns
        seen: list[int] = []
        current, column = row, -1
        while current >= 0:
            if column >= 0:
                seen.append(column)
            for other in range(columns):
                if other not in seen:
                    reduced = cost[current][other] - row_price[current] - column_price[other]
                    if reduced < slack[other]:
                        slack[other], via[other] = reduced, column
            nearest = min((other for other in range(columns) if other not in seen), key=lambda other: slack[other])
            step = slack[nearest]
            row_price[row] += step
            for other in seen:
                row_price[owner[other]] += step
                column_price[other] -= step
            for other in range(columns):
                if other not in seen:
                    slack[other] -= step
            column, current = nearest, owner[nearest]
        while column >= 0:
            owner[column] = row if via[column] < 0 else owner[via[column]]
            column = via[column]
    return owner
