// A list over all units: a filter, facets and an order for the rows of the page. What is chosen stands in the
// page's address. A row's `data-f` names its options by number, `data-s` its place in every order.
import { saveCsv } from "./csv.js";
import { csvOf } from "./list_csv.js";
import { listOrders } from "./list_orders.js";
import { hashTarget, hide, isHidden, plain } from "./rows.js";

/** Gives the list of the page its controls, and opens the item that the address names. */
export function start(root) {
  const list = new List(root, root.querySelector("[data-mz-list]"));
  list.read();
  list.form.addEventListener("submit", (event) => event.preventDefault());
  list.form.addEventListener("input", (event) => list.change(event.target));
  root.querySelector("[data-mz-reset]").addEventListener("click", () => list.reset());
  root.querySelector("[data-mz-save]").addEventListener("click", () => list.save());
  addEventListener("popstate", () => list.read());
  addEventListener("hashchange", openTarget);
  openTarget();
  list.form.dataset.ready = "";
}

class List {
  constructor(root, form) {
    this.root = root;
    this.form = form;
    this.box = form.elements.q;
    this.selects = [...form.querySelectorAll(".mz-facets select")];
    this.rows = [...root.querySelectorAll("[data-f]")].map((element) => ({
      element,
      text: plain(element.textContent),
      options: element.dataset.f.split(" ").map((word) => (word === "-" ? [] : word.split(",").map(Number))),
    }));
    this.orders = listOrders(root, form.elements.sort, () => this.write());
    // The stylesheet keeps facets open on wide screens; older browsers need to be told.
    const facets = form.querySelector(".mz-facets");
    if (facets && matchMedia("(min-width: 45em)").matches) facets.open = true;
  }

  /** Takes the state from the address; an option that the list does not have counts as none. */
  read() {
    const state = new URLSearchParams(location.search);
    for (const field of [this.box, ...this.selects]) {
      field.value = state.get(field.name) ?? "";
      if (field.selectedIndex === -1) field.value = "";
    }
    this.orders?.set(state.get("sort") ?? "");
    this.apply();
  }

  change(field) {
    if (field.name === "sort") this.orders.set(field.value);
    else this.apply();
    this.write();
  }

  reset() {
    for (const field of [this.box, ...this.selects]) field.value = "";
    this.change(this.box);
    this.box.focus();
  }

  write() {
    const state = new URLSearchParams(location.search);
    const values = [...[this.box, ...this.selects].map((field) => [field.name, field.value]), ["sort", this.orders?.state]];
    for (const [name, value] of values) {
      if (value) state.set(name, value);
      else state.delete(name);
    }
    const words = state.toString();
    history.replaceState(history.state, "", `${location.pathname}${words && `?${words}`}${location.hash}`);
  }

  /** Hides the rows that do not fit, and counts how many would at every option. */
  apply() {
    const words = this.box.value.split(/\s+/).map(plain).filter(Boolean);
    const chosen = this.selects.map((select) => select.selectedIndex - 1);
    const counts = this.selects.map((select) => new Array(select.options.length - 1).fill(0));
    for (const row of this.rows) {
      const fits = words.every((word) => row.text.includes(word));
      const missed = [...chosen.keys()].filter((facet) => chosen[facet] >= 0 && !row.options[facet].includes(chosen[facet]));
      hide(row.element, "facet", !fits || missed.length > 0);
      if (!fits || missed.length > 1) continue;
      for (const facet of missed.length ? missed : chosen.keys()) {
        for (const option of row.options[facet]) counts[facet][option] += 1;
      }
    }
    this.selects.forEach((select, facet) => showCounts(select, counts[facet]));
    this.tell(chosen.filter((option) => option >= 0).length, words.length > 0);
  }

  tell(active, searched) {
    const some = active > 0 || searched;
    const shown = this.rows.filter((row) => !isHidden(row.element)).length;
    const count = this.root.querySelector("[data-mz-count]");
    const all = `${this.rows.length} ${count.dataset.mzCount}`;
    count.textContent = some ? `显示 ${shown} / ${all}` : all;
    this.root.querySelector("[data-mz-reset]").hidden = !some;
    this.root.querySelector("[data-mz-save]").hidden = !some || !this.root.querySelector("tr[data-f]");
    const badge = this.form.querySelector("[data-mz-active]");
    if (badge) badge.textContent = active ? `（${active}）` : "";
    for (const group of this.root.querySelectorAll("[data-mz-group]")) {
      group.hidden = !group.querySelector("[data-f]:not([hidden])");
      const heading = group.previousElementSibling;
      if (heading?.tagName === "H2") heading.hidden = group.hidden;
    }
  }

  save() {
    const rows = [...this.root.querySelectorAll("tr[data-f]")].filter((row) => !isHidden(row));
    saveCsv(csvOf(rows), `mingzhang-${this.form.dataset.mzList}.csv`);
  }
}

function showCounts(select, counts) {
  counts.forEach((count, place) => {
    const option = select.options[place + 1];
    option.textContent = `${option.dataset.label}（${count}）`;
  });
}

/** An item that folds stands open when the address leads to it. */
function openTarget() {
  const item = hashTarget();
  if (!item || !item.matches("details")) return;
  item.open = true;
  item.scrollIntoView();
}
