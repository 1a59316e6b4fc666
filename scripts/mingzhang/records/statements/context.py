"""What reading one table may draw on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mingzhang.classifications import Classification
from mingzhang.recognise.vocabulary import Vocabulary
from mingzhang.records.model import Table


@dataclass
class Context:
    """Vocabulary, classifications by kind, and the tables of the same document read before."""

    vocabulary: Vocabulary
    classifications: Mapping[str, Classification]
    done: dict[str, Table] = field(default_factory=dict)
