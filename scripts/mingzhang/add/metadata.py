"""Writes ``disclosure.yml``."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from mingzhang.add.proposal import LICENCE, Proposal
from mingzhang.source_text import EXTRACTED, SourceText
from mingzhang.sources import METADATA, Disclosure

_EXTRACTED_KEY = "extracted:"


def write_sources(folder: Path, paths: Sequence[Path], source: SourceText, proposal: Proposal) -> None:
    """Fills ``folder`` with copies of ``paths``, the text extracted from them, and their ``disclosure.yml``."""
    copies = [(path.name, path.read_bytes()) for path in paths]
    for name, content in copies:
        (folder / name).write_bytes(content)
    data = _describe(proposal, [(name, _sha256(content)) for name, content in copies])
    text = _yaml(data)
    if source.extracted:
        text += write_extracted(folder, source)
    (folder / METADATA).write_text(text, encoding="utf-8")


def write_extracted(folder: Path, source: SourceText) -> str:
    """Writes the extracted text; returns the lines of ``disclosure.yml`` that tell of it."""
    content = source.text.encode("utf-8")
    (folder / EXTRACTED).write_bytes(content)
    told: dict[str, Any] = {"file": EXTRACTED, "sha256": _sha256(content)}
    told["parts"] = [{"file": part.file, "format": part.format, "line": part.line} for part in source.parts]
    if source.remarks:
        told["remarks"] = list(source.remarks)
    return _yaml({"extracted": told})


def replace_extracted(disclosure: Disclosure, source: SourceText) -> None:
    """Writes a disclosure's extracted text anew, and in its ``disclosure.yml`` what tells of it."""
    path = disclosure.folder / METADATA
    kept: list[str] = []
    inside = False
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        inside = line.startswith(_EXTRACTED_KEY) or (inside and line[:1] in (" ", "-", "\n"))
        if not inside:
            kept.append(line)
    path.write_text("".join(kept) + write_extracted(disclosure.folder, source), encoding="utf-8")


def _describe(proposal: Proposal, files: Sequence[tuple[str, str]]) -> dict[str, Any]:
    data: dict[str, Any] = {
        "unit": {
            "id": proposal.unit_id,
            "name": proposal.unit,
            "division_code": proposal.division_code,
            "region": list(proposal.region),
            "body_kind": proposal.body_kind,
        },
        "year": proposal.year,
        "kind": proposal.kind,
        "title": proposal.title,
        "scope": proposal.scope,
    }
    if proposal.published:
        data["published"] = proposal.published
    (name, digest), *attached = files
    data |= {"file": name, "sha256": digest}
    if attached:
        data["attachments"] = [{"file": name, "sha256": digest} for name, digest in attached]
    return data | {"licence": LICENCE, "attribution": proposal.unit}


def _yaml(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
