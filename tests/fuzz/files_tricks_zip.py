"""Hostile archives and workbooks, old ones too: bombs, lies about sizes, absurd places and numbers."""

from __future__ import annotations

import io
import struct
import zipfile

from files_makers import LAUGHS, S, xlsx
from files_seeds import seeds
from files_trick import trick


@trick
def zip_member_that_lies_about_its_size() -> bytes:
    raw = xlsx("<row>" + "<c><v>1</v></c>" * 3_000_000 + "</row>")
    size = struct.pack("<I", len("<row>") + 15 * 3_000_000)
    where = raw.index(b"PK\x01\x02")
    broken = bytearray(raw)
    while where >= 0:
        if broken[where + 46 : where + 46 + 8] == b"xl/s.xml":
            broken[where + 24 : where + 28] = struct.pack("<I", 100)
        where = broken.find(b"PK\x01\x02", where + 4)
    assert size
    return bytes(broken)


@trick
def zip_types_bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * 9_000_000)
        archive.writestr("xl/workbook.xml", "<a/>")
    return target.getvalue()


@trick
def zip_types_bomb_that_lies() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", bytes(1_500_000_000))
    raw = bytearray(target.getvalue())
    at = raw.index(b"PK\x01\x02")
    raw[at + 20 : at + 28] = struct.pack("<II", len(raw) - 200, 1000)
    return bytes(raw)


@trick
def zip_of_a_million_entries() -> bytes:
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<HHH", 1, 0, 0) + bytes(12) + b"a"
    local = b"PK\x03\x04" + bytes(26)
    many = 1_000_000
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry) * many, len(local), 0)
    return local + entry * many + end


@trick
def zip_of_itself_many_times() -> bytes:
    raw = xlsx("<row><c><v>1</v></c></row>")
    for _ in range(9):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(5):
                archive.writestr(f"{number}.docx", raw)
        raw = target.getvalue()
    return raw


@trick
def zip_in_bzip2() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("[Content_Types].xml", bytes(5_000_000))
        archive.writestr("xl/workbook.xml", bytes(9_000_000))
    return target.getvalue()


@trick
def zip_encrypted_flag() -> bytes:
    raw = bytearray(xlsx())
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1
    return bytes(raw)


@trick
def zip_names_outside() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("../../../../tmp/evil", "x")
        archive.writestr("word/document.xml", "<a/>")
        archive.writestr(
            "_rels/.rels",
            '<Relationships><Relationship Type="/officeDocument" Target="../../../etc/passwd"/></Relationships>',
        )
    return target.getvalue()


@trick
def xlsx_cell_at_the_far_end() -> bytes:
    return xlsx('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>')


@trick
def xlsx_rows_beyond_the_end() -> bytes:
    return xlsx(
        '<row r="99999999999999999999"><c r="ZZZ9999999"><v>1</v></c><c r="A0"><v>1</v></c></row><row '
        'r="-5"><c r="a1"><v>1</v></c></row>'
    )


@trick
def xlsx_million_blank_cells() -> bytes:
    blank = '<c s="1"/>' * 100
    return xlsx(f"<row>{blank}</row>" * 10_000 + "<row><c><v>1</v></c></row>")


@trick
def xlsx_million_filled_cells() -> bytes:
    return xlsx(f"<row>{'<c><v>1</v></c>' * 1000}</row>" * 1000)


@trick
def xlsx_strings_out_of_range() -> bytes:
    cells = "".join(f'<c t="s"><v>{v}</v></c>' for v in ("5", "-1", "99999999999", "x", "1.5", "9" * 9999))
    return xlsx(f"<row>{cells}</row>", sharedStrings=f"<sst {S}><si><t>a</t></si></sst>")


