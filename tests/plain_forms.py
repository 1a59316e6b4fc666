"""Charts by Altair and downloads by pandas, as their tutorials have it: one after the other, nothing kept."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import altair as alt
import pandas as pd

from mingzhang.site.charts.catalogue import build_charts, build_project_charts
from mingzhang.site.charts.model import NARROW, WIDE, Chart
from mingzhang.site.packages import read_package
from plain_pages import Charts, Disclosure

FORMS = ("csv", "json", "parquet", "xlsx")


def draw_charts(disclosures: list[Disclosure], names: dict[str, str], folder: Path) -> tuple[Charts, int]:
    """The charts that our site has of each disclosure and project, below ``folder``; and how many.

    What they show is asked of our site (it decides which charts there are); how it is drawn is the tutorials' way.
    """
    found: Charts = {}
    for item in disclosures:
        package = read_package(item.folder)
        charts = {package.id: build_charts(package, names)}
        for row in package.rows("projects"):
            charts[f"{package.id}/projects/{row['project_id']}"] = build_project_charts(package, row["project_id"])
        for key, own in charts.items():
            (folder / key).mkdir(parents=True, exist_ok=True)
            for chart in own:
                _draw(chart, folder / key)
            if own:
                found[key] = [(chart.name, chart.title) for chart in own]
    return found, sum(map(len, found.values()))


def _draw(chart: Chart, folder: Path) -> None:
    """A drawing for wide and one for narrow screens, each again where the chart has a finer one; data and spec."""
    frame = pd.DataFrame(
        [
            {"label": row.label, "amount": float(row.amount), "series": row.series or row.label, "words": row.words}
            for row in chart.rows
        ]
    )
    frame.to_csv(folder / f"{chart.name}.csv", index=False)
    for which in ["", "-detail"] if chart.detail else [""]:
        for width, ending in ((WIDE, ""), (NARROW, "-narrow")):
            save(_altair(frame, chart, width), folder / f"{chart.name}{which}{ending}.svg")
    save(_altair(frame, chart, WIDE).interactive(), folder / f"{chart.name}.json")


def save(drawing: alt.LayerChart, path: Path) -> None:
    """Altair's own way, which checks the chart against its schema and draws it with vl-convert."""
    drawing.save(path)


def _altair(frame: pd.DataFrame, chart: Chart, width: int) -> alt.LayerChart:
    """Bars with the amount at their end."""
    base = alt.Chart(frame, title=alt.Title(chart.title, subtitle=chart.answer)).encode(
        x=alt.X("amount:Q", title=chart.rows[0].unit), y=alt.Y("label:N", sort=None, title=None)
    )
    bars = base.mark_bar().encode(color=alt.Color("series:N", legend=None), tooltip="words:N")
    drawing: alt.LayerChart = (bars + base.mark_text(align="left", dx=4).encode(text="amount:Q")).properties(
        width=width
    )
    return drawing


def write_downloads(disclosures: list[Disclosure], folder: Path) -> int:
    """Every table in four forms, a workbook and an archive a disclosure; stacked tables, a database; counts files."""
    folder.mkdir(parents=True)
    stacked: dict[str, list[pd.DataFrame]] = {}
    for item in disclosures:
        own, tables = item.about["disclosure_id"], {}
        for table in item.tables.values():
            if table.rows and "source_line" in table.columns:
                frame = pd.DataFrame(table.rows, columns=list(table.columns))
                tables[table.name] = frame
                stacked.setdefault(table.name, []).append(frame.assign(disclosure_id=own))
        target = folder / "packages" / own
        target.mkdir(parents=True)
        for name, frame in tables.items():
            write_forms(frame, target / name)
        _write_workbook(tables, folder / f"{own}.xlsx")
        shutil.make_archive(str(folder / own), "zip", item.folder)
    (folder / "tables").mkdir()
    whole = {name: pd.concat(frames) for name, frames in stacked.items()}
    with sqlite3.connect(folder / "all.sqlite") as database:
        for name, frame in whole.items():
            write_forms(frame, folder / "tables" / name, ("csv", "json", "parquet"))
            frame.to_sql(name, database, index=False)
    database.close()
    _write_workbook(whole, folder / "all.xlsx")
    return sum(path.is_file() for path in folder.rglob("*"))


def write_forms(frame: pd.DataFrame, base: Path, forms: tuple[str, ...] = FORMS) -> None:
    """``frame`` in each of ``forms``."""
    if "csv" in forms:
        frame.to_csv(base.with_suffix(".csv"), index=False)
    if "json" in forms:
        frame.to_json(base.with_suffix(".json"), orient="records", force_ascii=False)
    if "parquet" in forms:
        frame.to_parquet(base.with_suffix(".parquet"), index=False)
    if "xlsx" in forms:
        frame.to_excel(base.with_suffix(".xlsx"), index=False)


def _write_workbook(tables: dict[str, pd.DataFrame], path: Path) -> None:
    with pd.ExcelWriter(path) as writer:
        for name, frame in tables.items():
            frame.to_excel(writer, sheet_name=name[:31], index=False)
