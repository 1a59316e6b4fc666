// The query as the page's address says it, after "#": #t=expenditure&w=level.eq.类&g=name&p=unit_name&m=sum.total
// What an address asks for and there is not is left out and told. After "#" it stays in the browser: no server sees it.
import { MEASURES, OPERATORS, conditions, orderKeys } from "./query_sql.js";
import { columnOf } from "./query_tables.js";

export const LIMIT = 200;
export const MOST_LIMIT = 100_000;

/** A query of the table `table` that asks for nothing yet. */
export const emptyState = (table) => ({
  mode: "build", table, where: [], by: [], pivot: "", measures: [], columns: [], order: [], limit: LIMIT, sql: "", view: "table", unknown: [],
});

function pairsOf(hash) {
  const pairs = [];
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at < 1) continue;
    try {
      pairs.push([part.slice(0, at), decodeURIComponent(part.slice(at + 1).replaceAll("+", "%20"))]);
    } catch {
      // cut in the middle of a character: as if it were not there
    }
  }
  return pairs;
}

/** The query in `hash`; null when there is none. */
export function readState(hash, catalogue, standard) {
  const pairs = pairsOf(hash);
  const one = (key) => pairs.find(([name]) => name === key)?.[1] ?? "";
  const list = (key) => one(key).split(",").filter(Boolean);
  if (!pairs.some(([key]) => key === "t" || key === "sql")) return null;
  const asked = one("t");
  const has = Object.hasOwn(catalogue.tables, asked);
  const state = emptyState(has ? asked : standard);
  if (asked && !has) state.unknown.push(`表 ${asked}`);
  state.view = one("v") === "chart" ? "chart" : "table";
  if (one("sql").trim()) return { ...state, mode: "sql", sql: one("sql") };
  const known = (name) => {
    const found = columnOf(catalogue, state.table, name);
    if (!found) state.unknown.push(`列 ${name}`);
    return Boolean(found);
  };
  for (const [key, text] of pairs) {
    if (key !== "w") continue;
    const [, c, op, value] = /^([^.]*)\.([^.]*)(?:\.([\s\S]*))?$/.exec(text) ?? [];
    if (c && Object.hasOwn(OPERATORS, op) && known(c)) state.where.push({ c, op, value: value ?? "" });
  }
  state.by = [...new Set(list("g"))].filter(known);
  state.pivot = one("p") && known(one("p")) ? one("p") : "";
  state.columns = [...new Set(list("c"))].filter(known);
  for (const text of list("m")) {
    const [f, c = ""] = text.split(".");
    if (Object.hasOwn(MEASURES, f) && (f === "count" || known(c))) state.measures.push({ f, c: f === "count" ? "" : c });
  }
  const keys = orderKeys(catalogue, state);
  state.order = list("o").map((text) => ({ key: text.replace(/^-/, ""), down: text.startsWith("-") })).filter(({ key }) => keys.includes(key));
  const limit = Number(one("n"));
  if (Number.isInteger(limit) && limit > 0) state.limit = Math.min(limit, MOST_LIMIT);
  return state;
}

const coded = (text) => encodeURIComponent(text).replace(/%2C/g, ",").replace(/%20/g, "+");

/** What stands after `#` for `state`, as short as it can be. */
export function hashOf(state) {
  const parts = [];
  const add = (key, text) => text && parts.push(`${key}=${coded(text)}`);
  if (state.mode === "sql") add("sql", state.sql);
  else {
    add("t", state.table);
    for (const { c, op, value } of conditions(state)) add("w", ["blank", "filled"].includes(op) ? `${c}.${op}` : `${c}.${op}.${value}`);
    add("g", state.by.join(","));
    add("p", state.pivot);
    add("m", state.measures.map(({ f, c }) => (c ? `${f}.${c}` : f)).join(","));
    add("c", state.columns.join(","));
    add("o", state.order.map(({ key, down }) => (down ? "-" : "") + key).join(","));
    if (state.limit !== LIMIT) add("n", String(state.limit));
  }
  if (state.view === "chart") add("v", "chart");
  return `#${parts.join("&")}`;
}
