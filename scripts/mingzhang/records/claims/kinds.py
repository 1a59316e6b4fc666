"""What kind of clause a clause is: a statement of its own, or more of the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mingzhang.records.claims.clauses import Clause
from mingzhang.records.claims.model import Claim
from mingzhang.records.claims.words import ClaimWords

_COMMAS = "，,"


def states(text: str, words: ClaimWords, claims: Sequence[Claim]) -> bool:
    """Whether a clause is a statement of its own, so that the reason before it has ended."""
    return bool(
        text.startswith(("其中", "具体情况"))
        or words.compared.match(text)
        or holds_amount(text, words)
        or words.quantity.fullmatch(text)
        or (words.led.match(text) and words.detail.search(text))
        or _is_detail_of_known(text, words, claims)
    )


def opens(clause: Clause, following: Clause | None, words: ClaimWords, claims: Sequence[Claim]) -> bool:
    """Whether a clause is only a date that opens a statement of its own (截至年末，保有量3辆)."""
    dated = words.dated.match(clause.text)
    return bool(dated and following and clause.stop in _COMMAS and states(following.text, words, claims))


def tells_more(clause: Clause | None, words: ClaimWords) -> bool:
    """Whether a clause tells more of the amount before it, which then is a statement, no item of a list."""
    patterns = (words.share, words.percent, words.reason, words.because, words.detail)
    return clause is not None and any((m := pattern.match(clause.text)) and m.group() for pattern in patterns)


def after_subject(claim: Claim, text: str, words: ClaimWords) -> re.Match[str] | None:
    """The words of a composition or use after a claim's subject, None without a subject or such words."""
    return words.detail.match(text[len(claim.subject) :]) if claim.subject else None


def holds_amount(text: str, words: ClaimWords) -> bool:
    """Whether a clause states an amount."""
    return bool(words.amount.match(text))


def _is_detail_of_known(text: str, words: ClaimWords, claims: Sequence[Claim]) -> bool:
    """Whether a clause tells what an item named before is spent on (“…费开支内容包括…”)."""
    return any(text.startswith(claim.subject) and after_subject(claim, text, words) for claim in claims)
