"""``sitemap.xml`` and ``robots.txt`` (sitemaps.org, protocol 0.9): every page once, dated where the data know a day.

MkDocs' own would date all pages with the day of the build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from mingzhang.site.site_views import Notice

MOST_PAGES = 50_000
"""In one file, says the protocol; it also says 50 MB, which 50,000 of our addresses stay far below."""
_UNLISTED = frozenset({"search/"})
"""Shows nothing of its own; ``404.html`` is none, for its name is not ``index.html``."""
_OPEN = '<?xml version="1.0" encoding="UTF-8"?>\n<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


def write_sitemap(
    folder: Path, notices: Iterable[Notice], others: Iterable[str], top: str, most: int = MOST_PAGES
) -> None:
    """Both files into ``folder``; from ``most`` pages on an index of several sitemaps.

    ``others`` are the pages that are not of one disclosure; all are paths below ``top``, where the site is published.
    """
    days: dict[str, str] = {}
    pages = set(others) - _UNLISTED
    for notice in notices:
        unit = f"units/{notice.unit_id}/"
        days[notice.address] = notice.changed
        days[unit] = max(days.get(unit, ""), notice.changed)
        pages.update(notice.pages)
    known = {address: day for address, day in days.items() if day}
    ordered = sorted(pages)
    parts = [ordered[start : start + most] for start in range(0, len(ordered), most)]
    names = ["sitemap.xml"] if len(parts) == 1 else [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        _write(folder / name, "urlset", "url", top, part, known)
    if len(parts) > 1:
        _write(folder / "sitemap.xml", "sitemapindex", "sitemap", top, names, {})
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {top}sitemap.xml\n"
    (folder / "robots.txt").write_text(robots, encoding="utf-8")


def page_address(path: str) -> str:
    """The address of the page whose file is at ``path`` (``units/a/index.html``); the first page's is blank."""
    return path.removesuffix("index.html")


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
