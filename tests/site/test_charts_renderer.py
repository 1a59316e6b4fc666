"""The process that draws: the same bytes in any order and place, clear errors, no more rights than it needs."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
import vl_convert

from mingzhang.project import Project
from mingzhang.site.charts.draw import sketch
from mingzhang.site.charts.engine import LIBRARY, PACKAGES
from mingzhang.site.charts.grammar import Sketch, rects, texts
from mingzhang.site.charts.model import NARROW, WIDE, Bar, Bars, Composition, Datum, Explorer, Lane, Segment
from mingzhang.site.charts.renderer import DrawingError, Renderer, own_renderer
from mingzhang.site.charts.vendor import write_vendor
from mingzhang.workers import run_each

ROOT = Path(__file__).resolve().parents[2]


def segment(amount: int) -> Segment:
    return Segment(Decimal(amount), "#2f8583", f"数 {amount}：<&> “\u2028”")


def bars(*amounts: int) -> Bars:
    return Bars(tuple(Bar(f"第 {amount} 项", (Lane((segment(amount),), str(amount)),)) for amount in amounts))


EXPLORER = Explorer("ranked", (Datum("甲", Decimal(3), "#2f8583", code="201"),))
PARTS = Composition(tuple((f"部分 {amount}", segment(amount)) for amount in (5, 3)))
SKETCHES = [
    sketch(drawing, width) for drawing in (bars(3, 2), PARTS, bars(9), bars(5, 4, 1)) for width in (WIDE, NARROW)
]


@pytest.fixture(scope="module")
def drawn() -> list[str]:
    """The sketches, drawn one after the other."""
    with Renderer() as renderer:
        return renderer.draw(SKETCHES)


def draw_one(place: int) -> str:
    return own_renderer().draw([SKETCHES[place]])[0]


def test_the_order_and_what_was_drawn_before_change_nothing(drawn: list[str]) -> None:
    with Renderer() as renderer:
        assert renderer.draw([]) == []
        backwards = [renderer.draw([one])[0] for one in reversed(SKETCHES)]
        assert backwards[::-1] == drawn
        assert renderer.draw(SKETCHES * 2) == drawn * 2
    assert len(set(drawn)) == len(SKETCHES) and all("数 5：&lt;&amp;&gt; “\u2028”" in drawn[place] for place in (2, 6))


def test_workers_draw_the_same_each_with_a_process_of_its_own(drawn: list[str]) -> None:
    assert draw_one(0) == drawn[0]  # the fork of a process that draws does not disturb it
    places = [3, 0]
    assert [outcome.value for outcome in run_each(draw_one, places)] == [drawn[place] for place in places]
    assert draw_one(1) == drawn[1]


AFRESH = """
import sys
from hashlib import sha256
from pathlib import Path
import test_charts_renderer as t
from mingzhang.site.charts.explorer import explorer_text
from mingzhang.site.charts.templates import keep_templates, load_templates
load_templates(Path(sys.argv[1]))
svg, text = t.draw_one(2), explorer_text(t.EXPLORER)
keep_templates(Path(sys.argv[1]))
print("altair" in sys.modules, sha256((svg + text).encode()).hexdigest())
"""


def drawn_afresh(folder: Path) -> list[str]:
    """Whether Altair was asked by a process that knows nothing, and a hash of what it drew."""
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    command = [sys.executable, "-c", AFRESH, str(folder)]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": paths}
    ).stdout.split()


def test_altair_is_asked_once_and_what_it_said_is_kept_whole(tmp_path: Path) -> None:
    asked, first = drawn_afresh(tmp_path)
    assert asked == "True"
    assert drawn_afresh(tmp_path) == ["False", first]
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:-1])  # as a full disk or a loss of power leaves it
    assert drawn_afresh(tmp_path) == ["True", first]


def test_a_file_that_is_not_there_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DrawingError, match=r"vega\.mjs: not there.*install-javascript"):
        Renderer(library=tmp_path / "vega.mjs").draw(SKETCHES)


def script(folder: Path, text: str) -> Renderer:
    path = folder / "renderer.mjs"
    path.write_text(text, encoding="utf-8")
    return Renderer(seconds=1 if "setTimeout" in text else 60, script=path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("process.exit(3)", "the renderer ended: node ended with 3"),
        ("throw new Error('broken')", "Error: broken"),
        ("await new Promise((done) => setTimeout(done, 60000))", "no answer in 1 seconds"),
        ("process.stdout.write('<svg>\\n'); process.stdin.on('data', () => {})", "answered b'<svg>"),
        ("process.stdout.write('{\"drawn\":[]}\\n'); process.stdin.on('data', () => {})", "expected 8 drawings"),
        ("import fs from 'node:fs'; fs.readFileSync('/etc/passwd')", "restricted"),
        ("import fs from 'node:fs'; fs.writeFileSync('/tmp/drawn', '')", "restricted"),
        ("import { execSync } from 'node:child_process'; execSync('true')", "restricted"),
    ],
)
def test_a_process_that_fails_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DrawingError, match=re.escape(said)):
        script(tmp_path, text).draw(SKETCHES)


def test_what_vega_refuses_is_told_and_the_next_drawing_is_whole(drawn: list[str]) -> None:
    wrong = Sketch([texts([{"x": 1, "y": 1, "words": {"not": "words"}}], 12, "#1c2024")], 10, 10)
    with Renderer() as renderer:
        with pytest.raises(DrawingError, match=r"Vega could not draw: .*is not a function"):
            renderer.draw([SKETCHES[0], wrong])
        assert renderer.draw(SKETCHES) == drawn


def test_numbers_that_are_none_are_refused() -> None:
    with Renderer() as renderer, pytest.raises(ValueError, match="JSON"):
        renderer.draw([Sketch([rects([{"x": float("nan")}])], 10, 10)])


def test_it_ends_with_the_process_that_started_it() -> None:
    code = (
        "import time, test_charts_renderer as t\n"
        "t.draw_one(0); print(t.own_renderer()._process.pid, flush=True); time.sleep(60)"
    )
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": paths}) as parent:
        assert parent.stdout
        node = int(parent.stdout.readline())
        os.kill(node, 0)
        parent.send_signal(signal.SIGKILL)
    assert any(not_running(node) or time.sleep(0.1) for _ in range(100))


def not_running(process: int) -> bool:
    """Whether it is gone, or dead and only not yet waited for."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_readers_get_the_versions_that_draw(tmp_path: Path) -> None:
    lock = json.loads((ROOT / "requirements" / "package-lock.json").read_text("utf-8"))["packages"]
    vega, lite = (lock[f"node_modules/{name}"]["version"] for name in PACKAGES)
    write_vendor(Project(ROOT).cache, tmp_path)
    assert vega == vl_convert.get_vega_version()
    assert f'"{lite}"' in (tmp_path / "vega.js").read_text("utf-8")
    assert LIBRARY.read_text("utf-8").startswith(f"// vega {vega}, vega-lite {lite}\n")


def test_the_npm_lock_has_hashes_and_no_host() -> None:
    lock = json.loads((ROOT / "requirements" / "package-lock.json").read_text("utf-8"))["packages"]
    for name, package in lock.items():
        assert not name or package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package and not package.get("hasInstallScript"), name
