// Rows of tables on the page as CSV: the columns are the headings, numbers without thousands separators.
import { textOf } from "./rows.js";

/** The CSV of `rows`, which may be of several tables: a table without a column leaves it blank. */
export function csvOf(rows) {
  const columns = [];
  const records = rows.map((row) => {
    const names = [...row.closest("table").tHead.rows[0].cells].map(textOf);
    for (const name of names) if (!columns.includes(name)) columns.push(name);
    return new Map(names.map((name, place) => [name, valueOf(row.cells[place])]));
  });
  const lines = [columns, ...records.map((record) => columns.map((name) => record.get(name) ?? ""))];
  return lines.map((line) => `${line.map(quoted).join(",")}\r\n`).join("");
}

/** Has the browser save `text`; the mark at its beginning tells spreadsheets that it is UTF-8. */
export function saveText(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function valueOf(cell) {
  if (cell.dataset.value !== undefined) return cell.dataset.value;
  const text = textOf(cell);
  return cell.classList.contains("mz-number") ? text.replaceAll(",", "").replace(/文$/, "") : guarded(text);
}

/** Text that a spreadsheet would take for a formula gets an apostrophe. */
const guarded = (text) => (/^[=+@\t\r-]/.test(text) ? `'${text}` : text);
const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
