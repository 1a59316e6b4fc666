"""Draw charts with vl-convert: cached by content, in worker processes where that pays."""

from __future__ import annotations

import hashlib
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

from mingzhang.site.charts.metrics_font import write_metrics_font
from mingzhang.site.charts.model import Bars, Composition, Drawing, Explorer

Job = tuple[Drawing | Explorer, int]
"""What to draw and how wide, in pixels; an explorer is written as Vega-Lite, its width being the reader's."""

# The modules that decide how a drawing looks; what it shows is in the job.
DRAWING = ("bars", "composition", "diverging", "draw", "explorer", "grammar", "metrics_font", "palette")

# Below this many drawings a second process costs more to start than it saves.
POOL_FROM = 24


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
    """What each job gives: the renderer's SVG, or Vega-Lite; new ones are made and kept in ``cache``."""
    fonts = write_metrics_font(cache / "fonts")
    folder = cache / "charts"
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{drawing_key(job)}{'.json' if isinstance(job[0], Explorer) else '.svg'}" for job in jobs]
    missing = {path: job for path, job in zip(paths, jobs, strict=True) if not path.exists()}
    for path, drawn in zip(missing, _draw(list(missing.values()), fonts, processes), strict=True):
        new = path.with_suffix(".new")
        new.write_text(drawn, encoding="utf-8")
        new.replace(path)
    return [path.read_text(encoding="utf-8") for path in paths]


def _draw(jobs: list[Job], fonts: Path, processes: int) -> list[str]:
    if processes < 2 or len(jobs) < POOL_FROM:
        if jobs:
            _start(str(fonts))
        return [draw_one(job) for job in jobs]
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_start, initargs=(str(fonts),)) as pool:
        return list(pool.map(draw_one, jobs, chunksize=4))


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
