"""Lists at size: every row on exactly one page, pages that stay small, addresses that stay."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from many import many, summaries_of

from mingzhang.site.fragments import FragmentStore
from mingzhang.site.lists.kinds import FINDINGS, INDICATORS, KINDS, PROJECTS, THREE_PUBLIC, UNITS, Kind
from mingzhang.site.lists.shelves import MOST, MOST_UNITS, TOP, Node, plan, walk
from mingzhang.site.pages.lists import Around, leaf_rows, page_title, write_node
from mingzhang.site.reference.terms import own_terms, read_own_terms
from mingzhang.site.render import template_environment
from mingzhang.site.summary.card import Card
from mingzhang.site.summary.collection import Collection
from mingzhang.site.summary.summary import Summary
from mingzhang.site.writer import PageWriter

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def real() -> list[Summary]:
    return summaries_of(ROOT / "data" / "packages")


@pytest.fixture(scope="module")
def large(real: list[Summary]) -> Collection:
    """3,000 disclosures all over the country."""
    return many(real, 3000)


def by_path(root: Node) -> dict[str, Node]:
    return {node.path: node for node in walk(root) if node.is_page}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_few_disclosures_stay_on_one_page(kind: Kind, real: list[Summary]) -> None:
    root = kind.plan([summary.card for summary in real])
    assert root.is_leaf and root.path == f"{kind.name}/" and len(root.ids) == 5


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_disclosure_is_on_exactly_one_leaf_and_no_page_is_large(kind: Kind, large: Collection) -> None:
    nodes = list(walk(kind.plan(large.cards)))
    leaves = [node for node in nodes if node.is_leaf]
    found = Counter(name for leaf in leaves for name in leaf.ids)
    assert set(found) == {card.package.id for card in large.cards} and set(found.values()) == {1}
    most = MOST_UNITS if kind is UNITS else MOST
    assert all(leaf.count <= most or len(leaf.ids) == 1 for leaf in leaves)
    assert sum(leaf.count for leaf in leaves) == sum(card.count(kind.part) for card in large.cards)
    paths = [node.path for node in nodes if node.is_page]
    assert len(paths) == len(set(paths)) and len(nodes) > 30
    assert max(len(node.children) for node in nodes) <= 40


def test_addresses_say_the_place_and_titles_name_it(large: Collection) -> None:
    pages = by_path(INDICATORS.plan(large.cards))
    assert {"indicators/", "indicators/15/", "indicators/1501/", "indicators/other/"} <= set(pages)
    node = next(node for path, node in pages.items() if node.number == 2 and "other" not in path)
    base, code = node.path.removesuffix("2/"), node.path.split("/")[1]
    assert [path for _, path in node.trail] == [
        *("indicators/", f"indicators/{code[:2]}/", f"indicators/{code[:4]}/", f"indicators/{code}/"),
        base,
    ]
    assert base.removesuffix("/").endswith(("-budget", "-final")) and pages[base].number == 1
    assert node.near[:2] == [(1, base), (2, node.path)]
    county, year = node.trail[-2][0], node.trail[-1][0]
    assert page_title(INDICATORS, node) == f"{county} {year}的绩效指标（第 2 页）"
    assert page_title(INDICATORS, pages["indicators/15/"]) == "第5省的绩效指标"


def test_a_node_keeps_its_address_when_it_grows(real: list[Summary]) -> None:
    before = by_path(FINDINGS.plan(many(real, 600).cards))
    after = by_path(FINDINGS.plan(many(real, 3000).cards))
    kept = {path for path in before if not before[path].number}
    assert kept <= set(after) and len(kept) > 100
    assert any(before[path].is_leaf and not after[path].is_leaf for path in kept)


def test_what_has_no_code_stands_under_other_and_what_is_above_counties_under_its_own(real: list[Summary]) -> None:
    card = real[0].card

    def at(number: int, code: str, *region: str) -> Card:
        unit = replace(card.package.unit, id=f"u{number}", division_code=code, region=region)
        return replace(card, package=replace(card.package, id=f"u{number}", unit=unit), counts={"units": 150})

    cards = [
        *(at(1, "650000", "某区"), at(2, "650100", "某区", "甲市"), at(3, "650102", "某区", "甲市", "乙区")),
        *(at(4, "659001", "某区", "丙市"), at(5, ""), at(6, "65010x", "某区")),
    ]
    titles = {node.path: node.title for node in walk(plan("units", "单位", cards, "units", 200))}
    assert titles["units/other/"] == "其他" and titles["units/65/"] == "某区"
    assert titles["units/6500/"] == "某区本级" and titles["units/6501/"] == "甲市"
    assert titles["units/650100/"] == "甲市本级" and titles["units/650102/"] == "乙区"
    assert titles["units/6590/"] == "某区直辖区县"
    assert f"units/other/{card.package.year}-{card.package.kind}/" in titles


def test_a_page_is_made_again_when_what_it_holds_changes_and_only_then(large: Collection) -> None:
    digests = {card.package.id: "a" for card in large.cards}
    before = {node.path: node.key(digests) for node in walk(FINDINGS.plan(large.cards)) if node.is_page}
    changed = large.cards[7].package.id
    nodes = by_path(FINDINGS.plan(large.cards))
    moved = {path for path, node in nodes.items() if node.key(digests | {changed: "b"}) != before[path]}
    assert moved == {path for path, node in nodes.items() if changed in node.ids}
    assert 1 < len(moved) < 8


@pytest.fixture(scope="module")
def medium(real: list[Summary]) -> Collection:
    """Some disclosures in few provinces, so that nodes have parts."""
    return many(real, 120, 3)


def first_rows(kind: Kind, node: Node, collection: Collection) -> list[Any]:
    """The first rows of ``node``, merged up from the leaves."""
    cards = {card.package.id: card for card in collection.cards}
    if node.is_leaf:
        return kind.top(leaf_rows(kind, node, collection, cards))
    return kind.top(row for child in node.children for row in first_rows(kind, child, collection))


@pytest.mark.parametrize("kind", [UNITS, PROJECTS, THREE_PUBLIC], ids=lambda kind: kind.name)
def test_first_rows_merged_up_are_the_first_of_all(kind: Kind, medium: Collection) -> None:
    cards = {card.package.id: card for card in medium.cards}
    root = replace(kind, most=40).plan(medium.cards)
    everything = [row for leaf in walk(root) if leaf.is_leaf for row in leaf_rows(kind, leaf, medium, cards)]
    top = first_rows(kind, root, medium)
    assert root.children and [kind.by(row) for row in top] == sorted(map(kind.by, filter(kind.leads, everything)))[:TOP]


def test_pages_show_their_parts_their_first_rows_and_the_way_up(tmp_path: Path, medium: Collection) -> None:
    terms = own_terms(read_own_terms())
    environment = template_environment(ROOT / "site_src" / "templates", terms)
    writer = PageWriter(tmp_path / "docs", FragmentStore(tmp_path / "fragments"), environment, "https://x.example/")
    cards = {card.package.id: card for card in medium.cards}
    kind = replace(PROJECTS, most=100)
    for node in walk(kind.plan(medium.cards)):
        if node.is_page:
            rows = leaf_rows(kind, node, medium, cards) if node.is_leaf else first_rows(kind, node, medium)
            write_node(writer, kind, node, rows, cards, Around())

    def page(path: str) -> str:
        return writer.store.fill((tmp_path / "docs" / f"{path}index.md").read_text("utf-8"))

    root = page("projects/")
    assert "120 份材料，共 1,536 个项目" in root and "# 金额最大的 100 个项目".replace("# ", "## ") in root
    assert root.count("<tr data-f=") == TOP and root.count('<th scope="row"><a href="../projects/') >= 3
    assert '<a href="../projects/12/">第2省</a>' in root
    units = replace(UNITS, most=50)
    top = units.plan(medium.cards)
    write_node(writer, units, top, first_rows(units, top, medium), cards, Around())
    assert re.findall("^## (.*) {", page("units/"), re.M) == ["按年度", "收支总额最大的 100 份材料"]
    assert page("units/").count('<span class="mz-chip mz-chip--final">2024 决算</span></th>') == 1
    leaves = [node for node in walk(kind.plan(medium.cards)) if node.is_leaf]
    assert sum(page(leaf.path).count("<tr data-f=") for leaf in leaves) == 1536
    leaf = next(leaf for leaf in leaves if len(leaf.trail) > 2)
    assert '<nav class="mz-crumbs"' in page(leaf.path) and 'href="../../projects/">项目</a>' in page(leaf.path)
    assert f"{leaf.place}的项目" in page(leaf.path)
