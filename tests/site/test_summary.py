"""Summaries: all that pages across units need, in parts on disk that cannot do harm and are the same every time."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from many import summaries_of
from tiny_packages import AUDIT, HOSTILE, PARTS, write_package

from mingzhang.project import Project
from mingzhang.site.disclosure.view import build_view
from mingzhang.site.lists.home import count_totals, spark
from mingzhang.site.numbers.facts import Fact
from mingzhang.site.packages import read_packages
from mingzhang.site.summary.codec import CodecError, pack_json, unpack_json
from mingzhang.site.summary.collection import collect
from mingzhang.site.summary.store import (
    read_card,
    read_digests,
    read_kept_rows,
    read_part,
    read_rows,
    read_summary,
    write_rows,
    write_summary,
)
from mingzhang.site.summary.summarise import summarise
from mingzhang.site.summary.summary import PARTS as NAMES
from mingzhang.site.summary.summary import Summary, UnitPart

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def real() -> list[Summary]:
    return summaries_of(ROOT / "data" / "packages")


@pytest.fixture
def tiny(tmp_path: Path) -> Summary:
    """A summary with every part, hostile where it can be."""
    package = write_package(Project(tmp_path), "u", HOSTILE, **PARTS, **AUDIT)
    return summarise(build_view(package, {}), {}, parts=(UnitPart("职责", "duties", "<p>一</p>"),))


def test_what_is_read_is_what_was_written(tmp_path: Path, real: list[Summary], tiny: Summary) -> None:
    for number, summary in enumerate([*real, tiny]):
        digests = write_summary(summary, tmp_path / str(number))
        assert read_summary(tmp_path / str(number)) == summary
        assert read_digests(tmp_path / str(number)) == digests
        assert set(digests) == {"card", *NAMES}
    assert all(getattr(tiny, name) for name in NAMES), "a part that is empty here is not tried"


def test_rows_read_apart_hold_the_card_itself(tmp_path: Path, real: list[Summary]) -> None:
    write_summary(real[0], tmp_path)
    card = read_card(tmp_path)
    for part in ("projects", "indicators", "three_public", "findings"):
        rows = read_rows(tmp_path, part, card)
        assert rows and all(row.view is card for row in rows)


def test_a_card_is_small_and_travels(real: list[Summary]) -> None:
    for summary in real:
        content = pickle.dumps(summary.card)
        assert len(content) < 15_000 and pickle.loads(content) == summary.card


def test_the_same_content_is_the_same_bytes_however_it_lies_in_memory(tmp_path: Path) -> None:
    name = "某办"
    package = write_package(Project(tmp_path), "u", name, **PARTS, **AUDIT)
    other = write_package(Project(tmp_path / "again"), "u", "".join(list(name)), **PARTS, **AUDIT)
    first = write_summary(summarise(build_view(package, {}), {}), tmp_path / "a")
    assert first == write_summary(summarise(build_view(other, {}), {}), tmp_path / "b")
    assert first == write_summary(read_summary(tmp_path / "a"), tmp_path / "c")


def test_a_card_says_what_its_view_says(real: list[Summary]) -> None:
    views = {view.package.id: view for view in (build_view(p, {}) for p in read_packages(ROOT / "data" / "packages"))}
    for summary in real:
        card, view = summary.card, views[summary.card.package.id]
        assert (card.name, card.kind_word, card.score) == (view.name, view.kind_word, view.score)
        assert (card.audit.grave, card.audit.is_shown) == (view.audit.grave, view.audit.is_shown)
        assert card.audit.findings == len(view.audit.findings) == card.count("findings") == len(summary.findings)
        assert [len(summary.projects), len(summary.indicators), len(summary.three_public)] == [
            card.count(part) for part in ("projects", "indicators", "three_public")
        ]
        own: Any = view
        assert spark(card) == spark(own)
    totals = count_totals([summary.card for summary in real])
    assert totals.checks == sum(view.audit.checks for view in views.values())
    assert totals.rows == sum(view.row_count for view in views.values())


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"null", b"[1,2]", b"\x80\x05.", b'[["a"]]', b"[" * 100_000],
    ids=["nothing", "no fields", "an object", "null", "numbers", "a pickle", "too few", "deep"],
)
def test_other_data_is_refused(tmp_path: Path, tiny: Summary, content: bytes) -> None:
    write_summary(tiny, tmp_path)
    for name in ("card", "column", "limits"):
        (tmp_path / f"{name}.json").write_bytes(content)
    with pytest.raises(CodecError, match="remove it"):
        read_card(tmp_path)
    for name in ("column", "limits"):
        with pytest.raises(CodecError, match="remove it"):
            read_part(tmp_path, name, tiny.card)


def test_a_field_of_another_type_is_refused(tmp_path: Path, tiny: Summary) -> None:
    write_summary(tiny, tmp_path)
    path = tmp_path / "projects.json"
    rows = json.loads(path.read_bytes())
    rows[0][2] = {"a": 1}
    path.write_text(json.dumps(rows), "utf-8")
    with pytest.raises(CodecError):
        read_rows(tmp_path, "projects", tiny.card)


def test_rows_of_many_disclosures_are_one_file(tmp_path: Path, real: list[Summary]) -> None:
    rows = tuple(row for summary in real for row in summary.findings[:3])
    write_rows(tmp_path / "top" / "findings.json", "findings", rows)
    cards = {summary.card.package.id: summary.card for summary in real}
    assert read_kept_rows(tmp_path / "top" / "findings.json", "findings", cards) == rows
    cards.popitem()
    with pytest.raises(CodecError):
        read_kept_rows(tmp_path / "top" / "findings.json", "findings", cards)


def test_amounts_stay_exact() -> None:
    facts = (Fact("a", Decimal("0.10"), "r", "1", basic=Decimal("1E+3")), Fact("b", Decimal("-0"), "r", ""))
    back = unpack_json(tuple[Fact, ...], pack_json(tuple[Fact, ...], facts), {})
    assert [str(fact.amount) for fact in back] == ["0.10", "-0"] and str(back[0].basic) == "1E+3"


def test_texts_of_rules_are_read_once_for_each_version_of_them(real: list[Summary]) -> None:
    asked: list[str] = []
    collection = collect(real)
    changed = replace(real[0].card, rules="another version")
    cards = [changed, *(summary.card for summary in real[1:])]

    def load(card: object, part: str) -> object:
        asked.append(part)
        return real[0].rules

    assert len(replace(collection, cards=cards, load=load).rules()) == 2 * len(real[0].rules)
    assert asked == ["rules", "rules"]
