"""Rows that a page break cuts: joined where an amount is whole only together, else left as printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_drawing import Sheet, grids, read

from mingzhang.reading.formats.blocks import Block, Grid, Page, Paragraph
from mingzhang.reading.formats.pdf_split import join_split_rows

HEAD = ("编码", "名称", "合计", "基本支出")


def pages(last: tuple[str, ...], first: tuple[str, ...], repeated: bool = False) -> list[Block]:
    """A table over two pages, with a folio and a running title between them."""
    above = Grid((HEAD, ("201", "教育支出", "1,000.00", "20.00"), last))
    below = Grid((*([HEAD] if repeated else []), first, ("208", "其他支出", "3.00", "0.00")))
    return [Page(), above, Paragraph("- 7 -"), Page(), Paragraph("某局决算"), below]


@pytest.mark.parametrize("repeated", [False, True])
@pytest.mark.parametrize(
    ("last", "first", "whole"),
    [
        ("22102|住房改革|8,369,114.|0.00", "||03|", "22102|住房改革|8,369,114.03|0.00"),
        ("22102|其他交通工具购|1,682,81|9.5", "|置|0.39|0", "22102|其他交通工具购置|1,682,810.39|9.50"),
        ("22102|住房改革|15,008.9|1.00", "||5|", "22102|住房改革|15,008.95|1.00"),
        ("22102|住房改革|-8,369|1.00", "||,114.03|", "22102|住房改革|-8,369,114.03|1.00"),
    ],
)
def test_an_amount_that_goes_on_overleaf_is_put_together(last: str, first: str, whole: str, repeated: bool) -> None:
    found = list(join_split_rows(pages(tuple(last.split("|")), tuple(first.split("|")), repeated)))
    assert [block for block in found if not isinstance(block, Grid)] == [
        Page(),
        Paragraph("- 7 -"),
        Page(),
        Paragraph("某局决算"),
    ]
    above, below = (block for block in found if isinstance(block, Grid))
    assert "|".join(above.rows[-1]) == whole
    assert below.rows[-1] == ("208", "其他支出", "3.00", "0.00")
    assert len(below.rows) == 1 + repeated


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("22102|住房改革|8,369.00|0.00", "||3.00|1.00"),  # a row without code and name
        ("22102|住房改革支出|8,369.00|0.00", "|（续）||"),  # a text: whether it goes on cannot be seen
        ("22102|住房改革|8,369.|0.00", "221|住房|03|"),  # a row with a code of its own
        ("22102|住房改革||", "||1.00|"),  # nothing above it
    ],
)
def test_what_may_be_a_row_of_its_own_stays_one(last: str, first: str) -> None:
    blocks = pages(tuple(last.split("|")), tuple(first.split("|")))
    assert list(join_split_rows(blocks)) == blocks


def test_a_row_cut_by_the_page_is_whole_in_what_is_read(tmp_path: Path) -> None:
    xs = (50, 110, 260, 340)

    def first(sheet: Sheet) -> None:
        sheet.rules(xs, (740, 760, 780, 800))
        sheet.cells(
            xs, (740, 760, 780, 800), ["编码|名称|金额", "201|教育支出|1,234.56", "221|住房保障支出|8,369,114."]
        )

    def second(sheet: Sheet) -> None:
        sheet.rules(xs, (50, 70, 90))
        sheet.cells(xs, (50, 70, 90), ["||03", "229|其他支出|7.00"])

    assert grids(read(tmp_path, first, second)) == [
        ["编码|名称|金额", "201|教育支出|1,234.56", "221|住房保障支出|8,369,114.03"],
        ["229|其他支出|7.00"],
    ]
