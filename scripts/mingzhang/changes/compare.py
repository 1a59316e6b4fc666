"""Two packages of one disclosure, row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mingzhang.changes.align import RowKey, align
from mingzhang.changes.identity import DERIVED, NOT_COMPARED, OWNERS, identity_of, without_lines
from mingzhang.changes.labels import label_of
from mingzhang.changes.model import (
    ADDED,
    CHANGED,
    LINE,
    REMOVED,
    Cell,
    Column,
    Comparison,
    PackageTables,
    Row,
    RowChange,
    Table,
    number_of,
)


@dataclass
class _Ids:
    """What ids mean: the same number for a project, or form, that both versions have, however each counts it."""

    old: dict[tuple[str, str], str] = field(default_factory=dict)
    new: dict[tuple[str, str], str] = field(default_factory=dict)


def compare_packages(old: PackageTables, new: PackageTables) -> Comparison:
    """What changed from ``old`` to ``new``, in the order of the new package's resources and rows.

    Ids that are counted anew, source lines and what is derived from other resources do not count as changes; an
    amount that is only printed with more decimals neither.
    """
    ids = _Ids()
    first = [name for name in OWNERS.values() if name in old.tables or name in new.tables]
    names = [name for name in [*new.tables, *old.tables] if name not in DERIVED]
    found = {name: _compare(name, old, new, ids) for name in dict.fromkeys([*first, *names])}
    ordered = dict.fromkeys(names)
    columns = tuple(text for name in ordered for text in _columns(old.tables.get(name), new.tables.get(name)))
    titles = {table.name: table.title for package in (old, new) for table in package.tables.values()}
    return Comparison(new.id, new.title, tuple(c for name in ordered for c in found[name]), titles, columns)


def _columns(old: Table | None, new: Table | None) -> Iterator[str]:
    """The columns that only one of the versions has, ``+`` or ``-`` in front."""
    if not old or not new:
        return
    before, after = ([column.name for column in table.columns] for table in (old, new))
    yield from (f"-{new.name}.{name}" for name in before if name not in after)
    yield from (f"+{new.name}.{name}" for name in after if name not in before)


def _compare(name: str, old: PackageTables, new: PackageTables, ids: _Ids) -> list[RowChange]:
    sample = new.tables.get(name) or old.tables[name]
    if all(column.name != LINE for column in sample.columns):
        return []  # a resource that all disclosures share
    before, after = (package.tables.get(name) or Table(name, "", sample.columns, ()) for package in (old, new))
    known = {column.name for column in before.columns}
    own = next((column for column, owner in OWNERS.items() if owner == name), "")
    columns = [c for c in after.columns if c.name in known and c.name not in {*NOT_COMPARED, own}]
    keys = [
        [_key(row, after, columns, meant) for row in table.rows]
        for table, meant in ((before, ids.old), (after, ids.new))
    ]
    pairs, gone, fresh = align(keys[0], keys[1])
    if own:
        _settle_ids(own, ids, before, after, pairs)
    placed = [(j, _changed(before.rows[i], after.rows[j], columns, ids, (name, old, new))) for i, j in pairs]
    placed += [(j, _whole(ADDED, after.rows[j], columns, new, name)) for j in fresh]
    partner = dict(pairs)
    placed += [(_place(i, partner), _whole(REMOVED, before.rows[i], columns, old, name)) for i in gone]
    return [change for _, change in sorted(placed, key=lambda item: item[0]) if change]


def _place(place: int, partner: dict[int, int]) -> int:
    """Where a row that is gone would stand in the new order: after the row that it followed."""
    return next((partner[i] for i in range(place, -1, -1) if i in partner), -1)


def _key(row: Row, table: Table, columns: list[Column], meant: dict[tuple[str, str], str]) -> RowKey:
    identity = identity_of(table)
    values = {column.name: _meaning(row, column, meant) for column in columns}
    own = [name for name in identity.names if name in values and name not in {*OWNERS, *identity.fixed}]
    words = " ".join(values[name] for name in own)
    return RowKey(
        content=tuple(values.values()),
        name=tuple(values.get(name, "") for name in (*identity.fixed, *identity.names)),
        fixed=tuple(values.get(name, "") for name in identity.fixed),
        words=words,
        numbers=tuple(values[column.name] for column in columns if column.is_number),
    )


def _meaning(row: Row, column: Column, meant: dict[tuple[str, str], str]) -> str:
    """A cell as it is compared: ids as what they mean, numbers by value, text without source lines."""
    text = row.get(column.name) or ""
    if column.name in OWNERS:
        return meant.get((column.name, text), text)
    if column.is_number:
        value = number_of(text)
        return text if value is None else str(value.normalize()) if value else "0"
    return without_lines(text)


def _settle_ids(own: str, ids: _Ids, before: Table, after: Table, pairs: list[tuple[int, int]]) -> None:
    """From now on the ids of paired rows mean the same, all others something of their own."""
    ids.old |= {(own, row[own]): f"-{place}" for place, row in enumerate(before.rows)}
    ids.new |= {(own, row[own]): f"+{place}" for place, row in enumerate(after.rows)}
    for i, j in pairs:
        ids.old[own, before.rows[i][own]] = ids.new[own, after.rows[j][own]] = f"={i}"


def _changed(
    before: Row, after: Row, columns: list[Column], ids: _Ids, where: tuple[str, PackageTables, PackageTables]
) -> RowChange | None:
    name, old, new = where
    cells = tuple(
        Cell(column.name, before.get(column.name) or "", after.get(column.name) or "", column.is_money)
        for column in columns
        if _meaning(before, column, ids.old) != _meaning(after, column, ids.new)
    )
    if not cells:
        return None
    label = label_of(after, name, new) or label_of(before, name, old)
    return RowChange(name, CHANGED, label, cells, before.get(LINE) or "", after.get(LINE) or "")


def _whole(kind: str, row: Row, columns: list[Column], package: PackageTables, name: str) -> RowChange:
    cells = ((column, row.get(column.name) or "") for column in columns)
    told = tuple(
        Cell(c.name, "", text, c.is_money) if kind == ADDED else Cell(c.name, text, "", c.is_money)
        for c, text in cells
        if text and c.name not in OWNERS
    )
    lines = ("", row.get(LINE) or "") if kind == ADDED else (row.get(LINE) or "", "")
    return RowChange(name, kind, label_of(row, name, package), told, *lines)
