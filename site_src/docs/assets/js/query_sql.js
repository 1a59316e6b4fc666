// The SQL of a query that was put together by choosing. Names are quoted where they must be, values always.
import { columnOf, shownColumns } from "./query_tables.js";

const RESERVED = new Set(
  `all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create default
  deferrable desc describe distinct do else end except false fetch for foreign from group having in initially intersect
  into lambda lateral leading limit not null offset on only or order pivot pivot_longer pivot_wider placing primary
  qualify references returning select show some summarize symmetric table then to trailing true union unique unpivot
  using variadic when where window with`.split(/\s+/),
);
const NUMBER = /^[-+]?\d+(\.\d+)?$/;
const BLANK = "（空）";
const SIGNS = { eq: "=", ne: "<>", gt: ">", ge: ">=", lt: "<", le: "<=" };

export const MEASURES = { sum: "合计", avg: "平均", count: "计数", distinct: "去重计数", max: "最大", min: "最小" };
export const OPERATORS = {
  eq: "等于", ne: "不等于", has: "包含", starts: "开头是", in: "是其中之一", gt: "大于", ge: "不小于", lt: "小于", le: "不大于", blank: "为空", filled: "不为空",
};

/** The operators that make sense for a column. */
export function operatorsOf(column) {
  const isText = column.type === "string";
  const names = isText ? ["eq", "ne", "has", "starts", "in"] : ["eq", "ne", "gt", "ge", "lt", "le", "in"];
  return [...(column.type === "boolean" ? ["eq"] : names), "blank", "filled"];
}

/** A name as SQL writes it. */
export const nameOf = (name) => (/^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`);

/** Text as SQL writes it. */
export const textOf = (text) => `'${String(text).replaceAll("'", "''")}'`;

/** A query that cannot be made; its message is for the reader. */
export class QueryError extends Error {}

function valueOf(column, value) {
  if (column.type === "string") return textOf(value);
  if (column.type === "date") return `DATE ${textOf(value)}`;
  if (column.type === "boolean") return value === "true" ? "true" : "false";
  const plain = value.trim().replaceAll(",", "");
  if (!NUMBER.test(plain)) throw new QueryError(`“${column.title}”要和数字比较，读到的是“${value}”。`);
  return plain;
}

/** The condition of one filter. */
export function conditionOf(column, { op, value }) {
  const name = nameOf(column.name);
  if (op === "blank") return `${name} IS NULL`;
  if (op === "filled") return `${name} IS NOT NULL`;
  if (op === "has") return `contains(${name}, ${textOf(value)})`;
  if (op === "starts") return `starts_with(${name}, ${textOf(value)})`;
  if (op === "in") {
    const values = value.split(/[,，、]/).map((item) => item.trim()).filter(Boolean);
    if (!values.length) throw new QueryError(`“${column.title}”：写出几个值，用逗号隔开。`);
    return `${name} IN (${values.map((item) => valueOf(column, item)).join(", ")})`;
  }
  return `${name} ${SIGNS[op]} ${valueOf(column, value)}`;
}

/** The name that a measure has in the result. */
export const measureName = ({ f, c }) => (f === "count" ? "row_count" : `${f}_${c}`);

function measureSql({ f, c }, column = nameOf(c)) {
  if (f === "count") return "count(*)";
  if (f === "distinct") return `count(DISTINCT ${column})`;
  return f === "avg" ? `round(avg(${column}), 4)` : `${f}(${column})`;
}

/** The conditions that say something: one whose value is still to be chosen does not. */
export const conditions = (state) => state.where.filter(({ op, value }) => ["blank", "filled"].includes(op) || value.trim());

function where(catalogue, state) {
  const told = conditions(state).map((item) => conditionOf(columnOf(catalogue, state.table, item.c), item));
  return told.length ? `WHERE ${told.join("\n  AND ")}\n` : "";
}

function order(state, standard) {
  const chosen = state.order.map(({ key, down }) => `${nameOf(key)}${down ? " DESC" : ""}`);
  const keys = chosen.length ? chosen : standard;
  return keys.length ? `ORDER BY ${keys.join(", ")}\n` : "";
}

/** The names of the columns by which the result of `state` can be ordered. */
export function orderKeys(catalogue, state) {
  if (state.pivot) return state.by;
  if (isGrouped(state)) return [...state.by, ...measuresOf(state).map(measureName)];
  return columnsShown(catalogue, state);
}

export const isGrouped = (state) => Boolean(state.by.length || state.measures.length || state.pivot);
const measuresOf = (state) => (state.measures.length ? state.measures : [{ f: "count", c: "" }]);
const columnsShown = (catalogue, state) => (state.columns.length ? state.columns : shownColumns(catalogue, state.table));

/** The SQL of `state`. */
export function sqlOf(catalogue, state) {
  if (state.pivot) return pivotSql(catalogue, state);
  const from = `FROM ${nameOf(state.table)}\n${where(catalogue, state)}`;
  if (isGrouped(state)) {
    const measures = measuresOf(state);
    const by = state.by.map(nameOf);
    const chosen = [...by, ...measures.map((item) => `${measureSql(item)} AS ${nameOf(measureName(item))}`)];
    const group = by.length ? `GROUP BY ${by.join(", ")}\n` : "";
    const standard = by.length ? [`${nameOf(measureName(measures[0]))} DESC`] : [];
    return `SELECT ${chosen.join(", ")}\n${from}${group}${order(state, standard)}LIMIT ${state.limit}`;
  }
  const names = columnsShown(catalogue, state);
  const links = ["disclosure_id", "source_line"].filter((name) => !names.includes(name) && columnOf(catalogue, state.table, name));
  return `SELECT ${[...names, ...links].map(nameOf).join(", ")}\n${from}${order(state, [])}LIMIT ${state.limit}`;
}

function pivotSql(catalogue, state) {
  const [measure] = measuresOf(state);
  const pivot = nameOf(state.pivot);
  const column = columnOf(catalogue, state.table, state.pivot);
  const text = column.type === "string" ? pivot : `CAST(${pivot} AS VARCHAR)`;
  const by = state.by.filter((name) => name !== state.pivot).map(nameOf);
  const amount = measure.f === "count" ? [] : [`${nameOf(measure.c)} AS amount_`];
  const inner = [...by, `coalesce(${text}, ${textOf(BLANK)}) AS pivot_`, ...amount].join(", ");
  const group = by.length ? `GROUP BY ${by.join(", ")}\n` : "";
  const filter = where(catalogue, state).replaceAll("\n", "\n  ").trimEnd();
  const from = `  FROM ${nameOf(state.table)}${filter ? `\n  ${filter}` : ""}`;
  const standard = by;
  return `PIVOT (\n  SELECT ${inner}\n${from}\n)\nON pivot_\nUSING ${measureSql(measure, "amount_")}\n${group}${order(state, standard)}LIMIT ${state.limit}`;
}

/** The tables of the catalogue that `sql` may read: names that stand where a table does. */
export function tablesIn(catalogue, sql) {
  const plain = sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, " ").replace(/'(?:[^']|'')*'/g, "''");
  const found = new Set();
  const places = /(?:\b(?:from|join|describe|summarize|table|pivot|pivot_wider|unpivot|show)\s+|[,(]\s*)(?:main\s*\.\s*)?"?([a-z_0-9]+)"?/gi;
  for (const match of plain.matchAll(places)) {
    const name = match[1].toLowerCase();
    if (Object.hasOwn(catalogue.tables, name)) found.add(name);
    places.lastIndex = match.index + 1;
  }
  return [...found];
}
