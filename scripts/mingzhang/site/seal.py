"""Seals the finished pages: what may run on them is said beforehand, and that it is what the build wrote.

Each page gets a Content-Security-Policy (CSP level 3) that allows scripts of the site itself and its own inline ones
by their hash, no `eval`, no other host; scripts and style sheets get their hash (Subresource Integrity), and modules
that are loaded on demand have theirs in an import map.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
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


def seal_pages(site: Path, on_demand: Iterable[str], own: Mapping[str, PageSeal] | None = None) -> None:
    """Seals every page below ``site``.

    ``on_demand`` are paths of modules, from its top, that scripts load later; ``own`` what single pages need, by path.
    """
    digests: dict[Path, str] = {}
    shared = list(on_demand)
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        seal = (own or {}).get(page.relative_to(site).as_posix(), PageSeal())
        modules = {path: _integrity(site / path, digests) for path in [*shared, *seal.on_demand]}
        sealed = _seal(text, page, site, modules, digests, seal.rules)
        if sealed != text:
            page.write_text(sealed, encoding="utf-8")


def _seal(
    text: str, page: Path, site: Path, modules: Mapping[str, str], digests: dict[Path, str], more: Mapping[str, str]
) -> str:
    folder = page.parent
    text = _LOADED.sub(lambda match: _with_integrity(match, folder, digests), text)
    if modules:
        above = os.path.relpath(site, folder).replace(os.sep, "/")
        integrity = {f"./{above}/{path}": digest for path, digest in modules.items()}
        told = json.dumps({"integrity": integrity}, separators=(",", ":"))
        text = _FIRST_SCRIPT.sub(
            lambda match: f'<script type="importmap">{told}</script>{match.group()}', text, count=1
        )
    scripts = [_source(m["code"]) for m in _INLINE.finditer(text) if _runs(m["attributes"])]
    allowed = " ".join(["'self'", *sorted(set(scripts))])
    rules = {**POLICY, "script-src": allowed}
    rules |= {name: f"{rules.get(name, '')} {words}".strip() for name, words in more.items()}
    policy = "; ".join(f"{name} {value}" for name, value in rules.items())
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
    return _CHARSET.sub(lambda match: match.group() + meta, text, count=1)


def _runs(attributes: str) -> bool:
    """Whether an inline script is one that a policy must allow: no data, not loaded from a file."""
    return "src=" not in attributes and "json" not in attributes


def _source(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode('utf-8')).digest()).decode()}'"


def _with_integrity(match: re.Match[str], folder: Path, digests: dict[Path, str]) -> str:
    file = (folder / match["path"]).resolve()
    if not file.is_file() or "integrity=" in match["before"]:
        return match.group()
    return f'{match.group()} integrity="{_integrity(file, digests)}"'


def _integrity(file: Path, digests: dict[Path, str]) -> str:
    if file not in digests:
        digests[file] = f"sha384-{base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()}"
    return digests[file]
