// DuckDB in a worker of its own: started when a query asks for it, fed with the tables that the query needs.
//
// The worker is made of a blob, not loaded from its address: only then does the page's policy hold in it too, and what
// it runs has been checked against its hash. It can reach no other host, and no file.
import { sizeText } from "./query_dom.js";

const VENDOR = new URL("../vendor/duckdb/", import.meta.url);
const WORKER = new URL("./query_worker.js", import.meta.url);
export const MOST_ROWS = 100_000;
export const [ASK_BYTES, ASK_ROWS] = [20_000_000, 1_000_000]; // from which the reader is asked before they are loaded
const AT_ONCE = 6; // pieces on their way
const REGISTER = "_register"; // in the schema `stored`, as are the tables below the views

/** Something that the reader has to be told: the server did not answer, the browser is too old. */
export class EngineError extends Error {}

/** What the build says that the file at `address` is, for the browser to check. */
function integrityOf(address) {
  const map = JSON.parse(document.querySelector('script[type="importmap"]')?.textContent ?? "{}");
  const found = Object.entries(map.integrity ?? {}).find(([path]) => new URL(path, location.href).href === address.href);
  return found ? found[1] : "";
}

async function fetchBytes(address, progress = () => {}) {
  let answer;
  try {
    answer = await fetch(address, { integrity: integrityOf(address) });
  } catch {
    throw new EngineError("文件没有取到（网络断了，或者文件和网站不是同一版本），请刷新再试。");
  }
  if (!answer.ok) throw new EngineError(`文件没有取到（${answer.status}），请刷新再试。`);
  const parts = [];
  const reader = answer.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    progress(value.length);
  }
  return new Blob(parts).arrayBuffer();
}

