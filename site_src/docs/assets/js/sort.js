// Sorting by a column: numbers as exact decimals, words as Chinese is sorted, blanks last both ways.
import { bodyRows, findParents, textOf } from "./rows.js";

const words = new Intl.Collator("zh-Hans-CN", { numeric: true });
const NUMBER = /[-−+]?\d[\d,]*(\.\d+)?/;

/** The first number in `text` as an integer of 10⁻²⁰, so that no digit is lost; null where there is none. */
export function exact(text) {
  const found = NUMBER.exec(text);
  if (!found) return null;
  const [whole, part = ""] = found[0].replace(/[,+]/g, "").replace("−", "-").split(".");
  const digits = BigInt(whole.replace("-", "") + part.padEnd(20, "0").slice(0, 20));
  return whole.startsWith("-") ? -digits : digits;
}

/** What a cell is sorted by: its `data-value` if it has one, else its text. */
function keyOf(row, column, isNumber) {
  const cell = row.cells[column];
  const text = cell?.dataset.value ?? textOf(cell);
  return isNumber ? exact(text) : text || null;
}

function compare(one, other, direction) {
  if (one === null || other === null) return (one === null) - (other === null);
  const order = typeof one === "bigint" ? (one > other) - (one < other) : words.compare(one, other);
  return order * direction;
}

/** Whether a row keeps its place among its neighbours: totals and the headings of groups. */
function stays(row) {
  return row.classList.contains("mz-total") || row.classList.contains("mz-group");
}

/** `rows` sorted under the rows that hold them; runs between rows that stay are sorted each by itself. */
function sortWithin(rows, parents, order) {
  const children = new Map();
  for (const row of rows) {
    const parent = parents.get(row) || null;
    if (!children.has(parent)) children.set(parent, []);
    children.get(parent).push(row);
  }
  const result = [];
  function place(siblings) {
    let run = [];
    const settle = () => {
      for (const row of run.sort(order)) put(row);
      run = [];
    };
    for (const row of siblings) {
      if (!stays(row)) run.push(row);
      else {
        settle();
        put(row);
      }
    }
    settle();
  }
  function put(row) {
    result.push(row);
    if (children.has(row)) place(children.get(row));
  }
  place(children.get(null) || []);
  return result;
}

function apply(table, original, parents, column, direction) {
  const isNumber = table.tHead.rows[0].cells[column].classList.contains("mz-number");
  for (const body of table.tBodies) {
    let rows = original.get(body);
    if (direction) {
      const keys = new Map(rows.map((row) => [row, keyOf(row, column, isNumber)]));
      rows = sortWithin(rows, parents, (one, other) => compare(keys.get(one), keys.get(other), direction));
    }
    body.append(...rows);
  }
}

/** Makes buttons of the headings of `table`. A column of numbers shows its largest first, words go from a to z. */
export function makeSortable(table) {
  const heads = table.tHead?.rows;
  if (heads?.length !== 1 || table.querySelector("[rowspan], thead [colspan]") || bodyRows(table).length < 3) return;
  const original = new Map([...table.tBodies].map((body) => [body, [...body.rows]]));
  const parents = findParents(bodyRows(table));
  const cells = [...heads[0].cells].filter((cell) => cell.textContent.trim() && !cell.classList.contains("mz-at"));
  const within = "fold" in table.dataset ? "，下级科目留在上级之下" : "";
  for (const cell of cells) {
    const turns = cell.classList.contains("mz-number") ? ["descending", "ascending"] : ["ascending", "descending"];
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mz-sort";
    button.title = `排序：${turns.map((turn) => (turn === "ascending" ? "升序" : "降序")).join("、")}、原文顺序${within}`;
    button.append(...cell.childNodes);
    button.addEventListener("click", () => {
      const next = [null, ...turns, null][[null, ...turns].indexOf(cell.getAttribute("aria-sort")) + 1];
      for (const other of cells) other.removeAttribute("aria-sort");
      if (next) cell.setAttribute("aria-sort", next);
      apply(table, original, parents, cell.cellIndex, { ascending: 1, descending: -1 }[next] || 0);
    });
    cell.append(button);
  }
}
