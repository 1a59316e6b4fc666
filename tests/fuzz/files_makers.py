"""What hostile files are made of: small workbooks, Word files, pages and PDFs from their bare XML or objects."""

from __future__ import annotations

import io
import sys
import zipfile
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "formats"))

from made import make_docx

S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)
LAUGHS = _BOMB + "]>"
OUTSIDE = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"


def xlsx(rows: str = "", after: str = "", sheets: int = 1, before: str = "", ahead: str = "", **parts: str) -> bytes:
    """A workbook whose (every) sheet has ``rows``; ``parts`` are XML of styles and sharedStrings."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rel = '<Relationship Id="{}" Type="' + kind + '/{}" Target="{}"/>'
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    names = "".join(f'<sheet name="s{n}" sheetId="{n + 1}" r:id="r"/>' for n in range(sheets))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "spreadsheetml.sheet.main+xml")
        archive.writestr("_rels/.rels", rels.format(rel.format("a", "officeDocument", "xl/workbook.xml")))
        book = f'<workbook {S} xmlns:r="{kind}"><workbookPr date1904="1"/><sheets>{names}</sheets></workbook>'
        archive.writestr("xl/workbook.xml", book)
        inner = rel.format("r", "worksheet", "s.xml") + "".join(rel.format(n, n, f"{n}.xml") for n in parts)
        archive.writestr("xl/_rels/workbook.xml.rels", rels.format(inner))
        sheet = f"{before}<worksheet {S}>{ahead}<sheetData>{rows}</sheetData>{after}</worksheet>"
        archive.writestr("xl/s.xml", sheet)
        for name, content in parts.items():
            archive.writestr(f"xl/{name}.xml", content)
    return target.getvalue()


def docx(body: str, before: str = "", **parts: str) -> bytes:
    target = io.BytesIO()
    make_docx(target, body, before, **parts)  # type: ignore[arg-type]
    return target.getvalue()


def page(body: str) -> bytes:
    return f"<html><meta charset=utf-8><body>{body}</body></html>".encode()


def pdf(*objects: bytes, root: bytes = b"1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1, without a table of them, as readers mend it."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, each) for n, each in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer << /Root " + root + b" /Size 99 >>\n%%EOF\n"


def stream(content: bytes, keys: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    head = b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n" % (len(packed), keys)
    return head + packed + b"\nendstream"


def drawn(content: bytes, box: bytes = b"[0 0 595 842]", more: bytes = b"", *objects: bytes) -> bytes:
    """A PDF of one page with ``content``, Helvetica as F1 and ``more`` resources; ``objects`` from number 6 on."""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox " + box + b" /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> "
        + more + b" >> >>",
        stream(content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *objects,
    )  # fmt: skip
