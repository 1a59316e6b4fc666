"""The words of the parts of running text that become rows (``vocabulary/parts.yml``), ready for matching."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mingzhang.numerals import NUMERAL
from mingzhang.recognise.patterns import Named, Patterns, matches
from mingzhang.recognise.prose.clauses import NUMBER
from mingzhang.wordlists import read_words

_COUNT = rf"(?P<count>(?<!\d)\d{{1,9}}(?:,\d{{3}}){{0,3}}|{NUMERAL})"


@dataclass(frozen=True)
class OfficeWords:
    """How a list of offices begins, and what may stand before, between and after the names."""

    counted: Patterns
    uncounted: Patterns
    listed: re.Pattern[str]
    introductions: re.Pattern[str]
    surplus: re.Pattern[str]
    conjunctions: re.Pattern[str]

    def counts_in(self, text: str) -> bool:
        """Whether a (half-width) text prints how many offices there are."""
        return any(pattern.search(text) for pattern in (self.listed, *self.counted))


@dataclass(frozen=True)
class StaffingWords:
    """Nouns of staffing by item; clauses that give a number, a change, or no change."""

    items: Named
    number: re.Pattern[str]
    increases: Patterns
    decreases: Patterns
    unchanged: Patterns
    counting: re.Pattern[str]
    bodies: re.Pattern[str]


@dataclass(frozen=True)
class ProcurementWords:
    """Nouns of procurement by item, and clauses that are told elsewhere; ``amount`` reads a clause."""

    items: Named
    elsewhere: Patterns
    amount: re.Pattern[str]


@dataclass(frozen=True)
class AssetWords:
    """What tells a thing, its quantity and its worth: ``quantity`` and ``value`` read a clause.

    ``measures`` fits a measure in brackets; ``leads`` what stands before a thing, ``planned`` a planned purchase.
    """

    measures: re.Pattern[str]
    quantity: re.Pattern[str]
    value: re.Pattern[str]
    valued: Patterns
    leads: re.Pattern[str]
    planned: re.Pattern[str]
    no_things: Patterns


@dataclass(frozen=True)
class PartWords:
    """Everything that is known about these parts."""

    signatures: Patterns
    template_notes: Patterns
    duty_labels: Patterns
    no_terms: Patterns
    offices: OfficeWords
    staffing: StaffingWords
    procurement: ProcurementWords
    assets: AssetWords

    def is_signature(self, text: str) -> bool:
        """Whether a (half-width) paragraph only says who published the document, and when."""
        return matches(self.signatures, text)


@lru_cache(maxsize=1)
def load_part_words() -> PartWords:
    """The vocabulary that comes with the package."""
    data = read_words("parts")
    names = {"who": data["who"], "count": _COUNT, "number": NUMBER}
    return PartWords(
        signatures=_compile(data["signatures"], names),
        template_notes=_compile(data["template_notes"], names),
        duty_labels=_compile(data["duties"]["labels"], names),
        no_terms=_compile(data["glossary"]["no_terms"], names),
        offices=_offices(data["offices"], names),
        staffing=_staffing(data["staffing"], names),
        procurement=_procurement(data["procurement"], names),
        assets=_assets(data["assets"]),
    )


def _offices(data: dict[str, str], names: dict[str, str]) -> OfficeWords:
    return OfficeWords(
        counted=_compile(data["counted"], names),
        uncounted=_compile(data["uncounted"], names),
        listed=_pattern(data["listed"], names),
        introductions=_pattern(data["introductions"], names),
        surplus=_pattern(f"(?:{data['surplus']})$", names),
        conjunctions=_pattern(data["conjunctions"], names),
    )


def _staffing(data: dict[str, str], names: dict[str, str]) -> StaffingWords:
    names = names | {"since": data["since"], "units": data["units"]}
    return StaffingWords(
        items=_compile_all(data["items"], names),
        number=_pattern(f"(?P<noun>.*?){data['links']}{{count}}{data['units']}", names),
        increases=_compile(data["increases"], names),
        decreases=_compile(data["decreases"], names),
        unchanged=_compile(data["unchanged"], names),
        counting=_pattern(data["counting"], names),
        bodies=_pattern(data["bodies"], names),
    )


def _procurement(data: dict[str, str], names: dict[str, str]) -> ProcurementWords:
    names = names | {"since": data["since"]}
    return ProcurementWords(
        items=_compile_all(data["items"], names),
        elsewhere=_compile(data["elsewhere"], names),
        amount=_pattern(f"(?P<noun>.*?){data['links']}(?P<amount>-?{{number}})(?P<unit>万元|元)", names),
    )


def _assets(data: dict[str, str]) -> AssetWords:
    links, measures = data["links"], data["measures"]
    return AssetWords(
        measures=re.compile(rf"(?:{measures})(?:[、/,](?:{measures}))*"),
        quantity=re.compile(rf"(?P<noun>.*?){links}(?P<quantity>{NUMBER})(?P<measure>{measures})"),
        value=re.compile(
            rf"(?P<noun>.*?)(?P<word>{data['values']})?{links}(?P<value>-?{NUMBER})(?P<unit>万元|元)(?:\([^\d]*\))?"
        ),
        valued=_compile(data["valued"], {}),
        leads=re.compile(data["leads"]),
        planned=re.compile(data["planned"]),
        no_things=_compile(data["no_things"], {}),
    )


def _pattern(spelling: str, names: Mapping[str, str]) -> re.Pattern[str]:
    for name, pattern in names.items():
        spelling = spelling.replace(f"{{{name}}}", pattern)
    return re.compile(spelling)


def _compile(spellings: Sequence[str], names: Mapping[str, str]) -> Patterns:
    return Patterns(_pattern(spelling, names) for spelling in spellings)


def _compile_all(named: Mapping[str, Sequence[str]] | object, names: Mapping[str, str]) -> Named:
    assert isinstance(named, dict)
    return Named((name, _compile(spellings, names)) for name, spellings in named.items())
