// Rows of tables on the page as CSV: the columns are the headings, numbers without thousands separators.
import { csvText, guarded, numberOrText } from "./csv.js";
import { textOf } from "./rows.js";

/** The CSV of `rows`, which may be of several tables: a table without a column leaves it blank. */
export function csvOf(rows) {
  const columns = [];
  const records = rows.map((row) => {
    const names = [...row.closest("table").tHead.rows[0].cells].map(textOf);
    for (const name of names) if (!columns.includes(name)) columns.push(name);
    return new Map(names.map((name, place) => [name, valueOf(row.cells[place])]));
  });
  return csvText([columns.map(guarded), ...records.map((record) => columns.map((name) => record.get(name) ?? ""))]);
}

function valueOf(cell) {
  if (cell.dataset.value !== undefined) return numberOrText(cell.dataset.value);
  const text = textOf(cell);
  return cell.classList.contains("mz-number") ? numberOrText(text.replaceAll(",", "").replace(/文$/, "")) : guarded(text);
}
