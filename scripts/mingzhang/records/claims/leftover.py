"""The amounts of a paragraph that went into no claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from mingzhang.recognise.model import Note
from mingzhang.recognise.prose.paragraphs import Paragraph
from mingzhang.records.claims.model import Claim, amount_of, is_number
from mingzhang.records.claims.words import ANY_MONEY

_STATED = ("amount", "change", "baseline_amount")
_AROUND = 15  # so many characters before an amount tell where it stands


def unread_amounts(paragraph: Paragraph, claims: Sequence[Claim], told_again: Sequence[Decimal]) -> Iterator[Note]:
    """A note for every amount that no claim holds; ``told_again`` are those that only repeat one."""
    values = (value for claim in claims for key, value in claim.values.items() if key in _STATED)
    read = Counter(told_again) + Counter(abs(value) for value in values if is_number(value))
    for match in ANY_MONEY.finditer(paragraph.text):
        amount = abs(amount_of(match))
        if read[amount]:
            read[amount] -= 1
            continue
        around = paragraph.text[max(0, match.start() - _AROUND) : match.end() + 5]
        line = paragraph.line_at(match.start())
        yield Note("claims", line, "amount", "unread", around, "", "金额未归入任何一条说明")
