"""MkDocs, one page at a time: the theme, navigation and Markdown are set up once, then each page is rendered alone.

``mkdocs build`` holds every page in memory and renders all of them whenever one changed. What a page looks like
depends on the page itself and on the navigation, which names only the pages of ``nav`` in ``mkdocs.yml``: those are
stood in for by empty ones. The steps are those of ``mkdocs.commands.build`` (1.6); a test compares byte by byte.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mkdocs.commands.build import _build_page, _populate_page, build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.structure.files import File, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from mingzhang.errors import MingzhangError
from mingzhang.site.fragments import FragmentStore

# Any fixed second: MkDocs would otherwise write today's date into the site.
SOURCE_DATE = "1704067200"
_FRAGMENTS = "mingzhang.site.fragments_extension"


class SiteBuildError(MingzhangError):
    """MkDocs refused to build the site; the message holds its warnings."""


class _Collector(logging.Handler):
    """Keeps what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class PageRenderer:
    """Renders pages with the configuration in ``mkdocs.yml``, to be published at ``address``.

    ``frame`` is a folder with a page for each of ``nav`` (their text does not matter); pages given to :meth:`render`
    may be among them.
    """

    def __init__(self, settings: Path, frame: Path, address: str) -> None:
        with _strictly():
            self._config = load_config(str(settings), docs_dir=str(frame.resolve()), site_url=address)
            self._config = self._config.plugins.on_config(self._config)
            self._config.plugins.on_pre_build(config=self._config)
            files = get_files(self._config)
            self._env = self._config.theme.get_env()
            self._env.auto_reload = False  # no template changes meanwhile: half of a page's time would go into looking
            files.add_files_from_theme(self._env, self._config)
            self._files = self._config.plugins.on_files(files, config=self._config)
            set_exclusions(self._files, self._config)
            self._nav = self._config.plugins.on_nav(
                get_navigation(self._files, self._config), config=self._config, files=self._files
            )
            self._env = self._config.plugins.on_env(self._env, config=self._config, files=self._files)
            for page in self._nav.pages:
                page.read_source(self._config)  # its title: the theme prints it in the navigation

    def render(self, docs: Path, fragments: FragmentStore, target: Path) -> list[str]:
        """Every page below ``docs`` into ``target``, with its ``fragments``; returns the pages' paths there.

        Raises:
            SiteBuildError: a page could not be rendered, or MkDocs warned of something.
        """
        self._config.mdx_configs[_FRAGMENTS] = {"store": fragments}
        sources = sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*.md"))
        with _strictly():
            return [self._render(source, docs, target) for source in sources]

    def _render(self, source: str, docs: Path, target: Path) -> str:
        file = File(source, str(docs), str(target), use_directory_urls=True, inclusion=InclusionLevel.INCLUDED)
        known = self._files.get_file_from_path(source)
        if known is not None and known.page is not None:
            return self._again(known, file)
        self._files.append(file)
        try:
            page = Page(None, file, self._config)
            self._build(page)
        finally:
            self._files.remove(file)
        return str(file.dest_uri)

    def _again(self, known: File, file: File) -> str:
        """A page of the navigation: the one that stands there, with the text of ``file``."""
        page: Any = known.page
        before = known.abs_src_path, known.abs_dest_path
        known.abs_src_path, known.abs_dest_path = file.abs_src_path, file.abs_dest_path
        known.__dict__.pop("content_bytes", None)
        try:
            self._build(page)
        finally:
            known.abs_src_path, known.abs_dest_path = before
        return str(known.dest_uri)

    def _build(self, page: Page) -> None:
        _populate_page(page, self._config, self._files)
        _build_page(page, self._config, self._nav_files(), self._nav, self._env)
        page.content = None
        page.markdown = None

    def _nav_files(self) -> list[File]:
        return []


def build_frame(settings: Path, docs: Path, fragments: Path, target: Path, address: str) -> None:
    """All of ``docs`` with everything that the theme adds, by ``mkdocs build`` itself, into ``target``.

    Raises:
        SiteBuildError: when the configuration is wrong, or on a warning (``strict``).
    """
    with _strictly():
        # MkDocs would take a relative folder from that of mkdocs.yml, Python-Markdown from where the command started.
        config = load_config(
            str(settings), docs_dir=str(docs.resolve()), site_dir=str(target.resolve()), site_url=address
        )
        config.mdx_configs[_FRAGMENTS] = {"folder": str(fragments.resolve())}
        build(config)


@contextmanager
def _strictly() -> Iterator[None]:
    """A fixed date; errors and warnings of MkDocs raise :class:`SiteBuildError`."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = SOURCE_DATE
    collector, logger = _Collector(), logging.getLogger("mkdocs")
    logger.addHandler(collector)
    try:
        yield
        if collector.messages:
            raise SiteBuildError("; ".join(collector.messages))
    except (Abort, MkDocsException) as error:
        raise SiteBuildError("; ".join([*collector.messages, str(error)])) from error
    finally:
        logger.removeHandler(collector)
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def nav_pages(settings: Path) -> Iterable[str]:
    """The Markdown paths that ``nav`` of ``mkdocs.yml`` names."""
    with _strictly():
        folder = settings.parent.resolve() / "site_src"  # nothing there is read
        config = load_config(str(settings), docs_dir=str(folder))
    return list(_leaves(config.nav))


def _leaves(item: Any) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    elif isinstance(item, dict):
        for value in item.values():
            yield from _leaves(value)
    else:
        for value in item or ():
            yield from _leaves(value)
