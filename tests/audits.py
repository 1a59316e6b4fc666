"""Small disclosures as records, for the tests of the audit."""

from __future__ import annotations

from decimal import Decimal

from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Finding, Tally
from mingzhang.audit.run import audit
from mingzhang.records.model import Record, Value
from mingzhang.schema import load_resources


def table(resource: str, header: str, *rows: str, line: int = 1) -> dict[str, list[Record]]:
    """A resource's records: ``header`` names columns, each row its cells, separated by ``|``; lines count up."""
    columns = [column.strip() for column in header.split("|")]
    records = []
    for number, row in enumerate(rows):
        cells = [cell.strip() for cell in row.split("|")]
        values = {c: value(resource, c, cell) for c, cell in zip(columns, cells, strict=True) if cell}
        records.append(Record(line + number, values))
    return {resource: records}


def value(resource: str, column: str, text: str) -> Value:
    """A cell's text as the value that its field's type asks for."""
    kinds = {field.name: field.descriptor["type"] for field in load_resources()[resource].fields}
    return Decimal(text) if kinds.get(column) in ("number", "integer") else text


def facts(*parts: dict[str, list[Record]], unit: str = "某县某局", year: int = 2024, kind: str = "budget") -> Facts:
    """A disclosure made of ``parts``; every other resource is empty."""
    records: dict[str, list[Record]] = {name: [] for name in load_resources()}
    for part in parts:
        records |= part
    return Facts(records, unit, year, kind)


def run(*parts: dict[str, list[Record]], only: tuple[str, ...] = (), **who: object) -> list[Finding]:
    """What the audit finds, of the rules whose ids begin with one of ``only`` (all by default)."""
    found = audit(facts(*parts, **who)).findings  # type: ignore[arg-type]
    return [finding for finding in found if not only or finding.rule.startswith(only)]


def tally(rule: str, *parts: dict[str, list[Record]]) -> Tally:
    """How often a rule held, failed and could not be checked."""
    return audit(facts(*parts)).tallies[rule]
