"""Which format a file is in, what is refused, and that nothing takes the program down."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlwt
from made import make_docx, p, shown
from openpyxl import Workbook

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats import bounded
from mingzhang.reading.formats.extract import extract_file

CHINESE = "第一部分 单位概况\n一、主要职能\t二、机构设置\n"


def refused(path: Path, *words: str) -> None:
    with pytest.raises(ExtractionError) as caught:
        extract_file(path)
    assert all(word in str(caught.value) for word in words), caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_plain_text_in_its_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.docx"  # a name is no proof
    path.write_bytes(CHINESE.replace("\n", "\r\n").encode(encoding))
    extraction = extract_file(path)
    assert (extraction.text, extraction.format) == (CHINESE, "text")
    assert extraction.encoding == {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)


def test_broken_text_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(CHINESE.encode() * 9 + b"\xff" + CHINESE.encode())
    refused(path, "a.txt line 19", "UTF-8")
    path.write_bytes(CHINESE.encode("gb18030") * 9 + "第二部分 预算公开表\n".encode())
    refused(path, "line 19")
    path.write_bytes(CHINESE.encode() + b"a\x00b")
    refused(path, "line 3", "NUL")
    path.write_bytes(b" \n")
    refused(path, "empty")
    refused(tmp_path / "none.txt", "missing")


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (b"{\\rtf1", ("RTF", "DOCX or PDF")),
        (b"\x89PNG\r\n", ("picture", "OCR")),
        (b"\xff\xd8\xff\xe0", ("picture", "OCR")),
        (b"Rar!\x1a\x07", ("RAR", "unpack")),
        (gzip.compress(b"x", mtime=0), ("gzip", "unpack")),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', ("2003", "XLSX")),
    ],
)
def test_other_formats_are_refused_with_advice(tmp_path: Path, start: bytes, words: tuple[str, ...]) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(start)
    refused(path, *words)


@pytest.mark.parametrize(
    ("member", "words"),
    [("a.txt", ("ZIP", "unpack")), ("OFD.xml", ("OFD", "PDF")), ("content.xml", ("OpenDocument", "LibreOffice"))],
)
def test_other_archives_are_refused_with_advice(tmp_path: Path, member: str, words: tuple[str, ...]) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr(member, "x")
    refused(tmp_path / "a.docx", *words)


def compound_file(*names: str) -> bytes:
    """An OLE file with these streams at its top, as far as its directory goes."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[30:32], header[48:52] = (9).to_bytes(2, "little"), (1).to_bytes(4, "little")
    header[76:512] = (0).to_bytes(4, "little") + b"\xff" * 432
    fat = (0xFFFFFFFD).to_bytes(4, "little") + (0xFFFFFFFE).to_bytes(4, "little") + b"\xff" * 504
    entries = [
        _entry("Root Entry", child=1),
        *(_entry(n, right=i + 2 if i + 1 < len(names) else None) for i, n in enumerate(names)),
    ]
    return bytes(header) + fat + b"".join(entries).ljust(512, b"\0")


def _entry(name: str, right: int | None = None, child: int | None = None) -> bytes:
    def sid(value: int | None) -> bytes:
        return (0xFFFFFFFF if value is None else value).to_bytes(4, "little")

    raw = name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little") + b"\x02\x01"
    return (raw + sid(None) + sid(right) + sid(child)).ljust(128, b"\0")


def test_old_word_and_protected_files_are_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(compound_file("1Table", "WordDocument"))
    refused(path, "old Word document", "DOCX or PDF")
    path.write_bytes(compound_file("EncryptionInfo", "EncryptedPackage"))
    refused(path, "protected by a password")
    path.write_bytes(compound_file("Workbook")[:600])
    refused(path, "damaged")


def test_a_misnamed_workbook_is_read(tmp_path: Path) -> None:
    old = xlwt.Workbook()
    sheet = old.add_sheet("Sheet1")
    for column, value in enumerate(("项目", 1234.5, 0.1 + 0.2)):
        sheet.write(0, column, value)
    old.save(str(tmp_path / "a.xlsx"))
    assert shown(tmp_path / "a.xlsx")[-1] == "项目|1234.5|0.3"
    new = Workbook()
    new.active["A1"] = "项目"
    new.save(tmp_path / "a.doc")
    assert extract_file(tmp_path / "a.doc").format == "xlsx"
    make_docx(tmp_path / "b.doc", p("正文"))
    assert shown(tmp_path / "b.doc") == ["正文"]


def test_zip_bombs_are_refused(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx", p("正文"))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/a.bin", bytes(40_000_000))
    refused(path, "unpack to 38 MB")
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as archive:
        for number in range(20_001):
            archive.writestr(str(number), "")
    refused(tmp_path / "b.docx", "20001 parts")


def test_a_cut_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx", p("正文") * 2000)
    path.write_bytes(path.read_bytes()[:-300])
    refused(path, "damaged")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import time; time.sleep(60)", "more than 1 seconds"),
        ("while True: pass", "takes longer than that of any disclosure"),
        ("x = bytearray(6 * 1024**3)", "memory"),
        ("import os; os.abort()", "ended with code -6"),
        ("raise KeyError('styles')", "KeyError"),
        ("print('noise')", ""),
    ],
)
def test_a_reader_that_fails_never_takes_us_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    """A package of the readers' name, found first by the child alone, stands for a library that misbehaves."""
    path = make_docx(tmp_path / "a.docx", p("正文"))
    (tmp_path / "sitecustomize.py").write_text(
        "import mingzhang.reading.formats.word as word\n"
        "def read_docx(path):\n"
        f"    {code}\n"
        "    yield from real(path)\n"
        "real, word.read_docx = word.read_docx, read_docx\n"
    )
    real = bounded._environment()
    folders = os.pathsep.join([str(tmp_path), real["PYTHONPATH"]])
    monkeypatch.setattr(bounded, "_environment", lambda: {**real, "PYTHONPATH": folders})
    monkeypatch.setattr(
        bounded, "seconds_for", lambda size, form: 1 if "than" in words and "memory" not in words else 60
    )
    if words:
        refused(path, words)
    else:
        assert shown(path) == ["正文"]


def test_plain_text_loads_no_reader() -> None:
    loaded = "[m for m in ('lxml', 'pdfplumber', 'python_calamine') if m in sys.modules]"
    code = f"import sys, mingzhang.reading.formats.extract; print({loaded})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_garbled_characters_are_told(tmp_path: Path) -> None:
    page = "<html><meta charset=utf-8><body><p>{}</p></body></html>"
    sound, broken = tmp_path / "a.html", tmp_path / "b.html"
    sound.write_text(page.format("收入支出决算总表本年收入合计" * 20), "utf-8")
    broken.write_text(page.format("部\u2ed4职°政¯拨款收入\ue123" * 20), "utf-8")
    assert extract_file(sound).remarks == ()
    assert any("characters are garbled" in remark for remark in extract_file(broken).remarks)
