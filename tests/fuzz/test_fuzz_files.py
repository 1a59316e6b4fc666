"""Broken and hostile files: text, or one sentence that says what to do; no traceback, hang or flood of memory."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import files_task
import pytest
from files_run import kept, mutants
from files_task import File, read_inside, read_outside
from files_tricks import TRICKS
from harness import Bounds, try_all, try_one

from mingzhang.reading.formats import bounded, pdf
from mingzhang.reading.formats.extract import extract_file

_MUTANTS = 120
_LONG_RUN_ONLY = {
    # tens of megabytes, or seconds, each: the long run (files_run.py) has them
    *("zip_of_a_million_entries", "xlsx_million_blank_cells", "docx_numbers_as_letters", "html_many_wide_tables"),
    *("html_a_list_of_a_hundred_thousand", "html_scripts_with_tails", "text_of_line_ends", "xls_far_cell"),
    *("pdf_packed_many_times", "pdf_deep_arrays", "pdf_table_of_all_depths", "pdf_a_million_rules"),
    *("xlsx_the_same_sheet_many_times", "html_tables_in_tables", "pdf_a_hundred_thousand_letters"),
    *("pdf_widths_without_end", "zip_types_bomb_that_lies", "zip_member_that_lies_about_its_size", "text_without_end"),
    *("pdf_map_without_end", "html_one_gigantic_attribute", "mhtml_parts_in_parts", "pdf_endless_content"),
    *("pdf_forms_doubling", "pdf_cross_reference_stream_that_lies", "pdf_many_pages", "xlsx_merges_overlap"),
}
_TOLD = {
    "zip_types_bomb": "as in no disclosure",
    "zip_encrypted_flag": "password",
    "xlsx_million_filled_cells": "unpack to",
    "xlsx_one_long_text_everywhere": "characters",
    "xlsx_laughs": "document type",
    "docx_laughs": "damaged",
    "docx_entity_outside": "document type",
    "docx_tables_in_tables": "damaged",
    "html_a_million_elements_deep": "nested too deep",
    "html_spans_without_end": "places for cells",
    "mhtml_parts_in_parts": "damaged web archive",
    "text_utf16_half_pairs": "UTF-16-LE",
    "pdf_references_in_circles": "longer than that of any disclosure",
}


def test_mutants_of_every_format_become_text_or_are_refused() -> None:
    outcomes = list(try_all(read_inside, mutants(_MUTANTS), 1, lambda _: Bounds()))
    assert not [f"{o.item.origin}: {o.cause} {o.details}" for o in outcomes if o.is_find]
    words = {o.word for o in outcomes}
    assert words >= {"docx", "xlsx", "xls", "html", "pdf", "text", "refused"}, "the mutants are all alike"


@pytest.mark.parametrize("file", kept(), ids=lambda file: file.origin)
def test_what_was_found_once_stays_mended(file: File) -> None:
    outcome = try_one(read_inside, file)
    assert not outcome.is_find, f"{outcome.cause} {outcome.details}"


def test_tricks_are_read_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_task, "opening_seconds", lambda size: 1.5)
    monkeypatch.setattr(pdf, "_A_PAGE", 0.8)
    files = [File(make(), name) for name, make in TRICKS.items() if name not in _LONG_RUN_ONLY]
    outcomes = list(try_all(read_inside, files, 1, lambda _: Bounds()))
    assert len(outcomes) == len(files)
    assert not [f"{o.item.origin}: {o.cause} {o.details}" for o in outcomes if o.is_find]


@pytest.mark.parametrize("name", _TOLD)
def test_a_trick_is_told_as_what_it_is(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_task, "opening_seconds", lambda size: 1.0)
    monkeypatch.setattr(pdf, "_A_PAGE", 0.5)
    said: list[str] = []
    monkeypatch.setattr(files_task, "check_sentence", lambda error: said.append(str(error)))
    assert files_task.read_inside(File(TRICKS[name](), name)) == "refused"
    assert _TOLD[name] in said[0]


def test_entities_never_bring_another_file_in(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(
        b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body><p>1 &a; 2</p></body></html>'
    )
    assert "root:" not in extract_file(path).text


def test_the_bound_on_memory_holds_from_outside() -> None:
    """A real child, which stops by itself; here in a process that holds no more than a little itself."""
    outcome = try_one(read_outside, File(TRICKS["pdf_widths_without_end"](), "a"), Bounds(10, 200))
    assert outcome.word == "refused", outcome.details


def run(code: str, seconds: float = 20) -> tuple[int | None, bytes, bytes]:
    return bounded._run([sys.executable, "-c", code], seconds)


def test_a_child_that_writes_without_end_does_not_fill_our_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "_MOST_ANSWER", 2_000_000)
    code, said, _ = run("import os\nfor _ in range(20): os.write(1, b'x' * 2**20)")
    assert code == 0 and len(said) == 2_000_001
    _, said, complaint = run("import os\nfor n in range(20): os.write(2, b'x' * 2**20)\nos.write(2, b'last words')")
    assert complaint.endswith(b"last words") and len(complaint) <= 4096


def test_a_child_that_hangs_sleeps_or_is_killed_is_ended_in_time() -> None:
    began = time.monotonic()
    assert run("import time; time.sleep(60)", 1)[0] is None
    assert run("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")[0] == -9
    assert run("import os, time\nif not os.fork():\n    time.sleep(30)", 3)[0] in (0, None), (
        "a grandchild holds the pipe"
    )
    assert run("print(open(0).read())")[1] == b"\n", "it has no terminal to ask"
    assert time.monotonic() - began < 25


@pytest.mark.parametrize("answer", ["", "{", "[]", "1", "{}", '{"text": 1}', "[" * 100_000, '{"found": 1}', "\\xff"])
def test_garbage_for_an_answer_is_told_in_one_sentence(
    answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"x")
    monkeypatch.setattr(bounded, "_run", lambda command, seconds: (0, answer.encode(), b"a\nlast words"))
    with pytest.raises(bounded.ExtractionError, match="last words"):
        bounded.run_reader("docx", path)


@pytest.mark.parametrize("kind", ["directory", "fifo", "device", "long", "name", "half", "unreadable", "loop", "empty"])
def test_what_is_no_ordinary_file_is_told_in_one_sentence(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = {
        "device": Path("/dev/zero"),
        "long": tmp_path / ("长" * 200),
        "name": tmp_path / "a\nb\x1b[31m.txt",
        "half": tmp_path / os.fsdecode(b"\xff\xfe.txt"),
    }.get(kind, tmp_path / "a.txt")
    if kind == "directory":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "loop":
        path.symlink_to(path)
    elif kind in ("name", "half", "unreadable", "empty"):
        path.write_bytes(b"" if kind == "empty" else b"text")
    if kind == "unreadable":  # whoever runs the tests may be root, to whom everything is readable
        monkeypatch.setattr(Path, "open", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    with pytest.raises(bounded.ExtractionError) as caught:
        extract_file(path)
    files_task.check_sentence(caught.value)
