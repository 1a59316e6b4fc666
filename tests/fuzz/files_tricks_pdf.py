"""Hostile PDFs: pages, forms and references in circles, maps and tables without end, absurd sizes."""

from __future__ import annotations

import zlib

from files_makers import drawn, pdf, stream
from files_trick import trick


@trick
def pdf_gigantic_page() -> bytes:
    return drawn(b"BT /F1 12 Tf 10 10 Td (abc) Tj ET", b"[0 0 1000000000 1000000000]")


@trick
def pdf_page_without_size() -> bytes:
    return drawn(b"BT /F1 0 Tf 0 0 0 0 0 0 Tm (abc) Tj 1e300 Tz (def) Tj ET", b"[0 0 0 0]")


@trick
def pdf_boxes_of_no_number() -> bytes:
    return drawn(b"BT /F1 12 Tf (abc) Tj ET", b"[(a) null /x]")


@trick
def pdf_pages_in_circles() -> bytes:
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Parent 2 0 R /Count 9 >>",
        b"<< /Type /Page /Parent 3 0 R >>",
    )


@trick
def pdf_parents_in_circles() -> bytes:
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Parent 4 0 R >>",
        b"<< /Type /Page /Parent 4 0 R /Resources 3 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Parent 2 0 R >>",
    )


@trick
def pdf_forms_in_circles() -> bytes:
    form = stream(
        b"/X Do " * 9 + b"BT /F1 9 Tf (a) Tj ET",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>",
    )
    return drawn(b"/X Do", b"[0 0 595 842]", b"/XObject << /X 6 0 R >>", form)


@trick
def pdf_forms_doubling() -> bytes:
    def form(number: int) -> bytes:
        return stream(
            b"/X Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % number,
        )

    last = stream(b"0 0 1 1 re f " * 9, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return drawn(b"/X Do", b"[0 0 595 842]", b"/XObject << /X 6 0 R >>", *(form(n) for n in range(7, 16)), last)


@trick
def pdf_a_million_rules() -> bytes:
    return drawn(b"BT /F1 9 Tf (a) Tj ET " + b"".join(b"%d 1 m %d 9 l S " % (n % 595, n % 595) for n in range(130_000)))


@trick
def pdf_a_hundred_thousand_crossings() -> bytes:
    rules = b"".join(b"0 %d m 595 %d l S %d 0 m %d 842 l S " % (n, n, n, n) for n in range(0, 590, 2))
    return drawn(b"BT /F1 9 Tf (a) Tj ET " + rules)


@trick
def pdf_a_hundred_thousand_letters() -> bytes:
    return drawn(
        b"BT /F1 1 Tf " + b"".join(b"1 0 0 1 %d %d Tm (ab) Tj " % (n % 590, n // 590) for n in range(60_000)) + b"ET"
    )


@trick
def pdf_endless_content() -> bytes:
    return drawn(b"q " * 20_000_000)


@trick
def pdf_packed_many_times() -> bytes:
    packed = bytes(800_000_000)
    for _ in range(3):
        packed = zlib.compress(packed, 9)
    head = b"<< /Length %d /Filter [/FlateDecode /FlateDecode /FlateDecode] >>\nstream\n" % len(packed)
    return drawn(b"/X Do", b"[0 0 9 9]", b"").replace(
        b"4 0 obj\n", b"4 0 obj\n" + head + packed + b"\nendstream\nendobj\n40 0 obj\n", 1
    )


@trick
def pdf_map_without_end() -> bytes:
    cmap = stream(
        b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00000000> <ffffffff>"
        b" <0000> endbfrange endcmap"
    )
    raw = drawn(b"BT /F1 9 Tf (abc) Tj ET", b"[0 0 595 842]", b"", cmap)
    return raw.replace(b"/BaseFont /Helvetica", b"/BaseFont /Helvetica /ToUnicode 6 0 R")


@trick
def pdf_widths_without_end() -> bytes:
    raw = drawn(
        b"BT /F1 9 Tf <0001> Tj ET",
        b"[0 0 595 842]",
        b"",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /x /CIDSystemInfo << /Registry (Adobe) /Ordering "
        b"(GB1) >> /W [0 2000000000 500] /FontDescriptor << >> >>",
    )
    return raw.replace(
        b"/Subtype /Type1 /BaseFont /Helvetica",
        b"/Subtype /Type0 /BaseFont /x /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R]",
    )


@trick
def pdf_references_in_circles() -> bytes:
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"2 0 R", b"4 0 R", b"3 0 R")


@trick
def pdf_deep_arrays() -> bytes:
    return pdf(b"<< /Type /Catalog /Pages " + b"[" * 200_000 + b"]" * 200_000 + b" >>")


@trick
def pdf_object_streams_in_circles() -> bytes:
    inner = stream(b"1 0 2 9 << /Type /Catalog >>", b"/Type /ObjStm /N 2 /First 8 /Extends 1 0 R")
    return pdf(inner, inner)


@trick
def pdf_previous_tables_in_circles() -> bytes:
    body = (
        b"%PDF-1.4\nxref\n0 99999999\n0000000000 65535 f \ntrailer << /Size 1 /Prev 9 /Root 1 0 R >"
        b">\nstartxref\n9\n%%EOF"
    )
    return body


@trick
def pdf_cross_reference_stream_that_lies() -> bytes:
    table = stream(b"\x01\x00\x00", b"/Type /XRef /Size 2000000000 /W [1 1 1] /Index [0 2000000000] /Root 1 0 R")
    return b"%PDF-1.7\n1 0 obj\n" + table + b"\nendobj\nstartxref\n9\n%%EOF"


@trick
def pdf_many_pages() -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(3000))
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] >>",
        b"<< /Type /Page /MediaBox [0 0 9 9] >>",
    )


@trick
def pdf_table_of_all_depths() -> bytes:
    fills = b"".join(b"0.5 g %d %d 20 10 re f " % (x * 21, y * 11) for x in range(28) for y in range(76)) * 6
    return drawn(fills + b"BT /F1 9 Tf (a) Tj ET")
