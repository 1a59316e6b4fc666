"""The Python-Markdown extension that puts rendered fragments in place of placeholders.

A postprocessor: tables and charts never go through Markdown. In ``mkdocs.yml``::

    markdown_extensions:
      - mingzhang.site.fragments_extension:
          folder: build/fragments

The folder is taken from where the command is started (the project's root): MkDocs' ``!relative`` tag is unknown
to Zensical, which reads the same file.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

from mingzhang.site.fragments import FragmentStore

# After Markdown's own postprocessors (30 to 10), which restore raw HTML such as comments.
PRIORITY = 1


class FragmentsPostprocessor(Postprocessor):  # type: ignore[misc]
    """Fills a page's placeholders from a folder of fragments."""

    def __init__(self, md: Markdown, store: FragmentStore) -> None:
        super().__init__(md)
        self.store = store

    def run(self, text: str) -> str:
        """The page with its fragments."""
        return self.store.fill(text)


class FragmentsExtension(Extension):  # type: ignore[misc]
    """Registers the postprocessor; ``folder`` is where the fragments are."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "folder": ["build/fragments", "folder of rendered fragments"],
            "store": ["", "a store of fragments, in place of a folder"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        """Called by Python-Markdown."""
        store = self.getConfig("store") or FragmentStore(Path(os.fspath(self.getConfig("folder"))))
        md.postprocessors.register(FragmentsPostprocessor(md, store), "mingzhang-fragments", PRIORITY)


def makeExtension(**kwargs: Any) -> FragmentsExtension:
    """Called by Python-Markdown."""
    return FragmentsExtension(**kwargs)
