// The comparison as CSV: the numbers of the JSON, untouched, each measure a line and each disclosure a column.

import { cellAt, measures } from "./compare_table.js";
import { csvText, guarded, numberOrText } from "./csv.js";

const KINDS = { budget: "预算", final: "决算" };

/** The section `key` of `columns` as CSV. */
export function csvOf(page, key, columns) {
  const section = page.sections.find((item) => item.key === key);
  const heads = columns.map((column) => guarded(`${column.unit} ${column.year} ${KINDS[column.kind]}`));
  const lines = [["项目", "编码", "计量", ...heads], ["公开材料编号", "", "", ...columns.map((column) => guarded(column.id))]];
  for (const row of measures(section, columns)) {
    const cells = columns.map((column) => cellAt(column, key, row.key));
    const values = cells.map((cell) => numberOrText(cell.value ?? page.absent[cell.absent] ?? ""));
    lines.push([guarded(row.label), guarded(row.code ?? ""), guarded(row.unit ?? ""), ...values]);
    const more = [["占比", "share", "%"], ["较上年增减", "change", row.unit]];
    for (const [name, field, unit] of more) {
      if (!cells.some((cell) => cell[field])) continue;
      lines.push([guarded(`${row.label} ${name}`), guarded(row.code ?? ""), guarded(unit ?? ""), ...cells.map((cell) => numberOrText(cell[field] ?? ""))]);
    }
  }
  return csvText(lines);
}
