"""Property tests of the small parsers: they never fail but as they say, and what they read is what was printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from text_mutators import DIGITS, MARKS, NUMBERS, PIECES, SPACES, terms

from mingzhang.money import is_dash, parse_amount, round_to, to_wan
from mingzhang.numerals import parse_count
from mingzhang.reading import find_shape, read_document
from mingzhang.reading.clean import clean
from mingzhang.recognise.prose.paragraphs import split_ordinal
from mingzhang.records.claims.clauses import split_clauses
from mingzhang.records.performance.targets import split_target
from mingzhang.records.statements.placement import readings
from mingzhang.text import fold, tidy

quick = settings(max_examples=60, derandomize=True, database=None, deadline=None)
signs = st.sampled_from([*SPACES, *MARKS, *DIGITS, *"0123456789.,-+%％=≥（）()：:、，。；;元万亿", "其中："])
words = st.one_of(signs, st.sampled_from([*NUMBERS, *PIECES]), st.sampled_from(terms()[:500]), st.characters())
texts = st.lists(words, max_size=20).map("".join)
amounts = st.decimals(min_value=-(10**15), max_value=10**15, places=4, allow_nan=False)


@quick
@given(texts)
def test_an_amount_is_a_finite_number_or_refused(text: str) -> None:
    try:
        amount = parse_amount(text)
    except ValueError:
        return
    assert amount is None or amount.is_finite()
    assert amount is not None or is_dash(text) or not text.strip()


@quick
@given(amounts, st.booleans())
def test_a_printed_amount_is_read_back(amount: Decimal, separated: bool) -> None:
    printed = f"{amount:,f}" if separated else f"{amount:f}"
    assert format(parse_amount(printed), "f") == f"{amount:f}"  # type: ignore[arg-type]


@quick
@given(amounts)
def test_money_changes_its_unit_without_loss(amount: Decimal) -> None:
    assert to_wan(amount, "元") * 10000 == amount == to_wan(amount, "亿元") / 10000
    assert abs(round_to(amount, 2) - amount) <= Decimal("0.005")


@pytest.mark.parametrize(
    "text", ["1e999999999", "NaN", "Infinity", "1" * 5000, "0." + "1" * 5000, "²", "①", "1_000", "½"]
)
def test_what_only_looks_like_a_number_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_amount(text)
    with pytest.raises(ValueError, match="not a whole number"):
        parse_count(text)
    assert split_target(text).value is None


@quick
@given(texts)
def test_a_count_is_a_whole_number_or_refused(text: str) -> None:
    try:
        assert parse_count(text) >= 0
    except ValueError as error:
        assert "not a whole number" in str(error)


@quick
@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_printed_count_is_read_back(number: int) -> None:
    assert parse_count(f"{number}") == parse_count(f"{number:,}") == number


@quick
@given(
    st.sampled_from(["", "=", "≥", "≤", ">", "<", "＝", "＞"]),
    amounts,
    st.sampled_from(["", "%", "人", "万元/月", "‰"]),
)
def test_a_target_is_taken_apart(sign: str, amount: Decimal, unit: str) -> None:
    target = split_target(f" {sign} {amount:f}{unit}")
    kinds = {"≥": ">=", "≤": "<=", "＝": "=", "＞": ">"}
    assert (target.operator, target.value, target.unit) == (kinds.get(sign, sign), amount, unit)


@quick
@given(texts)
def test_a_target_of_any_text_is_one_number_or_none(text: str) -> None:
    target = split_target(text)
    assert target.value is None or target.value.is_finite()


@quick
@given(texts)
def test_text_is_tidied_once_and_for_all(text: str) -> None:
    once = tidy(clean(text))
    assert tidy(once) == once or "bookmark" in text or "*" in text or "p>" in text  # marks that a mark hid
    assert not fold(clean(text)).count(" ")


@quick
@given(texts)
def test_cleaning_keeps_the_lines(text: str) -> None:
    printed = text.replace("\r\n", "\n").replace("\r", "\n")
    assert clean(text).count("\n") == printed.count("\n")
    assert clean(clean(text)) == clean(text)
    clean(text).encode("utf-8")


@quick
@given(st.lists(texts, max_size=8), st.sampled_from(["", "tabbed", "cell-lines", "flowed"]))
def test_every_line_of_a_text_is_in_a_row_or_blank(lines: list[str], shape: str) -> None:
    text = "\n".join(lines)
    document = read_document(text, shape)
    assert len(document.lines) == clean(text).count("\n") + 1
    held = {cell.line for row in document.rows for cell in row.cells}
    assert held <= set(range(1, len(document.lines) + 1))
    assert find_shape(document.lines) in ("tabbed", "cell-lines", "flowed")


@quick
@given(texts)
def test_clauses_and_ordinals_are_pieces_of_the_text(text: str) -> None:
    printed = tidy(clean(text))
    for clause in split_clauses(printed):
        assert printed[clause.start : clause.end].startswith(clause.text)
    assert printed.endswith(split_ordinal(printed)[2])


@quick
@given(st.lists(st.sampled_from(["1", "0", "12.5", "1,", "028.7", "-", "3"]), max_size=60), st.integers(1, 12))
def test_pieces_of_numbers_are_joined_in_bounded_ways(pieces: list[str], most: int) -> None:
    for numbers in readings(pieces, most):
        assert "".join(numbers) == "".join(pieces) and len(numbers) <= most
