// The rows in sight as text for a spreadsheet: numbers without thousands separators, codes as text.
import { numberOrText } from "./csv.js";
import { bodyRows, textOf } from "./rows.js";

const AMOUNT = /^[-−+]?\d{1,3}(,\d{3})+(\.\d+)?%?$/;
const AS_TEXT = "mso-number-format:'\\@'";

const isSeen = (row) => row.getClientRects().length > 0;

function titlesOf(table) {
  return [...(table.tHead?.rows[0]?.cells || [])].map(textOf);
}

/** The cells of a row as pairs of a heading and a text; the heading cell falls apart into code, label and remark. */
function cellsOf(table, row, titles) {
  const pairs = [];
  if (table.dataset.part) pairs.push(["收支", table.dataset.part]);
  for (const cell of row.cells) {
    const title = titles[cell.cellIndex] ?? "";
    const label = cell.querySelector(".mz-label");
    if (label && (table.dataset.code || table.dataset.remark)) {
      const code = cell.querySelector(".mz-code")?.textContent.trim() || "";
      const words = label.textContent.trim();
      const small = cell.querySelector(".mz-remark")?.firstChild?.textContent.trim() || "";
      const [name, remark] = "remark" in label.dataset ? ["", words] : [words, small];
      if (table.dataset.code) pairs.push([table.dataset.code, code]);
      pairs.push([title, name]);
      if (table.dataset.remark) pairs.push([table.dataset.remark, remark]);
    } else {
      const text = textOf(cell);
      pairs.push([title, AMOUNT.test(text) ? text.replaceAll(",", "") : text]);
    }
  }
  return pairs;
}

/** The rows in sight of `tables`, under the columns of all of them; text is guarded as in a CSV. */
export function readRows(tables) {
  const titles = [];
  const codes = new Set(tables.map((table) => table.dataset.code).filter(Boolean));
  const rows = [];
  for (const table of tables) {
    const own = titlesOf(table);
    for (const row of bodyRows(table)) {
      if (row.classList.contains("mz-group") || !isSeen(row)) continue;
      const pairs = cellsOf(table, row, own);
      for (const [title] of pairs) if (!titles.includes(title)) titles.push(title);
      rows.push(new Map(pairs));
    }
  }
  // The line stays last where one table has columns that another lacks.
  const last = titlesOf(tables[0]).at(-1);
  if (titles.includes(last)) titles.push(...titles.splice(titles.indexOf(last), 1));
  return { titles, codes, rows: rows.map((row) => titles.map((title) => numberOrText(row.get(title) ?? ""))) };
}

/** Tab-separated text; what would break a row apart becomes a space. */
export function asText({ titles, rows }) {
  return [titles, ...rows].map((row) => row.map((cell) => cell.replace(/[\t\r\n]+/g, " ")).join("\t")).join("\n");
}

/** The same as an HTML table, in which a spreadsheet sees that codes are text. */
function asTable({ titles, codes, rows }) {
  const table = document.createElement("table");
  for (const row of [titles, ...rows]) {
    const line = table.insertRow();
    row.forEach((text, column) => {
      const cell = line.insertCell();
      cell.textContent = text;
      if (codes.has(titles[column])) cell.setAttribute("style", AS_TEXT);
    });
  }
  return table.outerHTML;
}

/** Puts the rows in sight of `tables` on the clipboard; returns how many. */
export async function copyTables(tables) {
  const found = readRows(tables);
  if (typeof ClipboardItem === "undefined") {
    await navigator.clipboard.writeText(asText(found));
    return found.rows.length;
  }
  const kinds = { "text/plain": asText(found), "text/html": asTable(found) };
  const parts = Object.entries(kinds).map(([kind, text]) => [kind, new Blob([text], { type: kind })]);
  await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(parts))]);
  return found.rows.length;
}
