"""How much processor time each stage of a build takes: measured where the work is done, added up by the build."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import process_time

from mingzhang.swap import replace_file

Seconds = dict[str, float]
"""Processor time by stage."""


class Stopwatch:
    """Adds up the processor time of stages in this process."""

    def __init__(self) -> None:
        self.seconds: Seconds = {}

    @contextmanager
    def lap(self, stage: str) -> Iterator[None]:
        """Counts what is done inside to ``stage``, also when it fails."""
        began = process_time()
        try:
            yield
        finally:
            self.add({stage: process_time() - began})

    def add(self, seconds: Mapping[str, float]) -> None:
        """What was measured elsewhere."""
        for stage, span in seconds.items():
            self.seconds[stage] = self.seconds.get(stage, 0.0) + span

    def keep(self, path: Path) -> None:
        """Writes what was measured, with what ``path`` told of other stages; nothing when nothing was done."""
        if not self.seconds:
            return
        try:
            before = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            before = {}
        told = before | {stage: round(span, 3) for stage, span in self.seconds.items()}
        replace_file(path, json.dumps(told, indent=1, sort_keys=True).encode())
