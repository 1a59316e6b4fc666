"""Family 4: the reasons that the text gives, against the directions and amounts they are to explain."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.registry import EXACT, rule
from mingzhang.audit.text.claimed import Claim, claims_of, paragraph_of
from mingzhang.text import fold
from mingzhang.wordlists import read_words

FAMILY = "原因"


@lru_cache(maxsize=1)
def reason_words() -> dict[str, Any]:
    """The vocabulary of reasons (``vocabulary/audit_reasons.yml``)."""
    return read_words("audit_reasons")


def says(kind: str, text: str) -> bool:
    """Whether folded ``text`` has any of the words of a kind."""
    return bool(re.search(reason_words()[kind], text))


def explained(facts: Facts) -> list[tuple[Claim, str, Decimal]]:
    """The claims that give a reason for a change, with the folded reason and the change (signed)."""
    found = []
    for claim in claims_of(facts):
        reason = fold(claim.row.text("reason"))
        change = claim.row.amount("change")
        if reason and change is not None:
            found.append((claim, reason, change))
    return found


def finding(
    facts: Facts, rule_id: str, severity: str, message: str, claim: Claim, actual: Decimal | None = None
) -> Finding:
    """A finding at a claim's reason, on the line where that stands."""
    line = paragraph_of(facts, claim.row.text("reason"), claim.line)
    return Finding(rule_id, severity, message, "claims", "reason", line, claim.row.label, actual)


@rule(
    "reason.direction",
    family=FAMILY,
    title="原因与增减方向一致",
    why="减少的原因只说到增加（或相反），读者无从明白；可能是方向或原因抄错",
    example="结转减少 1.7 万元，原因“本年增加驻村工作经费”",
    severity="warning",
    tolerance=EXACT,
)
def direction(facts: Facts) -> Iterator[Check]:
    for claim, reason, change in explained(facts):
        if not change:
            continue
        way, other = ("more", "less") if change > 0 else ("less", "more")
        if says(other, reason) and not says(way, reason):
            told = "增加" if change > 0 else "减少"
            message = f"{claim.subject}{told} {abs(change):f} 万元，原因却是“{claim.row.text('reason')}”，与方向相反"
            yield finding(facts, "reason.direction", "warning", message, claim, change)
        elif change > 0 and says("leaving", reason):
            said = claim.row.text("reason")
            message = f"{claim.subject}增加 {change:f} 万元，原因“{said}”说的是人员离开，应说明为何反而增加"
            yield finding(facts, "reason.direction", "note", message, claim, change)
        else:
            yield Passed()


@rule(
    "reason.staff",
    family=FAMILY,
    title="以人员增减为原因的，在职人数确有增减",
    why="单位概况写有在职人数的增减；说人员减少而人数没有减少，两处矛盾",
    example="“在职人员增加0人”，而某项减少的原因是“预算人数减少”",
    severity="warning",
    tolerance=EXACT,
)
def staff(facts: Facts) -> Iterator[Check]:
    serving = next((row for row in facts.rows("staffing") if row.text("item") == "serving"), None)
    change = serving.record.values.get("change") if serving else None
    if serving is None or change is None or isinstance(change, str):
        yield NotChecked("没有在职人数的增减")
        return
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim, reason, _ in explained(facts):
        match = re.search(reason_words()["staff"], reason)
        if match:
            groups[match["way"]].append(claim)
    for way, claims in groups.items():
        if (change > 0) == (way == "增加") and change:
            yield Passed()
            continue
        lines = "、".join(str(claim.line) for claim in claims)
        message = f"第{lines}行以人员{way}为原因，第{serving.line}行在职人数增减 {change} 人"
        yield finding(facts, "reason.staff", "warning", message, claims[0])


@rule(
    "reason.circular",
    family=FAMILY,
    title="原因不是把增减再说一遍",
    why="财预〔2016〕143号要求说明增减变化的原因；“项目支出增加，原因是项目资金增加”等于没有说明",
    example="项目支出增加，主要原因是项目资金增加",
    severity="note",
    tolerance=EXACT,
)
def circular(facts: Facts) -> Iterator[Check]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim, reason, change in explained(facts):
        if change and _repeats(reason, fold(claim.subject)):
            groups[reason].append(claim)
        else:
            yield Passed()
    for claims in groups.values():
        lines = "、".join(dict.fromkeys(str(claim.line) for claim in claims))
        message = f"原因“{claims[0].row.text('reason')}”只是重复增减本身，没有说明为什么（第{lines}行）"
        yield finding(facts, "reason.circular", "note", message, claims[0])


def is_circular(claim: Claim) -> bool:
    """Whether a claim's reason only says its change again."""
    return _repeats(fold(claim.row.text("reason")), fold(claim.subject))


def _repeats(reason: str, subject: str) -> bool:
    """Whether nothing is left of a reason without stock phrases, the subject and words for money that moves."""
    words = reason_words()
    rest = re.sub(words["stock"], "", re.sub(words["opening"], "", reason))
    clauses = [clause for clause in re.split("[,，。;；、]", rest) if clause]
    return bool(clauses) and all(_says_nothing(clause, subject) for clause in clauses)


def _says_nothing(clause: str, subject: str) -> bool:
    words = reason_words()
    noun = re.sub(words["moved"], "", clause)
    if noun == clause:
        return False
    if re.fullmatch(words["money"], noun):
        return True
    return len(noun) > 3 and _is_within(noun.removesuffix("费"), subject)


def _is_within(noun: str, subject: str) -> bool:
    """Whether the characters of ``noun`` stand in ``subject`` in their order (运行费 in 购置及运行维护费)."""
    rest = iter(subject)
    return all(char in rest for char in noun)


@rule(
    "reason.copied",
    family=FAMILY,
    title="总数的原因不是照搬其中一项的原因",
    why="同一原因用于增减额大得多的另一项时，它只说明了其中一部分",
    example="收入增加 49 万元与基本支出增加 3 万元用同一句原因",
    severity="warning",
    tolerance=EXACT,
)
def copied(facts: Facts) -> Iterator[Check]:
    groups: dict[str, list[tuple[Claim, Decimal]]] = defaultdict(list)
    for claim, reason, change in explained(facts):
        if change and not is_circular(claim):
            groups[reason].append((claim, change))
    for group in groups.values():
        small, large = min(group, key=lambda pair: abs(pair[1])), max(group, key=lambda pair: abs(pair[1]))
        if len(group) < 2 or small[0].place == large[0].place or abs(small[1]) > _MOST_OF * abs(large[1]):
            yield Passed()
            continue
        message = (
            f"{large[0].subject}增减 {large[1]:+f}，原因与第{small[0].line}行{small[0].subject}（{small[1]:+f}）"
            "完全相同，其余部分没有说明"
        )
        yield finding(facts, "reason.copied", "warning", message, large[0], large[1])


_MOST_OF = Decimal("0.75")  # what explains less than this of a change leaves too much open
