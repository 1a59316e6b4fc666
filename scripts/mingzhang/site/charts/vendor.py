"""The libraries of the interactive charts as one file of the site, so that no page asks another host for them.

vl-convert holds Vega, Vega-Lite and Vega-Embed and bundles them without a network; the same version gives the
same bytes.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from mingzhang.site.kept import keep, read_kept

BUNDLE = "vega.js"
_SNIPPET = "export default vegaEmbed;"
_BSD = """\
Redistribution and use in source and binary forms, with or without
modification, are permitted provided that the following conditions are met:

1. Redistributions of source code must retain the above copyright notice, this
   list of conditions and the following disclaimer.

2. Redistributions in binary form must reproduce the above copyright notice,
   this list of conditions and the following disclaimer in the documentation
   and/or other materials provided with the distribution.

3. Neither the name of the copyright holder nor the names of its contributors
   may be used to endorse or promote products derived from this software
   without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT OWNER OR CONTRIBUTORS BE LIABLE
FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
"""
_ISC = """\
Permission to use, copy, modify, and/or distribute this software for any
purpose with or without fee is hereby granted, provided that the above
copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY
AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM
LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR
OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR
PERFORMANCE OF THIS SOFTWARE.
"""
MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in
all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
THE SOFTWARE.
"""
_LICENCES = (
    (
        "BSD 3-Clause: Vega and its modules (expressions, interpreter, themes, tooltip), Vega-Lite, Vega-Embed",
        "Copyright (c) 2013, Trifacta Inc.\n"
        "Copyright (c) 2015, University of Washington Interactive Data Lab.\nAll rights reserved.",
        _BSD,
    ),
    (
        "ISC: d3 modules, topojson-client; semver",
        "Copyright Mike Bostock (d3, topojson-client)\nCopyright (c) Isaac Z. Schlueter and Contributors (semver)",
        _ISC,
    ),
    (
        "MIT: json-stringify-pretty-compact, fast-json-patch",
        "Copyright (c) Simon Lydell (json-stringify-pretty-compact)\nCopyright (c) Joachim Wester (fast-json-patch)",
        MIT,
    ),
)


def write_vendor(cache: Path, folder: Path) -> None:
    """``vega.js``, its licences and a note of versions and hash, into ``folder``; the bundle is kept in ``cache``."""
    import vl_convert

    bundle = _bundle(cache / "vendor" / f"vega-{version('vl-convert-python')}.js")
    licences = "\n\n".join(f"{title}\n\n{holders}\n\n{text}" for title, holders, text in _LICENCES)
    readme = (
        f"vega.js: Vega {vl_convert.get_vega_version()}, Vega-Lite {vl_convert.get_vegalite_versions()[-1]}, "
        f"Vega-Embed {vl_convert.get_vega_embed_version()} and what they are made of,\n"
        f"bundled as one ES module by vl-convert {version('vl-convert-python')}; default export: vegaEmbed.\n"
        f"sha256 {hashlib.sha256(bundle).hexdigest()}\n"
        "Licences: LICENSE.txt. https://vega.github.io\n"
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / BUNDLE).write_bytes(bundle)
    (folder / "LICENSE.txt").write_text(licences, encoding="utf-8")
    (folder / "README.txt").write_text(readme, encoding="utf-8")


def _bundle(kept: Path) -> bytes:
    """The bundle at ``kept``, made when it is not there."""
    import vl_convert

    text = read_kept(kept)
    return (keep(kept, vl_convert.javascript_bundle(_SNIPPET)) if text is None else text).encode()