@trick
def xlsx_styles_out_of_range() -> bytes:
    cells = "".join(f'<c s="{s}"><v>1</v></c>' for s in ("70000", "-70000", "-1", "x", "9" * 5000, "1"))
    xfs = '<xf numFmtId="x"/>' + '<xf numFmtId="164"/>' * 65_536
    styles = (
        f'<styleSheet {S}><numFmts><numFmt numFmtId="164" formatCode="{"[" * 30_000}"/></numFmts><cellXfs>'
        f"{xfs}</cellXfs></styleSheet>"
    )
    return xlsx(f"<row>{cells}</row>", styles=styles)


@trick
def xlsx_merges_overlap() -> bytes:
    merges = (
        "".join(f'<mergeCell ref="A1:{c}1048576"/>' for c in ("A", "B", "XFD")) + '<mergeCell ref="A1:B99999"/>' * 9999
    )
    return xlsx("<row><c><v>1</v></c></row>", f"<mergeCells>{merges}</mergeCells>")


@trick
def xlsx_hidden_columns_without_end() -> bytes:
    cols = '<col min="1" max="16384" hidden="1"/>' * 20_000 + '<col min="-1000000000" max="5" hidden="1"/>'
    return xlsx("<row><c><v>1</v></c></row>", ahead=f"<cols>{cols}</cols>")


@trick
def xlsx_numbers_without_end() -> bytes:
    values = (
        "1e999999999",
        "-1e-999999999",
        "1e400",
        "NaN",
        "sNaN",
        "-Infinity",
        "1_0",
        "9" * 20_000,
        "0x10",
        "1e",
        "--",
    )
    cells = "".join(f"<c><v>{v}</v></c><c s='1'><v>{v}</v></c><c s='2'><v>{v}</v></c>" for v in values)
    xfs = '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/>'
    return xlsx(f"<row>{cells}</row>", styles=f"<styleSheet {S}><cellXfs>{xfs}</cellXfs></styleSheet>")


@trick
def xlsx_dates_at_the_ends() -> bytes:
    cells = "".join(
        f'<c s="0"><v>{v}</v></c>' for v in ("0", "-1", "2958465.99999999", "2957003.9999999", "2958466", "60")
    )
    return xlsx(f"<row>{cells}</row>", styles=f'<styleSheet {S}><cellXfs><xf numFmtId="22"/></cellXfs></styleSheet>')


@trick
def xlsx_one_long_text_everywhere() -> bytes:
    row = f"<row>{'<c t=`s`><v>0</v></c>' * 9000}</row>".replace("`", '"')
    return xlsx(row * 10, sharedStrings=f"<sst {S}><si><t>{'长' * 300_000}</t></si></sst>")


@trick
def xlsx_the_same_sheet_many_times() -> bytes:
    return xlsx(f"<row>{'<c><v>1</v></c>' * 1000}</row>" * 300, sheets=1999)


@trick
def xlsx_laughs() -> bytes:
    return xlsx("<row><c t='inlineStr'><is><t>&j;</t></is></c></row>", before=LAUGHS)


@trick
def xlsx_laughs_behind_blanks() -> bytes:
    return xlsx("<row><c t='inlineStr'><is><t>&j;</t></is></c></row>", before=" " * 9000 + LAUGHS)


@trick
def xlsx_strings_laugh() -> bytes:
    return xlsx("<row><c t='s'><v>0</v></c></row>", sharedStrings=f"{LAUGHS}<sst {S}><si><t>&j;</t></si></sst>")


@trick
def xls_cut_in_a_record() -> bytes:
    return seeds()["xls"][0][:5000]


@trick
def xls_far_cell() -> bytes:
    import xlwt

    book = xlwt.Workbook()
    for number in range(20):
        sheet = book.add_sheet(f"s{number}")
        sheet.write(0, 0, "项目")
        sheet.write(65_535, 255, 1)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@trick
def ole_directory_in_circles() -> bytes:
    raw = bytearray(seeds()["xls"][0])
    raw[76:80] = raw[48:52]
    return bytes(raw)
