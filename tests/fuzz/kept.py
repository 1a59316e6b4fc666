"""The kept corpus: one file a find, so that none comes back.

The first line tells how the text is read and the second why it was kept; the text follows as it is, in UTF-8 that
also takes lone surrogates.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from text_cases import Case


def write_case(folder: Path, case: Case, cause: str) -> Path:
    """Writes ``case`` into ``folder``; returns its file, named by its content."""
    head = json.dumps({"kind": case.kind, "extracted": case.extracted, "secrets": list(case.secrets)})
    content = f"{head}\n{cause.splitlines()[0]}\n{case.text}".encode("utf-8", "surrogatepass")
    path = folder / f"{hashlib.sha256(content).hexdigest()[:12]}.case"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def read_case(path: Path) -> tuple[Case, str]:
    """The case of a file that :func:`write_case` wrote, and its cause."""
    head, cause, text = path.read_bytes().decode("utf-8", "surrogatepass").split("\n", 2)
    data = json.loads(head)
    return Case(text, data["kind"], data["extracted"], tuple(data["secrets"])), cause
