// What the catalogue says of tables and columns, with the columns of the register that every table gets.

/** The columns of the table `name`: the register's first, then its own. */
export function columnsOf(catalogue, name) {
  const table = catalogue.tables[name];
  const joined = Object.entries(table.joined ?? {}).map(([own, original]) => {
    const column = catalogue.register.columns.find((item) => item.name === original);
    const title = own === original ? column.title : `${column.title}（材料）`;
    return { ...column, name: own, title, original };
  });
  return [...joined, ...table.columns];
}

/** The column `name` of a table; undefined where it has none. */
export const columnOf = (catalogue, table, name) => columnsOf(catalogue, table).find((item) => item.name === name);

/** Whether a column holds numbers to compute with: no year, line or ordinal. */
export const isMeasure = (column) => column.type === "number" || (column.type === "integer" && COUNTS.test(column.name));
const COUNTS = /(^|_)(count|rows|passed|failed|not_checked|disclosures|quantity|points|full_points)$/;

/** Which columns a plain query shows: who and when, then the table's own, without those on how they were printed. */
export function shownColumns(catalogue, name) {
  const about = new Set(["unit_name", "year", "kind", "disclosure_year", "disclosure_kind"]);
  return columnsOf(catalogue, name)
    .filter((column) => (column.original ? about.has(column.name) : !column.empty && !HIDDEN.test(column.name)))
    .map((column) => column.name);
}
const HIDDEN = /^(disclosure_id|class_name|source_line|code_printed|code_parts|row_number|amount_parts)$/;

/** The word for a value of a column; the value itself where there is none. */
export function wordOf(column, value) {
  return column?.values?.find(([key]) => key === value)?.[1] || value;
}

/** Columns by name where all of `tables` that have one mean the same by it: titles and words for the results of SQL. */
export function knownColumns(catalogue, tables) {
  const known = new Map();
  for (const table of tables.filter((name) => Object.hasOwn(catalogue.tables, name))) {
    for (const column of columnsOf(catalogue, table)) {
      if (known.has(column.name) && known.get(column.name)?.title !== column.title) known.set(column.name, null);
      else known.set(column.name, column);
    }
  }
  return known;
}

// What makes one amount stand in several rows, what tells them apart, and the condition that leaves one of them.
const DOUBLES = [
  { c: "role", value: "detail", apart: ["level", "item_key", "code", "item", "name"], why: "表里有小计、合计行" },
  { c: "item_key", value: "total", apart: ["item"], unless: "role", why: "表里有合计和其中各项" },
  { c: "side", value: "expenditure", apart: ["item"], why: "表里有收入和支出两方" },
  { c: "measure", value: "total", apart: [], why: "同一笔钱按几种金额列出" },
  { c: "table", value: "expenditure", apart: [], unless: "status", why: "同一笔钱在几张表里" },
];

/** Why a sum in `state` would count amounts twice, each with the condition that mends it. */
export function doublings(catalogue, state) {
  if (!state.measures.some(({ f }) => f === "sum")) return [];
  const held = new Set([...state.where.map(({ c }) => c), ...state.by, state.pivot]);
  const has = (name) => Boolean(columnOf(catalogue, state.table, name));
  return DOUBLES.filter(({ c, apart, unless }) => has(c) && !(unless && has(unless)) && ![c, ...apart].some((name) => held.has(name))).map(
    ({ c, value, why }) => ({ why, filter: { c, op: "eq", value } }),
  );
}
