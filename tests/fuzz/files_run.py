"""The long fuzz run over files: ``python tests/fuzz/files_run.py [--mutants N] [--seed FIRST] [--workers N]``.

Each mutant becomes text or is refused in one sentence, within bounds; anything else is a find, told once a cause and
kept in ``corpus/files``. ``--mutants`` counts all formats together; ``--only pdf`` runs one.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent))

from files_mutators import mutate, noise
from files_seeds import seeds
from files_task import File, read_inside, read_outside
from harness import CORPUS, Bounds, Outcome, try_all, try_one

KEPT = CORPUS / "files"
_LARGEST_KEPT = 64 * 1024
_PROGRESS = 500


def mutants(count: int, first: int = 0, only: str = "") -> Iterator[File]:
    """``count`` broken files, each told by its number alone: the formats in turn, and random bytes."""
    forms = [only] if only else [*seeds(), "noise"]
    for number in range(first, first + count):
        random, form = Random(number), forms[number % len(forms)]
        raw = noise(random) if form == "noise" else mutate(form, random.choice(seeds()[form]), random)
        yield File(raw, f"{form} {number}")


def kept() -> list[File]:
    """The files that found something, from ``corpus/files``."""
    return [File(path.read_bytes(), path.name) for path in sorted(KEPT.glob("*.bin"))]


def keep(file: File) -> str:
    """Keeps a find; its name tells the content."""
    if len(file.raw) > _LARGEST_KEPT:
        return "too large to keep"
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"{hashlib.sha256(file.raw).hexdigest()[:12]}.bin"
    path.write_bytes(file.raw)
    return str(path)


def main() -> int:
    """Runs the mutants and tells what came of them; 1 when there are finds."""
    options = _options()
    os.environ["RUST_BACKTRACE"] = "0"
    words, causes = Counter[str](), Counter[str]()
    slowest = largest = Outcome(File(b"", ""), "")
    for outcome in try_all(read_inside, mutants(options.mutants, options.seed, options.only), options.workers, _bounds):
        if outcome.cause == "died with -6" and outcome.item.origin.startswith("xls"):
            outcome = try_one(read_outside, outcome.item)  # Rust aborts where memory ends; the child's death is told
        words[f"{outcome.item.origin.split()[0]} {outcome.word}"] += 1
        if words.total() % _PROGRESS == 0:
            print(f"{words.total()} of {options.mutants}, next --seed about {options.seed + words.total()}", flush=True)
        slowest = max(slowest, outcome, key=lambda o: o.seconds)
        largest = max(largest, outcome, key=lambda o: o.megabytes)
        if outcome.is_find:
            causes[outcome.cause] += 1
            if causes[outcome.cause] == 1:
                where = "" if options.no_keep else keep(outcome.item)
                print(f"FIND {outcome.item.origin}: {outcome.cause}\n{outcome.details}\n{where}", flush=True)
    for word, count in sorted(words.items()):
        print(f"{count:6} {word}")
    print(
        f"slowest {slowest.seconds:.1f} s ({slowest.item.origin}), most {largest.megabytes:.0f} MB "
        f"({largest.item.origin})"
    )
    print(f"{sum(causes.values())} finds of {len(causes)} causes")
    return bool(causes)


def _bounds(_: File) -> Bounds:
    return Bounds()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", default="", help="one format")
    parser.add_argument("--no-keep", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
