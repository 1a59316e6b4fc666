"""Targets of indicators taken apart: operator, number and unit, or nothing where they are no single number."""

from decimal import Decimal

import pytest

from mingzhang.records.performance.targets import Target, split_target


@pytest.mark.parametrize(
    ("printed", "operator", "value", "unit"),
    [
        (">=4.3万场", ">=", "4.3", "万场"),
        ("≤1113.22 万元", "<=", "1113.22", "万元"),
        ("< =896.16 万元", "<=", "896.16", "万元"),
        ("> = 65 人", ">=", "65", "人"),
        ("=0.60万元/人", "=", "0.60", "万元/人"),
        ("=3000元/人/年", "=", "3000", "元/人/年"),
        ("＝6个", "=", "6", "个"),
        (">4 个", ">", "4", "个"),
        ("12月底", "", "12", "月底"),
        ("15人", "", "15", "人"),
        ("1028 .71", "", "1028.71", ""),
        ("≥1,000人", ">=", "1000", "人"),
        ("100%", "", "100", "%"),
        ("≤-0.5%", "<=", "-0.5", "%"),
    ],
)
def test_a_single_number_is_taken_apart(printed: str, operator: str, value: str, unit: str) -> None:
    target = split_target(printed)
    assert (target.operator, format(target.value or Decimal(0), "f"), target.unit) == (operator, value, unit)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "提升",
        "全年",
        "按规定公开",
        "80%-90%",
        "10至20人",
        "≥5次，≤8次",
        "3人2次",
        "10人以上",
        "≥",
        "≥≥5人",
        "1,00人",
    ],
)
def test_anything_else_is_left_whole(printed: str) -> None:
    assert split_target(printed) == Target()
