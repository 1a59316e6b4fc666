"""The words that derive disclosures, read once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from mingzhang.wordlists import read_words


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """``vocabulary/corpus.yml``."""
    return read_words("corpus")
