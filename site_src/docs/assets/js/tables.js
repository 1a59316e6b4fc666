// What tables can do beyond being read. A template switches it on with attributes of <table class="mz-table">:
//   data-sort     the headings become buttons; `mz-number` columns are numbers, `data-value` of a cell goes before its text
//   data-filter   a box that keeps the rows with every word, and "12 / 87 行"
//   data-fold     rows of class `mz-depth-1`, `-2` open and close under those above
//   data-copy     a button that copies the rows in sight; data-part, data-code, data-remark name what the
//                 heading cell holds (see copy.js)
// Boxes and buttons go into the `.mz-caption` of the nearest `.mz-set`, else into the one right before the table's
// frame; the tables of one caption share them. Scripts that hide rows use `hide` (rows.js).
import { copyTables } from "./copy.js";
import { makeFilter } from "./filter.js";
import { makeFoldable } from "./fold.js";
import { watchFrames } from "./frames.js";
import { hashTarget } from "./rows.js";
import { makeSortable } from "./sort.js";

export { hide, isHidden } from "./rows.js";

/** Sets up every table below `root`. */
export function start(root) {
  watchFrames(root);
  const groups = new Map();
  for (const table of root.querySelectorAll("table.mz-table")) {
    if ("sort" in table.dataset) makeSortable(table);
    if (!("filter" in table.dataset || "fold" in table.dataset || "copy" in table.dataset)) continue;
    const caption = captionOf(table);
    if (!groups.has(caption)) groups.set(caption, []);
    groups.get(caption).push(table);
  }
  watchTargets([...groups].map(([caption, tables]) => addTools(caption, tables)));
}

function captionOf(table) {
  const frame = table.closest(".mz-frame") || table;
  const before = frame.previousElementSibling;
  const found = table.closest(".mz-set")?.querySelector(".mz-caption") || (before?.matches(".mz-caption") && before);
  if (found) return found;
  const caption = make("div", "mz-caption");
  frame.before(caption);
  return caption;
}

function make(tag, name, text = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  if (tag === "button") element.type = "button";
  return element;
}

function addTools(caption, tables) {
  const having = (feature) => tables.filter((table) => feature in table.dataset);
  const folds = having("fold").map((table) => makeFoldable(table));
  const filtered = having("filter");
  const tools = make("span", "mz-tools");
  const filter = filtered.length ? addFilter(tools, filtered, folds) : null;
  if (folds.some((fold) => fold.count)) addFolding(tools, folds, tables[0].dataset.code ? "收起到类" : "全部收起");
  const files = caption.querySelector(".mz-csv");
  if (tools.childElementCount) files ? files.before(tools) : caption.append(tools);
  if (having("copy").length) addCopying(files || tools, having("copy"));
  if (!tools.isConnected && tools.childElementCount) caption.append(tools);
  return { tables, folds, filter };
}

function addFilter(tools, tables, folds) {
  const filter = makeFilter(tables);
  const place = make("span", "mz-filter");
  const box = make("input", "mz-filter__box");
  box.type = "search";
  box.placeholder = "筛选各行";
  box.setAttribute("aria-label", `筛选${tables[0].caption?.textContent || "表"}的行，空格隔开的词都要有`);
  const count = make("output", "mz-filter__count");
  const apply = () => {
    const isOn = box.value.trim() !== "";
    for (const fold of folds) fold.suspend(isOn);
    const found = filter.apply(box.value);
    count.textContent = isOn ? `${found} / ${filter.all} 行` : "";
  };
  const clear = () => {
    box.value = "";
    apply();
  };
  box.addEventListener("input", apply);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.value) {
      event.preventDefault();
      clear();
    }
  });
  place.append(box, count);
  tools.append(place);
  return { clear };
}

function addFolding(tools, folds, closing) {
  for (const [text, open] of [[closing, false], ["全部展开", true]]) {
    const button = make("button", "mz-tool", text);
    button.addEventListener("click", () => folds.forEach((fold) => fold.setAll(open)));
    tools.append(button);
  }
}

function addCopying(place, tables) {
  const button = make("button", "mz-tool", "复制");
  const said = make("span", "mz-said");
  said.setAttribute("role", "status");
  let timer = 0;
  button.addEventListener("click", async () => {
    try {
      said.textContent = `已复制 ${await copyTables(tables)} 行`;
    } catch {
      said.textContent = "浏览器不许复制，请下载 CSV";
    }
    clearTimeout(timer);
    timer = setTimeout(() => (said.textContent = ""), 4000);
  });
  place.append(button, said);
}

/** A link into a row that is folded or filtered away brings the row back. */
function watchTargets(groups) {
  const show = () => {
    const target = hashTarget();
    const row = target && target.closest("tr");
    const group = row?.hidden && groups.find(({ tables }) => tables.some((table) => table.contains(row)));
    if (!group) return;
    group.filter?.clear();
    for (const fold of group.folds) fold.reveal(row);
    target.scrollIntoView({ block: "center" });
  };
  // A click on a link to where the address already points changes no hash.
  document.addEventListener("click", (event) => event.target.closest("a[href*='#']") && setTimeout(show));
  addEventListener("hashchange", show);
}
