"""Zensical reads the same mkdocs.yml and the same generated content, and makes the same pages of them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath

import pytest
from tiny_site import Built

from mingzhang.digest import folder_digest
from mingzhang.project import Project
from mingzhang.site import build_site

LIMIT = 120  # seconds


class Article(HTMLParser):
    """The text, the links and the anchors of a page's article."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.depth = 0
        self.text: list[str] = []
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag == "article"
        values = dict(attrs)
        if self.depth and tag == "a" and values.get("href"):
            self.links.append(str(values["href"]))
        if self.depth and values.get("id") and values["id"] != "__skip":  # Zensical's own, where its skip link leads
            self.anchors.append(str(values["id"]))

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "article"

    def handle_data(self, data: str) -> None:
        if self.depth and data.strip():
            self.text.append(" ".join(data.split()))


@pytest.fixture(scope="module")
def composed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The built project, built again with its Markdown kept."""
    project = Project(shutil.copytree(built.project.root, tmp_path_factory.mktemp("composed") / "project"))
    build_site(project, lambda _: None, jobs=1, keep_markdown=True)
    return project


@pytest.fixture(scope="module")
def rendered(composed: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that Zensical makes of what the build composed for MkDocs."""
    root = tmp_path_factory.mktemp("zensical")
    for name in ("build/docs", "build/fragments", "site_src"):
        shutil.copytree(composed.root / name, root / name)
    shutil.copy(composed.root / "mkdocs.yml", root)
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", "mkdocs.yml"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "build" / "site"


def pages(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}


def test_keeping_the_markdown_changes_nothing_of_the_site(built: Built, composed: Project) -> None:
    assert folder_digest(composed.site) == folder_digest(built.project.site)
    assert not [path for path in (composed.build / "docs").rglob("*") if path.suffix == ".html"]


def test_the_same_pages(built: Built, rendered: Path) -> None:
    assert pages(rendered) == pages(built.project.site)
    assert len(pages(rendered)) > 15


def test_the_same_articles(built: Built, rendered: Path) -> None:
    for name in sorted(pages(rendered)):
        html = (rendered / name).read_text("utf-8")
        assert "mz-fragment" not in html or "&lt;!--mz-fragment" in html, name
        ours, theirs = Article((built.project.site / name).read_text("utf-8")), Article(html)
        assert theirs.text == ours.text, name
        assert list(map(normpath, theirs.links)) == list(map(normpath, ours.links)), name
        assert theirs.anchors == ours.anchors, name


def test_the_frame_has_our_styles_scripts_and_search_box(rendered: Path) -> None:
    html = (rendered / "glossary" / "index.html").read_text("utf-8")
    assert '<link rel="stylesheet" href="../assets/mingzhang.css">' in html
    assert 'src="../assets/js/main.js" type="module"' in html
    assert 'action="../search/"' in html
    assert "md-search__input" not in html  # Zensical's own search is off
    for name in ("mingzhang.css", "js/main.js", "terms.json"):
        assert (rendered / "assets" / name).is_file()
