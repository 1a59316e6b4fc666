"""Vega and Vega-Lite as the one file that draws the charts, made at set-up out of their locked npm packages.

``scripts/install-javascript`` installs the packages below ``sys.prefix`` and calls this module. The file is their own
builds, one after the other; it is run at build time (:mod:`mingzhang.site.charts.renderer`) and never published. What
readers get is in :mod:`mingzhang.site.charts.vendor`, of the same versions.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

_ROOT = Path(sys.prefix) / "npm"
LIBRARY = _ROOT / "charts" / "vega.mjs"
PACKAGES = ("vega", "vega-lite")
# Both are scripts that look for `exports` and `require`: they get those of their own.
_TOGETHER = """\
// %s
const vega = {}, vegaLite = {};
(function (exports, module) {
%s
})(vega, {});
(function (exports, module, require) {
%s
})(vegaLite, {}, () => vega);
export { vega, vegaLite };
"""


def prepare() -> None:
    """Make the file that draws, out of what npm installed."""
    folders = [_ROOT / "node_modules" / name for name in PACKAGES]
    versions = [json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"] for folder in folders]
    told = ", ".join(f"{name} {version}" for name, version in zip(PACKAGES, versions, strict=True))
    builds = [folder / "build" / f"{name}.min.js" for name, folder in zip(PACKAGES, folders, strict=True)]
    scripts = [path.read_text(encoding="utf-8") for path in builds]
    LIBRARY.parent.mkdir(parents=True, exist_ok=True)
    LIBRARY.write_text(_TOGETHER % (told, *scripts), encoding="utf-8")


def library_version() -> str:
    """A hash of what draws the charts, for whoever remembers what a site was built from; blank before set-up."""
    try:
        return hashlib.sha256(LIBRARY.read_bytes()).hexdigest()
    except OSError:
        return ""
