"""Whatever a text says, it becomes a valid package or is refused with a clear error: the kept corpus, and mutants."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from harness import CORPUS, Bounds, Outcome, minimise, try_all, try_one
from kept import read_case
from text_cases import Case, disclosure, examine
from text_mutators import mutant

from mingzhang.convert import convert_text
from mingzhang.errors import DisclosureError, RecognitionError
from mingzhang.reading import read_document
from mingzhang.reading.clean import MAX_CELLS, MAX_LINE, MAX_TEXT

KEPT = sorted((CORPUS / "text").glob("*.case"))
MUTANTS = 200
MINIMAL = """\
一般公共预算支出情况表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
201|一般公共服务支出|3.00|2.00|1.00
|合计|3.00|2.00|1.00
第四部分 名词解释
一般公共预算：指财政收入。
""".replace("|", "\t")


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_what_was_found_once_stays_mended(path: Path) -> None:
    case, _ = read_case(path)
    outcome = try_one(examine, case, Bounds(20.0))
    assert not outcome.is_find, f"{outcome.cause}\n{outcome.details}"


def test_mutants_become_packages_or_are_refused() -> None:
    cases = ((seed, mutant(seed, window=24, huge=0)) for seed in range(10_000_000, 10_000_000 + MUTANTS))
    outcomes = list(try_all(lambda item: examine(item[1]), cases, 1, lambda _: Bounds()))
    finds = [f"seed {outcome.item[0]}: {outcome.cause}\n{outcome.details}" for outcome in outcomes if outcome.is_find]
    assert not finds, "\n".join(finds)
    words = Counter(outcome.word for outcome in outcomes)
    assert words["package"] > MUTANTS // 10 and words["refused"], words  # both ways are tried


def test_mutants_are_the_same_for_the_same_seed() -> None:
    assert [mutant(seed, 24, 0) for seed in range(5)] == [mutant(seed, 24, 0) for seed in range(5)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        " \t\n\n",
        "\ufeff",
        "\x00",
        "\ud800",
        "一",
        "表",
        "\t\t\t\n\t",
        "\f\f",
        "1\n2\n3",
        "\u202e\u2066",
        "　" * 50,
    ],
)
def test_a_text_of_next_to_nothing_is_refused(text: str) -> None:
    assert examine(Case(text)) == "refused"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("表" * (MAX_LINE + 1), f"{MAX_LINE + 1} characters, more than {MAX_LINE}"),
        ("\n" * (MAX_TEXT + 1), f"{MAX_TEXT + 1} characters, more than {MAX_TEXT}"),
        (("\t" * 1000 + "\n") * (MAX_CELLS // 1000 + 1), "cells, more than"),
    ],
)
def test_what_is_gigantic_is_refused_with_its_size(text: str, found: str) -> None:
    with pytest.raises(DisclosureError, match=found) as caught:
        convert_text(disclosure(), text)
    assert caught.value.place.startswith("source.txt") and caught.value.action


def test_a_line_just_as_long_as_may_be_is_read() -> None:
    assert len(read_document("中" * MAX_LINE).lines[0]) == MAX_LINE
    with pytest.raises(RecognitionError, match="line 2"):
        read_document("\n" + "中" * (MAX_LINE + 1))


def test_fifty_thousand_blank_lines_and_cells_change_nothing() -> None:
    outcome = try_one(examine, Case(MINIMAL + "\n" * 50_000 + ("\t" * 99 + "\n") * 500), Bounds())
    assert outcome.word == "package", outcome


def test_control_characters_go_and_are_told_of() -> None:
    converted = convert_text(disclosure(), MINIMAL.replace("名词", "名\u202e\x1b词\ud800"))
    assert converted.lines[5] == "第四部分 名 词\ufffd解释"
    assert [doubt for doubt in converted.doubts if "控制字符" in doubt] == [
        "第 6 行等 1 行有不是文字的控制字符，已去掉"
    ]
    assert examine(Case(MINIMAL, is_sampled=True)) == "package"


def test_the_harness_sees_crashes_hangs_and_memory() -> None:
    def task(item: str) -> str:
        if item == "slow":
            while True:
                pass
        if item == "large":
            return str(len(bytearray(300 * 1024 * 1024)))
        if item == "kept":
            held.append(bytearray(b"x") * (90 * 1024 * 1024))
            return "fine"
        if item == "dead":
            import os

            os._exit(3)
        return str(1 // len(item))

    held: list[bytearray] = []
    items = ["fine", "", "slow", "large", "dead", "fine"]
    told = {o.item: o for o in try_all(task, items, 1, lambda _: Bounds(1.0, 200))}
    assert told["fine"] == replace(told["fine"], word="0", cause="")
    assert told[""].cause.startswith("ZeroDivisionError")
    assert told["slow"].cause == "too slow"
    assert told["large"].cause.startswith("MemoryError")
    assert told["dead"].cause == "died with 3"
    kept: Outcome = try_one(task, "kept", Bounds(5.0, 50))
    assert kept.is_find


def test_minimising_keeps_what_fails() -> None:
    assert minimise("a\nbad x\nc\n" * 20, lambda text: "x" in text) == "x"
