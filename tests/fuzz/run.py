"""The long fuzz run over texts: ``python tests/fuzz/run.py [--mutants N] [--seed FIRST] [--workers N]``.

Each mutant becomes a package or is refused with a clear error, within bounds; anything else is a find, told once a
cause, minimised and kept in ``corpus/text``. A run that was stopped goes on with ``--seed``.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from time import monotonic

from harness import CORPUS, MEGABYTES, SECONDS, Bounds, Outcome, minimise, try_all, try_one
from kept import write_case
from text_cases import Case, examine
from text_mutators import mutant

from mingzhang.convert import known_classifications
from mingzhang.recognise.vocabulary import load_vocabulary

_SAMPLE = 50  # every so manieth mutant is looked at closely
_CHARACTERS, _LINES = 250_000, 10_000
"""A document of ordinary size at most; a larger one has more time, in proportion."""
_PROGRESS = 60  # seconds


def bounds_for(case: Case) -> Bounds:
    """The bounds of one mutant: what is looked at closely is converted twice and validated."""
    times = 3 if case.is_sampled else 1
    size = max(1.0, len(case.text) / _CHARACTERS, case.text.count("\n") / _LINES)
    return Bounds(SECONDS * times * size, MEGABYTES)


def case_of(seed: int, window: int = 0, huge: int = 10_000_000) -> Case:
    """The mutant of ``seed``, every fiftieth to be looked at closely."""
    return replace(mutant(seed, window, huge), is_sampled=seed % _SAMPLE == 0)


def keep(case: Case, cause: str) -> Path:
    """Writes a find, made small, to the corpus; returns where."""
    bounds = bounds_for(case)

    def fails(text: str) -> bool:
        return try_one(examine, replace(case, text=text), bounds).cause == cause

    slow = cause in ("too slow", "too much memory")
    small = replace(case, text=minimise(case.text, fails, 40 if slow else 400))
    return write_case(CORPUS / "text", small, cause)


def main() -> int:
    """Runs the mutants and tells what came of them; 1 when there are finds."""
    options = _options()
    load_vocabulary(), known_classifications()  # once, before the workers are made
    examine(mutant(0, 40, 0))
    began, said, words = monotonic(), monotonic(), Counter[str]()
    causes: dict[str, int] = {}
    slowest = largest = Outcome((0,), "")
    seeds = range(options.seed, options.seed + options.mutants)
    items = ((seed, case_of(seed, options.window, options.huge)) for seed in seeds)
    outcomes = try_all(lambda item: examine(item[1]), items, options.workers, lambda item: bounds_for(item[1]))
    for number, outcome in enumerate(outcomes, 1):
        words[outcome.word] += 1
        slowest = max(slowest, outcome, key=lambda o: o.seconds)
        largest = max(largest, outcome, key=lambda o: o.megabytes)
        if outcome.is_find and outcome.cause not in causes:
            causes[outcome.cause], case = outcome.item
            print(f"FIND seed {causes[outcome.cause]}: {outcome.cause}\n{outcome.details}", flush=True)
            if not options.no_keep:
                print(f"     kept {keep(case, outcome.cause)}", flush=True)
        if monotonic() - said > _PROGRESS:
            said = monotonic()
            rate = number / (said - began)
            print(f"{number} of {options.mutants}, {rate:.1f} a second, {dict(words)}, next --seed about "
                  f"{options.seed + number}", flush=True)  # fmt: skip
    print(f"{sum(words.values())} mutants in {monotonic() - began:.0f} s: {dict(words)}; {len(causes)} causes")
    print(f"slowest {slowest.seconds:.1f} s (seed {slowest.item[0]}), most memory {largest.megabytes:.0f} MB "
          f"(seed {largest.item[0]})")  # fmt: skip
    for cause, seed in causes.items():
        print(f"  {cause} (seed {seed})")
    return bool(causes)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0, help="the first seed: where a run that was stopped goes on")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--window", type=int, default=0, help="lines at most out of a document, 0: mixed")
    parser.add_argument("--huge", type=int, default=10_000_000, help="characters of what is gigantic, 0: nothing is")
    parser.add_argument("--no-keep", action="store_true", help="do not minimise and keep finds")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
