"""What a maintainer hands in beside the files: ``disclosure.yml``, extracted text, names, links; all may be hostile."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from mingzhang.add.ask import decide_alone
from mingzhang.add.proposal import Proposal
from mingzhang.add.run import NotAddedError, add_disclosure
from mingzhang.cli import main
from mingzhang.errors import DisclosureError
from mingzhang.project import Project
from mingzhang.source_text import read_source
from mingzhang.sources import load_disclosure

SOURCES = Path(__file__).resolve().parents[2] / "data" / "sources"
NAME = "akqi-zhengfuban-2024-budget"
GOOD = (SOURCES / NAME / "disclosure.yml").read_bytes()
ODD = (
    *(b"null", b"true", b"[]", b"{}", b"-1", b"1e400", b".nan", b"2024-02-30", b"2024-01-01 10:00:00", b"0001-01-01"),
    *(
        b"0x" + b"f" * 5000,
        b"9" * 5000,
        b"!!python/object:os.system x",
        b"!!binary AAAA",
        b"!!timestamp x",
        b"!!bool x",
    ),
    *(
        b'"\\ud800"',
        b'"a\\nb"',
        b'"\\0"',
        b'"\\u202e\\u2028"',
        b"../x",
        b"..",
        b"*a",
        b"&a b",
        b"[" * 40,
        b"? [a]\n: b",
    ),
    *(b"1:30", b"!!set {a, b}", b"x" * 30_000, b"\xff\xfe", b"<<: *x", b'{"a": 1, "a": 2}', b"0o17", b"disclosure.yml"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOURCES / NAME, tmp_path / NAME))


def refusal(folder: Path) -> str:
    with pytest.raises(DisclosureError) as caught:
        read_source(load_disclosure(folder))
    said = str(caught.value)
    assert "\n" not in said and len(said) < 5000 and said.startswith(NAME)
    return said


def test_odd_values_anywhere_are_told_or_harmless(folder: Path) -> None:
    """In the place of every value, as a whole file, and as the value of every optional key."""
    random = Random(7)
    lines = GOOD.splitlines()
    cases = [
        *ODD,
        *(GOOD + b"\n" + key + b": " + odd for odd in ODD for key in (b"corrections", b"extracted", b"published")),
    ]
    for number, line in enumerate(lines):
        key, colon, _ = line.partition(b": ")
        for odd in random.sample(ODD, 8) if colon else ():
            cases.append(b"\n".join([*lines[:number], key + b": " + odd, *lines[number + 1 :]]))
    refused = 0
    for case in cases:
        (folder / "disclosure.yml").write_bytes(case)
        try:
            read_source(load_disclosure(folder))
        except DisclosureError as error:
            refused += 1
            assert "\n" not in str(error) and len(str(error)) < 5000
    assert refused > 0.9 * len(cases)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a: &a [x,x,x]\nb: &b [*a,*a,*a]\nyear: [*b,*b]\n", "aliases"),
        (b"[" * 100_000, "nested too deep"),
        (b"{a: " * 50_000, "nested too deep"),
        (b"a: " + b"x" * 300_000, "256 kB"),
        (GOOD + b"\nyear: 2023\n", "said twice"),
        (GOOD + b"\npublished: 2024-02-30\n", "not readable as YAML"),
        (GOOD.replace(b"year: 2024", b"year: 2024.0"), "year is 2024.0"),
        (GOOD.replace(b"year: 2024", b"year: !!int 2024"), "tags"),
        (b"\xef\xbb\xbf" + b"\xff", "not readable as YAML"),
        (b"", "expected a mapping"),
    ],
)
def test_hostile_yaml_is_told_as_what_it_is(folder: Path, content: bytes, words: str) -> None:
    (folder / "disclosure.yml").write_bytes(content)
    assert words in refusal(folder)


def test_a_link_brings_nothing_in_from_elsewhere(folder: Path, tmp_path: Path) -> None:
    (source,) = folder.glob("*.txt")
    source.rename(tmp_path / "elsewhere.txt")
    source.symlink_to(tmp_path / "elsewhere.txt")
    assert "is a link" in refusal(folder)
    (folder / "disclosure.yml").rename(tmp_path / "yml")
    (folder / "disclosure.yml").symlink_to(tmp_path / "yml")
    assert "is a link" in refusal(folder)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (b"\xff\xfe a", 1, "no UTF-8"),
        (b"a\n", 99, "beyond its end"),
        (b"a\n", 0, "go up from 1"),
        (b"a\n", -5, "go up"),
    ],
)
def test_extracted_text_that_does_not_fit_is_told(folder: Path, text: bytes, line: int, words: str) -> None:
    (source,) = folder.glob("*.txt")
    (folder / "extracted.txt").write_bytes(text)
    first, second = "", ""
    if line > 1:
        second = f"  - {{file: b.pdf, format: pdf, line: {line}}}\n"
        first = f"attachments: [{{file: b.pdf, sha256: {hashlib.sha256(b'b').hexdigest()}}}]\n"
        (folder / "b.pdf").write_bytes(b"b")
    told = f"\n{first}extracted:\n  file: extracted.txt\n  sha256: {hashlib.sha256(text).hexdigest()}\n  parts:\n"
    told += f"  - {{file: {source.name}, format: pdf, line: {1 if line > 1 else line}}}\n{second}"
    (folder / "disclosure.yml").write_bytes(GOOD + told.encode())
    assert words in refusal(folder)


@pytest.mark.parametrize("name", ["a\nb.txt", "\u202etxt.exe", "..", "长" * 200, "none.txt", "\udcff.txt", "-x.txt"])
def test_check_tells_what_it_cannot_read_and_ends_with_2(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if len(name) < 50 and name not in ("..", "none.txt"):
        path.write_bytes(b"nothing that a disclosure says")
    assert main(["check", str(path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("mingzhang: ") and said.count("\n") == 1 and said.endswith("\n")
    said.encode("utf-8")


@pytest.mark.parametrize("kind", ["link", "folder link", "long", "newline", "fifo", "empty folder", "changes"])
def test_add_refuses_what_is_no_plain_file_and_changes_nothing(
    tmp_path: Path, copy_project: Callable[..., Project], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy_project(NAME)
    before = sorted(path for path in project.root.rglob("*") if path.is_file())
    given = tmp_path / "given"
    given.mkdir()
    path = given / {"long": "长" * 200, "newline": "a\nb.txt"}.get(kind, "a.txt")
    if kind in ("link", "folder link"):
        path.symlink_to("/etc/passwd")
    elif kind in ("newline", "changes"):
        path.write_text("某县某局2024年部门预算公开", "utf-8")
    elif kind == "fifo":
        os.mkfifo(path)
    if kind == "folder link":
        (given / "around").symlink_to(given)
    if kind == "changes":
        monkeypatch.setattr("mingzhang.add.run.propose", lambda *_: path.write_text("otherwise") and Proposal())
    decide = (lambda proposal, *_: proposal) if kind == "changes" else decide_alone
    with pytest.raises(NotAddedError) as caught:
        add_disclosure(project, [given if "folder" in kind else path], Proposal(), decide, lambda _: None)
    assert "\n" not in str(caught.value) and "root:" not in str(caught.value)
    after = sorted(path for path in project.root.rglob("*") if path.is_file() and ".cache" not in path.parts)
    assert after == before
