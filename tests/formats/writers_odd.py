"""Printed disclosures as people also make them: titles inside tables, everything on one sheet or in one table."""

from __future__ import annotations

from pathlib import Path

from printed import Printed
from writers import _escaped, _is_code, _number


def write_titles_inside(printed: Printed, path: Path) -> None:
    """A Word file whose titles, captions and notes are merged rows of the tables."""
    from docx import Document

    document = Document()
    document.add_heading(printed.title, 0)
    for table in printed.tables:
        top = table.head_rows + 2
        grid = document.add_table(top + len(table.rows) + bool(table.note), table.width, style="Table Grid")
        cells = [[*row.cells] for row in grid.rows]
        cells[0][0].merge(cells[0][-1]).text = table.title
        cells[1][0].merge(cells[1][-2]).text = table.left
        cells[1][-1].text = table.right
        for head in table.heads:
            first = cells[head.row + 2][head.column]
            last = cells[head.row + 1 + head.height][head.column + head.width - 1]
            (first.merge(last) if first is not last else first).text = head.text
        for number, row in enumerate(table.rows, top):
            for column, text in enumerate(row):
                cells[number][column].text = text
        if table.note:
            cells[-1][0].merge(cells[-1][-1]).text = table.note
        document.add_paragraph()
    for line in printed.lines:
        document.add_paragraph(line)
    document.save(str(path))


def write_one_sheet(printed: Printed, path: Path) -> None:
    """A workbook with all tables one below another on one sheet, a blank row between them."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    sheet, shown = book.add_worksheet("公开表"), book.add_format({"num_format": "0.00"})
    sheet.write(0, 0, printed.title)
    row = 2
    for table in printed.tables:
        sheet.merge_range(row, 0, row, table.width - 1, table.title)
        sheet.write(row + 1, 0, table.left)
        sheet.write(row + 1, table.width - 1, table.right)
        row += 2
        for head in table.heads:
            top, left = row + head.row, head.column
            if head.height + head.width > 2:
                sheet.merge_range(top, left, top + head.height - 1, left + head.width - 1, head.text)
            else:
                sheet.write(top, left, head.text)
        row += table.head_rows
        for texts in table.rows:
            for column, text in enumerate(texts):
                if text:
                    sheet.write(row, column, text if _is_code(table, column) else _number(text), shown)
            row += 1
        if table.note:
            sheet.merge_range(row, 0, row, table.width - 1, table.note)
        row += 2
    for line in printed.lines:
        sheet.write(row, 0, line)
        row += 1
    book.close()


def write_one_table(printed: Printed, path: Path) -> None:
    """A page in which a whole workbook was pasted as one table; narrow tables span its last columns."""
    width = max(table.width for table in printed.tables)
    rows: list[str] = []
    for table in printed.tables:

        def cell(column: int, span: int, height: int, text: str, last: int = table.width) -> str:
            span += width - last if column + span == last else 0
            return f'<td colspan="{span}" rowspan="{height}">{_escaped(text)}</td>'

        rows.append(f'<td colspan="{width}">{table.title}</td>')
        rows.append(f'<td colspan="2">{table.left}</td><td colspan="{width - 2}">{table.right}</td>')
        for number in range(table.head_rows):
            heads = [head for head in table.heads if head.row == number]
            rows.append("".join(cell(head.column, head.width, head.height, head.text) for head in heads))
        rows += ["".join(cell(at, 1, 1, text) for at, text in enumerate(texts)) for texts in table.rows]
        rows += [f'<td colspan="{width}">{table.note}</td>'] if table.note else []
    body = "".join(f"<tr>{row}</tr>\n" for row in rows)
    text = "".join(f"<p>{_escaped(line)}</p>\n" for line in printed.lines)
    page = f"<html><body><h1>{printed.title}</h1><table>{body}</table>{text}</body></html>"
    path.write_text(page, encoding="utf-8")


ODD_WRITERS = {"docx": write_titles_inside, "xlsx": write_one_sheet, "html": write_one_table}
