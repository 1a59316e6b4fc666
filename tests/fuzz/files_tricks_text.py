"""Hostile Word files, web pages, web archives and texts: endless depths and spans, loops, lies about encodings."""

from __future__ import annotations

import struct

from files_makers import LAUGHS, OUTSIDE, docx, page
from files_trick import trick
from made import p, tbl, tc


@trick
def docx_spans_without_end() -> bytes:
    cell = (
        tc("1", '<w:gridSpan w:val="2147483648"/>')
        + tc("2", '<w:gridSpan w:val="999999"/>')
        + tc("3", '<w:gridSpan w:val="-7"/>')
    )
    row = f'<w:trPr><w:gridBefore w:val="-999999"/></w:trPr>{cell}'
    return docx(p("前") + tbl(row, cell, row, widths=(50, 60, 70, 5000)))


@trick
def docx_wide_tables() -> bytes:
    return docx(tbl(*(tc("1", '<w:gridSpan w:val="1000"/>') * 1500,) * 1500))


@trick
def docx_tables_in_tables() -> bytes:
    body = p("底")
    for _ in range(120):
        body = tbl(tc(body + p("x")))
    return docx(body)


@trick
def docx_lists_in_circles() -> bytes:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="-5"/><w:numFmt w:val="ideographDigital"/><w:lvlText w:val="%{n}%1"/>'
        f"</w:lvl>"
        for n in range(20_000)
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="a"/>{levels}</w:abstractNum><w:num '
        f'w:numId="1"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="999999"><w:startOverride w:val="-1"/>'
        f"</w:lvlOverride></w:num>"
    )
    styles = (
        '<w:style w:styleId="a" w:type="numbering"><w:basedOn w:val="b"/><w:pPr><w:numPr><w:numId '
        'w:val="1"/></w:numPr></w:pPr></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    body = "".join(
        p("x", f'<w:pStyle w:val="b"/><w:numPr><w:ilvl w:val="{n % 12}"/><w:numId w:val="1"/></w:numPr>')
        for n in range(3000)
    )
    return docx(body, numbering=numbering, styles=styles)


@trick
def docx_numbers_as_letters() -> bytes:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="999999"/><w:numFmt w:val="{}"/><w:lvlText w:val="%1%1%1%1%1%1%1%1"/></w:lvl>'
    )
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{level.format(f)}</w:abstractNum><w:num w:numId="{n}">'
        f'<w:abstractNumId w:val="{n}"/></w:num>'
        for n, f in enumerate(("upperLetter", "upperRoman", "chineseCounting"))
    )
    body = "".join(p("x", f'<w:numPr><w:numId w:val="{n % 3}"/></w:numPr>') for n in range(20_000))
    return docx(body, numbering=lists)


@trick
def docx_a_chain_of_styles() -> bytes:
    styles = "".join(f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(2000))
    return docx("".join(p("x", f'<w:pStyle w:val="s{n % 9}"/>') for n in range(2000)), styles=styles)


@trick
def docx_laughs() -> bytes:
    return docx("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", before=LAUGHS)


@trick
def docx_entity_outside() -> bytes:
    return docx("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", before=OUTSIDE)


@trick
def docx_boxes_in_boxes() -> bytes:
    body = p("底")
    for _ in range(40):
        body = (
            f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:pict><w:txbxContent>{body}</w:txbxContent></w:pict>"
            f"</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{p('x')}</w:txbxContent></w:pict></mc:Fallback>"
            f"</mc:AlternateContent></w:r></w:p>"
        )
    return docx(body)


@trick
def html_comments_without_a_tag() -> bytes:
    return b"<!---->" * 5000 + "正文".encode()


@trick
def html_a_million_elements_deep() -> bytes:
    return page("<div>" * 1_000_000 + "正文")


@trick
def html_tables_in_tables() -> bytes:
    return page("<table><tr><td>甲" * 600 + "乙" * 100_000)


@trick
def html_spans_without_end() -> bytes:
    return page(
        '<table><tr><td colspan="1000000000" rowspan="-5">甲<td colspan="99999" rowspan="0">'
        + "<tr><td colspan=999 rowspan=65534>1" * 3000
        + "</table>"
    )


@trick
def html_many_wide_tables() -> bytes:
    return page(("<table><tr><td colspan=1000 rowspan=0>甲" + "<tr>" * 1500 + "</table>") * 300)


@trick
def html_a_list_of_a_hundred_thousand() -> bytes:
    return page("<ol start=5>" + "<li>甲</li>" * 100_000 + f"</ol><ol start={'9' * 5000}><li>乙</ol>")


@trick
def html_scripts_with_tails() -> bytes:
    return page("<script></script>甲" * 150_000)


@trick
def html_menus_in_menus() -> bytes:
    return page('<div class="nav"><a href="/x">甲</a>' * 900 + "正文" * 999)


@trick
def html_one_gigantic_attribute() -> bytes:
    return page(f'<p style="{"display:" * 1_000_000}" class="{"nav " * 1_000_000}">甲</p><img width="{"9" * 9999}">')


@trick
def html_entities() -> bytes:
    return (LAUGHS + "<html><body><p>&j;&j;&#xD800;&#x110000;&#0;&amp;</p><p>正文").encode()


@trick
def html_charset_that_lies() -> bytes:
    return (
        b'<html><meta charset="utf-7"><meta http-equiv=refresh content="0;url=file:///etc/passwd"><body>'
        + "正文+ADw-".encode("gb18030") * 99
    )


@trick
def html_charset_of_no_text() -> bytes:
    return b'<html><meta charset="zlib_codec"><body>' + b"\xff\x80\x00" * 50


@trick
def html_styles_that_backtrack() -> bytes:
    return page(
        f'<p style="{"page-break-before:" * 20_000}">甲</p><div class="{"-" * 100_000}">乙</div>' + "<!--" * 50_000
    )


@trick
def mhtml_parts_in_parts() -> bytes:
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b0\n\n"
    return (
        head + "".join(f"--b{n}\nContent-Type: multipart/related; boundary=b{n + 1}\n\n" for n in range(1200))
    ).encode()


@trick
def mhtml_broken_base64() -> bytes:
    head = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\nContent-T"
        "ransfer-Encoding: "
    )
    return (
        head
        + (
            "base64\n\n=====A\n--b\nContent-Type: text/html; charset*=x''%ff\nContent-Transfer-Encoding: "
            "x-uuencode\n\nbegin 9 x\n\x01\n"
        )
    ).encode()


@trick
def text_of_line_ends() -> bytes:
    return b"\xd6\xd0\n" + b"\n" * 20_000_000


@trick
def text_without_end() -> bytes:
    return "收入".encode() * 8_000_000


@trick
def text_in_two_encodings() -> bytes:
    return ("收入支出\n" * 500).encode("gb18030") + ("收入支出\n" * 5).encode() + ("收入\n" * 500).encode("utf-16")


@trick
def text_utf32_with_surrogates() -> bytes:
    return b"\xff\xfe\x00\x00" + struct.pack("<III", 0x6536, 0xD800, 0x110000) * 9


@trick
def text_utf16_half_pairs() -> bytes:
    return b"\xff\xfe" + "收入".encode("utf-16-le") * 9 + b"\x00\xd8" * 9
