// The list to choose disclosures from: filtered by typing, one checkbox each, and the chosen ones as chips.
// Of many disclosures it begins with regions, and goes down into them; each is loaded when it is opened.

import { grouped } from "./compare_numbers.js";
import { make } from "./compare_table.js";

const SHOWN = 40;
const KINDS = { budget: "预算", final: "决算" };
let opened = 0;

/** The picker in `root`; `load(name)` gives files of regions, `change(ids)` is called when the reader chooses. */
export function picker(root, start, load, most, change) {
  const details = root.querySelector(".mz-compare__picker");
  const number = ++opened;
  const box = make("input", { type: "search", class: "mz-compare__filter", placeholder: "输入单位、地区、年份", "aria-label": "筛选公开材料", autocomplete: "off", "aria-controls": `mz-choice-${number}` });
  const list = make("ul", { class: "mz-compare__list", id: `mz-choice-${number}`, "aria-label": "公开材料" });
  const told = make("p", { class: "mz-compare__told", "aria-live": "polite" });
  const way = make("p", { class: "mz-compare__way" });
  const known = new Map(); // disclosures by id, those that were seen
  const trail = [{ name: "全部地区", content: start }];
  let ids = [];

  const fill = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const { content } = trail.at(-1);
    const regions = !Array.isArray(content);
    const items = regions ? content.parts : content;
    const found = items.filter((item) => words.every((word) => textOf(item).includes(word)));
    list.replaceChildren(...found.slice(0, SHOWN).map(regions ? partOf : choiceOf));
    const more = found.length > SHOWN ? `，先列 ${SHOWN} ${regions ? "个" : "份"}，再多输几个字` : "";
    told.textContent = found.length ? `${found.length} ${regions ? "个地区，点开再选材料" : "份"}${more}` : "没有找到，换个词试试";
    box.placeholder = regions ? "输入地区" : "输入单位、地区、年份";
    mark();
  };
  /** Where in the regions the reader is, each step back a button. */
  const stand = () => {
    way.hidden = trail.length < 2;
    way.replaceChildren(...trail.map(({ name }, depth) => {
      const button = make("button", { type: "button", class: "mz-plain" }, name);
      if (depth === trail.length - 1) button.setAttribute("aria-current", "true");
      button.addEventListener("click", () => open(depth + 1));
      return button;
    }));
    box.value = "";
    fill();
  };
  const open = (depth) => {
    trail.length = depth;
    stand();
    box.focus();
  };
  list.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-file]");
    if (!button) return;
    try {
      const content = await load(`${button.dataset.file}.json`);
      know(Array.isArray(content) ? content : []);
      trail.push({ name: button.dataset.name, content });
      open(trail.length);
    } catch {
      told.textContent = "没有取到，请再点一次。";
    }
  });
  const know = (items) => items.forEach((item) => known.set(item.id, item));
  const mark = () => {
    for (const input of list.querySelectorAll("input")) {
      input.checked = ids.includes(input.value);
      input.disabled = !input.checked && ids.length >= most;
    }
  };
  list.addEventListener("change", (event) => {
    const id = event.target.value;
    change(event.target.checked ? [...ids, id] : ids.filter((other) => other !== id));
  });
  box.addEventListener("input", fill);
  details.addEventListener("keydown", (event) => keys(event, details, box, list));
  details.addEventListener("toggle", () => details.open && box.focus());
  details.querySelector(".mz-compare__choice").replaceChildren(way, box, told, list);
  know(Array.isArray(start) ? start : []);
  stand();

  return {
    know,
    show(chosen) {
      ids = chosen;
      const full = ids.length >= most ? "，已满" : "";
      details.querySelector("summary").textContent = `选择材料（${ids.length} / ${most}${full}）`;
      chips(root, known, ids, change);
      mark();
    },
  };
}

function textOf(item) {
  if (item.file) return item.name.toLowerCase();
  return [item.unit, ...item.region, item.year, KINDS[item.kind], item.body, item.id].join(" ").toLowerCase();
}

function choiceOf(item) {
  const total = item.total ? `${grouped(item.total)} 万元` : "";
  const about = [item.region.slice(-2).join(" "), item.body, total].filter(Boolean).join(" · ");
  const name = make("span", { class: "mz-compare__choice-name" }, item.unit, " ", chipOf(item), make("small", {}, about));
  return make("li", {}, make("label", {}, make("input", { type: "checkbox", value: item.id }), name));
}

function partOf(item) {
  const button = make("button", { type: "button", class: "mz-compare__part", "data-file": item.file, "data-name": item.name }, item.name);
  button.append(make("small", {}, `${item.count} 份`));
  return make("li", {}, button);
}

function chipOf(item) {
  return make("span", { class: `mz-chip mz-chip--${item.kind}` }, `${item.year} ${KINDS[item.kind]}`);
}

/** The chosen ones, each with a button that takes it away. */
function chips(root, known, ids, change) {
  const list = root.querySelector(".mz-compare__chosen");
  const focused = [...list.querySelectorAll("button")].indexOf(document.activeElement);
  const items = ids.map((id) => known.get(id)).filter(Boolean);
  list.replaceChildren(
    ...items.map((item) => {
      const label = `不再比较 ${item.unit} ${item.year} ${KINDS[item.kind]}`;
      const button = make("button", { type: "button", "aria-label": label, title: label }, "×");
      button.addEventListener("click", () => change(ids.filter((id) => id !== item.id)));
      return make("li", {}, make("span", {}, item.unit), " ", chipOf(item), button);
    }),
  );
  if (focused < 0) return;
  const buttons = list.querySelectorAll("button");
  (buttons[Math.min(focused, buttons.length - 1)] ?? root.querySelector(".mz-compare__picker summary")).focus();
}

/** Arrows go from the box into the list and along it; Escape closes. */
function keys(event, details, box, list) {
  if (event.key === "Escape" && details.open) {
    details.open = false;
    details.querySelector("summary").focus();
    event.preventDefault();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [box, ...list.querySelectorAll("input:not(:disabled), button[data-file]")];
  const at = stops.indexOf(document.activeElement);
  if (at < 0) return;
  stops[Math.max(0, Math.min(stops.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
  event.preventDefault();
}
