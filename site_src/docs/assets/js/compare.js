// The page /compare/: what is chosen and how it is shown lives in the address.

import { csvOf } from "./compare_csv.js";
import { picker } from "./compare_picker.js";
import { addressOf, readState } from "./compare_state.js";
import { draw, make, measures, ordered } from "./compare_table.js";
import { saveCsv } from "./csv.js";

const DATA = new URL("../../compare/", import.meta.url);
const ID = /^[a-z0-9-]+$/;
const kept = new Map();

/** The JSON file `name`, asked for once. */
function load(name) {
  if (!kept.has(name)) {
    const answer = fetch(new URL(name, DATA)).then((response) => (response.ok ? response.json() : Promise.reject(Object.assign(new Error(name), { status: response.status }))));
    answer.catch(() => kept.delete(name));
    kept.set(name, answer);
  }
  return kept.get(name);
}

export async function start(document) {
  const root = document.querySelector("[data-mz-compare]");
  try {
    const [page, listed] = await Promise.all([load("page.json"), load("disclosures.json")]);
    await new Compare(root, page, listed).begin();
  } catch {
    root.querySelector(".mz-compare__status").textContent = "数据没有取到，请刷新再试。";
  }
}

class Compare {
  constructor(root, page, listed) {
    this.root = root;
    this.page = page;
    // Of many disclosures only regions are listed: then an address may name any, and what it names is asked for.
    this.known = Array.isArray(listed) ? new Set(listed.map((item) => item.id)) : null;
    this.standard = root.dataset.default.split(",").filter(Boolean);
    this.body = root.querySelector(".mz-compare__body");
    this.status = root.querySelector(".mz-compare__status");
    this.drawn = this.keyOf({ ids: this.standard, show: "amount", sort: "" });
    this.missing = new Set();
    this.picker = picker(root, listed, load, page.most, (ids) => this.go({ ids }));
  }

  begin() {
    this.root.addEventListener("click", (event) => this.click(event));
    addEventListener("popstate", () => this.follow());
    return this.follow();
  }

  keyOf(state) {
    return JSON.stringify([state.ids, state.show, state.sort]);
  }

  read() {
    return readState(location, this.page, (id) => (this.known ? this.known.has(id) : ID.test(id) && !this.missing.has(id)), this.standard);
  }

  /** Change the state by what the reader did: a new address, then what it says. */
  go(change) {
    const next = { ...this.state, ...change };
    history.pushState(null, "", addressOf(next, this.page, this.standard));
    return this.follow();
  }

  /** Show what the address says. */
  async follow() {
    let state = (this.state = this.read());
    if (!this.known && (await this.probe(state))) state = this.state = this.read();
    this.picker.show(state.ids);
    this.root.dataset.view = state.view;
    this.links(state);
    try {
      const columns = await Promise.all(state.ids.map((id) => load(`${id}.json`)));
      if (state !== this.state) return;
      this.columns = ordered(this.page, columns, state);
      if (this.drawn !== this.keyOf(state)) this.body.replaceChildren(draw(this.page, columns, state));
      this.drawn = this.keyOf(state);
      this.sortable(state);
      this.tell(state);
    } catch {
      this.status.textContent = "有一份材料的数据没有取到，请刷新再试。";
    }
  }

  /** Asks for what is compared; whether some of it is not there. */
  async probe(state) {
    const answers = await Promise.allSettled(state.ids.map((id) => load(`${id}.json`)));
    const missing = state.ids.filter((_, place) => answers[place].reason?.status === 404);
    for (const id of missing) this.missing.add(id);
    this.picker.know(answers.filter((answer) => answer.value).map((answer) => answer.value));
    return missing.length > 0;
  }

  tell(state) {
    const told = [];
    if (state.unknown.length) told.push(`地址里有 ${state.unknown.length} 份材料没有找到：${state.unknown.join("、")}。`);
    if (state.beyond.length) told.push(`一次最多比较 ${this.page.most} 份，其余 ${state.beyond.length} 份没有列出。`);
    this.status.textContent = told.join("");
  }

  links(state) {
    const mark = (link, change, on) => {
      link.href = addressOf({ ...state, ...change }, this.page, this.standard);
      if (on) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    };
    for (const link of this.root.querySelectorAll("[data-view-link]")) {
      mark(link, { view: link.dataset.viewLink }, link.dataset.viewLink === state.view);
    }
    for (const link of this.root.querySelectorAll("[data-show-link]")) {
      mark(link, { show: link.dataset.showLink }, link.dataset.showLink === state.show);
    }
  }

  /** The names of rows become buttons that order the columns. */
  sortable(state) {
    for (const section of this.page.sections) {
      const place = this.body.querySelector(`[data-section="${section.key}"]`);
      if (!place) continue;
      for (const row of measures(section, this.columns)) {
        const line = place.querySelector(`[data-row="${CSS.escape(row.key)}"]`);
        const key = `${section.key}.${row.key}`;
        const name = line.querySelector("span.mz-compare__name");
        if (!name) continue;
        const button = make("button", { type: "button", class: "mz-compare__name", "data-sort": key, title: "按这一行给各列排序" }, row.label);
        if (state.sort === key) line.firstElementChild.setAttribute("aria-sort", "descending");
        name.replaceWith(button);
        if (this.pressed === key) button.focus({ preventScroll: true });
      }
    }
    this.pressed = "";
  }

  click(event) {
    const link = event.target.closest("[data-view-link], [data-show-link]");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
    const { viewLink, showLink } = link?.dataset ?? {};
    if (link && plain) {
      event.preventDefault();
      this.go(viewLink ? { view: viewLink } : { show: showLink });
    }
    const { sort } = event.target.closest("[data-sort]")?.dataset ?? {};
    if (sort) {
      this.pressed = sort;
      this.go({ sort: this.state.sort === sort ? "" : sort });
    }
    const { act } = event.target.closest("[data-act]")?.dataset ?? {};
    if (act) this[act]();
  }

  async copy() {
    const address = new URL(addressOf({ ...this.state }, this.page, this.standard), location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      this.status.textContent = "链接已复制。";
    } catch {
      const box = make("input", { class: "mz-compare__address", readonly: "", value: address, "aria-label": "这个比较的链接" });
      this.status.replaceChildren("请复制这个链接：", box);
      box.select();
    }
  }

  csv() {
    saveCsv(csvOf(this.page, this.state.view, this.columns), `compare-${this.state.view}.csv`);
  }

  print() {
    window.print();
  }
}
