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
from hashlib import sha256
from typing import Any

from mingzhang.site.search.entries import PAGE, Document
from mingzhang.site.search.normalise import grams, hash_gram, normalise
from mingzhang.site.search.pack import pack_document

SHARD_BYTES = 16 * 1024
BLOCK = 16
FOLDER = "search/"
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def write_index(documents: Iterable[Document], write: Callable[[str, str], None]) -> None:
    """Give every file of the index to ``write``: its path below the site's top, and its text.

    Documents are numbered in the given order and only looked at one by one. Pages of the site come last.
    """
    version, postings, rows = sha256(), Postings(), []

    def put(path: str, value: Any) -> int:
        text = dump(value)
        version.update(f"{path}\n{text}\n".encode())
        write(FOLDER + path, text)
        return len(text.encode())

    disclosures = 0
    for document in documents:
        postings.add(document)
        disclosures += document.kind != PAGE
        size = put(f"documents/{document.id}.json", pack_document(document))
        rows.append(_list_row(document, size))
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

    def add(self, document: Document) -> None:
        """The next document."""
        for numbers, found in zip((self._everywhere, self._in_names), document_grams(document), strict=True):
            for gram in found:
                numbers.setdefault(gram, array("I")).append(self._count)
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
