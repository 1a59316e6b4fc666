"""A coverage-guided run over the readers: ``python tests/fuzz/atheris_files.py CORPUS_FOLDER [-max_total_time=600]``.

Needs the package ``atheris``, which ``make fuzz`` installs. The first byte chooses the reader, so that the
fuzzer spends no time on finding out how a ZIP or a web archive begins: the rest is the file itself, or the XML of the
part that matters.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "formats"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

with atheris.instrument_imports(include=["mingzhang"]):
    from mingzhang.reading.formats import plain, sheets, web, word, worker  # noqa: F401

from files_makers import docx, page, xlsx
from files_task import File, read_inside
from harness import CORPUS


def _word(raw: bytes) -> bytes:
    return docx(_markup(raw), numbering=_markup(raw)[:200], styles=_markup(raw)[-200:])


def _sheet(raw: bytes) -> bytes:
    text = _markup(raw)
    half = len(text) // 2
    return xlsx(text[:half], text[half:], styles=text[:300], sharedStrings=text[-300:])


def _markup(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _web(raw: bytes) -> bytes:
    return page(_markup(raw))


_MADE = (_word, _sheet, _web, bytes, bytes)


def try_one_input(raw: bytes) -> None:
    """One input; what is no clear refusal is raised, and kept in the corpus."""
    if not raw:
        return
    made = _MADE[raw[0] % len(_MADE)](raw[1:])
    try:
        read_inside(File(made, "atheris"))
    except BaseException:
        (CORPUS / "files").mkdir(parents=True, exist_ok=True)
        (CORPUS / "files" / f"atheris-{abs(hash(made)):x}.bin").write_bytes(made)
        raise


def _write_seeds(folder: Path) -> None:
    """Something to begin with: parts of tables of each format."""
    starts = (
        b'\x00<w:tbl><w:tblGrid><w:gridCol w:w="50"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/>'
        b'</w:tcPr><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>1</w:t>'
        b'<w:br w:type="page"/><w:sym w:char="F0FE" w:font="Wingdings"/></w:r></w:p></w:tc></w:tr></w:tbl>',
        b'\x00<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>'
        b'<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
        b'\x01<row r="1" hidden="1"><c r="A1" t="s" s="1"><v>0</v></c><c t="inlineStr"><is><t>a</t></is></c></row>'
        b'</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells><sheetData><row><c s="1"><v>'
        b"45000.5</v></c></row>",
        b'\x01<numFmts><numFmt numFmtId="164" formatCode="0.00;-0;\\-"/></numFmts><cellXfs><xf numFmtId="14"/>'
        b"</cellXfs>",
        b"\x02<table><caption>a</caption><thead><tr><th colspan=2 rowspan=0>1<tbody><tr><td>2<ol start=3>"
        b"<li>x</ol></table>",
        b'\x02<div class="nav"><a href=x.pdf>a</a></div><p style="page-break-before:always">b<br>c<pre>'
        b" d </pre><img width=9>",
        b"\x03MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: "
        b"text/html\n\n<p>a\n--b--",
        b"\x04\xff\xfe\x36\x65\x0a\x00",
        b"\x04\xca\xd5\xc8\xeb\n\xe6\x94\xb6\n",
    )
    folder.mkdir(parents=True, exist_ok=True)
    for number, start in enumerate(starts):
        (folder / f"start-{number}").write_bytes(start)


if __name__ == "__main__":
    folders = [Path(argument) for argument in sys.argv[1:] if not argument.startswith("-")]
    if folders:
        _write_seeds(folders[0])
    atheris.Setup(sys.argv, try_one_input)
    atheris.Fuzz()
