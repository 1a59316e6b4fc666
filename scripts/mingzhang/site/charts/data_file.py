"""The numbers of a chart as CSV: exact decimals, one number a row."""

from __future__ import annotations

import csv
from io import StringIO

from mingzhang.site.charts.model import Chart, Datum

_COLUMNS = ("disclosure_id", "group", "code", "label", "series", "amount", "unit", "share", "note", "source_line")
_ALWAYS = ("label", "amount", "unit")


def chart_csv(chart: Chart) -> str:
    """The data of ``chart``: its rows, then the finer ones. Columns that nothing fills are left out."""
    rows = [_cells(row) for row in (*chart.rows, *chart.finer)]
    columns = [name for name in _COLUMNS if name in _ALWAYS or any(row[name] for row in rows)]
    out = StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _cells(row: Datum) -> dict[str, str]:
    return {
        "disclosure_id": row.disclosure,
        "group": row.group,
        "code": row.code,
        "label": row.label,
        "series": row.series,
        "amount": f"{row.amount:f}",
        "unit": row.unit,
        "share": row.exact_share,
        "note": row.note,
        "source_line": row.line,
    }
