"""Two rows of a statutory table that nothing tells apart."""

from __future__ import annotations

from decimal import Decimal

from mingzhang.records.doubles import drop_doubles
from mingzhang.records.model import Record
from mingzhang.schema import load_resources


def test_of_two_equal_items_on_one_line_the_first_is_kept_and_the_other_told() -> None:
    rows = {name: [] for name in load_resources()}  # type: dict[str, list[Record]]
    first = Record(8, {"item": "公务接待费", "total": Decimal("1.20")})
    again = Record(8, {"item": "公务接待费", "total": Decimal("1.30")})
    below = Record(9, {"item": "公务接待费", "total": Decimal("1.40")})
    rows["three_public"] = [first, again, below]
    (note,) = drop_doubles(rows, load_resources())
    assert rows["three_public"] == [first, below]
    assert (note.line, note.values["kind"], note.values["printed"]) == (8, "unread", "公务接待费 1.30")
    assert drop_doubles(rows, load_resources()) == []
