"""``CITATION.cff`` follows the Citation File Format 1.2.0 and names the version that is here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import mingzhang

ROOT = Path(__file__).resolve().parents[1]
# From the schema of CFF 1.2.0: what must be there, what may, and the kinds of work.
REQUIRED = {"cff-version", "message", "title", "authors"}
ALLOWED = REQUIRED | {
    *("abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords", "license", "license-url"),
    *("preferred-citation", "references", "repository", "repository-artifact", "repository-code", "type"),
    *("url", "version"),
}
REFERENCE = {"type", "title", "authors", "version", "license", "notes", "url", "year", "keywords", "abstract"}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8")))


def test_it_has_what_the_format_asks_for_and_nothing_else(told: dict[str, Any]) -> None:
    assert set(told) >= REQUIRED and set(told) <= ALLOWED
    assert told["cff-version"] == "1.2.0" and told["type"] in ("software", "dataset")
    assert len(set(told["keywords"])) == len(told["keywords"])
    texts = [told[key] for key in ("message", "title", "abstract", "version", "license")]
    assert all(isinstance(text, str) and text.strip() for text in texts), (
        "a version is text, or YAML makes a number of it"
    )
    assert all(set(author) == {"name"} and author["name"] for author in told["authors"])


def test_the_data_are_cited_under_their_own_licence(told: dict[str, Any]) -> None:
    data = told["preferred-citation"]
    assert {"type", "title", "authors"} <= set(data) <= REFERENCE and data["type"] == "data"
    assert (told["license"], data["license"]) == ("MIT", "CC-BY-4.0")
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
    assert "CC BY 4.0" in (ROOT / "data" / "LICENSE.md").read_text(encoding="utf-8")


def test_the_version_is_the_one_that_is_here(told: dict[str, Any]) -> None:
    assert told["version"] == told["preferred-citation"]["version"] == mingzhang.__version__
    assert re.fullmatch(r"\d+\.\d+\.\d+", told["version"])
