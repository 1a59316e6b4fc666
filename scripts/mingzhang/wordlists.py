"""The vocabulary files that come with the package."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml


def read_words(name: str) -> dict[str, Any]:
    """The vocabulary in ``vocabulary/<name>.yml``."""
    text = resources.files("mingzhang").joinpath(f"vocabulary/{name}.yml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words
