"""Seals the finished pages: what may run on them is said beforehand, and that it is what the build wrote.

Each page gets a Content-Security-Policy (CSP level 3) that allows scripts of the site itself and its own inline ones
by their hash, no `eval`, no other host; scripts and style sheets get their hash (Subresource Integrity), and modules
that are loaded on demand have theirs in an import map.
"""

from __future__ import annotations

import base64
import hashlib
import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data: blob:",  # charts become PNG in the browser
    "style-src": "'self' 'unsafe-inline'",  # widths of bars, and what Vega draws
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
_SEALED = (".js", ".css", ".gz")
_CHARSET = re.compile(r'<meta charset="[^"]*">')
_INLINE = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
_FIRST_SCRIPT = re.compile(r"<script\b")
_LOADED = re.compile(
    r'<(?P<tag>script|link rel="stylesheet")(?P<before>[^>]*?) (?P<kind>src|href)="(?P<path>[^"#?:]+)"'
)


@dataclass(frozen=True)
class PageSeal:
    """What one page may beyond the others: words added to ``rules`` of the policy, files loaded ``on_demand``."""

    rules: Mapping[str, str] = field(default_factory=dict)
    on_demand: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seals:
    """How pages are sealed: ``integrity`` of the files that pages load, by path from the site's top, and which of them
    are modules that scripts of every page load later.
    """

    integrity: Mapping[str, str]
    on_demand: tuple[str, ...] = ()

    def seal(self, text: str, page: str, own: PageSeal | None = None) -> str:
        """The finished HTML ``text`` of ``page`` (a path from the site's top), sealed; ``own``: what it may beyond."""
        own, folder = own or PageSeal(), posixpath.dirname(page)
        text = _LOADED.sub(lambda match: self._with_integrity(match, folder), text)
        modules = (*self.on_demand, *own.on_demand)
        if modules:
            above = posixpath.relpath(".", folder or ".")
            told = json.dumps(
                {"integrity": {f"./{above}/{path}": self.integrity[path] for path in modules}}, separators=(",", ":")
            )
            text = _FIRST_SCRIPT.sub(
                lambda match: f'<script type="importmap">{told}</script>{match.group()}', text, count=1
            )
        scripts = [_source(m["code"]) for m in _INLINE.finditer(text) if _runs(m["attributes"])]
        allowed = " ".join(["'self'", *sorted(set(scripts))])
        rules = {**POLICY, "script-src": allowed}
        rules |= {name: f"{rules.get(name, '')} {words}".strip() for name, words in own.rules.items()}
        policy = "; ".join(f"{name} {value}" for name, value in rules.items())
        meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
        return _CHARSET.sub(lambda match: match.group() + meta, text, count=1)

    def seal_pages(self, site: Path, own: Mapping[str, PageSeal] | None = None) -> None:
        """Seals every page below ``site``; ``own`` is what single pages need, by path."""
        for path in sorted(site.rglob("*.html")):
            page = path.relative_to(site).as_posix()
            path.write_text(self.seal(path.read_text(encoding="utf-8"), page, (own or {}).get(page)), encoding="utf-8")

    def _with_integrity(self, match: re.Match[str], folder: str) -> str:
        digest = self.integrity.get(posixpath.normpath(posixpath.join(folder, match["path"])))
        if digest is None or "integrity=" in match["before"]:
            return match.group()
        return f'{match.group()} integrity="{digest}"'


def read_seals(site: Path, on_demand: Iterable[str]) -> Seals:
    """What seals pages that load files of ``site``: scripts and style sheets, and ``on_demand``, paths from its top."""
    found = [path for path in site.rglob("*") if path.suffix in _SEALED and path.is_file()]
    return Seals({path.relative_to(site).as_posix(): _integrity(path) for path in sorted(found)}, tuple(on_demand))


def _runs(attributes: str) -> bool:
    """Whether an inline script is one that a policy must allow: no data, not loaded from a file."""
    return "src=" not in attributes and "json" not in attributes


def _source(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode('utf-8')).digest()).decode()}'"


def _integrity(file: Path) -> str:
    return f"sha384-{base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()}"
