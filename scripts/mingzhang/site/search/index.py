"""The index in two levels, as files of JSON.

``search/index.json`` says how many shards and documents there are. A shard (``search/shards/<n>.json``) tells for
single characters, pairs, and runs of digits and letters which documents hold them; ``search/list/<n>.json`` names
the documents in blocks; ``search/documents/<id>.json`` holds the entries of one. The browser loads the shards of a
query's pairs and runs, then the likeliest documents, and looks there whether the words really occur.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from mingzhang.site.search.entries import PAGE, Document
from mingzhang.site.search.normalise import grams, hash_gram, normalise
from mingzhang.site.search.pack import pack_document

SHARD_BYTES = 16 * 1024
BLOCK = 16
FOLDER = "search/"
_KEPT = "search.json"
Write = Callable[[str, str], None]
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(frozen=True)
class Indexed:
    """What the index holds of a document: its row in the list, the hash of its file, its grams and those of names."""

    row: list[str | int]
    digest: str
    everywhere: list[str]
    names: list[str]


def write_document(document: Document, write: Write, folder: Path) -> None:
    """The file of ``document`` by ``write``; what the index needs of it is kept in ``folder`` for `read_indexed`."""
    indexed = index_document(document, write)
    told = [indexed.row, indexed.digest, indexed.everywhere, indexed.names]
    (folder / _KEPT).write_text(dump(told), encoding="utf-8")


def read_indexed(folder: Path) -> Indexed:
    """What :func:`write_document` kept in ``folder``."""
    return Indexed(*json.loads((folder / _KEPT).read_text(encoding="utf-8")))


def index_document(document: Document, write: Write) -> Indexed:
    """Gives the file of ``document`` to ``write`` and returns what the index holds of it."""
    text = dump(pack_document(document))
    write(f"{FOLDER}documents/{document.id}.json", text)
    content = text.encode()
    everywhere, names = document_grams(document)
    return Indexed(_list_row(document, len(content)), sha256(content).hexdigest(), sorted(everywhere), sorted(names))


def write_index(documents: Iterable[Indexed], write: Write) -> None:
    """Give every file of the index but those of the documents to ``write``: path below the site's top, and text.

    Documents are numbered in the given order and only looked at one by one. Pages of the site come last.
    """
    version, postings, rows = sha256(), Postings(), []

    def put(path: str, value: Any) -> None:
        text = dump(value)
        version.update(f"{path}\n{text}\n".encode())
        write(FOLDER + path, text)

    disclosures = 0
    for document in documents:
        postings.add(document)
        disclosures += document.row[2] != PAGE
        version.update(f"{document.digest}\n".encode())
        rows.append(document.row)
    for start in range(0, len(rows), BLOCK):
        put(f"list/{start // BLOCK}.json", rows[start : start + BLOCK])
    shards = postings.shards()
    for number, shard in enumerate(shards):
        put(f"shards/{number}.json", shard)
    about = {"version": version.hexdigest()[:12], "disclosures": disclosures, "documents": len(rows)}
    write(f"{FOLDER}index.json", dump(about | {"block": BLOCK, "shards": len(shards)}))


class Postings:
    """Which documents hold which character, pair or run, and which have it in a name."""

    def __init__(self) -> None:
        self._everywhere: dict[str, array[int]] = {}
        self._in_names: dict[str, array[int]] = {}
        self._count = 0

    def add(self, document: Indexed) -> None:
        """The next document."""
        found = (document.everywhere, document.names)
        for numbers, own in zip((self._everywhere, self._in_names), found, strict=True):
            for gram in own:
                if gram not in numbers:
                    numbers[gram] = array("I")
                numbers[gram].append(self._count)
        self._count += 1

    def shards(self) -> list[dict[str, str]]:
        """All of it, spread by ``hash_gram`` over a power of two of shards of about the same size."""
        codes = {gram: self._code(gram) for gram in sorted(self._everywhere)}
        size = sum(len(gram.encode()) + len(code) + 6 for gram, code in codes.items())
        shards: list[dict[str, str]] = [{} for _ in range(_shard_count(size))]
        for gram, code in codes.items():
            shards[hash_gram(gram) % len(shards)][gram] = code
        return shards

    def _code(self, gram: str) -> str:
        """The documents of ``gram``; after a point those that have it in a name."""
        names = self._in_names.get(gram)
        return encode_numbers(self._everywhere[gram]) + (f".{encode_numbers(names)}" if names else "")


def document_grams(document: Document) -> tuple[set[str], set[str]]:
    """What a document is known by, and what the names in it are."""
    texts = {normalise(field) for entry in document.entries for field in entry.fields()}
    names = {normalise(entry.label) for entry in document.entries if entry.section.names}
    return set().union(*map(grams, texts)), set().union(*map(grams, names))


def encode_numbers(numbers: Iterable[int]) -> str:
    """Rising numbers as gaps; five bits a character, the sixth says that more of the gap follow."""
    code, before = [], -1
    for number in numbers:
        gap, before = number - before - 1, number
        while gap >= 32:
            code.append(_DIGITS[gap % 32 + 32])
            gap //= 32
        code.append(_DIGITS[gap])
    return "".join(code)


def dump(value: Any) -> str:
    """``value`` as JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _shard_count(size: int) -> int:
    count = 1
    while count * SHARD_BYTES < size:
        count *= 2
    return count


def _list_row(document: Document, size: int) -> list[str | int]:
    return [
        document.id,
        document.title,
        document.kind,
        document.year,
        document.region,
        document.address,
        len(document.entries),
        size,
    ]
