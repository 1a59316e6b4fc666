"""Parts in the cache: found when they are what they were made as, and never otherwise."""

from __future__ import annotations

import json
import os
import shutil
import stat
from pathlib import Path

import pytest

from mingzhang.site.parts.store import FILES, RECORD, Part, Store, finish_part

PAGE = f"{FILES}/a/index.html"


def make(folder: Path, key: str = "key", text: str = "<p>") -> Path:
    """A finished part, made from ``key``."""
    (folder / FILES / "a").mkdir(parents=True)
    (folder / PAGE).write_text(text)
    (folder / "kept.json").write_text("{}")
    finish_part(folder, key)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "site")


@pytest.fixture
def part(store: Store, tmp_path: Path) -> Part:
    """The part ``pages/one``."""
    return store.take("pages/one", make(tmp_path / "made"), "key")


def test_a_part_is_found_by_its_key_alone(store: Store, part: Part) -> None:
    assert store.find("pages/one", "key") == part
    assert store.find("pages/one", "another key") is None
    assert store.find("pages/two", "key") is None
    assert list(part.files) == ["a/index.html"], "what is kept beside the files is not published"
    assert part.path("a/index.html").read_text() == "<p>"


def test_everybody_may_read_what_is_published(tmp_path: Path, store: Store) -> None:
    made = make(tmp_path / "made")
    (made / PAGE).chmod(0o600)
    finish_part(made, "key")
    part = store.take("pages/one", made, "key")
    assert stat.S_IMODE(part.path("a/index.html").stat().st_mode) == 0o644


@pytest.mark.parametrize("name", [PAGE, "kept.json"])
def test_a_changed_byte_or_a_missing_file_is_no_part(store: Store, part: Part, name: str) -> None:
    path = part.folder / name
    content = path.read_bytes()
    path.write_bytes(content.replace(b"<", b"(").replace(b"{", b"("))
    assert store.find("pages/one", "key") is None
    path.write_bytes(content + b" ")
    assert store.find("pages/one", "key") is None
    path.unlink()
    assert store.find("pages/one", "key") is None


def test_a_cache_that_was_carried_elsewhere_still_stands(store: Store, part: Part) -> None:
    for path in part.folder.rglob("*"):
        os.utime(path, (1, 1))
    found = store.find("pages/one", "key")
    assert found and found.content == part.content and found.files["a/index.html"].stamp == 1_000_000_000
    assert store.find("pages/one", "key") == found, "the new times are known now"


def test_a_file_that_was_added_meanwhile_is_not_published(store: Store, part: Part) -> None:
    (part.folder / FILES / "more.html").write_text("not ours")
    found = store.find("pages/one", "key")
    assert found and list(found.files) == ["a/index.html"]
    os.utime(part.path("a/index.html"), (1, 1))
    assert store.find("pages/one", "key") is None


@pytest.mark.parametrize("record", ["", "[]", '{"key": "key"}', '{"key": "key", "files": {"a": 1}}', "{", "null"])
def test_a_spoilt_record_is_no_part(store: Store, part: Part, record: str) -> None:
    (part.folder / RECORD).write_text(record)
    assert store.find("pages/one", "key") is None


def test_its_content_tells_what_is_published_and_nothing_else(store: Store, part: Part, tmp_path: Path) -> None:
    same, other = make(tmp_path / "2", "another key"), make(tmp_path / "3", text="<b>")
    (same / "kept.json").write_text("[]")
    finish_part(same, "another key")
    assert store.take("pages/two", same, "another key").content == part.content
    assert store.take("pages/three", other, "key").content != part.content
    renamed = make(tmp_path / "4")
    (renamed / PAGE).rename(renamed / FILES / "b.html")
    finish_part(renamed, "key")
    assert store.take("pages/four", renamed, "key").content != part.content


def test_a_part_takes_the_place_of_the_one_before(store: Store, part: Part, tmp_path: Path) -> None:
    fresh = store.take("pages/one", make(tmp_path / "again", "new", "<b>"), "new")
    assert store.find("pages/one", "key") is None and store.find("pages/one", "new") == fresh
    assert fresh.path("a/index.html").read_text() == "<b>"
    with pytest.raises(ValueError, match="not the part that was made"):
        store.take("pages/one", make(tmp_path / "third", "new"), "another")


def test_parts_that_are_not_wanted_go(store: Store, part: Part, tmp_path: Path) -> None:
    store.take("pages/two", make(tmp_path / "two"), "key")
    store.take("frame", make(tmp_path / "frame"), "key")
    (store.folder / ".gone" / "pages").mkdir(parents=True, exist_ok=True)
    assert sorted(store.names()) == ["frame", "pages/one", "pages/two"]
    store.prune(["pages/two", "frame"])
    assert sorted(store.names()) == ["frame", "pages/two"]
    assert not (store.folder / "pages" / "one").exists() and not (store.folder / ".gone").exists()


def test_a_copied_part_is_the_same(store: Store, part: Part, tmp_path: Path) -> None:
    other = Store(Path(shutil.copytree(store.folder, tmp_path / "elsewhere")))
    found = other.find("pages/one", "key")
    assert found and found.content == part.content and dict(found.files) == dict(part.files)
    told = json.loads((found.folder / RECORD).read_text())
    assert str(tmp_path) not in json.dumps(told)
