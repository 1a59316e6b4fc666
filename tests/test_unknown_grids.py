"""Tables that nothing recognises are kept as grids, with their place, their title and a reason."""

from __future__ import annotations

from mingzhang.reading import read_document
from mingzhang.recognise.unknown_grids import UnknownGrid, find_unknown_grids
from mingzhang.recognise.vocabulary import load_vocabulary
from mingzhang.records.unrecognised import build_unrecognised


def grids(text: str, taken: set[int] | None = None) -> list[UnknownGrid]:
    return find_unknown_grids(read_document(text, "tabbed"), taken or set(), (), load_vocabulary())


def test_a_table_of_its_own_is_kept_under_the_line_above_it() -> None:
    (grid,) = grids("公务用车情况表\n单位：辆\n车型\t数量\n轿车\t3\n\n以上为公务用车情况。\n")
    assert grid.title == "公务用车情况表" and [row.line for row in grid.rows] == [3, 4]
    rows = [
        (r.line, *(r.values[k] for k in ("grid", "grid_row", "grid_column", "text")))
        for r in build_unrecognised([grid])
    ]
    assert rows == [(3, "g01", 1, 1, "车型"), (3, "g01", 1, 2, "数量"), (4, "g01", 2, 1, "轿车"), (4, "g01", 2, 2, "3")]


def test_a_sentence_or_nothing_above_is_no_title() -> None:
    assert [grid.title for grid in grids("情况如下。\n甲\t1\n")] == [""]
    assert [grid.title for grid in grids("甲\t1\n")] == [""]


def test_two_tables_are_two_and_a_page_break_is_none() -> None:
    assert len(grids("甲\t1\n\n乙\t2\t3\n")) == 2
    assert len(grids("甲\t1\n- 3 -\n乙\t2\n")) == 1
    assert len(grids("甲\t1\n丙表\n乙\t2\n")) == 2


def test_what_is_known_is_not_kept_again() -> None:
    assert grids("甲\t1\n乙\t2\n", {1, 2}) == []
    assert grids("单位：X\t万元\n甲\t1\n乙\t2\n", {2, 3}) == [], "the caption of a known table"
    assert [row.line for grid in grids("甲\t1\n乙\t2\n", {1}) for row in grid.rows] == [2]
