// The page of search: a box, what it finds, and the query in the address.
import { Finder } from "./search/finder.js";
import { words as wordsOf } from "./search/normalise.js";
import { Store } from "./search/store.js";
import { showDocument } from "./search/view.js";

export { search } from "./search/match.js";
export { grams, hash, normalise, signOf, words } from "./search/normalise.js";
export { cut, parts } from "./search/snippet.js";
export { decode, Store } from "./search/store.js";
export { Finder } from "./search/finder.js";

const ROOT = new URL("../../", import.meta.url);
const WAIT = 180;
// Documents with hits that are shown at once; rounds spent on finding them, and on finding any.
const ENOUGH = 8;
const ROUNDS = 4;
const ROUNDS_FOR_ANY = 12;

/** Makes the search page of `root` work. */
export function start(root) {
  const page = root.querySelector("[data-mz-search]");
  if (page) new Search(page).start();
}

const count = (results) => results.reduce((sum, result) => sum + result.hits.length, 0);

class Search {
  constructor(page) {
    const part = (name) => page.querySelector(`[data-mz-search-${name}]`);
    Object.assign(this, { form: part("form"), status: part("status"), list: part("list"), rest: part("rest") });
    Object.assign(this, { empty: part("empty"), none: part("none"), failed: part("failed") });
    this.box = this.form.querySelector("input");
    this.store = new Store(new URL("search/", ROOT));
    this.turn = 0;
    this.isCommitted = true;
  }

  start() {
    this.box.addEventListener("input", (event) => event.isComposing || this.later());
    this.box.addEventListener("compositionstart", () => clearTimeout(this.timer));
    this.box.addEventListener("compositionend", () => this.later());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.commit();
    });
    this.box.addEventListener("change", () => this.commit());
    this.rest.addEventListener("click", () => this.more());
    this.failed.querySelector("button").addEventListener("click", () => this.find());
    this.form.closest("[data-mz-search]").addEventListener("click", (event) => this.follow(event));
    addEventListener("popstate", () => this.read());
    this.read();
    if (!this.box.value) this.box.focus();
  }

  /** The query of the address into the box, and found. */
  read() {
    this.box.value = new URLSearchParams(location.search).get("q") ?? "";
    this.isCommitted = true;
    this.find();
  }

  /** An example query, without leaving the page. */
  follow(event) {
    const link = event.target.closest("a[data-mz-query]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.box.value = link.dataset.mzQuery;
    this.commit();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.note();
      this.isCommitted = false;
      this.find();
    }, WAIT);
  }

  /** What was typed stands: going back comes here again. */
  commit() {
    clearTimeout(this.timer);
    this.note();
    this.isCommitted = true;
    this.find();
  }

  /** The query into the address: a new entry of the history after a query that stands. */
  note() {
    const query = this.box.value.trim();
    const address = new URL(location.href);
    if (query === (address.searchParams.get("q") ?? "")) return;
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    address.hash = "";
    history[this.isCommitted ? "pushState" : "replaceState"](null, "", address);
  }

  async find() {
    const words = wordsOf(this.box.value);
    const key = words.join(" ");
    if (key === this.key && this.failed.hidden) return;
    this.key = key;
    this.finder = new Finder(this.store, words);
    this.shown = { documents: 0, hits: 0, onPages: 0 };
    this.turn += 1;
    if (words.length) await this.look(true);
    else this.show({ empty: true }, []);
  }

  /** More documents, and the keyboard on to the first of them. */
  async more() {
    const place = this.list.querySelectorAll(".mz-hits__document:not(.mz-hits__page)").length;
    await this.look(false);
    this.list.children[place]?.querySelector("a").focus();
  }

  /** Rounds until there are results enough; what comes for a query that is no longer asked is dropped. */
  async look(isFirst) {
    const { finder, turn } = this;
    const enough = this.shown.documents + ENOUGH;
    const isOld = () => turn !== this.turn;
    this.list.setAttribute("aria-busy", "true");
    this.status.textContent = "正在查找…";
    try {
      for (let round = 1, isLast = false; !isLast; round += 1) {
        const results = await finder.next();
        if (isOld()) return;
        this.add(results, isFirst && round === 1);
        const { documents } = this.shown;
        isLast = !finder.left || documents >= enough || round >= (documents ? ROUNDS : ROUNDS_FOR_ANY);
      }
      const pages = isFirst ? await finder.pages() : [];
      if (!isOld()) this.finish(pages);
    } catch {
      if (!isOld()) this.show({ failed: true }, isFirst && !this.shown.documents ? [] : undefined);
    }
  }

  /** The results of one round: the first in the place of what stood there, others below, the site's pages last. */
  add(results, isFirst) {
    const items = results.map((result) => showDocument(result, this.finder.words, ROOT));
    this.shown.documents += results.length;
    this.shown.hits += count(results);
    if (isFirst) this.list.replaceChildren();
    const page = this.list.querySelector(".mz-hits__page");
    items.forEach((item) => this.list.insertBefore(item, page));
  }

  finish(pages) {
    this.list.append(...pages.map((result) => showDocument(result, this.finder.words, ROOT)));
    this.shown.onPages += count(pages);
    const none = !this.shown.documents && !this.shown.onPages && !this.finder.left;
    this.show({ none, status: this.sentence(), rest: this.finder.left });
  }

  /** What was found, in words. */
  sentence() {
    const { documents, hits, onPages } = this.shown;
    const { left } = this.finder;
    const found = documents ? `在 ${documents} 份材料里找到 ${hits} 处` : left ? "还没有找到" : "没有找到";
    return [found, left && `另有 ${left} 份材料可能也有`, onPages && `本站的名词、规则里有 ${onPages} 处`].filter(Boolean).join("，");
  }

  /** What stands round the results; `items` replace them. */
  show({ empty = false, none = false, failed = false, rest = 0, status = "" }, items) {
    Object.assign(this.empty, { hidden: !empty });
    Object.assign(this.none, { hidden: !none });
    Object.assign(this.failed, { hidden: !failed });
    Object.assign(this.rest, { hidden: !rest, textContent: `再找 ${rest} 份材料` });
    this.status.textContent = status;
    if (items) this.list.replaceChildren(...items);
    this.list.removeAttribute("aria-busy");
  }
}
