"""DuckDB-WASM as files of the site, made at set-up out of its locked npm package, so that no page asks another host.

``scripts/install-javascript`` installs the package below ``sys.prefix`` and calls this module. The engine's script is
DuckDB's and Apache Arrow's own builds, one after the other; nothing of them is changed but the names of their source
maps, which are not published, and the address of a CDN that it could be loaded from.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

from mingzhang.errors import MingzhangError
from mingzhang.site.charts.vendor import MIT
from mingzhang.site.query.packing import compress

ENGINE, WASM = "duckdb.js", "duckdb-eh.wasm.gz"
"""The script that a worker begins with, and the engine, compressed as it is published."""
_ROOT = Path(sys.prefix) / "npm"
_READY = _ROOT / "site"
_MODULES = _ROOT / "node_modules"
_DUCKDB, _ARROW = _MODULES / "@duckdb" / "duckdb-wasm", _MODULES / "apache-arrow"
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_CDN = re.compile(r"https://cdn\.[\w.-]+")
# Both are CommonJS: they get a `module` and a `require` of their own.
_TOGETHER = """\
/* DuckDB-WASM %s and Apache Arrow %s; licences: LICENSE.txt beside this file. */
"use strict";
const duckdb = (() => {
const arrow = {};
(function (exports, module) {
%s
}).call(self, arrow, {});
const module = { exports: {} };
((exports, module, require) => {
%s
})(module.exports, module, (name) => {
  if (name === "apache-arrow") return arrow;
  throw new Error(`no module ${name}`);
});
return module.exports;
})();
"""
_HOLDERS = """\
duckdb.js, duckdb-eh.wasm.gz: DuckDB and DuckDB-WASM
Copyright 2018-2025 Stichting DuckDB Foundation; Copyright 2021-2025 The DuckDB-Wasm Authors
MIT. DuckDB holds other libraries under MIT, BSD, Apache-2.0 and similar licences: see third_party in its sources.

%s
duckdb.js: js-sha256, Copyright 2014-2025 Chen, Yi-Cyuan; MIT, as above. FlatBuffers, Copyright Google Inc.; Apache-2.0,
as below. tslib, Copyright Microsoft Corporation; 0BSD.

duckdb.js: Apache Arrow, with its NOTICE and LICENSE

%s

%s"""


def write_engine(folder: Path) -> None:
    """The engine, its licences and a note of versions and hashes, into ``folder``.

    Raises:
        MingzhangError: when set-up has not made them.
    """
    if not (_READY / ENGINE).is_file():
        raise MingzhangError(f"{_READY}: no {ENGINE} there, expected DuckDB-WASM; run `scripts/install-javascript`")
    shutil.copytree(_READY, folder, copy_function=shutil.copyfile, dirs_exist_ok=True)


def engine_size() -> int:
    """The bytes that a first query loads; 0 before set-up."""
    files = [_READY / name for name in (ENGINE, WASM)]
    return sum(path.stat().st_size for path in files if path.is_file())


def engine_version() -> str:
    """What the engine's files are, for whoever remembers what a site was built from."""
    try:
        return (_READY / "README.txt").read_text(encoding="utf-8")
    except OSError:
        return ""


def prepare() -> None:
    """Make the files that are published, out of what npm installed."""
    _READY.mkdir(parents=True, exist_ok=True)
    versions = [_version(_DUCKDB), _version(_ARROW)]
    parts = [_script(_ARROW / "Arrow.es2015.min.js"), _script(_DUCKDB / "dist" / "duckdb-browser-blocking.cjs")]
    script = (_TOGETHER % (*versions, *parts)).encode("utf-8")
    wasm = compress((_DUCKDB / "dist" / "duckdb-eh.wasm").read_bytes())
    notices = [(_ARROW / name).read_text(encoding="utf-8") for name in ("NOTICE.txt", "LICENSE.txt")]
    (_READY / WASM).write_bytes(wasm)
    (_READY / "LICENSE.txt").write_text(_HOLDERS % (MIT, *notices), encoding="utf-8")
    hashes = [hashlib.sha256(content).hexdigest() for content in (script, wasm)]
    (_READY / "README.txt").write_text(
        f"DuckDB-WASM {versions[0]} with Apache Arrow {versions[1]}, from npm (requirements/package-lock.json).\n"
        f"{ENGINE} sha256 {hashes[0]}\n{WASM} sha256 {hashes[1]}\n"
        "Licences: LICENSE.txt. https://duckdb.org https://arrow.apache.org\n",
        encoding="utf-8",
    )
    (_READY / ENGINE).write_bytes(script)  # last: it says that all are there


def _version(package: Path) -> str:
    return str(json.loads((package / "package.json").read_text(encoding="utf-8"))["version"])


def _script(path: Path) -> str:
    return _CDN.sub("about:blank", _SOURCE_MAP.sub("", path.read_text(encoding="utf-8")))


if __name__ == "__main__":
    prepare()
