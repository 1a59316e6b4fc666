"""Summaries on disk: a file a part, so that one list can be read without the others."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mingzhang.site.summary.card import Card
from mingzhang.site.summary.codec import Cards, pack_card, pack_json, unpack_card, unpack_json
from mingzhang.site.summary.summary import KINDS, PARTS, Summary

_CARD = "card.json"


def write_summary(summary: Summary, folder: Path) -> dict[str, str]:
    """Write ``summary`` into ``folder``, which is made; the digests of its files by part, ``card`` too.

    The same summary gives the same bytes. Pages made of a part have to be made again when its digest changes,
    and also when that of the card does, which rows only name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    contents = {"card": pack_card(summary.card)}
    contents |= {part: pack_json(KINDS[part], getattr(summary, part)) for part in PARTS}
    for part, content in contents.items():
        (folder / f"{part}.json").write_bytes(content)
    return {part: hashlib.sha256(content).hexdigest() for part, content in contents.items()}


def read_digests(folder: Path) -> dict[str, str]:
    """The digests of the files in ``folder`` by part, as ``write_summary`` gives them."""
    return {part: hashlib.sha256((folder / f"{part}.json").read_bytes()).hexdigest() for part in ("card", *PARTS)}


def read_card(folder: Path) -> Card:
    """The card in ``folder``.

    Raises:
        CodecError: when the file holds something else.
        OSError: when there is none.
    """
    return unpack_card((folder / _CARD).read_bytes())


def read_part(folder: Path, part: str, card: Card) -> Any:
    """The part ``part`` (a field of ``Summary``) of the disclosure of ``card``.

    Raises:
        CodecError: when the file holds something else.
        OSError: when there is none.
    """
    return unpack_json(KINDS[part], (folder / f"{part}.json").read_bytes(), {card.package.id: card})


def read_rows(folder: Path, part: str, card: Card) -> tuple[Any, ...]:
    """The rows of a list: ``projects``, ``indicators``, ``three_public`` or ``findings``; as ``read_part``."""
    rows: tuple[Any, ...] = read_part(folder, part, card)
    return rows


def write_rows(path: Path, part: str, rows: tuple[Any, ...]) -> None:
    """Rows of many disclosures (the first of a node of a list) as one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pack_json(KINDS[part], rows))


def read_kept_rows(path: Path, part: str, cards: Cards) -> tuple[Any, ...]:
    """The rows that ``write_rows`` left; ``cards`` are those of all disclosures, by id.

    Raises:
        CodecError: when the file holds something else, a row of an unknown disclosure among them.
        OSError: when there is none.
    """
    rows: tuple[Any, ...] = unpack_json(KINDS[part], path.read_bytes(), cards)
    return rows


def read_summary(folder: Path) -> Summary:
    """All of it."""
    card = read_card(folder)
    parts: Mapping[str, Any] = {part: read_part(folder, part, card) for part in PARTS}
    return Summary(card=card, **parts)
