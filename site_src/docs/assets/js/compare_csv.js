// The comparison as CSV: the numbers of the JSON, untouched, each measure a line and each disclosure a column.

import { cellAt, measures } from "./compare_table.js";

const KINDS = { budget: "预算", final: "决算" };

/** The section `key` of `columns` as CSV; a byte order mark lets Excel see that it is UTF-8. */
export function csvOf(page, key, columns) {
  const section = page.sections.find((item) => item.key === key);
  const heads = columns.map((column) => words(`${column.unit} ${column.year} ${KINDS[column.kind]}`));
  const lines = [["项目", "编码", "计量", ...heads], ["公开材料编号", "", "", ...columns.map((column) => words(column.id))]];
  for (const row of measures(section, columns)) {
    const cells = columns.map((column) => cellAt(column, key, row.key));
    const values = cells.map((cell) => cell.value ?? page.absent[cell.absent] ?? "");
    lines.push([words(row.label), row.code, row.unit, ...values]);
    const more = [["占比", "share", "%"], ["较上年增减", "change", row.unit]];
    for (const [name, field, unit] of more) {
      if (cells.some((cell) => cell[field])) lines.push([words(`${row.label} ${name}`), row.code, unit, ...cells.map((cell) => cell[field] ?? "")]);
    }
  }
  return `\ufeff${lines.map((line) => line.map(quoted).join(",")).join("\r\n")}\r\n`;
}

/** Text that a spreadsheet would take for a formula gets an apostrophe. */
const words = (text) => (/^[=+@\t\r-]/.test(text) ? `'${text}` : text);
const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Give `text` to the reader as a file. */
export function save(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
