"""Writes ``disclosure.yml``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from mingzhang.add.proposal import LICENCE, Proposal
from mingzhang.replacements import Replacement
from mingzhang.source_text import EXTRACTED, SourceText
from mingzhang.sources import METADATA, Disclosure

_EXTRACTED_KEY = "extracted:"
_KEY = re.compile(r"([a-z0-9_]+)\s*:|(?=#)")
"""What begins something new in ``disclosure.yml``: a key, or a remark, at the margin."""


@dataclass(frozen=True)
class Given:
    """What is told anew when a disclosure's files are replaced; blank stays as it was.

    ``drop_corrections``: the corrections of the former text are not kept.
    """

    title: str = ""
    published: date | None = None
    drop_corrections: bool = False


def write_sources(folder: Path, paths: Sequence[Path], source: SourceText, proposal: Proposal, added: date) -> None:
    """Fills ``folder`` with copies of ``paths``, the text extracted from them, and their ``disclosure.yml``."""
    data = _describe(proposal, added, _copy(folder, paths))
    text = _yaml(data)
    if source.extracted:
        text += write_extracted(folder, source)
    (folder / METADATA).write_text(text, encoding="utf-8")


def write_replacement(
    folder: Path, paths: Sequence[Path], source: SourceText, former: Disclosure, told: Replacement, given: Given
) -> None:
    """Fills ``folder`` with copies of ``paths`` in place of the files of ``former``, and its ``disclosure.yml`` anew.

    What the file says stays as it is written; the files, what is ``given`` and that they were replaced are told anew.
    """
    files = _copy(folder, paths)
    history = [*former.replaced, told]
    new: dict[str, Any] = {
        **_describe_files(files),
        "replaced": [{"date": item.date, "sha256": item.sha256, "reason": item.reason} for item in history],
        **({"title": given.title} if given.title else {}),
        **({"published": given.published} if given.published else {}),
    }
    dropped = {"attachments", "extracted"} | ({"corrections"} if given.drop_corrections else set())
    text = _retold((former.folder / METADATA).read_text(encoding="utf-8"), new, dropped)
    if source.extracted:
        text += write_extracted(folder, source)
    (folder / METADATA).write_text(text, encoding="utf-8")


def _retold(text: str, new: dict[str, Any], dropped: set[str]) -> str:
    """A ``disclosure.yml`` with the values of ``new`` in place, or at the end; every other line stays as it is."""
    left, lines = dict(new), []
    is_old = False
    for line in text.splitlines(keepends=True):
        if key := _KEY.match(line):
            is_old = key[1] in new or key[1] in dropped
            if key[1] in left:
                lines.append(_yaml({key[1]: left.pop(key[1])}))
        if not is_old:
            lines.append(line if line.endswith("\n") else f"{line}\n")
    return "".join(lines) + (_yaml(left) if left else "")


def _copy(folder: Path, paths: Sequence[Path]) -> list[tuple[str, str]]:
    """Copies ``paths`` into ``folder``; their names and hashes."""
    copies = [(path.name, path.read_bytes()) for path in paths]
    for name, content in copies:
        (folder / name).write_bytes(content)
    return [(name, _sha256(content)) for name, content in copies]


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


def _describe(proposal: Proposal, added: date, files: Sequence[tuple[str, str]]) -> dict[str, Any]:
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
    data |= {"added": added, **_describe_files(files)}
    return data | {"licence": LICENCE, "attribution": proposal.unit}


def _describe_files(files: Sequence[tuple[str, str]]) -> dict[str, Any]:
    (name, digest), *attached = files
    told: dict[str, Any] = {"file": name, "sha256": digest}
    if attached:
        told["attachments"] = [{"file": name, "sha256": digest} for name, digest in attached]
    return told


def _yaml(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
