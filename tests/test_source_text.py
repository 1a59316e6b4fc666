"""The text of a disclosure: several files one after the other, and on which page a line stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from mingzhang.errors import ExtractionError
from mingzhang.reading import read_document
from mingzhang.source_text import SourceText, extract_files
from mingzhang.sources import TextPart


def pages(text: str, *starts: tuple[str, int], form: str = "pdf") -> list[tuple[int, str, int]]:
    parts = tuple(TextPart(file, form, line) for file, line in starts or (("a", 1),))
    return [(p.line, p.file, p.page) for p in SourceText(text, True, parts).pages]


def test_a_form_feed_begins_a_page() -> None:
    assert pages("\f一\n二\n\f三\n") == [(1, "a", 1), (3, "a", 2)]
    assert pages("一\n\f二\n") == [(1, "a", 1), (2, "a", 2)], "text before the first mark is page 1"
    assert pages("\f\n\f\n\f三\n") == [(1, "a", 1), (2, "a", 2), (3, "a", 3)], "blank pages count"
    assert pages("一\n二\n") == [], "one file without pages"


def test_a_format_without_pages_has_none() -> None:
    assert pages("\f一\n\f二\n", form="docx") == []
    sheets = SourceText("\f一\n\f二\n", True, (TextPart("a", "xlsx", 1),)).pages
    assert [(start.page, start.is_sheet) for start in sheets] == [(1, True), (2, True)]


def test_several_files_begin_on_lines_of_their_own() -> None:
    assert pages("一\n二\n\f三\n\f四\n", ("a", 1), ("b", 3)) == [(1, "a", 0), (3, "b", 1), (4, "b", 2)]


def test_page_marks_are_no_part_of_the_lines() -> None:
    document = read_document("\f甲\t1\n\f乙\t2\n", "tabbed")
    assert document.lines[:2] == ("甲\t1", "乙\t2") and document.rows[0].cells[0].text == "甲"


def test_a_line_stands_on_the_last_page_begun_before_it() -> None:
    source = SourceText("\f一\n二\n\f三\n", True, (TextPart("a", "pdf", 1),))
    assert [start.page for line in (1, 2, 3, 4) if (start := source.page_of(line))] == [1, 1, 2, 2]
    assert SourceText("一\n").page_of(1) is None


def test_one_text_file_is_its_own_text_and_two_are_put_together(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_bytes("收\r\n支".encode())
    second.write_bytes("表\n".encode("gb18030"))
    alone = extract_files([first])
    assert (alone.text, alone.extracted) == ("收\n支", False)
    both = extract_files([first, second])
    assert (both.text, both.extracted) == ("收\n支\n表\n", True)
    assert both.parts == (TextPart("a.txt", "text", 1), TextPart("b.txt", "text", 3))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b" \n")
    with pytest.raises(ExtractionError, match="the file is empty"):
        extract_files([tmp_path / "a.txt"])
