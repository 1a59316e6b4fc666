"""The long form of the statutory tables: every amount a row, and what the amounts measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mingzhang.records.model import Record
from mingzhang.schema import ResourceSpec, amount_fields, load_measures, load_resources, side_of

_COPIED = ("project", "item_key", "level", "role")


def build_amounts(rows: Mapping[str, Sequence[Record]]) -> list[Record]:
    """Resource ``amounts``: one record for every printed amount of the statutory tables in ``rows``, table by table.

    Nothing is computed; a blank cell gives no record, a printed zero one.
    """
    return [
        amount
        for table, spec in load_resources().items()
        if amount_fields(spec)
        for record in rows[table]
        for amount in _amounts_of(spec, record)
    ]


def _amounts_of(spec: ResourceSpec, record: Record) -> Iterator[Record]:
    measured = {field.name for field in amount_fields(spec)}
    texts = {column: value for column, value in record.values.items() if column not in measured}
    code = texts.get("code")
    labels = {
        "table": spec.name,
        "classification": spec.refers["code"].removesuffix("_classification") if code else None,
        "code": code,
        "item": texts.get("item") or texts.get("name"),
        **{column: texts.get(column) for column in _COPIED},
    }
    for field in amount_fields(spec):
        if (amount := record.values.get(field.name)) is not None:
            side = texts.get("side") or side_of(spec.name, load_measures()[field.name]) or None
            yield Record(record.line, {**labels, "side": side, "measure": field.name, "amount": amount})


def build_measures() -> list[Record]:
    """Resource ``measures``, the same for every disclosure; line 0, since no document holds it."""
    return [
        Record(
            0,
            {
                "measure": measure.name,
                "title": measure.title,
                "title_en": measure.title_en,
                "unit": "万元",
                "part_of": measure.part_of or None,
                "side": measure.side or None,
                "nature": measure.nature,
                "phase": measure.phase or None,
                "fund": measure.fund or None,
                "character": measure.character or None,
                "economic": measure.economic or None,
            },
        )
        for measure in load_measures().values()
    ]