/** The bytes, unpacked where they are packed: some servers unpack on the way. */
async function unpacked(bytes) {
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (first !== 0x1f || second !== 0x8b) return bytes;
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/** Why this browser cannot query; blank when it can. */
export function missing() {
  const needed = { WebAssembly: "WebAssembly", Worker: "Worker", DecompressionStream: "DecompressionStream" };
  const lacks = Object.keys(needed).filter((name) => !(name in globalThis));
  return lacks.length ? `这个浏览器没有 ${lacks.join("、")}，不能在网页里查询；请换新版浏览器，或下载数据用别的工具打开。` : "";
}

export class Engine {
  /** `base` is where the page's data lie; `say(text)` tells what is going on. */
  constructor(base, catalogue, say) {
    Object.assign(this, { base, catalogue, say, worker: null, waiting: new Map(), number: 0, loaded: new Map(), starting: null });
  }

  get isReady() {
    return Boolean(this.worker);
  }

  /** Starts the engine, once. */
  start() {
    this.starting ??= this._start().catch((error) => {
      this.stop();
      throw error;
    });
    return this.starting;
  }

  async _start() {
    const total = this.catalogue.engine;
    let [got, told] = [0, -1];
    const progress = (more) => {
      got += more;
      const tenths = Math.floor(got / 104_857.6);
      if (tenths !== told) this.say(`载入查询引擎 ${(Math.min(got, total) / 1_048_576).toFixed(1)} / ${(total / 1_048_576).toFixed(1)} MB`, got / total);
      told = tenths;
    };
    this.scripts ??= Promise.all([fetchBytes(new URL("duckdb.js", VENDOR), progress), fetchBytes(WORKER)]);
    this.wasm ??= fetchBytes(new URL("duckdb-eh.wasm.gz", VENDOR), progress).then(unpacked);
    const given = [this.scripts, this.wasm, this.pieces(this.catalogue.register.pieces)];
    const [scripts, wasm, register] = await Promise.all(given).catch((error) => {
      this.scripts = this.wasm = undefined;
      throw error;
    });
    this.say("启动查询引擎");
    const address = URL.createObjectURL(new Blob(scripts, { type: "text/javascript" }));
    this.worker = new Worker(address);
    URL.revokeObjectURL(address);
    this.worker.onmessage = ({ data }) => this.settle(data);
    this.worker.onerror = (event) => this.fail(new EngineError(`查询引擎停了：${event.message || "内存可能不够"}`));
    await this.ask("start", { wasm });
    await this.ask("tell", { sql: "CREATE SCHEMA stored" });
    await this.put(REGISTER, register, "stored");
  }

  ask(act, values = {}, transfer = []) {
    return new Promise((done, fail) => {
      this.number += 1;
      this.waiting.set(this.number, { done, fail });
      this.worker.postMessage({ id: this.number, act, ...values }, transfer);
    });
  }

  settle({ id, answer, error }) {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (error === undefined) waiting?.done(answer);
    else waiting?.fail(new Error(error));
  }

  fail(error) {
    for (const { fail } of this.waiting.values()) fail(error);
    this.waiting.clear();
  }

  /** Ends whatever runs; what was loaded is forgotten (the browser still has the files). */
  stop() {
    this.worker?.terminate();
    this.worker = this.starting = null;
    this.loaded.clear();
    this.fail(new EngineError("已停止。"));
  }

  /** The pieces of the tables `names` that are not here yet; only those that `condition` on the register may need. */
  async needed(names, condition) {
    let wanted = null;
    if (condition && names.some((name) => this.catalogue.tables[name].pieces.length > 1)) {
      const { rows } = await this.run(`SELECT DISTINCT coalesce(province, ''), year, kind FROM stored.${REGISTER} WHERE ${condition}`);
      wanted = new Set(rows.map((row) => row.join("\n")));
    }
    return names.flatMap((name) => {
      const { pieces } = this.catalogue.tables[name];
      let found = pieces.filter((piece) => !piece.year || !wanted || wanted.has([piece.province, piece.year, piece.kind].join("\n")));
      if (!found.length) found = pieces.slice(0, 1); // so that the table is there
      const here = this.loaded.get(name) ?? new Set();
      return found.filter((piece) => !here.has(piece.file)).map((piece) => ({ ...piece, table: name }));
    });
  }

  /** Loads `pieces`, which `needed` gave: some are on their way while others are put in. */
  async load(pieces) {
    const total = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
    const [waiting, coming] = [[...pieces], []];
    let got = 0;
    const fetchNext = () => {
      const piece = waiting.shift();
      if (!piece) return;
      const fetched = this.pieces([piece], (more) => {
        got += more;
        this.say(`载入${this.catalogue.tables[piece.table].title}（共 ${sizeText(total)}）`, got / total);
      });
      fetched.catch(() => {}); // told where it is awaited
      coming.push([piece, fetched]);
    };
    for (let count = 0; count < AT_ONCE; count += 1) fetchNext();
    while (coming.length) {
      const [piece, fetched] = coming.shift();
      const streams = await fetched;
      fetchNext();
      await this.put(piece.table, streams);
      this.loaded.get(piece.table).add(piece.file);
    }
  }

  pieces(pieces, progress) {
    return Promise.all(pieces.map((piece) => fetchBytes(new URL(piece.file, this.base), progress).then(unpacked)));
  }

  /** Puts Arrow streams into a table; one of disclosures becomes a view with what is joined to it. */
  async put(name, streams, schema = "main") {
    const view = this.viewOf(name);
    for (const bytes of streams) {
      const create = !this.loaded.has(name);
      await this.ask("load", { name, schema: view ? "stored" : schema, bytes, create }, [bytes]);
      if (!create) continue;
      this.loaded.set(name, new Set());
      if (view) await this.ask("tell", { sql: view });
    }
  }

  viewOf(name) {
    const columns = Object.entries(this.catalogue.tables[name]?.joined ?? {}).map(([as, column]) => `d.${column} AS "${as}"`);
    return columns.length && `CREATE VIEW "${name}" AS SELECT t.*, ${columns.join(", ")} FROM stored."${name}" t LEFT JOIN stored.${REGISTER} d USING (disclosure_id)`;
  }

  /** The answer to `sql`: columns, rows of text, and whether there were more than `most`. */
  run(sql, most = MOST_ROWS) {
    return this.ask("run", { sql, most });
  }
}
