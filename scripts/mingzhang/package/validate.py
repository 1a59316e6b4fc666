"""Validation of a package with frictionless; what it finds is told with file, row, field and reason."""

from __future__ import annotations

from pathlib import Path


def find_faults(descriptor: Path, limit: int = 20) -> list[str]:
    """What frictionless objects to in the package of ``descriptor``, a sentence each; none when it is valid."""
    from frictionless import validate  # slow to load

    from mingzhang.package.sound import is_sound

    if is_sound(descriptor):
        return []
    report = validate(str(descriptor))
    faults = [f"datapackage.json: {error.message}" for error in report.errors]
    for task in report.tasks:
        faults += [f"{task.place}: {error.message}" for error in task.errors]
    return faults[:limit]
