"""Which items of two parts of a document are one project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from mingzhang.recognise.model import Note
from mingzhang.records.projects.assignment import Pair, best_pairs
from mingzhang.records.projects.items import (
    Project,
    likeness,
    meet,
    rounded,
    same_core,
    shares_words,
    years_differ,
)
from mingzhang.text import fold

ALIKE = 0.65  # names with two thirds of their characters in common; unlike projects of a unit stay below
VERY_ALIKE = 0.8
_MARGIN = 20  # two ways to pair that differ by less (of 1000 a pair) are equally good
_Rule = Callable[[Project, Project], "int | None"]


def join(
    left: Sequence[Project], right: Sequence[Project], notes: list[Note], *, strict: bool = False
) -> list[Project]:
    """``left`` with the items of ``right`` that are the same projects, then the rest of ``right``.

    Amount and name decide; when one of them is missing or differs the other may do, if nothing rivals it
    (``strict``: never). Doubts go to ``notes``.
    """
    joining = _Joining(left, right, notes)
    joining.pair_equals()
    joining.pair(_by_amount_and_name, "")
    if not strict:
        joining.pair(_by_name_alone, "一处没有印金额，凭名称合并")
        joining.pair(_by_rounded_amount, "名称相近，金额只差舍入的尾数，已合并")
        joining.pair(joining.by_same_name, "名称相同而金额不同，已合并")
        joining.pair_by_amount_alone()
        joining.list_lookalikes()
    return joining.merged()


def _by_amount_and_name(one: Project, other: Project) -> int | None:
    return _score(one, other) if meet(one, other) and not years_differ(one, other) else None


def _by_name_alone(one: Project, other: Project) -> int | None:
    lacks_amount = not one.amounts or not other.amounts
    return _score(one, other) if lacks_amount and not years_differ(one, other) else None


def _by_rounded_amount(one: Project, other: Project) -> int | None:
    return _score(one, other) if rounded(one, other) and not years_differ(one, other) else None


def _score(one: Project, other: Project) -> int | None:
    """Likeness of a thousand, None below what counts as alike; one and the same name outdoes any other."""
    alike = likeness(one, other)
    exact = {fold(name) for name in one.names} & {fold(name) for name in other.names}
    return int(1000 * alike) + (100 if exact else 0) if alike >= ALIKE else None


class _Joining:
    """Two lists of projects on the way to one; ``_left`` and ``_right`` are the positions not yet settled."""

    def __init__(self, left: Sequence[Project], right: Sequence[Project], notes: list[Note]) -> None:
        self._lefts, self._rights, self._notes = left, right, notes
        self._left, self._right = set(range(len(left))), set(range(len(right)))
        self._pairs: dict[int, int] = {}

    def merged(self) -> list[Project]:
        partners = {right: left for left, right in self._pairs.items()}
        for right, left in partners.items():
            self._lefts[left].items.update(self._rights[right].items)
        return [*self._lefts, *(project for at, project in enumerate(self._rights) if at not in partners)]

    def pair_equals(self) -> None:
        """Pair what bears the same name and amount; several of the kind, as many on either side, in their order."""
        lefts, rights = _by_name_and_amount(self._lefts), _by_name_and_amount(self._rights)
        for key in lefts.keys() & rights.keys():
            ours, theirs = lefts[key], rights[key]
            if len(ours) == len(theirs) and set(ours) <= self._left and set(theirs) <= self._right:
                for pair in zip(ours, theirs, strict=True):
                    self._settle(pair, "有多个名称、金额都相同的项目，按先后次序合并" if len(ours) > 1 else "")

    def pair(self, rule: _Rule, message: str) -> None:
        """Pair what ``rule`` gives a score to, as a best assignment; ``message`` says what was missing, if anything."""
        found = {
            (left, right): score
            for left in sorted(self._left)
            for right in sorted(self._right)
            if (score := rule(self._lefts[left], self._rights[right])) is not None
        }
        clear, rivalled = best_pairs(found, _MARGIN)
        for pair in clear:
            self._settle(pair, message)
        for pair in rivalled:
            self._doubt(pair, "还有同样相近的项目，无法确定是否同一项目，未合并")
            self._left.discard(pair[0])
            self._right.discard(pair[1])

    def by_same_name(self, one: Project, other: Project) -> int | None:
        """A rule: the same name, which no other project on either side bears, with another amount."""
        if not _same_name(one, other):
            return None
        rivals = sum(_same_name(one, rival) for rival in self._rights) + sum(_same_name(r, other) for r in self._lefts)
        return 1000 if rivals == 2 else None

    def pair_by_amount_alone(self) -> None:
        """Pair by an amount that is left once on either side, where a name is missing or they share something."""
        lefts = [(left, self._lefts[left]) for left in sorted(self._left)]
        rights = [(right, self._rights[right]) for right in sorted(self._right)]
        near = [(a, b) for a, one in lefts for b, other in rights if _meet_above_zero(one, other)]
        ours, theirs = Counter(left for left, _ in near), Counter(right for _, right in near)
        for left, right in near:
            one, other = self._lefts[left], self._rights[right]
            if one.name and other.name and not shares_words(one, other):
                continue
            if ours[left] == theirs[right] == 1:
                self._settle((left, right), "名称不同（或没有名称），凭唯一相同的金额合并")
            else:
                self._doubt((left, right), "金额相同的项目不止一个，无法确定是否同一项目，未合并")

    def list_lookalikes(self) -> None:
        """List what is left with nearly one name and different amounts: perhaps the same project."""
        for left in sorted(self._left):
            for right in sorted(self._right):
                one, other = self._lefts[left], self._rights[right]
                if likeness(one, other) >= VERY_ALIKE and not years_differ(one, other) and not meet(one, other):
                    self._doubt((left, right), "名称相近而金额不同，未合并")

    def _settle(self, pair: Pair, message: str) -> None:
        left, right = pair
        self._pairs[left] = right
        self._left.discard(left)
        self._right.discard(right)
        if message:
            self._note(pair, "joined", message)

    def _doubt(self, pair: Pair, message: str) -> None:
        self._note(pair, "ambiguous", message)

    def _note(self, pair: Pair, kind: str, message: str) -> None:
        one, other = self._lefts[pair[0]], self._rights[pair[1]]
        detail = f"第 {one.line} 行（{_amounts(one)}）与第 {other.line} 行（{_amounts(other)}）：{message}"
        self._notes.append(Note("projects", other.line, "name", kind, other.name, one.name, detail))


def _same_name(one: Project, other: Project) -> bool:
    return same_core(one, other) and not years_differ(one, other)


def _meet_above_zero(one: Project, other: Project) -> bool:
    return any(amount for amount in set(one.amounts) & set(other.amounts))


def _by_name_and_amount(projects: Sequence[Project]) -> dict[tuple[str, object], list[int]]:
    found: dict[tuple[str, object], list[int]] = {}
    for at, project in enumerate(projects):
        for key in sorted({(fold(name), amount) for name in project.names for amount in project.amounts}):
            found.setdefault(key, []).append(at)
    return found


def _amounts(project: Project) -> str:
    return f"{project.amounts[0]:f} 万元" if project.amounts else "未印金额"
