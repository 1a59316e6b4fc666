"""What Altair made, once for each form: in this process, and in the cache for those to come.

Loading Altair and asking it takes longer than drawing a disclosure. What was kept is known by the code that asked and
by the version of Altair: another code makes everything anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mingzhang.site.kept import keep, read_kept

Spec = dict[str, Any]
_ASKING = ("explorer", "grammar")
"""The modules that ask Altair."""
_made: dict[str, Spec] = {}
_kept: set[str] = set()


def made_once(form: object, make: Callable[[], Spec]) -> Spec:
    """The Vega-Lite of ``form``, which its ``repr`` tells wholly; never to be changed by whoever gets it."""
    name = repr(form)
    if name not in _made:
        _made[name] = make()
    return _made[name]


def load_templates(folder: Path) -> None:
    """Remember what earlier processes kept in the cache's ``folder``."""
    told = _read(folder)
    for name, spec in told.items():
        _made.setdefault(name, spec)
    _kept.update(told)


def keep_templates(folder: Path) -> None:
    """Keep in the cache's ``folder`` what this process made, beside what others kept meanwhile."""
    if _made.keys() <= _kept:
        return
    told = _read(folder) | _made
    keep(_path(folder), json.dumps(dict(sorted(told.items())), ensure_ascii=False))
    _kept.update(told)


def _read(folder: Path) -> dict[str, Spec]:
    text = read_kept(_path(folder))
    told: dict[str, Spec] = json.loads(text) if text else {}
    return told


def _path(folder: Path) -> Path:
    return folder / f"templates-{_asker()}.json"


@cache
def _asker() -> str:
    digest = hashlib.sha256(f"altair {version('altair')}\n".encode())
    for name in _ASKING:
        digest.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    return digest.hexdigest()[:24]
