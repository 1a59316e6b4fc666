"""The verb ``corpus``: many disclosures derived from the project's own, to measure with."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from mingzhang.project import Project

HELP = "write N invented disclosures derived from the project's own, to measure with"
_MEGABYTE = 1e6


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb ``corpus`` takes."""
    parser.add_argument("count", type=_count, metavar="N", help="how many disclosures")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="a new folder, or an earlier corpus")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="another number gives another corpus")


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def run_corpus(say: Callable[[str], None], project: Project, options: argparse.Namespace) -> int:
    """Writes a corpus; 0 when it is whole.

    Raises:
        MingzhangError: the folder holds something else, or there is nothing to derive disclosures from.
    """
    from mingzhang.corpus.make import PLANTED, check_output, make_corpus, read_templates  # slow to load

    check_output(project, options.output)
    templates = read_templates(project, say)
    made = make_corpus(project, templates, options.count, options.seed, options.output, say)
    say(
        f"{options.output}: {made.disclosures} disclosures of {made.units} units in {made.counties} counties, "
        f"{made.bytes / _MEGABYTE:.1f} MB; {made.errors} errors planted in {made.with_errors} of them ({PLANTED})"
    )
    say(f"`mingzhang --root {options.output} build` builds it")
    return 0
