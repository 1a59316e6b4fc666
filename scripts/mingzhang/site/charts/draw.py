"""Draw charts with vl-convert: cached by content, in worker processes where that pays."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import closing
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from mingzhang.errors import MingzhangError
from mingzhang.site.charts.metrics_font import write_metrics_font
from mingzhang.site.charts.model import Bars, Composition, Drawing, Explorer
from mingzhang.site.kept import keep, read_kept
from mingzhang.workers import DEFECT, Bounds, run_each

Job = tuple[Drawing | Explorer, int]
"""What to draw and how wide, in pixels; an explorer is written as Vega-Lite, its width being the reader's."""

# The modules that decide how a drawing looks; what it shows is in the job.
DRAWING = ("bars", "composition", "diverging", "draw", "explorer", "grammar", "metrics_font", "palette")

# Below this many drawings a second process costs more to start than it saves.
POOL_FROM = 24

# What is drawn is kept when its process is done, so that little is lost when a build is stopped.
MOST_A_PROCESS = 200


class DrawingError(MingzhangError):
    """Charts could not be drawn."""


@lru_cache(maxsize=1)
def _maker() -> str:
    """The drawing code and its tools: a change of either makes every drawing new."""
    digest = hashlib.sha256()
    for tool in ("altair", "vl-convert-python"):
        digest.update(f"{tool} {version(tool)}\n".encode())
    for name in DRAWING:
        digest.update((Path(__file__).parent / f"{name}.py").read_bytes())
    return digest.hexdigest()


def drawing_key(job: Job) -> str:
    """The name under which a drawing is cached."""
    return hashlib.sha256(f"{_maker()}\n{job!r}".encode()).hexdigest()[:24]


def draw_all(jobs: list[Job], cache: Path, processes: int) -> list[str]:
    """What each job gives: the renderer's SVG, or Vega-Lite; new ones are made and kept in ``cache``.

    Raises:
        DrawingError: when a process that draws dies.
    """
    folder = cache / "charts"
    paths = [folder / f"{drawing_key(job)}{'.json' if isinstance(job[0], Explorer) else '.svg'}" for job in jobs]
    drawn = [read_kept(path) for path in paths]
    missing = {path: job for path, job, text in zip(paths, jobs, drawn, strict=True) if text is None}
    new: dict[Path, str] = {}
    if missing:
        fonts = write_metrics_font(cache / "fonts")
        with closing(_draw(list(missing.values()), fonts, processes)) as made:
            for path, text in zip(missing, made, strict=True):
                new[path] = keep(path, text)
    return [new[path] if text is None else text for path, text in zip(paths, drawn, strict=True)]


def _draw(jobs: list[Job], fonts: Path, processes: int) -> Generator[str, None, None]:
    """The drawings one after the other, made in as many processes as are allowed and worth starting."""
    if processes < 2 or len(jobs) < POOL_FROM:
        _start(str(fonts))
        yield from map(draw_one, jobs)
        return
    size = min(MOST_A_PROCESS, -(-len(jobs) // processes))
    parts = [(str(fonts), jobs[start : start + size]) for start in range(0, len(jobs), size)]
    # The renderer does not survive a fork; it reserves more addresses than it ever uses, so they are not bounded.
    with closing(run_each(_draw_part, parts, Bounds(processes, memory=0), afresh=True)) as outcomes:
        for outcome in outcomes:
            if outcome.value is None:
                raise DrawingError(f"charts: {outcome.failure}; {DEFECT}")
            yield from outcome.value


def _draw_part(part: tuple[str, list[Job]]) -> list[str]:
    """In a process of its own: some of the drawings."""
    fonts, jobs = part
    _start(fonts)
    return [draw_one(job) for job in jobs]


def _start(fonts: str) -> None:
    import vl_convert

    vl_convert.register_font_directory(fonts)


def draw_one(job: Job) -> str:
    """One drawing; nothing is fetched. The slow imports are made only when there is something to draw.

    Altair checks every piece against its schema; that costs more than the drawing, and the tests have done it.
    """
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):
        return _drawn(job)


def _drawn(job: Job) -> str:
    import vl_convert

    from mingzhang.site.charts.bars import bars_spec
    from mingzhang.site.charts.composition import composition_spec
    from mingzhang.site.charts.diverging import diverging_spec
    from mingzhang.site.charts.explorer import explorer_text

    drawing, width = job
    if isinstance(drawing, Explorer):
        return explorer_text(drawing)
    if isinstance(drawing, Bars):
        spec = bars_spec(drawing, width)
    elif isinstance(drawing, Composition):
        spec = composition_spec(drawing, width)
    else:
        spec = diverging_spec(drawing, width)
    svg: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return svg
