"""The picture that link previews show (``og:image``): the mark, large, on paper. PNG, since few of them read SVG."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.metadata import version
from pathlib import Path

from mingzhang.site.kept import keep, read_kept

SHARE_IMAGE = "assets/share.png"
"""Below the site's top; ``overrides/main.html`` names it."""
WIDTH, HEIGHT = 1200, 630
_SIDE, _GRID = 360, 24  # pixels of the mark, units of its own drawing
_INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def write_share_image(mark: Path, cache: Path, target: Path) -> None:
    """Draw ``mark`` (an SVG of 24 units) into the PNG ``target``; kept in ``cache``.

    Raises:
        ValueError: when ``mark`` is no SVG.
    """
    svg = _frame(mark.read_text(encoding="utf-8"), mark)
    key = hashlib.sha256(f"{version('vl-convert-python')}\n{svg}".encode()).hexdigest()[:24]
    kept = cache / "share" / f"{key}.txt"
    text = read_kept(kept) or keep(kept, base64.b64encode(_draw(svg)).decode("ascii"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(base64.b64decode(text))


def _frame(mark: str, path: Path) -> str:
    inner = _INNER.search(mark)
    if inner is None:
        raise ValueError(f"{path}: not an SVG; expected <svg …>…</svg>")
    left, top = (WIDTH - _SIDE) // 2, (HEIGHT - _SIDE) // 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#f7f9f9"/>'
        f'<g transform="translate({left} {top}) scale({_SIDE / _GRID:g})">{inner[1]}</g></svg>'
    )


def _draw(svg: str) -> bytes:
    import vl_convert  # slow to load

    png: bytes = vl_convert.svg_to_png(svg, scale=1)
    return png
