// The engine's side of the page /query/: runs in a worker, after assets/vendor/duckdb/duckdb.js in the same script.
// It reaches nothing: the engine may open no file and no address, and what could ask a server is taken away.
"use strict";

const LOCKS = [
  "SET autoinstall_known_extensions = false",
  "SET autoload_known_extensions = false",
  "SET allow_community_extensions = false",
  "SET enable_external_access = false",
  "SET lock_configuration = true",
];
const TYPES = { INT: 2, FLOAT: 3, BINARY: 4, BOOL: 6, DECIMAL: 7, DATE: 8, TIME: 9, TIMESTAMP: 10, LIST: 12, STRUCT: 13, MAP: 17 };
let connection = null;

const acts = {
  /** Starts the engine out of its bytes. */
  async start({ wasm }) {
    for (const name of ["XMLHttpRequest", "WebSocket", "EventSource", "importScripts"]) self[name] = undefined;
    self.fetch = async () => new Response(wasm, { headers: { "Content-Type": "application/wasm" } });
    const module = { mainModule: `${self.location.origin}/`, mainWorker: "" };
    const database = await duckdb.createDuckDB({ mvp: module, eh: module }, new duckdb.VoidLogger(), duckdb.BROWSER_RUNTIME);
    await database.instantiate(() => {});
    self.fetch = () => Promise.reject(new Error("no network"));
    database.open({ path: ":memory:" });
    connection = database.connect();
    for (const lock of LOCKS) connection.query(lock);
    return connection.query("SELECT version() AS v").toArray()[0].v;
  },

  /** Puts an Arrow stream into the table `name`; the first one makes it. */
  load({ name, schema, bytes, create }) {
    connection.insertArrowFromIPCStream(new Uint8Array(bytes), { name, schema, create });
  },

  /** Runs statements that give nothing back. */
  tell({ sql }) {
    connection.query(sql);
  },

  /** At most `most` rows of a query, as text; `more` says that there were others. */
  async run({ sql, most }) {
    const reader = await connection.send(sql, true);
    const rows = [];
    let [columns, more] = [[], false];
    for (const batch of reader) {
      if (!columns.length) columns = batch.schema.fields.map(({ name, type }) => ({ name, kind: kindOf(type) }));
      more = !take(batch, rows, most);
      if (more) break;
    }
    if (!columns.length && reader.schema) {
      columns = reader.schema.fields.map(({ name, type }) => ({ name, kind: kindOf(type) }));
    }
    return { columns, rows, more };
  },
};

/** Adds the rows of `batch` as text; false when there were more than `most`. */
function take(batch, rows, most) {
  const columns = batch.schema.fields.map(({ type }, index) => [type, batch.getChildAt(index)]);
  for (let line = 0; line < batch.numRows; line += 1) {
    if (rows.length >= most) return false;
    rows.push(columns.map(([type, values]) => textOf(type, values.get(line))));
  }
  return true;
}

function kindOf(type) {
  if (type.typeId === TYPES.INT) return "integer";
  if (type.typeId === TYPES.DECIMAL) return type.scale === 0 ? "integer" : "number";
  return type.typeId === TYPES.FLOAT ? "number" : "text";
}

/** A value as text; numbers with all their digits, null as null. */
function textOf(type, value) {
  if (value === null || value === undefined) return null;
  switch (type.typeId) {
    case TYPES.DECIMAL: return decimalText(value, type.scale);
    case TYPES.DATE: return new Date(Number(value)).toISOString().slice(0, 10);
    case TYPES.TIMESTAMP: return new Date(Number(value)).toISOString().slice(0, 19).replace("T", " ");
    case TYPES.TIME: return new Date(Number(BigInt(value) / 1000n)).toISOString().slice(11, 19);
    case TYPES.LIST: return `[${[...value].map((item) => textOf(type.children[0].type, item) ?? "NULL").join(", ")}]`;
    case TYPES.STRUCT: return `{${type.children.map((child) => `${child.name}: ${textOf(child.type, value[child.name]) ?? "NULL"}`).join(", ")}}`;
    case TYPES.BINARY: return [...value].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    default: return String(value);
  }
}

/** A decimal of 128 bits (four words, the lowest first), exactly; without zeros beyond its second place. */
function decimalText(words, scale) {
  const bytes = new Uint32Array(words.buffer, words.byteOffset, 4);
  let whole = 0n;
  for (let at = 3; at >= 0; at -= 1) whole = (whole << 32n) | BigInt(bytes[at]);
  whole = BigInt.asIntN(128, whole);
  const digits = (whole < 0n ? -whole : whole).toString().padStart(scale + 1, "0");
  const sign = whole < 0n ? "-" : "";
  if (!scale) return sign + digits;
  const [left, right] = [digits.slice(0, -scale), digits.slice(-scale)];
  let kept = right.length;
  while (kept > 2 && right[kept - 1] === "0") kept -= 1;
  return `${sign}${left}.${right.slice(0, kept)}`;
}

/** DuckDB's message: some come as JSON. */
function messageOf(error) {
  const text = String(error?.message ?? error);
  try {
    const { exception_type: type, exception_message: message } = JSON.parse(text);
    return message ? `${type} Error: ${message}` : text;
  } catch {
    return text;
  }
}

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ id: data.id, answer: await acts[data.act](data) });
  } catch (error) {
    self.postMessage({ id: data.id, error: messageOf(error) });
  }
};
