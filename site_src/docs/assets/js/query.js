// The page /query/: what is asked lives in the address; DuckDB is loaded when something is asked for.
import { watchFrames } from "./frames.js";
import { button, countText, make, sizeText } from "./query_dom.js";
import { ASK_BYTES, ASK_ROWS, Engine, EngineError, MOST_ROWS, missing } from "./query_engine.js";
import { explain } from "./query_errors.js";
import { Form } from "./query_form.js";
import { MOST_DRAWN, drawTable, headsOf, resultText, saveResult } from "./query_result.js";
import { QueryError, conditionOf, conditions, nameOf, sqlOf, tablesIn, textOf } from "./query_sql.js";
import { emptyState, hashOf, readState } from "./query_state.js";
import { columnOf } from "./query_tables.js";

const BASE = new URL("../../query/", import.meta.url);

export async function start(document) {
  const root = document.querySelector("[data-mz-desk]");
  const status = root.querySelector(".mz-query__status");
  const why = missing();
  if (why) {
    status.textContent = why;
    return;
  }
  try {
    const answer = await fetch(new URL("catalogue.json", BASE));
    if (!answer.ok) throw new Error(answer.status);
    new QueryPage(root, await answer.json()).begin();
  } catch (error) {
    status.textContent = "数据目录没有取到，请刷新再试。";
    console.warn(error);
  }
}

class QueryPage {
  constructor(root, catalogue) {
    Object.assign(this, { root, catalogue, result: null, turn: 0, asked: new Set() });
    for (const name of ["status", "progress", "form", "editor", "sql", "made", "actions", "modes"]) {
      this[name] = root.querySelector(`.mz-query__${name}`);
    }
    this.standard = root.dataset.default;
    this.engine = new Engine(BASE, catalogue, (text, part) => this.tell(text, part));
    this.form = new Form(this.form, catalogue, {
      change: (state, redraw = true) => this.edit(state, redraw),
      run: () => this.go(),
      suggest: (column, text) => this.suggest(column, text),
    });
  }

