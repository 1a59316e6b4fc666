"""The frame: what is the same on every page (theme, scripts, style sheets, navigation), built once by MkDocs itself."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from mingzhang.digest import code_of, folder_digest, tools_used
from mingzhang.project import Project
from mingzhang.site.charts.vendor import BUNDLE, write_vendor
from mingzhang.site.metadata.share_image import SHARE_IMAGE, write_share_image
from mingzhang.site.parts.store import FILES, SOURCE, Part, Store, finish_part
from mingzhang.site.query.vendor import ENGINE, WASM, engine_version, write_engine
from mingzhang.site.rendering import PageRenderer, build_frame, nav_pages
from mingzhang.site.seal import Seals, read_seals

NAME = "frame"
VENDORED, ENGINE_FOLDER = "assets/vendor/vega", "assets/vendor/duckdb"
_TOOLS = ("lxml", "markdown", "mkdocs", "mkdocs-material", "pymdown-extensions", "pyyaml", "vl-convert-python")
_ON_DEMAND = (f"{VENDORED}/{BUNDLE}",)
_OWN_SCRIPTS = (f"{ENGINE_FOLDER}/{ENGINE}", f"{ENGINE_FOLDER}/{WASM}")
_SEALS, _STUBS = "seals.json", "stubs"
_SOURCES = ("overrides", "templates")
KIT, SETTINGS = "kit", "mkdocs.yml"


@dataclass(frozen=True)
class Frame:
    """What every page is rendered with; small, so that it can be sent along.

    ``key`` changes with all that pages show of it.

    The rest of it is the kit: a folder with ``mkdocs.yml``, templates, and an empty page for each of the navigation.
    """

    seals: Seals
    address: str
    key: str

    def renderer(self, kit: Path) -> PageRenderer:
        """MkDocs, set up for the pages of this frame."""
        return PageRenderer(kit / SETTINGS, kit / _STUBS, self.address)


def frame_key(project: Project, address: str) -> str:
    """The hash of all that the frame is made of."""
    told = [tools_used(_TOOLS), engine_version(), address, code_of(__name__)]
    told += [folder_digest(project.site_src / name) for name in (*_SOURCES, "css", "docs/assets")]
    told.append((project.root / SETTINGS).read_text(encoding="utf-8"))
    return hashlib.sha256("\0".join(told).encode()).hexdigest()


def settle_frame(project: Project, store: Store, address: str, staging: Path) -> tuple[Frame, Part]:
    """The frame, made anew when anything of it changed; its kit is the folder ``kit`` of the part."""
    key = frame_key(project, address)
    part = store.find(NAME, key)
    if part is None:
        made = staging / NAME
        _make(project, made, address)
        finish_part(made, key)
        part = store.take(NAME, made, key)
    told = json.loads((part.folder / _SEALS).read_text(encoding="utf-8"))
    return Frame(Seals(told["integrity"], tuple(told["on_demand"])), address, key), part


def _make(project: Project, folder: Path, address: str) -> None:
    docs, kit, site = folder / SOURCE / "docs", folder / KIT, folder / FILES
    for name in _SOURCES:
        shutil.copytree(project.site_src / name, kit / "site_src" / name)
    shutil.copyfile(project.root / SETTINGS, kit / SETTINGS)
    settings, stubs = kit / SETTINGS, kit / _STUBS
    for name in nav_pages(settings):
        for place in (docs / name, stubs / name):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("", encoding="utf-8")
    shutil.copytree(project.site_src / "docs" / "assets", docs / "assets")
    sheets = sorted((project.site_src / "css").glob("*.css"))
    (docs / "assets" / "mingzhang.css").write_text("".join(path.read_text("utf-8") for path in sheets), "utf-8")
    write_share_image(docs / "assets" / "mark.svg", project.cache, docs / SHARE_IMAGE)
    build_frame(settings, docs, folder, site, address)
    for path in [*site.rglob("index.html"), *site.glob("sitemap.xml*")]:  # the stubs; and it dates every page alike
        path.unlink()
    for name in nav_pages(settings):
        (docs / name).unlink()  # what is left are the assets
    write_vendor(project.cache, site / VENDORED)
    write_engine(site / ENGINE_FOLDER)
    seals = read_seals(site, _ON_DEMAND)
    seals.seal_pages(site)
    told = {"integrity": dict(seals.integrity), "on_demand": seals.on_demand}
    (folder / _SEALS).write_text(json.dumps(told), encoding="utf-8")
