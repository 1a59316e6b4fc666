"""The gate of the contract's rule on personal data: everything of a disclosure that goes on is masked here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from mingzhang.errors import DisclosureError
from mingzhang.personal import Personal
from mingzhang.reading.formats.blocks import PAGE_MARK
from mingzhang.records.model import Record
from mingzhang.schema import ResourceSpec, load_resources
from mingzhang.source_text import SourceText
from mingzhang.sources import METADATA, Disclosure

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LONG = range(15, 20)  # digits of identity cards and bank accounts
_NO_AMOUNT = Decimal(10**10)  # 万元: more than any state spends
_NEAR = 10  # an amount is not the only one of its size in a table: a sum has parts
_WHOLE_NAME = 3  # a shorter name may be a word of a title
_NOT_ADOPTED = "此格的数字像电话号码、证件号码或账号，不像金额或数量，未采用（可能含个人信息，不照录）"


def mask_records(rows: Mapping[str, list[Record]], personal: Personal, allow_names: bool) -> list[Record]:
    """Puts personal data out of sight in every text and number of ``rows``; returns notes on the numbers left out.

    Codes and words of a fixed list stay as they are: their resource's schema holds them to a pattern.
    """
    seen: dict[str, str] = {}
    notes: list[Record] = []
    for name, records in rows.items():
        fixed = _fixed(load_resources()[name])
        most = _largest(records)
        for record in records:
            for column, value in record.values.items():
                if isinstance(value, str) and column not in fixed:
                    if value not in seen:
                        seen[value] = personal.mask(value, allow_names)
                    record.values[column] = seen[value]
                elif isinstance(value, Decimal | int) and _is_number_of_a_person(Decimal(value), most):
                    record.values[column] = None
                    notes.append(_left_out(name, column, record.line))
    return notes


def _fixed(spec: ResourceSpec) -> frozenset[str]:
    """The columns whose values a pattern or a list holds."""
    described = {field.name: field.descriptor.get("constraints", {}) for field in spec.fields}
    return frozenset(name for name, bounds in described.items() if "enum" in bounds or "pattern" in bounds)


def _largest(records: Sequence[Record]) -> dict[object, list[Decimal]]:
    """The largest two different numbers of a resource's records, by how many decimals they are printed to."""
    found: dict[object, set[Decimal]] = {}
    for value in (v for record in records for v in record.values.values() if isinstance(v, Decimal | int)):
        found.setdefault(_places(Decimal(value)), set()).add(abs(Decimal(value)))
    return {places: sorted(numbers, reverse=True)[:2] for places, numbers in found.items()}


def _places(value: Decimal) -> object:
    return value.as_tuple().exponent


def _is_number_of_a_person(value: Decimal, most: Mapping[object, Sequence[Decimal]]) -> bool:
    """Whether a number where an amount or a quantity should stand is a telephone's, a card's or an account's.

    A mobile number has eleven digits, as amounts printed in 元 may have: it is taken for one where no other
    number of the table that is printed to as many decimals comes near it.
    """
    digits = format(abs(value), "f").replace(".", "")
    if len(digits) in _LONG:
        return abs(value) >= _NO_AMOUNT
    if not _MOBILE.fullmatch(digits):
        return False
    others = [other for other in most[_places(value)] if other != abs(value)]
    return abs(value) >= _NO_AMOUNT or not others or others[0] * _NEAR < abs(value)


def _left_out(table: str, column: str, line: int) -> Record:
    texts = {"table": table, "column": column, "kind": "unread", "printed": None, "value": None}
    return Record(line, {**texts, "message": _NOT_ADOPTED})


def mask_disclosure(disclosure: Disclosure, personal: Personal) -> Disclosure:
    """``disclosure`` as it is published: its texts and file names without personal data.

    Raises:
        DisclosureError: its id, which names folders and addresses, holds a number.
    """
    known = Personal(frozenset(name for name in personal.names if len(name) >= _WHOLE_NAME), personal.numbers)
    mask = Personal(frozenset(), personal.numbers) if disclosure.allow_names else known
    unit = disclosure.unit
    if mask.mask(unit.id) != unit.id:
        found = "unit.id holds what looks like a telephone, card or account number"
        raise DisclosureError(disclosure.id, METADATA, found, "give the unit an id without it and rename the folder")
    return replace(
        disclosure,
        unit=replace(unit, name=mask.mask(unit.name), region=tuple(map(mask.mask, unit.region))),
        title=mask.mask(disclosure.title),
        attribution=mask.mask(disclosure.attribution),
        file=mask.mask(disclosure.file),
        attachments=tuple(replace(file, name=mask.mask(file.name)) for file in disclosure.attachments),
        replaced=tuple(replace(item, reason=mask.mask(item.reason)) for item in disclosure.replaced),
    )


def mask_source(source: SourceText, masked: Sequence[str], personal: Personal) -> SourceText:
    """``source`` with ``masked`` lines, pages where they were, and file names and remarks without personal data."""
    lines = []
    for line, shown in zip(source.text.split("\n"), [*masked, ""], strict=False):
        marks = len(line) - len(line.lstrip(PAGE_MARK))
        lines.append(PAGE_MARK * marks + shown[marks:])
    return replace(
        source,
        text="\n".join(lines),
        parts=tuple(replace(part, file=personal.mask(part.file)) for part in source.parts),
        remarks=tuple(map(personal.mask, source.remarks)),
    )
