// The result as a table: text only, numbers grouped, with links to the disclosure and to the line of its source.
import { numberOrText, guarded, csvText, saveCsv } from "./csv.js";
import { countText, make } from "./query_dom.js";
import { MEASURES, isGrouped, measureName } from "./query_sql.js";
import { columnOf, knownColumns, wordOf } from "./query_tables.js";

export const MOST_DRAWN = 1000;
const DISCLOSURE = /^([a-z0-9-]+)-(\d{4})-(budget|final)$/;

/** What stands above each column: `{ title, under, column, isNumber, isAmount }`. */
export function headsOf(catalogue, state, columns, tables) {
  const known = state.mode === "sql" ? knownColumns(catalogue, tables) : null;
  const measures = new Map(state.mode === "build" && isGrouped(state) && !state.pivot ? state.measures.map((item) => [measureName(item), item]) : []);
  return columns.map(({ name, kind }) => {
    const isNumber = kind !== "text";
    const measure = measures.get(name);
    if (measure || (state.mode === "build" && name === "row_count")) {
      const column = measure?.c ? columnOf(catalogue, state.table, measure.c) : null;
      const under = measure ? [MEASURES[measure.f], measure.f === "distinct" ? "" : column?.unit].filter(Boolean).join(" · ") : "";
      return { name, title: column?.title ?? "行数", under: column ? under : "", isNumber, isAmount: true };
    }
    const isPivoted = state.mode === "build" && state.pivot && !state.by.includes(name);
    if (isPivoted) return pivoted(catalogue, state, name, isNumber);
    const column = known ? known.get(name) : columnOf(catalogue, state.table, name);
    const isAmount = kind === "number" || (isNumber && !column);
    return { name, title: column?.title ?? name, under: [column && known ? name : "", column?.unit ?? ""].filter(Boolean).join(" · "), column, isNumber, isAmount };
  });
}

function pivoted(catalogue, state, name, isNumber) {
  const word = wordOf(columnOf(catalogue, state.table, state.pivot), name);
  const measure = state.measures[0];
  const column = measure?.c ? columnOf(catalogue, state.table, measure.c) : null;
  return { name, title: word, under: column?.unit && measure.f !== "distinct" ? column.unit : "", isNumber, isAmount: true };
}

/** `-11508.2` as `-11,508.2`; years and lines stay as they are. */
export function shownNumber(text, isAmount) {
  if (!isAmount || !/^-?\d+(\.\d+)?$/.test(text)) return text;
  if (/^-?0(\.0+)?$/.test(text)) return "0";
  const [, sign, whole, part = ""] = /^(-?)(\d+)(\.\d+)?$/.exec(text);
  return `${sign}${whole.length > 4 || part ? countText(whole) : whole}${part}`;
}

/** The way to the page of a disclosure; blank when `id` is none. */
export function addressOf(id, root) {
  const found = DISCLOSURE.exec(id ?? "");
  return found ? `${root}units/${found[1]}/${found[2]}-${found[3]}/` : "";
}

/** The table of a result's first rows. */
export function drawTable({ heads, rows }, root, isBuilt) {
  const at = (name) => heads.findIndex((head) => head.name === name);
  const [id, line, unit] = [at("disclosure_id"), at("source_line"), at("unit_name")];
  const hidden = new Set(isBuilt && unit >= 0 && id >= 0 ? [id] : []);
  const shown = heads.map((head, index) => index).filter((index) => !hidden.has(index));
  const cell = (row, index, isFirst) => {
    const head = heads[index];
    const text = row[index] ?? "";
    const address = id >= 0 ? addressOf(row[id], root) : "";
    const made = make(isFirst ? "th" : "td", isFirst ? { scope: "row" } : {});
    if (head.isNumber) made.className = "mz-number";
    if (row[index] === null) return made;
    if (index === line && address) made.append(make("a", { href: `${address}source/#L${text}`, title: `原文第 ${text} 行` }, text));
    else if (address && (index === id || index === unit)) made.append(make("a", { href: address }, text));
    else if (index === id && addressOf(text, root)) made.append(make("a", { href: addressOf(text, root) }, text));
    else made.append(head.isNumber ? shownNumber(text, head.isAmount) : wordOf(head.column, text));
    if (text.length > 60) made.classList.add("mz-text");
    else if (text.length > 20) made.classList.add("mz-query__words");
    else if (text.length <= 8) made.classList.add("mz-nowrap");
    return made;
  };
  const table = make("table", { class: "mz-table mz-table--wide mz-query__table" });
  table.append(make("caption", {}, "查询结果"));
  const titles = shown.map((index) => {
    const { title, under, isNumber } = heads[index];
    return make("th", { scope: "col", class: [isNumber ? "mz-number" : "", title.length <= 8 ? "mz-query__narrow" : ""].join(" ").trim() }, title, under ? make("small", {}, under) : "");
  });
  table.append(make("thead", {}, make("tr", {}, ...titles)));
  table.append(make("tbody", {}, ...rows.slice(0, MOST_DRAWN).map((row) => make("tr", {}, ...shown.map((index, place) => cell(row, index, !place))))));
  return table;
}

const linesOf = ({ heads, rows }) => [
  heads.map((head) => guarded(head.name === head.title ? head.title : `${head.title}${head.under ? `（${head.under}）` : ""}`)),
  ...rows.map((row) => row.map((text, index) => (heads[index].isNumber ? numberOrText(text ?? "") : guarded(text ?? "")))),
];

/** Saves all rows of the result as CSV: values as in the data, text guarded as in the published files. */
export const saveResult = (result, name) => saveCsv(csvText(linesOf(result)), name);

/** The rows as tab-separated text, for a spreadsheet. */
export const resultText = (result) => linesOf(result).map((row) => row.map((text) => text.replace(/[\t\r\n]+/g, " ")).join("\t")).join("\n");