  begin() {
    this.run = button("运行", () => this.go(), { class: "mz-query__run" });
    this.stop = button("停止", () => this.halt(), { class: "mz-query__stop", hidden: true });
    this.actions.prepend(this.run, this.stop);
    this.modes.querySelectorAll("button").forEach((tab) => tab.addEventListener("click", () => this.turnTo(tab.dataset.mode)));
    this.made.querySelector("[data-act=copy]").addEventListener("click", () => this.copy(this.sqlNow(), "SQL 已复制。"));
    this.made.querySelector("[data-act=edit]").addEventListener("click", () => this.turnTo("sql"));
    this.sql.addEventListener("input", () => (this.state.sql = this.sql.value));
    this.sql.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.go();
      }
    });
    this.root.querySelector(".mz-query__desk").hidden = false;
    addEventListener("popstate", () => this.follow());
    new MutationObserver(() => this.state.view === "chart" && this.draw()).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
    this.width = innerWidth;
    addEventListener("resize", () => {
      if (innerWidth === this.width || this.state.view !== "chart") return;
      this.width = innerWidth;
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.draw(), 200);
    });
    this.follow();
  }

  /** Shows what the address says, and runs it. */
  follow() {
    const state = readState(location.hash, this.catalogue, this.standard);
    const before = this.shown;
    this.edit(state ?? emptyState(this.standard));
    if (!state) {
      this.shown = "";
      this.result = null;
      this.place().replaceChildren();
      this.tell("");
      return;
    }
    const asked = hashOf({ ...state, view: "table" });
    if (before === asked && this.result) this.draw();
    else this.ask(asked);
  }

  /** Takes over what the reader changed in the form; nothing runs yet. */
  edit(state, redraw = true) {
    this.state = state;
    this.editor.hidden = state.mode !== "sql";
    this.form.place.hidden = this.made.hidden = state.mode === "sql";
    if (redraw) {
      for (const tab of this.modes.querySelectorAll("button")) tab.setAttribute("aria-pressed", String(tab.dataset.mode === state.mode));
      if (state.mode === "sql") this.sql.value = state.sql;
      else this.form.show(state);
    }
    if (state.mode === "build") this.made.querySelector("code").textContent = this.sqlNow() || "—";
  }

  sqlNow() {
    try {
      return this.state.mode === "sql" ? this.state.sql : sqlOf(this.catalogue, this.state);
    } catch (error) {
      if (error instanceof QueryError) return "";
      throw error;
    }
  }

  turnTo(mode) {
    if (mode === this.state.mode) return;
    this.edit({ ...this.state, mode, sql: mode === "sql" ? this.sqlNow() : this.state.sql, unknown: [] });
    if (mode === "sql") this.sql.focus();
  }

  /** Runs what the form or the editor says: a new address, unless it is the same. */
  go() {
    if (this.state.mode === "sql" && !this.state.sql.trim()) return this.tell("先写一条 SQL。");
    const hash = hashOf(this.state);
    if (hash !== location.hash) history.pushState(null, "", hash);
    this.state.unknown = [];
    return this.ask(hashOf({ ...this.state, view: "table" }));
  }

  async ask(asked) {
    const turn = (this.turn += 1);
    const state = this.state;
    this.busy(true);
    try {
      const sql = state.mode === "sql" ? state.sql : sqlOf(this.catalogue, state);
      const tables = state.mode === "sql" ? tablesIn(this.catalogue, sql) : [state.table];
      await this.engine.start();
      const pieces = await this.engine.needed(tables, state.mode === "sql" ? "" : this.registerCondition(state));
      const [bytes, rows] = ["bytes", "rows"].map((key) => pieces.reduce((sum, piece) => sum + piece[key], 0));
      if (turn !== this.turn) return;
      if ((bytes > ASK_BYTES || rows > ASK_ROWS) && !this.asked.has(asked)) return this.confirm(asked, bytes, rows);
      await this.engine.load(pieces);
      if (turn !== this.turn) return;
      this.tell("正在查询");
      const began = performance.now();
      const answer = await this.engine.run(sql);
      if (turn !== this.turn) return;
      this.result = { ...answer, heads: headsOf(this.catalogue, state, answer.columns, tables), seconds: (performance.now() - began) / 1000, isBuilt: state.mode === "build", limit: state.limit, unknown: state.unknown };
      this.shown = asked;
      await this.draw();
      this.reveal();
    } catch (error) {
      if (turn === this.turn) this.fail(error);
    } finally {
      if (turn === this.turn) this.busy(false);
    }
  }

  /** The conditions of a query on the register's columns, for finding out which pieces it needs. */
  registerCondition(state) {
    const { joined } = this.catalogue.tables[state.table];
    if (!joined) return "";
    const own = conditions(state).flatMap((item) => {
      const name = item.c === "disclosure_id" ? item.c : joined[item.c];
      return name ? [conditionOf({ ...columnOf(this.catalogue, state.table, item.c), name }, item)] : [];
    });
    return own.join(" AND ");
  }

  confirm(asked, bytes, rows) {
    this.tell("");
    const yes = button(`载入 ${sizeText(bytes)} 并运行`, () => {
      this.asked.add(asked);
      this.ask(asked);
    }, { class: "mz-query__run" });
    this.place().replaceChildren(make("p", { class: "mz-query__ask" }, `这个查询要载入 ${sizeText(bytes)} 数据、${countText(rows)} 行。加上单位、地区或年度的条件可以少载入一些。`, yes));
    yes.focus();
  }

  halt() {
    this.turn += 1;
    this.engine.stop();
    this.busy(false);
    this.tell("已停止。");
  }

  busy(on) {
    this.stop.hidden = !on;
    this.run.hidden = on;
    this.place().setAttribute("aria-busy", String(on));
    this.actions.querySelector(".mz-query__told").hidden = this.engine.isReady;
  }

  tell(text, part) {
    this.status.textContent = text;
    this.progress.hidden = part === undefined;
    if (part !== undefined) this.progress.value = Math.min(part, 1);
  }

  fail(error) {
    this.result = null;
    this.tell("");
    const isOwn = error instanceof EngineError || error instanceof QueryError;
    const [said, words] = isOwn ? [error.message, ""] : [explain(error.message), error.message];
    this.place().replaceChildren(make("div", { class: "mz-query__error", role: "alert" }, make("p", {}, said), words ? make("pre", {}, words) : ""));
  }

  place() {
    return this.root.querySelector(".mz-query__result");
  }

  /** Draws the result as the address says: table or chart. */
  async draw() {
    const { result } = this;
    if (!result) return;
    this.place().setAttribute("aria-busy", "true");
    const { rows, heads, more } = result;
    const told = [rows.length ? `${more ? "前 " : ""}${countText(rows.length)} 行` : "没有符合条件的行"];
    if (more) told.push(`结果多于 ${countText(MOST_ROWS)} 行，其余没有取`);
    else if (result.isBuilt && rows.length === result.limit) told.push("到了行数上限，可能还有");
    if (rows.length > MOST_DRAWN && this.state.view === "table") told.push(`下面画出前 ${countText(MOST_DRAWN)} 行，CSV 里是全部`);
    told.push(`用时 ${result.seconds.toFixed(2)} 秒`);
    if (result.unknown.length) told.push(`地址里有认不出的部分，已略去：${result.unknown.slice(0, 5).join("、")}`);
    this.tell("");
    const body = make("div", { class: "mz-query__body" });
    const message = make("p", { class: "mz-query__count", role: "status" }, told.join(" · "));
    this.place().replaceChildren(make("div", { class: "mz-query__bar" }, message, this.tools()), body);
    let isDrawn = false;
    if (this.state.view === "chart") {
      const host = make("div", { class: "mz-query__chart", role: "img", "aria-label": "查询结果的图，数字见表" });
      body.append(host);
      const { drawChart } = await import("./query_chart.js");
      const left = await drawChart(result, host, Math.max(this.place().clientWidth, 260)).catch((error) => {
        console.warn(error);
        return "图没有画成，请再试一次。";
      });
      isDrawn = host.childElementCount > 0;
      if (!isDrawn) host.remove();
      if (left) body.append(make("p", { class: "mz-query__told" }, left));
    }
    if (!isDrawn && heads.length) {
      const frame = make("div", { class: "mz-frame mz-frame--long", tabindex: "0", role: "region", "aria-label": "查询结果" });
      frame.append(drawTable(result, this.root.dataset.root, result.isBuilt));
      body.append(frame);
      watchFrames(body);
    }
    this.place().setAttribute("aria-busy", "false");
  }

  /** Brings a result that begins below the window, or at its very end, into sight. */
  reveal() {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const { top } = this.place().getBoundingClientRect();
    if (top > innerHeight * 0.6) this.place().scrollIntoView({ block: "start", behavior: still ? "instant" : "smooth" });
  }

  tools() {
    const show = (view, text) => button(text, () => this.view(view), { "aria-pressed": String(this.state.view === view) });
    const views = make("span", { class: "mz-query__views", role: "group", "aria-label": "结果的样子" }, show("table", "表"), show("chart", "图"));
    const csv = button("下载 CSV", () => saveResult(this.result, "query.csv"), { "data-act": "csv" });
    const copy = button("复制表格", () => this.copy(resultText(this.result), "已复制，可以粘贴到表格软件。"));
    const link = button("复制链接", () => this.copy(location.href, "链接已复制。"));
    return make("span", { class: "mz-query__tools" }, views, csv, copy, link);
  }

  view(view) {
    this.state = { ...this.state, view };
    const shown = readState(location.hash, this.catalogue, this.standard);
    if (shown) history.replaceState(null, "", hashOf({ ...shown, view }));
    this.draw().then(() => this.place().querySelector(".mz-query__views [aria-pressed=true]")?.focus());
  }

  async copy(text, said) {
    try {
      await navigator.clipboard.writeText(text);
      this.tell(said);
    } catch {
      this.tell("浏览器不让复制，请手工选取。");
    }
  }

  /** Values of a text column that hold `text`, once the engine and the table are there. */
  async suggest(column, text) {
    if (!this.engine.isReady || !this.engine.loaded.has(this.state.table)) return [];
    const name = nameOf(column.name);
    const sql = `SELECT DISTINCT ${name} FROM ${nameOf(this.state.table)} WHERE contains(${name}, ${textOf(text)}) AND length(${name}) < 60 ORDER BY 1 LIMIT 20`;
    return this.engine.run(sql).then(({ rows }) => rows.map(([value]) => value), () => []);
  }
}
