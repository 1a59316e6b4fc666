"""``sitemap.xml`` and ``robots.txt`` (sitemaps.org, protocol 0.9): every page once, dated where the data know a day.

MkDocs' own would date all pages with the day of the build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from mingzhang.site.metadata.facts import changed_on
from mingzhang.site.site_views import SiteViews

MOST_PAGES = 50_000
"""In one file, says the protocol; it also says 50 MB, which 50,000 of our addresses stay far below."""
_UNLISTED = frozenset({"search/"})
"""Shows nothing of its own; ``404.html`` is none, for its name is not ``index.html``."""
_OPEN = '<?xml version="1.0" encoding="UTF-8"?>\n<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


def write_sitemap(folder: Path, site: SiteViews, most: int = MOST_PAGES) -> None:
    """Both files into ``folder``, the finished site; from ``most`` pages on an index of several sitemaps."""
    days = page_days(site)
    pages = sorted(set(_pages(folder)) - _UNLISTED)
    parts = [pages[start : start + most] for start in range(0, len(pages), most)]
    names = ["sitemap.xml"] if len(parts) == 1 else [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        _write(folder / name, "urlset", "url", site.address, part, days)
    if len(parts) > 1:
        _write(folder / "sitemap.xml", "sitemapindex", "sitemap", site.address, names, {})
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {site.address}sitemap.xml\n"
    (folder / "robots.txt").write_text(robots, encoding="utf-8")


def page_days(site: SiteViews) -> dict[str, str]:
    """The day of the last known change, by the folder of the disclosure's or the unit's page."""
    days = {view.address: changed_on(view.package, site.versions.get(view.package.id, ())) for view in site.views}
    for unit in site.units:
        days[f"units/{unit.unit.id}/"] = max(days[view.address] for view in unit.disclosures)
    return {address: day for address, day in days.items() if day}


def _pages(folder: Path) -> Iterator[str]:
    """Every page's address from the site's top; the first page's is blank."""
    for path in folder.rglob("index.html"):
        place = path.parent.relative_to(folder).as_posix()
        yield "" if place == "." else f"{place}/"


def _write(path: Path, root: str, item: str, top: str, pages: list[str], days: Mapping[str, str]) -> None:
    lines = []
    for page in pages:
        day = _day(page, days)
        told = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<{item}><loc>{escape(top + page)}</loc>{told}</{item}>\n")
    path.write_text(f"{_OPEN.format(root)}{''.join(lines)}</{root}>\n", encoding="utf-8")


def _day(page: str, days: Mapping[str, str]) -> str:
    """The day of ``page``, or of the disclosure that it belongs to (its projects, its source)."""
    disclosure = "/".join(page.split("/")[:3]) + "/"
    return days.get(page) or days.get(disclosure, "")
