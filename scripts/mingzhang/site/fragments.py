"""Rendered HTML on its way round Markdown: stored by name and content hash."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

PLACEHOLDER = re.compile(r"<!--mz-fragment ([a-z0-9][a-z0-9/_-]*) ([0-9a-f]{16})-->")
"""A comment, which escaped document text can never be."""


class MissingFragmentError(LookupError):
    """A page asks for a fragment that was not rendered."""


class FragmentStore:
    """Fragments as files in one folder; ``add`` gives the placeholder to put in a page."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, name: str, html: str) -> str:
        """Keep ``html`` and return its placeholder, which changes when the HTML does."""
        digest = hashlib.sha256(html.encode()).hexdigest()[:16]
        placeholder = f"<!--mz-fragment {name} {digest}-->"
        if not PLACEHOLDER.fullmatch(placeholder):
            raise ValueError(f"fragment name {name!r}: use small letters, digits, '/', '_' and '-'")
        self._keep(name, digest, html)
        return placeholder

    def _keep(self, name: str, digest: str, html: str) -> None:
        path = self._path(name, digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8")

    def fill(self, html: str) -> str:
        """``html`` with every placeholder replaced, once: a fragment's own text stays as it is.

        Raises:
            MissingFragmentError: when a fragment is not in the folder.
        """
        return PLACEHOLDER.sub(lambda found: self._read(found[1], found[2]), html)

    def _read(self, name: str, digest: str) -> str:
        try:
            return self._path(name, digest).read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise MissingFragmentError(f"no fragment {name} ({digest}) in {self.folder}: build again") from error

    def _path(self, name: str, digest: str) -> Path:
        return self.folder / f"{name}.{digest}.html"


class FragmentsAtHand(FragmentStore):
    """Fragments in memory: for pages that this process renders itself."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._kept: dict[tuple[str, str], str] = {}

    def _keep(self, name: str, digest: str, html: str) -> None:
        self._kept[name, digest] = html

    def _read(self, name: str, digest: str) -> str:
        try:
            return self._kept[name, digest]
        except KeyError as error:
            raise MissingFragmentError(f"no fragment {name} ({digest}): build again") from error
