"""What sizes need that were not measured: the curves through what was, and 100,000 disclosures at stated prices."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from bench_curves import describe, fit, value
from bench_measure import ROOT

FAR = 100_000
LEAST = 100
"""The largest size must be this for an estimate to be published."""
PROVINCES = 31
STEPS = ("convert", "validate", "charts", "downloads", "pages", "mkdocs")
GIGABYTE = 1024**3
Results = dict[str, Any]


@dataclass(frozen=True)
class Prices:
    """A rented machine: its cores, US dollars an hour; US dollars for a gigabyte a month."""

    cores: int = 16
    hour: float = 0.8
    storage: float = 0.023


@dataclass(frozen=True)
class Curves:
    """Ours by size: processor seconds, gigabytes of memory, of the site, of the cache, of the sources."""

    cpu: dict[int, float]
    memory: dict[int, float]
    site: dict[int, float]
    cache: dict[int, float]
    sources: dict[int, float]
    busy: float
    largest: int


def our_curves(results: Results) -> Curves:
    """Constant and linear parts through all sizes; ``busy`` is the share of the cores that the largest build used."""
    runs = results["ours"]

    def curve(of: Any) -> dict[int, float]:
        return fit([(run["size"], of(run)) for run in runs], (0, 1))

    last = runs[-1]
    return Curves(
        cpu=curve(lambda run: run["cold"]["cpu"]),
        memory=curve(lambda run: run["cold"]["memory"] / 1024),
        site=curve(lambda run: run["site"]["bytes"] / GIGABYTE),
        cache=curve(lambda run: run["site"]["cache_bytes"] / GIGABYTE),
        sources=curve(lambda run: run["site"]["source_bytes"] / GIGABYTE),
        busy=min(1.0, last["cold"]["cpu"] / (last["cold"]["wall"] * last["jobs"])),
        largest=last["size"],
    )


def whole_runs(runs: list[Results]) -> list[Results]:
    """Those that were not ended early."""
    return [run for run in runs if not run["all"]["ended"]]


def step_at(runs: list[Results], step: str, size: int, clock: str) -> float:
    """Seconds of a step of the plain way at ``size``: linear, rendering linear and quadratic."""
    points = [(run["size"], run["steps"][step][clock]) for run in whole_runs(runs)]
    return value(fit(points, (1, 2) if step == "mkdocs" else (1,)), size)


def plain_at(results: Results, size: int, clock: str) -> float | None:
    """Seconds of the plain way at ``size``; none without three runs, which a curve with a square needs."""
    if len(whole_runs(results["plain"])) < 3:
        return None
    return sum(step_at(results["plain"], step, size, clock) for step in STEPS)


def plain_memory(results: Results, size: int) -> float | None:
    """Gigabytes of the plain way at ``size``; navigation makes it quadratic."""
    points = [(run["size"], run["all"]["memory"] / 1024) for run in whole_runs(results["plain"])]
    return value(fit(points, (0, 1, 2)), size) if len(points) > 2 else None


def write_prospect(results: Results, prices: Prices) -> Path:
    """``docs/benchmarks/hundred-thousand.md``."""
    curves = our_curves(results)
    path = ROOT / "docs" / "benchmarks" / "hundred-thousand.md"
    path.write_text(prospect(results, curves, prices), encoding="utf-8")
    return path


def needs(curves: Curves, prices: Prices, size: int) -> dict[str, float]:
    """Processor hours, hours on the rented machine, its price, gigabytes of memory and storage, price of a month."""
    hours = value(curves.cpu, size) / 3600
    rented = hours / (prices.cores * curves.busy)
    storage = value(curves.site, size) + value(curves.cache, size) + value(curves.sources, size)
    return {
        "hours": hours,
        "rented": rented,
        "price": rented * prices.hour,
        "memory": value(curves.memory, size),
        "site": value(curves.site, size),
        "storage": storage,
        "month": storage * prices.storage,
    }


def prospect(results: Results, curves: Curves, prices: Prices) -> str:
    """The section in English: ``bench_prospect.md`` filled."""
    near = FAR // PROVINCES
    far, part = needs(curves, prices, FAR), needs(curves, prices, near)
    rented = f"time on {prices.cores} such cores, {curves.busy:.0%} busy as measured"
    rows: list[tuple[str, ...]] = [
        ("processor time", describe(curves.cpu, "s"), f"{far['hours']:.1f} h", f"{part['hours'] * 60:.0f} min"),
        (rented, "", f"{far['rented']:.1f} h", f"{part['rented'] * 60:.0f} min"),
    ]
    storage = (("the site", curves.site), ("the cache", curves.cache), ("sources", curves.sources))
    for name, curve in (("memory, all processes", curves.memory), *storage):
        rows.append((name, describe(curve, "GB"), f"{value(curve, FAR):.1f} GB", f"{value(curve, near):.2f} GB"))
    hour, month = (
        f"{prices.hour:g} US dollars an hour of {prices.cores} cores",
        f"{prices.storage:g} US dollars a gigabyte",
    )
    rows.append(("money, one cold build", hour, *(f"{told['price']:.2f} US dollars" for told in (far, part))))
    rows.append(("money, storage a month", month, *(f"{told['month']:.2f} US dollars" for told in (far, part))))
    return Template(Path(__file__).with_suffix(".md").read_text("utf-8")).substitute(
        sizes=", ".join(f"{run['size']:,}" for run in results["ours"]),
        processor=results["machine"]["processor"],
        cores=results["machine"]["cores"],
        largest=f"{curves.largest:,}",
        doubt="" if curves.largest >= LEAST else " These sizes are too small for what follows to mean anything.",
        far=f"{FAR:,}",
        part=f"{near:,}",
        provinces=PROVINCES,
        rows="\n".join(f"| {' | '.join(row)} |" for row in rows),
    )
