"""Pages of PDFs: turned, cropped, watermarked, without text, locked or broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_drawing import SIZE, Sheet, draw, grids, lines, read
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats import pdf
from mingzhang.reading.formats.blocks import Page, Paragraph
from mingzhang.reading.formats.pdf import read_pdf
from mingzhang.reading.formats.pdf_words import usual

XS, YS = (50, 150, 250), (100, 120, 140)


def table(sheet: Sheet) -> None:
    sheet.text(50, 90, "收入决算表")
    sheet.rules(XS, YS)
    sheet.cells(XS, YS, ["项目|金额", "合计|1,234.56"])


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_turned_page_reads_as_it_is_shown(tmp_path: Path, angle: int) -> None:
    def page(sheet: Sheet) -> None:
        canvas = sheet.canvas
        canvas.setPageRotation(angle)  # reportlab lays the sheet itself across, so that it is shown upright
        canvas.translate(*{0: (0, 0), 90: (842, 0), 180: (595, 842), 270: (0, 595)}[angle])
        canvas.rotate(angle)
        table(sheet)

    found = read(tmp_path, page)
    assert lines(found) == ["收入决算表"]
    assert grids(found) == [["项目|金额", "合计|1,234.56"]]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_whose_text_runs_sideways_reads_along_its_text(tmp_path: Path, angle: int) -> None:
    def page(sheet: Sheet) -> None:
        canvas, width, height = sheet.canvas, 595, 842
        canvas.translate(*{90: (width, 0), 180: (width, height), 270: (0, height)}[angle])
        canvas.rotate(angle)
        sheet.height = height if angle == 180 else width
        table(sheet)

    found = read(tmp_path, page)
    assert lines(found) == ["收入决算表"]
    assert grids(found) == [["项目|金额", "合计|1,234.56"]]


def test_what_lies_outside_the_crop_box_is_not_shown(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(100, 100, "看得见")
        sheet.text(100, 800, "裁掉了")
        sheet.canvas.setCropBox((40, 400, 560, 842))

    assert lines(read(tmp_path, page)) == ["看得见"]


def test_a_wide_gap_stays_one_space_and_chinese_characters_stand_close(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(50, 100, "部门：某局        单位：万元")
        sheet.text(50, 120, "使用 Word 2016 编制")
        for i, char in enumerate("均匀撑开的一行"):
            sheet.text(50 + i * SIZE * 1.2, 140, char)
        sheet.text(300, 160, "右")
        sheet.text(50, 160, "左")

    assert lines(read(tmp_path, page)) == ["部门：某局 单位：万元", "使用Word 2016编制", "均匀撑开的一行", "左 右"]


def test_characters_printed_twice_to_look_bold_come_once(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        for shift in (0, 0.3, 0.6):
            sheet.text(50 + shift, 100, "公开11表：1,111.11")

    assert lines(read(tmp_path, page)) == ["公开11表：1,111.11"]


def test_a_watermark_is_left_out(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        canvas = sheet.canvas
        canvas.saveState()
        canvas.translate(200, 500)
        canvas.rotate(35)
        canvas.setFont("STSong-Light", 40)
        canvas.drawString(0, 0, "内部资料")
        canvas.restoreState()
        canvas.setFillGray(0.85)
        sheet.text(60, 130, "仅供公开", size=48)
        canvas.setFillGray(0)
        table(sheet)

    found = read(tmp_path, page)
    assert lines(found) == ["收入决算表"]
    assert grids(found) == [["项目|金额", "合计|1,234.56"]]


def test_radicals_of_faulty_fonts_become_the_usual_characters() -> None:
    assert usual("⼀般公共预算⽀出⻓期⻋辆（Ａ）“三公”①") == "一般公共预算支出长期车辆（Ａ）“三公”①"


def picture(sheet: Sheet) -> None:
    sheet.canvas.drawImage(ImageReader(Image.new("L", (40, 60), 128)), 50, 50, 500, 700)


def test_a_document_of_pictures_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(
        ExtractionError, match=r"pictures without text; give the Word or Excel version, or recognise its text \(OCR\)"
    ):
        read(tmp_path, picture, picture)


def test_a_page_without_text_among_others_is_a_blank_page(tmp_path: Path) -> None:
    def text(sheet: Sheet) -> None:
        sheet.text(50, 100, "第一部分")

    assert read(tmp_path, text, picture, text) == [Page(), Paragraph("第一部分"), Page(), Page(), Paragraph("第一部分")]


def test_scanned_pages_with_printed_page_numbers_are_pictures_all_the_same(tmp_path: Path) -> None:
    def scan(sheet: Sheet) -> None:
        picture(sheet)
        sheet.text(280, 820, "- 5 -")

    with pytest.raises(ExtractionError, match="its pages are pictures without text"):
        read(tmp_path, scan, scan)


def test_a_scanned_page_among_others_is_told(tmp_path: Path) -> None:
    def scan(sheet: Sheet) -> None:
        picture(sheet)
        sheet.text(280, 820, "- 2 -")

    told: list[str] = []
    path = draw(tmp_path / "a.pdf", table, scan, table)
    assert len(lines(read_pdf(path, told.append))) == 3
    assert told == ["page 2 is a picture; what it shows is not read"]


def test_a_lock_that_lets_everybody_read_is_no_hindrance(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.canvas.setFont("Helvetica", 10)  # reportlab does not lock the names of Chinese fonts as it should
        sheet.canvas.drawString(50, 700, "Income 1,234.56")

    path = draw(tmp_path / "a.pdf", page, encrypt=StandardEncryption("", "owner", canPrint=0))
    assert lines(read_pdf(path)) == ["Income 1,234.56"]


def test_a_password_is_refused_with_advice(tmp_path: Path) -> None:
    path = draw(tmp_path / "a.pdf", table, encrypt=StandardEncryption("secret", "owner"))
    with pytest.raises(ExtractionError, match=r"a\.pdf: the PDF is locked with a password; save it without a password"):
        list(read_pdf(path))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\n", b"no pdf at all", b"%PDF-1.7\n1 0 obj << /Type /Catalog >>"])
def test_a_broken_file_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(ExtractionError, match=r"^a\.pdf: "):
        list(read_pdf(path))


def test_a_file_cut_short_is_refused_or_read_but_never_crashes(tmp_path: Path) -> None:
    whole = draw(tmp_path / "a.pdf", table).read_bytes()
    path = tmp_path / "b.pdf"
    for share in (0.2, 0.5, 0.8, 0.95):
        path.write_bytes(whole[: int(len(whole) * share)])
        try:
            found = list(read_pdf(path))
        except ExtractionError as error:
            assert "b.pdf" in str(error)
        else:
            assert lines(found) == ["收入决算表"]


def test_too_many_pages_are_refused_before_any_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    path = draw(tmp_path / "a.pdf", table, table, table)
    with pytest.raises(ExtractionError, match="more than 2 pages"):
        next(iter(read_pdf(path)))


def test_a_font_that_does_not_tell_its_characters_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(nameless_font())
    told: list[str] = []
    with pytest.raises(ExtractionError, match="fonts do not say which characters they print"):
        list(read_pdf(path, told.append))
    assert told == ["page 1: a font does not say which characters it prints; its text is not readable"]


def nameless_font() -> bytes:
    """A PDF whose only font has glyph numbers and no map to characters."""
    content = b"BT /F1 12 Tf 72 700 Td <00010002000300040005> Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /None /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /None /DW 1000 /FontDescriptor 7 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        b"<< /Type /FontDescriptor /FontName /None /Flags 4 /Ascent 800 /Descent -200 /FontBBox [0 -200 1000 800] >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 8\n0000000000 65535 f \n%s" % table
        + b"trailer << /Size 8 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)
    )


def test_a_page_that_draws_without_end_is_told_and_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def drawing(sheet: Sheet) -> None:
        for i in range(400):
            sheet.line(i, 50, i + 30, 700)

    monkeypatch.setattr(pdf, "_MOST_DRAWN", 5_000)
    told: list[str] = []
    found = list(read_pdf(draw(tmp_path / "a.pdf", table, drawing, table), told.append))
    assert lines(found) == ["收入决算表", "收入决算表"]
    assert told == ["page 2 draws more than any page of tables does; it is not read"]
