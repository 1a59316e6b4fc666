"""The words in which running text states figures (``vocabulary/claims.yml``), as patterns over a clause."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from mingzhang.wordlists import read_words

_NUMBER = r"(?:-|(?<!\d))\d{1,16}(?:,\d{3}){0,6}(?:\.\d{1,16})?"  # what has more digits is no amount
_MONEY = rf"(?P<number>{_NUMBER})\s*(?P<unit>万元|亿元|元)(?![/每人]|以上|以下|（含|\(含)"
ANY_MONEY = re.compile(_MONEY.replace("|元)", ")"))


@dataclass(frozen=True)
class ClaimWords:
    """The vocabulary of figures in running text (``vocabulary/claims.yml``), as patterns over a clause."""

    amount: re.Pattern[str]
    change: re.Pattern[str]
    percent: re.Pattern[str]
    share: re.Pattern[str]
    rate: re.Pattern[str]
    completion: re.Pattern[str]
    compared: re.Pattern[str]
    quantity: re.Pattern[str]
    reason: re.Pattern[str]
    because: re.Pattern[str]
    detail: re.Pattern[str]
    led: re.Pattern[str]
    carried: re.Pattern[str]
    generic: re.Pattern[str]
    outcome: re.Pattern[str]
    involved: re.Pattern[str]
    of_baseline: re.Pattern[str]
    more: re.Pattern[str]
    aspects: re.Pattern[str]
    budgeted: re.Pattern[str]
    dated: re.Pattern[str]
    short: Mapping[str, re.Pattern[str]]
    baselines: Mapping[str, re.Pattern[str]]
    before: str
    after: str

    def baseline(self, text: str) -> str:
        """Which baseline the words of a comparison name."""
        return next((name for name, pattern in self.baselines.items() if pattern.search(text)), "")


@lru_cache(maxsize=1)
def load_claim_words() -> ClaimWords:
    """The vocabulary of figures that comes with the package."""
    data = read_words("claims")
    words = f"(?P<word>{data['more']}|{data['less']})"
    base = f"(?P<base>{'|'.join(data['baselines'].values())})(?:{data['of_baseline']})"
    comparing = f"(?:(?:{data['comparing']}){base}(?:相比|比)?|{data['last_year']})"
    instead = rf"(?:的?(?P<based>{_NUMBER})\s*万元)?"
    return ClaimWords(
        amount=re.compile(rf"(?P<subject>.*?){_MONEY}(?P<rest>.*)"),
        change=re.compile(rf"(?P<subject>.*?)(?:{comparing}{instead})?{words}(?:了|额)?(?:为)?{_MONEY}"),
        percent=re.compile(rf"{comparing}?{words}(?:了|幅度?|率)?(?:为)?(?P<number>{_NUMBER})\s*[%％]"),
        share=re.compile(rf"占.*?(?P<number>{_NUMBER})\s*[%％]"),
        rate=re.compile(rf"(?:{data['rate']})(?:为|是)?(?P<number>{_NUMBER})\s*[%％]"),
        completion=re.compile(rf"(?:{data['completion']})(?P<number>{_NUMBER})\s*[%％]"),
        compared=re.compile(rf"(?P<subject>.*?)(?:{data['comparing']}){base}相比"),
        quantity=re.compile(rf"(?P<subject>.*?)(?P<number>{_NUMBER})\s*(?P<measure>{data['measures']})"),
        reason=re.compile(f"(?:{data['reason']})"),
        because=re.compile(f"(?:{data['because']})"),
        detail=re.compile(f"(?:{data['detail']})"),
        led=re.compile(r".{0,30}?(?:包括|为)[:：]"),
        carried=re.compile(data["carried"]),
        generic=re.compile(f"(?:{data['generic']})(?:为|是)?"),
        outcome=re.compile(f"(?:{data['outcome']})(?:为|是)?"),
        involved=re.compile(f"(?:{data['involved']})(?:为|是)?"),
        of_baseline=re.compile(
            rf"(?P<subject>.*?)(?P<base>{'|'.join(data['baselines'].values())})(?:决算)?数?(?:为|是)?"
        ),
        more=re.compile(data["more"]),
        budgeted=re.compile(data["budgeted"]),
        aspects=re.compile(data["aspects"]),
        dated=re.compile(data["dated"]),
        short={name: re.compile(pattern) for pattern, name in data["short"].items()},
        baselines={name: re.compile(pattern) for name, pattern in data["baselines"].items()},
        before=data["before"],
        after=data["after"],
    )
