"""Printed disclosures as files of every format, drawn with the libraries that others use, too."""

from __future__ import annotations

from pathlib import Path

from printed import Printed, PrintedTable

_NUMBER_FORMAT = "#,##0.00"


def _number(text: str) -> float | int | str:
    """A cell of money as the number that a workbook stores."""
    try:
        value = float(text)
    except ValueError:
        return text
    return value


def _is_code(table: PrintedTable, column: int) -> bool:
    return any(
        head.column <= column < head.column + head.width and head.text in ("科目编码", "科目名称", "项目名称", "项目")
        for head in table.heads
    )


def write_docx(printed: Printed, path: Path) -> None:
    """Title and captions as paragraphs, headings merged, tables with a page each."""
    from docx import Document

    document = Document()
    document.add_heading(printed.title, 0)
    for table in printed.tables:
        document.add_page_break()
        document.add_paragraph(table.title)
        document.add_paragraph(f"{table.left}\t{table.right}")
        grid = document.add_table(table.head_rows + len(table.rows), table.width, style="Table Grid")
        cells = [[*row.cells] for row in grid.rows]
        for head in table.heads:
            first = cells[head.row][head.column]
            last = cells[head.row + head.height - 1][head.column + head.width - 1]
            (first.merge(last) if first is not last else first).text = head.text
        for number, row in enumerate(table.rows, table.head_rows):
            for column, text in enumerate(row):
                cells[number][column].text = text
        if table.note:
            document.add_paragraph(table.note)
    document.add_page_break()
    for line in printed.lines:
        document.add_paragraph(line)
    document.save(str(path))


def write_xlsx(printed: Printed, path: Path) -> None:
    """A sheet a table, its title merged over it; amounts as numbers with two decimals shown."""
    from openpyxl import Workbook

    book = Workbook()
    cover = book.active
    cover["A1"] = printed.title
    for number, table in enumerate(printed.tables, 1):
        sheet = book.create_sheet(f"表{number}")
        sheet.cell(1, 1, table.title)
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=table.width)
        sheet.cell(2, 1, table.left)
        sheet.cell(2, table.width, table.right)
        for head in table.heads:
            row, column = head.row + 3, head.column + 1
            sheet.cell(row, column, head.text)
            if head.height + head.width > 2:
                end = (row + head.height - 1, column + head.width - 1)
                sheet.merge_cells(start_row=row, start_column=column, end_row=end[0], end_column=end[1])
        for row, texts in enumerate(table.rows, table.head_rows + 3):
            for column, text in enumerate(texts):
                if text:
                    cell = sheet.cell(row, column + 1, text if _is_code(table, column) else _number(text))
                    cell.number_format = _NUMBER_FORMAT if isinstance(cell.value, float) else "@"
        if table.note:
            sheet.cell(table.head_rows + 4 + len(table.rows), 1, table.note)
    text = book.create_sheet("说明")
    for row, line in enumerate(printed.lines, 1):
        text.cell(row, 1, line)
    book.save(path)


