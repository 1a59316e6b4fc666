// Draws a comparison from JSON as the page's own HTML is (templates/compare.html.j2).

import { grouped, percent, scaled, tenths } from "./compare_numbers.js";

const SVG = "http://www.w3.org/2000/svg";
const EMPTY = {};

/** An element with attributes (blank ones left out) and children; text is always text. */
export function make(tag, attributes = {}, ...children) {
  const svg = tag === "svg" || tag === "rect";
  const node = svg ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== "" && value !== undefined) node.setAttribute(name, value);
  node.append(...children.filter((child) => child !== null && child !== ""));
  return node;
}

const small = (text, name) => (text ? make("small", { class: name }, text) : null);

/** The chosen columns, budgets first; `state.sort` orders those of a kind by a row. */
export function ordered(page, columns, state) {
  const [section, row] = (state.sort ?? "").split(".");
  const key = (column) => scaled(shown(column.cells[section]?.[row] ?? EMPTY, inShares(page, section, state)));
  const larger = (a, b) => (a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? 1 : -1);
  return Object.keys(page.kinds).flatMap((kind) => {
    const group = columns.filter((column) => column.kind === kind);
    return row ? group.sort((a, b) => larger(key(a), key(b))) : group;
  });
}

/** Whether the cells of `section` show shares. */
export function inShares(page, section, state) {
  return state.show === "share" && page.sections.some((item) => item.key === section && item.shares);
}

const shown = (cell, shares) => (shares && cell.value ? cell.share : cell.value);

/** The rows of `section`: its own, or the codes that the columns have. */
export function measures(section, columns) {
  if (section.measures.length) return section.measures;
  const names = new Map();
  for (const column of columns) {
    for (const [code, cell] of Object.entries(column.cells[section.key])) if (!names.has(code)) names.set(code, cell.name);
  }
  const codes = [...names.keys()].sort();
  return codes.map((code) => ({ key: code, label: names.get(code), unit: "万元", depth: code.length === 3 ? 0 : 1, code, bars: true }));
}

/** The whole body: notes, then a table a section. */
export function draw(page, chosen, state) {
  const columns = ordered(page, chosen, state);
  const body = document.createDocumentFragment();
  if (!columns.length) {
    body.append(make("p", { class: "mz-compare__remark" }, page.texts.none));
    return body;
  }
  if (new Set(columns.map((column) => column.kind)).size > 1) {
    body.append(make("p", { class: "mz-compare__note", role: "note" }, page.texts.kinds));
  }
  for (const text of remarks(page, columns)) body.append(make("p", { class: "mz-compare__remark" }, text));
  for (const section of page.sections) body.append(sectionOf(page, section, columns, state));
  return body;
}

function remarks(page, columns) {
  const years = [...new Set(columns.map((column) => column.year))].sort();
  const scopes = [...new Set(columns.map((column) => column.scope).filter(Boolean))].sort();
  const found = [];
  if (years.length > 1) found.push(page.texts.years.replace("{years}", () => years.join("、")));
  if (scopes.length > 1) found.push(page.texts.scopes.replace("{scopes}", () => scopes.join("、")));
  return found;
}

function sectionOf(page, section, columns, state) {
  const rows = measures(section, columns);
  const colours = section.composed ? coloursOf(page, rows) : EMPTY;
  const body = make("tbody");
  if (section.composed && rows.length) {
    const stacks = columns.map((column, place) => make("td", cellClass(columns, place), stackOf(section, rows, colours, column)));
    body.append(make("tr", {}, make("th", { scope: "row" }, make("span", { class: "mz-compare__name" }, page.texts.composition)), ...stacks));
  }
  for (const row of rows) body.append(lineOf(page, section, row, colours[row.key], columns, state));
  const frame = make("div", { class: "mz-frame", tabindex: "0", role: "region", "aria-label": section.title });
  frame.append(make("table", { class: "mz-compare__table" }, headOf(page, columns), body));
  const node = make("section", { class: "mz-compare__section", "data-section": section.key });
  node.append(make("h2", { id: section.key }, section.title), make("p", { class: "mz-compare__lead" }, section.lead), frame);
  for (const column of columns) {
    const note = column.notes[section.key];
    if (note) node.append(make("p", { class: "mz-compare__basis" }, make("span", {}, column.unit), `：${note}`));
  }
  return node;
}

const isApart = (columns, place) => place > 0 && columns[place - 1].kind !== columns[place].kind;
const cellClass = (columns, place) => ({ class: `mz-compare__cell${isApart(columns, place) ? " mz-compare__cell--apart" : ""}` });

function headOf(page, columns) {
  const kinds = Object.keys(page.kinds).filter((kind) => columns.some((column) => column.kind === kind));
  const groups = kinds.map((kind, place) => {
    const count = columns.filter((column) => column.kind === kind).length;
    const name = `mz-compare__kind${place ? " mz-compare__cell--apart" : ""}`;
    return make("th", { class: name, scope: "colgroup", colspan: count }, make("span", {}, page.kinds[kind]));
  });
  const units = columns.map((column, place) => {
    const chip = make("span", { class: `mz-chip mz-chip--${column.kind}` }, `${column.year} ${column.kind === "budget" ? "预算" : "决算"}`);
    const under = make("span", { class: "mz-compare__under" }, chip, placeOf(column.region));
    const name = `mz-compare__unit${isApart(columns, place) ? " mz-compare__cell--apart" : ""}`;
    return make("th", { class: name, scope: "col" }, make("a", { href: `../${column.address}` }, column.unit), under);
  });
  const corner = make("td", { class: "mz-compare__corner" });
  const first = make("th", { class: "mz-compare__measure", scope: "col" }, page.texts.measure);
  return make("thead", {}, make("tr", {}, corner, ...groups), make("tr", {}, first, ...units));
}

