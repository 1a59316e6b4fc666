// The form that puts a query together: a table, conditions, groups, a pivot, measures, columns, an order.
import { button, choice, countText, make, sizeText } from "./query_dom.js";
import { MEASURES, OPERATORS, measureName, operatorsOf, orderKeys } from "./query_sql.js";
import { LIMIT, MOST_LIMIT, emptyState } from "./query_state.js";
import { columnOf, columnsOf, doublings, isMeasure, shownColumns } from "./query_tables.js";

const NOTHING = ["", "—"];
const LIMITS = [50, LIMIT, 1000, 10_000, MOST_LIMIT];
let boxes = 0;

export class Form {
  /** Draws into `place`; `change(state)` is told of every change, `run()` of Enter, `suggest(column, text)` finds values. */
  constructor(place, catalogue, { change, run, suggest }) {
    Object.assign(this, { place, catalogue, change, suggest, state: null });
    place.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input")) run();
    });
  }

  show(state) {
    this.state = state;
    const focus = this.place.contains(document.activeElement) ? document.activeElement.dataset.place : "";
    const isGrouped = state.by.length || state.measures.length || state.pivot;
    const rows = [this.tableRow(), this.whereRow(), this.groupRow(), this.measureRow(), isGrouped ? null : this.columnRow(), this.orderRow()];
    this.place.replaceChildren(...rows.filter(Boolean));
    if (focus) this.place.querySelector(`[data-place="${CSS.escape(focus)}"]`)?.focus();
  }

  set(change) {
    const state = { ...this.state, ...change };
    const keys = orderKeys(this.catalogue, state);
    this.change({ ...state, order: state.order.filter(({ key }) => keys.includes(key)) });
  }

  row(title, ...parts) {
    const id = `mz-query-${(boxes += 1)}`;
    return make("div", { class: "mz-query__row", role: "group", "aria-labelledby": id }, make("span", { class: "mz-query__label", id }, title), make("div", { class: "mz-query__parts" }, ...parts));
  }

  columns(choose = () => true) {
    return columnsOf(this.catalogue, this.state.table).filter(choose).map(({ name, title, unit }) => [name, unit ? `${title}（${unit}）` : title]);
  }

  column(name) {
    return columnOf(this.catalogue, this.state.table, name);
  }

  tableRow() {
    const { groups, tables } = this.catalogue;
    const options = groups.map((group) => ({ group: group.title, options: group.tables.map((name) => [name, `${tables[name].title}（${countText(tables[name].rows)} 行）`]) }));
    const bytes = tables[this.state.table].pieces.reduce((sum, piece) => sum + piece.bytes, 0);
    const told = make("span", { class: "mz-query__told" }, `${this.state.table} · 全表 ${sizeText(bytes)}`);
    return this.row("表", choice(options, this.state.table, (table) => this.change(emptyState(table)), { "aria-label": "表", "data-place": "table" }), told);
  }

  whereRow() {
    const { where } = this.state;
    const replace = (at, item) => this.set({ where: where.map((old, index) => (index === at ? item : old)) });
    const lines = where.map((item, at) => {
      const column = this.column(item.c);
      const operators = operatorsOf(column).map((name) => [name, OPERATORS[name]]);
      return make("span", { class: "mz-query__item" },
        choice(this.columns(), item.c, (c) => replace(at, { c, op: "eq", value: "" }), { "aria-label": `条件 ${at + 1} 的列`, "data-place": `w${at}c` }),
        choice(operators, item.op, (op) => replace(at, { ...item, op }), { "aria-label": `条件 ${at + 1} 怎样比`, "data-place": `w${at}o` }),
        ["blank", "filled"].includes(item.op) ? null : this.valueBox(column, item, at, replace),
        button("×", () => this.set({ where: where.filter((_, index) => index !== at) }), { class: "mz-query__remove", "aria-label": `去掉条件 ${at + 1}：${column.title}` }));
    });
    const first = this.column("unit_name") ? "unit_name" : columnsOf(this.catalogue, this.state.table)[0].name;
    const add = button("＋ 条件", () => this.set({ where: [...where, { c: first, op: "eq", value: "" }] }), { class: "mz-query__add", "data-place": "w+" });
    return this.row("只看", ...lines, add);
  }

  valueBox(column, item, at, replace) {
    const attributes = { "aria-label": `条件 ${at + 1} 的值`, "data-place": `w${at}v` };
    const values = column.values ?? [];
    if (values.length && ["eq", "ne"].includes(item.op)) {
      const options = values.map(([value, word]) => [value, word || value]);
      if (!values.some(([value]) => value === item.value)) options.unshift([item.value, item.value || "选一个值"]);
      return choice(options, item.value, (value) => replace(at, { ...item, value }), { ...attributes, class: "mz-query__value" });
    }
    const list = make("datalist", { id: `mz-values-${(boxes += 1)}` }, ...values.map(([value, word]) => make("option", { value }, word)));
    const box = make("input", { ...attributes, type: "text", value: item.value, list: list.id, autocomplete: "off", spellcheck: "false", inputmode: column.type === "number" ? "decimal" : "text" });
    box.addEventListener("input", async () => {
      this.state.where[at] = { ...this.state.where[at], value: box.value };
      this.change(this.state, false);
      if (values.length || column.type !== "string") return;
      const text = box.value;
      const found = await this.suggest(column, text);
      if (box.value === text) list.replaceChildren(...found.map((value) => make("option", { value })));
    });
    return make("span", { class: "mz-query__value" }, box, list);
  }

  groupRow() {
    const { by, pivot } = this.state;
    const chips = by.map((name) => make("span", { class: "mz-query__chip" }, this.column(name).title,
      button("×", () => this.set({ by: by.filter((other) => other !== name) }), { class: "mz-query__remove", "aria-label": `不按${this.column(name).title}分组` })));
    const free = this.columns(({ name }) => !by.includes(name) && name !== pivot && name !== "source_line");
    const add = choice([["", by.length ? "再加一列" : "选一列"], ...free], "", (name) => name && this.set({ by: [...by, name] }), { "aria-label": "按哪一列分组", "data-place": "g+" });
    const across = choice([NOTHING, ...this.columns(({ name }) => !by.includes(name) && name !== "source_line")], pivot, (name) => this.set({ pivot: name, measures: this.state.measures.slice(0, 1) }), { "aria-label": "透视：哪一列的值成为各列", "data-place": "p" });
    return this.row("分组", ...chips, add, make("label", { class: "mz-query__also" }, "透视成列", across));
  }

  measureRow() {
    const { measures, pivot } = this.state;
    const replace = (at, item) => this.measure(measures.map((old, index) => (index === at ? item : old)));
    const figures = columnsOf(this.catalogue, this.state.table).filter(isMeasure).map(({ name }) => name);
    const lines = measures.map((item, at) => {
      const pick = (f) => replace(at, { f, c: f === "count" ? "" : this.fits(f, item.c) ? item.c : f === "distinct" ? this.columns()[0][0] : figures[0] ?? this.columns()[0][0] });
      return make("span", { class: "mz-query__item" },
        choice(Object.entries(MEASURES).filter(([f]) => figures.length || !["sum", "avg"].includes(f)), item.f, pick, { "aria-label": `计算 ${at + 1}`, "data-place": `m${at}f` }),
        item.f === "count" ? null : choice(this.columns(({ name }) => this.fits(item.f, name)), item.c, (c) => replace(at, { f: item.f, c }), { "aria-label": `计算 ${at + 1} 的列`, "data-place": `m${at}c` }),
        button("×", () => this.set({ measures: measures.filter((_, index) => index !== at) }), { class: "mz-query__remove", "aria-label": `去掉计算 ${at + 1}：${MEASURES[item.f]}` }));
    });
    const next = figures.find((name) => !measures.some((item) => item.c === name));
    const add = button("＋ 计算", () => this.measure([...measures, next ? { f: "sum", c: next } : { f: "count", c: "" }]), { class: "mz-query__add", "data-place": "m+" });
    return this.row("计算", ...lines, pivot && measures.length ? null : add, ...this.doubling());
  }

  fits(f, name) {
    const column = name && this.column(name);
    return Boolean(column) && (["sum", "avg"].includes(f) ? isMeasure(column) : true);
  }

  /** New measures; with the first one come the conditions without which a sum would count amounts twice. */
  measure(measures) {
    const more = this.state.measures.length ? [] : doublings(this.catalogue, { ...this.state, measures });
    this.set({ measures, where: [...this.state.where, ...more.map(({ filter }) => filter)] });
  }

  doubling() {
    const found = doublings(this.catalogue, this.state);
    if (!found.length) return [];
    const mend = button("加上条件", () => this.set({ where: [...this.state.where, ...found.map(({ filter }) => filter)] }), { class: "mz-query__add" });
    return [make("span", { class: "mz-query__warning" }, `${found.map(({ why }) => why).join("；")}：直接相加会重复。`, mend)];
  }

  columnRow() {
    const { columns, table } = this.state;
    const shown = new Set(columns.length ? columns : shownColumns(this.catalogue, table));
    const all = columnsOf(this.catalogue, table);
    const boxesOf = all.map(({ name, title }) => {
      const box = make("input", { type: "checkbox", value: name, checked: shown.has(name), "data-place": `c${name}` });
      box.checked = shown.has(name);
      box.addEventListener("change", () => {
        const kept = all.map((column) => column.name).filter((other) => (other === name ? box.checked : shown.has(other)));
        this.open = true;
        this.set({ columns: kept });
      });
      return make("label", {}, box, title);
    });
    const details = make("details", { class: "mz-query__columns", open: this.open === true }, make("summary", {}, `${shown.size} 列，点开选择`), make("div", {}, ...boxesOf));
    details.addEventListener("toggle", () => (this.open = details.open));
    return this.row("显示", details);
  }

  orderRow() {
    const { order, limit } = this.state;
    const keys = orderKeys(this.catalogue, this.state);
    const [first] = order;
    const word = (key) => {
      const measure = this.state.measures.find((item) => measureName(item) === key);
      if (key === "row_count") return "行数";
      return measure ? `${this.column(measure.c).title} ${MEASURES[measure.f]}` : this.column(key).title;
    };
    const options = [["", "不排"], ...keys.map((key) => [key, word(key)])];
    const pick = (key) => this.set({ order: key ? [{ key, down: first?.down ?? true }] : [] });
    const parts = [choice(options, first?.key ?? "", pick, { "aria-label": "按哪一列排序", "data-place": "o" })];
    if (first) parts.push(choice([["down", "从大到小"], ["up", "从小到大"]], first.down ? "down" : "up", (way) => this.set({ order: [{ ...first, down: way === "down" }] }), { "aria-label": "排序方向", "data-place": "od" }));
    const limits = [...new Set([...LIMITS, limit])].sort((one, other) => one - other).map((count) => [String(count), `${countText(count)} 行`]);
    parts.push(make("label", { class: "mz-query__also" }, "最多", choice(limits, String(limit), (count) => this.set({ limit: Number(count) }), { "data-place": "n" })));
    return this.row("排序", ...parts);
  }
}
