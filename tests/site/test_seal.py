"""What may run on a page is said on it, and that it is what the build wrote."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape
from pathlib import Path

from mingzhang.site.seal import read_seals

HEAD = '<html><head><meta charset="utf-8"><link rel="stylesheet" href="../a.css"></head>'
BODY = '<body><script>run(1)</script><script type="application/json">{"a":1}</script>'
LOADED = '<script src="../js/main.js" type="module"></script><script src="https://other.example/x.js"></script></body></html>'


def sealed(tmp_path: Path) -> str:
    (tmp_path / "js").mkdir()
    (tmp_path / "a.css").write_text("a{}")
    (tmp_path / "js" / "main.js").write_text("import('./late.js')")
    (tmp_path / "js" / "late.js").write_text("late()")
    (tmp_path / "sub").mkdir()
    page = tmp_path / "sub" / "index.html"
    page.write_text(HEAD + BODY + LOADED)
    read_seals(tmp_path, ["js/late.js"]).seal_pages(tmp_path)
    return page.read_text()


def digest(kind: str, content: str) -> str:
    return f"{kind}-{base64.b64encode(hashlib.new(kind, content.encode()).digest()).decode()}"


def test_inline_scripts_are_allowed_by_hash_and_data_is_none(tmp_path: Path) -> None:
    html = sealed(tmp_path)
    policy = re.search(r'Security-Policy" content="([^"]+)"', html)
    assert policy
    rules = dict(part.strip().split(" ", 1) for part in unescape(policy.group(1)).split(";"))
    importmap = re.search(r'<script type="importmap">(.*?)</script>', html)
    assert importmap
    assert set(rules["script-src"].split()) == {
        "'self'",
        f"'{digest('sha256', 'run(1)')}'",
        f"'{digest('sha256', importmap.group(1))}'",
    }
    assert rules["default-src"] == "'self'" and rules["object-src"] == "'none'" and "unsafe-eval" not in html


def test_what_is_loaded_bears_its_hash(tmp_path: Path) -> None:
    html = sealed(tmp_path)
    assert f'href="../a.css" integrity="{digest("sha384", "a{}")}"' in html
    main = digest("sha384", "import('./late.js')")
    assert f'src="../js/main.js" integrity="{main}"' in html
    assert 'x.js" integrity' not in html
    told = json.loads(re.findall(r'importmap">(.*?)</script>', html)[0])
    assert told == {"integrity": {"./../js/late.js": digest("sha384", "late()")}}
    assert html.index("importmap") < html.index("run(1)"), "an import map stands before every module"


def test_sealing_twice_changes_nothing_else(tmp_path: Path) -> None:
    first = sealed(tmp_path)
    assert first.count("Content-Security-Policy") == 1 and first.count("integrity=") == 2
