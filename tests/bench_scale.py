"""Benchmarks over sizes, and the page that tells them: ``make bench-scale``.

Each measurement is kept below ``build/bench/records`` by size and code, and reused, so that a run that was stopped goes
on where it was. The results go to ``docs/benchmarks/scale.json``; the site's page and the text on 100,000 disclosures
are made of that file alone (``--page-only`` measures nothing).
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path
from typing import Any

from bench_measure import ROOT, machine
from bench_page import write_page
from bench_prospect import Prices, write_prospect
from bench_runs import Bench, measure_ours, measure_plain, say

RESULTS = ROOT / "docs" / "benchmarks" / "scale.json"


def numbers(text: str) -> list[int]:
    """``100,300`` as numbers; none of a blank text."""
    return [int(part) for part in text.split(",") if part]


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=numbers, default=[5, 100, 300, 1000, 3000], help="of our builds")
    parser.add_argument("--plain", type=numbers, default=[10, 20, 40], help="of the plain way, all pages in nav")
    parser.add_argument(
        "--plain-full", type=numbers, default=[], metavar="N", help="of the plain way, a page a disclosure"
    )
    parser.add_argument("--plain-seconds", type=float, default=3600, help="bound on one run of the plain way")
    parser.add_argument("--plain-memory", type=float, default=12000, help="the same, in megabytes")
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "bench", help="for corpora, sites and records")
    parser.add_argument("--seed", type=int, default=9, help="of the corpora")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", action="store_true", help="leave the built sites below --output")
    parser.add_argument(
        "--page-only", action="store_true", help="measure nothing; write the page from what is committed"
    )
    parser.add_argument("--cores", type=int, default=16, help="of a rented machine, for the estimate")
    parser.add_argument("--price", type=float, default=0.8, help="of that machine an hour, in US dollars")
    parser.add_argument("--storage-price", type=float, default=0.023, help="of a gigabyte a month, in US dollars")
    return parser


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    """Everything that is not yet measured; after each run what is known so far is written."""
    bench = Bench(asked.output.resolve(), asked.seed, asked.jobs, asked.keep)
    results: dict[str, Any] = {"machine": machine(), "code": bench.code, "seed": asked.seed, "jobs": asked.jobs}
    results |= {"ours": [], "plain": [], "whole": []}
    for size in sorted(asked.sizes):
        results["ours"].append(measure_ours(bench, size))
        write_results(results)
    for key, sizes in (("plain", asked.plain), ("whole", asked.plain_full)):
        for size in sorted(sizes):
            record = measure_plain(bench, size, key == "whole", asked.plain_seconds, asked.plain_memory)
            if record["all"]["ended"]:
                say(f"the plain way at {size} was ended: bound on {record['all']['ended']}")
            results[key].append(record)
            write_results(results)
    return results


def write_results(results: dict[str, Any]) -> None:
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def prices_of(asked: argparse.Namespace) -> Prices:
    """What was asked of a rented machine."""
    return Prices(asked.cores, asked.price, asked.storage_price)


def main() -> None:
    asked = arguments().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what is measured ends with this
    if not asked.page_only:
        measure(asked)
    results = json.loads(RESULTS.read_text("utf-8"))
    prices = prices_of(asked)
    for path in (write_page(results, prices), write_prospect(results, prices)):
        say(f"{path.relative_to(ROOT)} written")


if __name__ == "__main__":
    main()
