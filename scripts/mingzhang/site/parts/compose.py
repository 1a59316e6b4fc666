"""From views to finished pages: templates and Markdown in a working folder, then MkDocs, then the seals."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from jinja2 import Environment

from mingzhang.digest import folder_digest
from mingzhang.site.fragments import FragmentsAtHand, FragmentStore
from mingzhang.site.parts.frame import Frame
from mingzhang.site.parts.process import once
from mingzhang.site.parts.store import FILES, SOURCE
from mingzhang.site.reference.terms import own_terms, read_own_terms
from mingzhang.site.render import template_environment
from mingzhang.site.rendering import PageRenderer
from mingzhang.site.seal import PageSeal
from mingzhang.site.writer import PageWriter


def compose(
    frame: Frame,
    kit: Path,
    write: Callable[[PageWriter], None],
    folder: Path,
    above: Mapping[str, str] | None = None,
    own: Mapping[str, PageSeal] | None = None,
    keep: bool = False,
) -> list[str]:
    """The pages and assets that ``write`` gives, finished, into the part ``folder``; returns the paths of the pages.

    ``above`` are the titles of pages that breadcrumbs name and that are not among them, ``own`` the seals of single
    pages. With ``keep`` the Markdown and its fragments stay, for other programs that read them (Zensical).
    """
    docs, fragments, target = folder / SOURCE / "docs", folder / SOURCE / "fragments", folder / FILES
    for place in (docs, target):
        place.mkdir(parents=True, exist_ok=True)
    store = FragmentStore(fragments) if keep else FragmentsAtHand(fragments)
    writer = PageWriter(docs, store, _environment(kit), frame.address, dict(above or {}))
    write(writer)
    pages = _renderer(frame, kit).render(docs, store, target)
    for page in pages:
        path = target / page
        sealed = frame.seals.seal(path.read_text(encoding="utf-8"), page, (own or {}).get(page))
        path.write_text(sealed, encoding="utf-8")
    for path in docs.rglob("*"):
        if path.is_file() and path.suffix != ".md":
            place = target / path.relative_to(docs)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
    if not keep:
        shutil.rmtree(folder / SOURCE)
    return pages


def _renderer(frame: Frame, kit: Path) -> PageRenderer:
    """One for all pages: setting it up costs as much as twenty pages."""
    return once("renderer", (frame.key, kit), lambda: frame.renderer(kit), inherited=True)


def _environment(kit: Path) -> Environment:
    folder = kit / "site_src" / "templates"
    standard = own_terms(read_own_terms())
    key = (folder, folder_digest(folder))
    return once("templates", key, lambda: template_environment(folder, standard), inherited=True)
