"""Archives, read with tools that are not ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from mingzhang.site.downloads import zips
from mingzhang.site.downloads.zips import ZipWriter, pack, write_zip


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Small, empty, one with a Chinese name, and two that are packed piece by piece."""
    contents = {
        "a.txt": b"hello" * 100,
        "empty": b"",
        "d/表.csv": "甲,乙\n".encode() * 10,
        "large": b"x" * 5_000 + os.urandom(5_000),
        "later": b"y" * 9_000,
    }
    for name, content in contents.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(content)
    return [tmp_path / "in" / name for name in contents]


def test_every_entry_comes_back_and_an_archive_goes_into_another(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zips, "_CHUNK", 1_000)
    write_zip(tmp_path / "in", files, tmp_path / "one.zip")
    with ZipWriter(tmp_path / "two.zip") as archive:
        archive.add("first", pack(b"1"))
        archive.add_archive("in/", tmp_path / "one.zip")
    for path, folder in ((tmp_path / "one.zip", "in/"), (tmp_path / "two.zip", "")):
        with zipfile.ZipFile(path) as read:
            assert read.testzip() is None
            for file in files:
                name = file.relative_to(tmp_path).as_posix().removeprefix(folder)
                assert read.read(name) == file.read_bytes(), name
    with zipfile.ZipFile(tmp_path / "one.zip") as read:
        assert read.namelist() == sorted(read.namelist()) and len(read.namelist()) == len(files)
        large = read.getinfo("later")
        assert large.compress_size < 200 and large.date_time == (1980, 1, 1, 0, 0, 0)
    if shutil.which("unzip"):
        subprocess.run(["unzip", "-tqq", tmp_path / "two.zip"], check=True)
    again = tmp_path / "again.zip"
    write_zip(tmp_path / "in", files[::-1], again)
    assert again.read_bytes() == (tmp_path / "one.zip").read_bytes()


@pytest.mark.parametrize(("entries", "offset"), [(70_000, 0), (3, 1)])
def test_more_entries_or_bytes_than_an_old_zip_can_count(
    entries: int, offset: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if offset:  # as if the file were large: what counts is that readers look at the wide numbers
        monkeypatch.setattr(zips, "_MOST", 50)
    packed = pack(b"abc")
    with ZipWriter(tmp_path / "many.zip") as archive:
        for number in range(entries):
            archive.add(f"{number}.txt", packed)
    content = (tmp_path / "many.zip").read_bytes()
    assert b"PK\6\6" in content and b"PK\6\7" in content
    if not offset:
        with zipfile.ZipFile(tmp_path / "many.zip") as read:
            assert len(read.namelist()) == entries and read.read("69999.txt") == b"abc"


def test_an_entry_beyond_four_gigabytes_is_refused(tmp_path: Path) -> None:
    huge = zips.Packed(0, 2**32, b"")
    with pytest.raises(ValueError, match="split the table"), ZipWriter(tmp_path / "a.zip") as archive:
        archive.add("a", huge)
