"""The index in two levels, as files of JSON.

``search/index.json`` says how many shards and documents there are. A shard (``search/shards/<n>.json``) tells for
characters and pairs of characters which documents hold them; ``search/list/<n>.json`` names the documents in blocks;
``search/documents/<id>.json`` holds the entries of one. The browser loads the shards of a query's pairs, then the
likeliest documents, and looks there whether the words really occur.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from mingzhang.site.search.entries import Document
from mingzhang.site.search.normalise import grams, normalise
from mingzhang.site.search.pack import pack_document

SHARD_BYTES = 16 * 1024
BLOCK = 128
FOLDER = "search/"
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def build_files(documents: Sequence[Document]) -> dict[str, str]:
    """Every file of the index by its path below the site's top; documents are numbered in the given order."""
    packed = {f"{FOLDER}documents/{item.id}.json": dump(pack_document(item)) for item in documents}
    sizes = [len(text.encode()) for text in packed.values()]
    shards = build_shards(documents)
    files = {f"{FOLDER}shards/{number}.json": dump(shard) for number, shard in enumerate(shards)}
    rows = [_list_row(item, size) for item, size in zip(documents, sizes, strict=True)]
    for start in range(0, len(rows), BLOCK):
        files[f"{FOLDER}list/{start // BLOCK}.json"] = dump(rows[start : start + BLOCK])
    files |= packed
    version = sha256("\n".join(f"{path}\n{text}" for path, text in sorted(files.items())).encode()).hexdigest()[:12]
    about = {"version": version, "documents": len(documents), "block": BLOCK, "shards": len(shards)}
    return files | {f"{FOLDER}index.json": dump(about)}


def build_shards(documents: Sequence[Document]) -> list[dict[str, str]]:
    """Which documents hold which pair, spread over a power of two of shards by ``hash_gram``."""
    everywhere: defaultdict[str, list[int]] = defaultdict(list)
    in_names: defaultdict[str, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        found, named = document_grams(document)
        for gram in found:
            everywhere[gram].append(number)
        for gram in named:
            in_names[gram].append(number)
    codes = {gram: _postings(numbers, in_names.get(gram, [])) for gram, numbers in sorted(everywhere.items())}
    size = sum(len(gram.encode()) + len(code) + 6 for gram, code in codes.items())
    shards: list[dict[str, str]] = [{} for _ in range(_shard_count(size))]
    for gram, code in codes.items():
        shards[hash_gram(gram) % len(shards)][gram] = code
    return shards


def document_grams(document: Document) -> tuple[set[str], set[str]]:
    """All characters and pairs of a document, and those of the names in it."""
    texts = {normalise(field) for entry in document.entries for field in entry.fields()}
    names = {normalise(entry.label) for entry in document.entries if entry.section.names}
    return set().union(*map(grams, texts)), set().union(*map(grams, names))


def hash_gram(gram: str) -> int:
    """FNV-1a over code points: the same in every Python and in the browser."""
    value = 2166136261
    for character in gram:
        value = (value ^ ord(character)) * 16777619 & 0xFFFFFFFF
    return value


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


def _postings(numbers: list[int], in_names: list[int]) -> str:
    """The documents of a pair; after a point those that have it in a name."""
    names = f".{encode_numbers(in_names)}" if in_names else ""
    return encode_numbers(numbers) + names


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
