"""Text without layout; amounts exact as printed."""

from decimal import Decimal

import pytest

from mingzhang.money import is_dash, parse_amount, to_wan
from mingzhang.text import fold, tidy


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("收 入 总 计", "收入总计"),
        ("1. 一般公共预算拨款", "1.一般公共预算拨款"),
        ("2023 年度自治区", "2023年度自治区"),
        ("维修 (护) 费", "维修(护)费"),
        ("Word  2019 版", "Word 2019版"),
        ("（ 室）", "（室）"),
        ("縣級費用", "县级费用"),
        ("<p>保障运转</p>", "保障运转"),
        ("[bookmark: _Toc_1]总表", "总表"),
    ],
)
def test_layout_goes_and_text_stays(printed: str, expected: str) -> None:
    assert tidy(printed) == expected


def test_folding_ignores_width_quotes_and_spaces() -> None:
    assert fold("财政拨款“三公”经费（小计）： 万元") == fold("财政拨款三公经费(小计):万元")


@pytest.mark.parametrize("printed", ["150.80", "0", "37", "0.018", "22.5"])
def test_an_amount_keeps_its_printed_digits(printed: str) -> None:
    assert format(parse_amount(printed), "f") == printed  # type: ignore[arg-type]


def test_thousands_separators_and_spaces_in_a_number_go() -> None:
    assert parse_amount("11,087.66") == Decimal("11087.66")
    assert parse_amount("1,028. 71") == Decimal("1028.71")


def test_blank_zero_and_dash_stay_apart() -> None:
    assert parse_amount(" ") is None and not is_dash(" ")
    assert parse_amount("0") == 0
    assert parse_amount("—") is None and is_dash("—")


@pytest.mark.parametrize("printed", ["1,08.66", "12万", "1.2.3", "3%"])
def test_what_is_no_amount_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_amount(printed)


def test_yuan_become_wan_exactly() -> None:
    assert format(to_wan(Decimal("123456.78"), "元"), "f") == "12.345678"
    assert to_wan(Decimal("1.20"), "万元") == Decimal("1.20")
