"""Run MkDocs in this process, strictly, with output that depends on its input alone."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from mingzhang.errors import MingzhangError
from mingzhang.project import Project

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


def run_mkdocs(project: Project, target: Path, address: str) -> list[str]:
    """Build ``build/docs`` into ``target``, to be published at ``address``, and return the warnings.

    Raises:
        SiteBuildError: when the configuration is wrong, or on a warning (``strict``).
    """
    collector = _Collector()
    with _fixed_date(), _listening(collector):
        try:
            # MkDocs would take a relative site_dir from the folder of mkdocs.yml, not from here.
            config = load_config(str(project.root / "mkdocs.yml"), site_dir=str(target.resolve()), site_url=address)
            # Python-Markdown takes a relative folder from where the command was started.
            config.mdx_configs[_FRAGMENTS] = {"folder": str((project.build / "fragments").resolve())}
            build(config)
        except (Abort, MkDocsException) as error:
            raise SiteBuildError("; ".join([*collector.messages, str(error)])) from error
    if not (target / "index.html").is_file():
        raise SiteBuildError(f"MkDocs wrote no first page into {target}")
    _settle(target)
    return collector.messages


def _settle(target: Path) -> None:
    """Take away its sitemaps, which date every page alike; ``metadata.sitemap`` writes ours."""
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (target / name).unlink(missing_ok=True)


@contextmanager
def _fixed_date() -> Iterator[None]:
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = SOURCE_DATE
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


@contextmanager
def _listening(collector: logging.Handler) -> Iterator[None]:
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collector)
    try:
        yield
    finally:
        logger.removeHandler(collector)