/** The region and the one above it, which small screens leave out. */
function placeOf(region) {
  if (!region.length) return "";
  const above = region.length > 1 ? make("span", { class: "mz-compare__above" }, region.at(-2)) : "";
  return make("small", {}, above, make("span", {}, region.at(-1)));
}

function coloursOf(page, rows) {
  const rest = rows.map((row) => row.key).filter((key) => !page.colours.includes(key));
  const grey = (key) => `grey-${Math.min(rest.indexOf(key) + 1, page.greys)}`;
  return Object.fromEntries(rows.map((row) => [row.key, rest.includes(row.key) ? grey(row.key) : `class-${row.key}`]));
}

function lineOf(page, section, row, colour, columns, state) {
  const shares = inShares(page, section.key, state);
  const cells = columns.map((column) => cellAt(column, section.key, row.key));
  const head = make("th", { scope: "row" });
  if (colour) {
    const fill = make("rect", { width: 1, height: 1, fill: `var(--mz-${colour})` });
    head.append(make("svg", { class: "mz-compare__swatch", viewBox: "0 0 1 1", "aria-hidden": "true" }, fill));
  }
  head.append(...[small(row.code, "mz-compare__code"), make("span", { class: "mz-compare__name" }, row.label)].filter(Boolean));
  if (row.unit !== "万元") head.append(small(row.unit));
  const line = make("tr", { class: `mz-compare__row mz-compare__row--${row.depth}`, "data-row": row.key }, head);
  cells.forEach((cell, place) => {
    const column = columns[place];
    const peers = cells.filter((_, other) => columns[other].kind === column.kind).map((peer) => scaled(shown(peer, shares)));
    const width = row.bars ? widthOf(scaled(shown(cell, shares)), peers) : "";
    line.append(make("td", cellClass(columns, place), ...cellOf(page, column, cell, width, shares)));
  });
  return line;
}

/** The cell of a row; where the disclosure has none of the section's rows it says why. */
export function cellAt(column, section, row) {
  const cells = column.cells[section];
  return cells[row] ?? (Object.keys(cells).length ? EMPTY : { absent: column.absent[section] });
}

function widthOf(number, peers) {
  const known = peers.filter((peer) => peer !== null);
  return known.length > 1 ? percent(number, known.reduce((most, peer) => (peer > most ? peer : most))) : "";
}

function cellOf(page, column, cell, width, shares) {
  if (!cell.value) return cell.absent ? [make("span", { class: "mz-compare__absent" }, page.absent[cell.absent])] : [];
  const share = shareWords(cell);
  const main = shares && share ? share : grouped(cell.value);
  const number = cell.link ? make("a", { href: `../${column.address}${cell.link}` }, main) : make("span", {}, main);
  const rect = width ? make("rect", { width, height: 1 }) : null;
  const bar = rect && make("svg", { class: "mz-compare__bar", viewBox: "0 0 100 1", preserveAspectRatio: "none", "aria-hidden": "true" }, rect);
  const beside = shares && share ? grouped(cell.value) : share && `占 ${share}`;
  const stated = cell.stated && `文字作 ${cell.stated}`;
  return [number, bar, small(beside), small(changeWords(cell)), small(stated), small(cell.note)].filter(Boolean);
}

/** `93.1%`; a part that would round to nothing says so. */
export function shareWords(cell) {
  if (!cell.share) return "";
  return scaled(cell.value) && scaled(cell.share) === 0n ? "不足 0.1%" : `${cell.share}%`;
}

function changeWords(cell) {
  const number = scaled(cell.change);
  if (number === null) return "";
  if (number === 0n) return "持平";
  return `${number > 0n ? "↑" : "↓"} ${grouped(cell.change.replace("-", ""))}${cell.percent ? ` ${cell.percent}` : ""}`;
}

function stackOf(section, rows, colours, column) {
  const cells = rows.map((row) => [row, column.cells[section.key][row.key] ?? EMPTY]);
  const positive = cells.map(([row, cell]) => [row, cell, scaled(cell.value)]).filter(([, , amount]) => amount > 0n);
  if (!positive.length) return "";
  const whole = positive.reduce((sum, [, , amount]) => sum + amount, 0n);
  const words = positive.map(([row, cell]) => `${row.label} ${shareWords(cell)}`).join("，");
  const svg = make("svg", { class: "mz-compare__stack", viewBox: "0 0 100 1", preserveAspectRatio: "none", role: "img", "aria-label": words });
  const at = (amount) => (amount * 2000n + whole) / (whole * 2n);
  let start = 0n;
  for (const [row, , amount] of positive) {
    const [left, right] = [at(start), at(start + amount)];
    svg.append(make("rect", { x: tenths(left), width: tenths(right - left), height: 1, fill: `var(--mz-${colours[row.key]})` }));
    start += amount;
  }
  return svg;
}
