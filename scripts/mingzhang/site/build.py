"""The site stage from packages to a published folder."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from mingzhang.errors import StorageError, describe_os_error
from mingzhang.lock import locked
from mingzhang.project import Project
from mingzhang.site.address import read_address
from mingzhang.site.changes.versions import read_versions
from mingzhang.site.charts.files import draw_charts, list_charts
from mingzhang.site.charts.renderer import Renderer
from mingzhang.site.charts.templates import keep_templates, load_templates
from mingzhang.site.charts.vendor import BUNDLE, write_vendor
from mingzhang.site.disclosure.view import build_view
from mingzhang.site.downloads.checksums import read_downloads, write_checksums
from mingzhang.site.downloads.publish import write_downloads
from mingzhang.site.downloads.versions import write_versions
from mingzhang.site.fragments import FragmentStore
from mingzhang.site.lists.home import count_totals, group_units
from mingzhang.site.metadata.catalogue import write_catalogue
from mingzhang.site.metadata.share_image import SHARE_IMAGE, write_share_image
from mingzhang.site.metadata.sitemap import write_sitemap
from mingzhang.site.mkdocs_run import run_mkdocs
from mingzhang.site.packages import Package, PackageError, Resource, read_descriptor, read_packages, read_resources
from mingzhang.site.pages import PAGES
from mingzhang.site.query.vendor import ENGINE, WASM, write_engine
from mingzhang.site.reference.glossary import build_glossary
from mingzhang.site.reference.terms import Terms, read_own_terms
from mingzhang.site.render import template_environment
from mingzhang.site.report import SiteReport
from mingzhang.site.seal import PageSeal, seal_pages
from mingzhang.site.site_views import SiteViews
from mingzhang.site.stamp import hash_inputs, keep_report, standing_report, write_stamp
from mingzhang.site.writer import PageWriter
from mingzhang.swap import restore, settle_rights, swap_in

_NEW = "site-new-"
_VENDORED = "assets/vendor/vega"
_ENGINE = "assets/vendor/duckdb"


def build_site(project: Project, say: Callable[[str], None] = print, jobs: int = 2) -> SiteReport:
    """Build the site of all packages and publish it at ``project.site``.

    Nothing is done when the standing site was built from the same inputs and is as
    it was left. The standing site is replaced only by a complete one.

    Raises:
        PackageError: when there is no package to show, or one that is not whole.
        SiteBuildError: when MkDocs warns of something.
        StorageError: when the site cannot be written. In every case the site stands as it was.
    """
    try:
        with locked(project, say):
            return _build_site(project, say, jobs)
    except OSError as error:
        raise StorageError(describe_os_error(error, project.root)) from error


def _build_site(project: Project, say: Callable[[str], None], jobs: int) -> SiteReport:
    _clean_leftovers(project)
    inputs = hash_inputs(project)
    standing = standing_report(project, inputs)
    if standing:
        say("[site] unchanged")
        return standing
    packages = read_packages(project.packages)
    if not packages:
        raise PackageError(f"no package in {project.packages}: run the package stage first (`mingzhang convert`)")
    new = project.build / f"{_NEW}{os.getpid()}"
    try:
        report = _build(project, packages, new, jobs, say)
        write_stamp(new, inputs)
        settle_rights(new)
        swap_in(new, project.site)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    keep_report(project, inputs, report)
    return report


def _build(project: Project, packages: list[Package], new: Path, jobs: int, say: Callable[[str], None]) -> SiteReport:
    """Everything but the swap: a complete site in ``new``."""
    names = read_class_names(project)
    views = [build_view(package, names) for package in packages]
    units, totals = group_units(views), count_totals(views)
    say(f"[site] charts of {len(views)} disclosures")
    load_templates(project.cache / "charts")
    with Renderer() as renderer:
        charts = draw_charts(list_charts(views), _fresh(project.build / "charts"), renderer)
    keep_templates(project.cache / "charts")
    say("[site] pages and tables")
    glossary = build_glossary(views, read_own_terms())
    address = read_address(project)
    writer = _writer(project, glossary.terms, address)
    stacked = read_stacked(project)
    downloads = _fresh(project.build / "data")
    versions = read_versions(project, packages)
    write_versions(versions, downloads / "versions")
    write_downloads(project, packages, downloads, address)
    site = SiteViews(
        views, units, totals, charts, stacked, names, glossary, read_downloads(downloads), address, versions
    )
    for write in PAGES:
        write(writer, site)
    say(f"[site] mkdocs, {writer.count} pages")
    warnings = run_mkdocs(project, new, address)
    shutil.copytree(project.build / "charts", new / "charts", copy_function=shutil.copyfile)
    write_vendor(project.cache, new / _VENDORED)
    write_engine(new / _ENGINE)
    shutil.copytree(downloads, new / "data", copy_function=shutil.copyfile, dirs_exist_ok=True)
    write_catalogue(new, site)
    write_sitemap(new, site)
    seal_pages(new, [f"{_VENDORED}/{BUNDLE}"], {"query/index.html": QUERY_SEAL})
    write_checksums(new / "data")
    return SiteReport(
        address=project.site / "index.html",
        disclosures=len(views),
        tables=totals.tables,
        rows=totals.rows,
        charts=sum(map(len, charts.values())),
        pages=writer.count,
        warnings=warnings,
    )


QUERY_SEAL = PageSeal(
    rules={"script-src": "'wasm-unsafe-eval'", "worker-src": "blob:"},
    on_demand=(f"{_ENGINE}/{ENGINE}", f"{_ENGINE}/{WASM}", "assets/js/query_worker.js"),
)
"""The page that queries runs WebAssembly, in a worker made of a blob: only such a worker keeps the page's policy."""


def _writer(project: Project, terms: Terms, address: str) -> PageWriter:
    """A writer on fresh folders, the fixed pages copied; its templates know ``terms``."""
    docs = _fresh(project.build / "docs")
    shutil.copytree(project.site_src / "docs", docs, dirs_exist_ok=True)
    sheets = sorted((project.site_src / "css").glob("*.css"))
    (docs / "assets" / "mingzhang.css").write_text("".join(path.read_text("utf-8") for path in sheets), "utf-8")
    store = FragmentStore(_fresh(project.build / "fragments"))
    write_share_image(docs / "assets" / "mark.svg", project.cache, docs / SHARE_IMAGE)
    return PageWriter(docs, store, template_environment(project.site_src / "templates", terms), address)


def read_class_names(project: Project) -> dict[str, str]:
    """Functional class names by code; none when the classification is not there."""
    path = project.classifications / "functional.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def read_stacked(project: Project) -> list[Resource]:
    """The stacked tables with their rows; none when the root package is not there."""
    if not project.datapackage.is_file():
        return []
    return read_resources(project.root, read_descriptor(project.datapackage)["resources"])


def _fresh(folder: Path) -> Path:
    """``folder``, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _clean_leftovers(project: Project) -> None:
    """Remove what killed builds left behind; a site set aside comes back."""
    restore(project.site)
    for folder in sorted(project.build.glob(f"{_NEW}*")):
        shutil.rmtree(folder, ignore_errors=True)
    for path in project.cache.glob("**/.*.new"):
        path.unlink(missing_ok=True)
