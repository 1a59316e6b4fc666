// Rows that hold others open and close them.
import { bodyRows, findParents, hide } from "./rows.js";

/** Gives the rows of `table` that hold others a button; returns what opens and closes them together. */
export function makeFoldable(table) {
  const rows = bodyRows(table);
  const parents = findParents(rows);
  const holders = new Set(parents.values());
  const buttons = new Map();

  const isOpen = (row) => buttons.get(row).getAttribute("aria-expanded") === "true";

  function show() {
    for (const row of rows) {
      let closed = false;
      for (let above = parents.get(row); above && !closed; above = parents.get(above)) closed = !isOpen(above);
      hide(row, "fold", closed);
    }
  }

  function set(row, open) {
    const button = buttons.get(row);
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "−" : "+";
  }

  for (const row of holders) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mz-toggle";
    const label = row.querySelector(".mz-label") || row.cells[0];
    button.setAttribute("aria-label", `${label.textContent.trim()}的下级`);
    buttons.set(row, button);
    set(row, true);
    button.addEventListener("click", () => {
      set(row, !isOpen(row));
      show();
    });
    row.cells[0].prepend(button);
  }

  return {
    count: holders.size,
    /** Opens or closes every row. */
    setAll(open) {
      for (const row of holders) set(row, open);
      show();
    },
    /** Opens the rows above `row`. */
    reveal(row) {
      for (let above = parents.get(row); above; above = parents.get(above)) set(above, true);
      show();
    },
    /** Shows every row while `on`, as it was folded after. */
    suspend(on) {
      if (!on) show();
      else for (const row of rows) hide(row, "fold", false);
    },
  };
}
