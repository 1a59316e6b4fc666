"""Pages that are rendered one by one are those of a whole ``mkdocs build``, byte by byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tiny_site import ROOT

from mingzhang.site.fragments import FragmentsAtHand, FragmentStore
from mingzhang.site.rendering import PageRenderer, SiteBuildError, build_frame, nav_pages

ADDRESS = "https://mingzhang.example/"
HOSTILE = '---\ntitle: "</title><script>alert(1)</script>"\nhide: ["navigation"]\n---\n# a {{ 7*7 }} <b>b</b> {#top}\n'
PAGE = """---
title: "某办 2024 年预算"
description: "一份材料"
---
# 某办 {#top}

%s

## 表 {#tables}

[上一级](../) [外面](https://elsewhere.example/) [锚点](#tables)

| 甲 | 乙 |
| --- | --- |
| 1 | 2 |
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's ``mkdocs.yml`` with its theme, in a folder of their own."""
    root = tmp_path_factory.mktemp("rendering")
    shutil.copy(ROOT / "mkdocs.yml", root)
    shutil.copytree(ROOT / "site_src", root / "site_src")
    return root / "mkdocs.yml"


@pytest.fixture(scope="module")
def docs(settings: Path) -> Path:
    """Markdown of every page of the navigation, the fixed ones as they are, and of some others."""
    docs, store = settings.parent / "docs", FragmentStore(settings.parent / "fragments")
    shutil.copytree(settings.parent / "site_src" / "docs", docs)
    pages = [*nav_pages(settings), "units/u/index.md", "units/u/2024-budget/index.md", "units/v/index.md"]
    for name in pages:
        page = docs / name
        page.parent.mkdir(parents=True, exist_ok=True)
        if not page.exists():
            page.write_text(
                PAGE % store.add(name.removesuffix(".md"), "<table><tr><td>片段</td></tr></table>"), "utf-8"
            )
    (docs / "units/v/index.md").write_text(HOSTILE, "utf-8")
    with (docs / "units/u/index.md").open("a", encoding="utf-8") as page:
        page.write("\n[首页](../../index.md)\n")
    return docs


@pytest.fixture(scope="module")
def renderer(settings: Path) -> PageRenderer:
    """What renders one page after the other; it has seen none of their texts."""
    stubs = settings.parent / "stubs"
    for name in nav_pages(settings):
        (stubs / name).parent.mkdir(parents=True, exist_ok=True)
        (stubs / name).touch()
    return PageRenderer(settings, stubs, ADDRESS)


def test_pages_are_those_of_mkdocs(settings: Path, docs: Path, renderer: PageRenderer, tmp_path: Path) -> None:
    fragments = settings.parent / "fragments"
    build_frame(settings, docs, fragments, tmp_path / "whole", ADDRESS)
    whole = {path.relative_to(tmp_path / "whole").as_posix(): path for path in (tmp_path / "whole").rglob("index.html")}
    for turn in ("first", "second"):  # a page leaves nothing behind for those after it, nor for itself
        pages = renderer.render(docs, FragmentStore(fragments), tmp_path / turn)
        assert set(pages) == set(whole) and len(pages) > 15
        for page in pages:
            assert (tmp_path / turn / page).read_bytes() == whole[page].read_bytes(), page
    alone = tmp_path / "alone"
    (alone / "units/u").mkdir(parents=True)
    shutil.copy(docs / "units/u/index.md", alone / "units/u")
    assert renderer.render(alone, FragmentStore(fragments), tmp_path / "third") == ["units/u/index.html"]
    assert (tmp_path / "third/units/u/index.html").read_bytes() == whole["units/u/index.html"].read_bytes()


def test_what_mkdocs_warns_of_is_an_error_and_the_next_page_is_none(renderer: PageRenderer, tmp_path: Path) -> None:
    docs, store = tmp_path / "docs", FragmentsAtHand(tmp_path)
    docs.mkdir()
    (docs / "one.md").write_text("# 一\n\n[没有](gone.md)\n", "utf-8")
    with pytest.raises(SiteBuildError, match=r"gone\.md"):
        renderer.render(docs, store, tmp_path / "site")
    (docs / "one.md").write_text(f"# 一\n\n{store.add('one', '<i>片段</i>')}\n", "utf-8")
    assert renderer.render(docs, store, tmp_path / "site") == ["one/index.html"]
    assert "<i>片段</i>" in (tmp_path / "site/one/index.html").read_text("utf-8")
