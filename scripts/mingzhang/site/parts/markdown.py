"""What the pages are made of, put together for other programs that render the same (Zensical)."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from mingzhang.site.parts.store import SOURCE, Part


def gather_markdown(parts: Iterable[Part], build: Path) -> None:
    """The Markdown with its assets into ``build/docs``, the fragments into ``build/fragments``, as ``parts`` keep them.

    What stood there is removed.
    """
    kept = [part.folder / SOURCE for part in parts]
    for name in ("docs", "fragments"):
        shutil.rmtree(build / name, ignore_errors=True)
        for source in kept:
            if (source / name).is_dir():
                shutil.copytree(source / name, build / name, dirs_exist_ok=True)
