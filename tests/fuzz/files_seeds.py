"""Small sound files of every format, made from the committed packages, for the mutators to break."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "formats"))

from printed import Printed, print_package
from writers import write_docx, write_html, write_pdf, write_xls, write_xlsx
from writers_odd import write_one_sheet, write_one_table, write_titles_inside

_SOURCES = ("akqi-zhengfuban-2024-budget", "quyang-zuzhibu-2024-budget")
_TABLES, _ROWS, _LINES = 3, 12, 15
_WRITERS: dict[str, tuple[Callable[[Printed, Path], None], ...]] = {
    "docx": (write_docx, write_titles_inside),
    "xlsx": (write_xlsx, write_one_sheet),
    "xls": (write_xls,),
    "html": (write_html, write_one_table),
    "pdf": (write_pdf,),
}
_MHTML = (
    "From: <Saved>\r\nSubject: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; "
    'type="text/html"; boundary="----B"\r\n\r\n------B\r\nContent-Type: text/html; charset=utf-8\r\n'
    "Content-Transfer-Encoding: base64\r\n\r\n{page}\r\n------B--\r\n"
)


@lru_cache(maxsize=1)
def seeds() -> dict[str, list[bytes]]:
    """Two or more files a format (also ``mhtml`` and ``text``), some kilobytes each."""
    found: dict[str, list[bytes]] = {form: [] for form in (*_WRITERS, "mhtml", "text")}
    with tempfile.TemporaryDirectory() as folder:
        for printed in map(_small, _SOURCES):
            for form, writers in _WRITERS.items():
                for writer in writers:
                    writer(printed, Path(folder) / "a")
                    found[form].append((Path(folder) / "a").read_bytes())
            found["mhtml"].append(_web_archive(found["html"][-1]))
            text = _as_text(printed)
            found["text"] += [text.encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16")]
    return found


def _small(disclosure: str) -> Printed:
    whole = print_package(disclosure, "某某县人民政府办公室2024年部门预算公开")
    tables = tuple(replace(table, rows=table.rows[:_ROWS]) for table in whole.tables[:_TABLES])
    return Printed(whole.title, tables, whole.lines[:_LINES])


def _as_text(printed: Printed) -> str:
    rows = ["\t".join(row) for table in printed.tables for row in ((table.title,), *table.rows)]
    return "\n".join([printed.title, *rows, *printed.lines, ""])


def _web_archive(page: bytes) -> bytes:
    from base64 import encodebytes

    return _MHTML.format(page=encodebytes(page).decode().replace("\n", "\r\n")).encode()