def write_xls(printed: Printed, path: Path) -> None:
    """As :func:`write_xlsx`, in the old format; codes as numbers, as old systems export them."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    book.add_sheet("封面").write(0, 0, printed.title)
    for number, table in enumerate(printed.tables, 1):
        sheet = book.add_sheet(f"表{number}")
        sheet.write_merge(0, 0, 0, table.width - 1, table.title)
        sheet.write(1, 0, table.left)
        sheet.write(1, table.width - 1, table.right)
        for head in table.heads:
            row, column = head.row + 2, head.column
            sheet.write_merge(row, row + head.height - 1, column, column + head.width - 1, head.text)
        for row, texts in enumerate(table.rows, table.head_rows + 2):
            for column, text in enumerate(texts):
                if text:
                    sheet.write(row, column, text if text.startswith("0") and len(text) == 2 else _number(text))
        if table.note:
            sheet.write(table.head_rows + 3 + len(table.rows), 0, table.note)
    text = book.add_sheet("说明")
    for row, line in enumerate(printed.lines):
        text.write(row, 0, line)
    book.save(str(path))


_PAGE = """<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"><title>{title}</title>
<style>td {{ border: 1px solid }}</style><script>var a = "<table>";</script></head><body>
<div class="top-nav"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li>
<li><a href="/hd">互动交流</a></li></ul></div>
<div style="display:none">单位收支总体情况表</div>
<form id="aspnetForm"><input type="text" value="搜索"><table width="100%"><tr><td>
<h1>{title}</h1>
{body}
<p>附件：<a href="./P020240208.xls">公开表.xls</a></p>
</td></tr></table></form>
<div class="footer"><a href="/map">网站地图</a> <a href="/us">联系我们</a></div></body></html>
"""


def write_html(printed: Printed, path: Path, encoding: str = "gb2312") -> None:
    """As a government site shows it: a menu, the article in a layout table, GB encoding."""
    parts = []
    for table in printed.tables:
        parts.append(f'<p style="text-align:center"><strong>{table.title}</strong></p>')
        parts.append(f"<p>{table.left}&nbsp;&nbsp;&nbsp;&nbsp;{table.right}</p><table border=1><tbody>")
        for row in range(table.head_rows):
            heads = [head for head in table.heads if head.row == row]
            spans = [f'<td rowspan="{h.height}" colspan="{h.width}"><p>{h.text}</p></td>' for h in heads]
            parts.append(f"<tr>{''.join(spans)}</tr>")
        for texts in table.rows:
            parts.append("<tr>" + "".join(f"<td>&nbsp;{_escaped(text)}</td>" for text in texts) + "</tr>")
        parts.append("</tbody></table>" + (f"<p>{table.note}</p>" if table.note else ""))
    parts += [f"<p>&emsp;&emsp;{_escaped(line)}</p>" for line in printed.lines]
    text = _PAGE.format(title=printed.title, body="\n".join(parts), encoding=encoding)
    path.write_bytes(text.encode("gb18030" if encoding.startswith("gb") else encoding))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def write_pdf(printed: Printed, path: Path) -> None:
    """Ruled tables on landscape pages, headings repeated where a table goes over pages, text upright after them."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageBreak, PageTemplate, Paragraph, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    small = ParagraphStyle("cell", fontName="STSong-Light", fontSize=7, leading=9, wordWrap="CJK")
    plain = ParagraphStyle("text", fontName="STSong-Light", fontSize=11, leading=18, wordWrap="CJK", firstLineIndent=22)
    title = ParagraphStyle("title", parent=plain, fontSize=16, leading=24, alignment=1, firstLineIndent=0)
    wide, high = landscape(A4)
    templates = [
        PageTemplate("wide", [Frame(40, 40, wide - 80, high - 80)], pagesize=(wide, high)),
        PageTemplate("upright", [Frame(60, 60, high - 120, wide - 120)], pagesize=(high, wide)),
    ]
    story: list[object] = [Paragraph(printed.title, title)]
    for table in printed.tables:
        story += [PageBreak(), Paragraph(table.title, title)]
        story.append(Table([[table.left, table.right]], colWidths=[(wide - 100) / 2] * 2, style=[
            ("FONT", (0, 0), (-1, -1), "STSong-Light", 9), ("ALIGN", (1, 0), (1, 0), "RIGHT"),
        ]))  # fmt: skip
        grid = [["" for _ in range(table.width)] for _ in range(table.head_rows)]
        spans = []
        for h in table.heads:
            grid[h.row][h.column] = Paragraph(h.text, small)  # type: ignore[call-overload]
            spans.append(("SPAN", (h.column, h.row), (h.column + h.width - 1, h.row + h.height - 1)))
        body = [[Paragraph(_escaped(text), small) if text else "" for text in row] for row in table.rows]
        story.append(Table(
            grid + body, colWidths=[(wide - 100) / table.width] * table.width, repeatRows=table.head_rows,
            style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black), *spans],
        ))  # fmt: skip
        story += [Paragraph(_escaped(table.note), plain)] if table.note else []
    story += [NextPageTemplate("upright"), PageBreak(), *(Paragraph(_escaped(line), plain) for line in printed.lines)]
    BaseDocTemplate(str(path), pageTemplates=templates).build(story)


WRITERS = {"docx": write_docx, "xlsx": write_xlsx, "xls": write_xls, "html": write_html, "pdf": write_pdf}
