// Keeps the rows that contain every word, and the rows that hold them.
import { bodyRows, findParents, hide, plain, textOf } from "./rows.js";

/** Prepares `tables` for filtering together; `apply(text)` returns how many rows match. */
export function makeFilter(tables) {
  const rows = tables.flatMap(bodyRows);
  const parents = new Map(tables.flatMap((table) => [...findParents(bodyRows(table))]));
  const counted = rows.filter((row) => !row.classList.contains("mz-group"));
  const texts = new Map();
  const read = (row) => {
    if (!texts.has(row)) texts.set(row, plain([...row.cells].map(textOf).join("\n")));
    return texts.get(row);
  };
  return {
    all: counted.length,
    apply(query) {
      const wanted = query.split(/\s+/).map(plain).filter(Boolean);
      const kept = new Set();
      const matching = counted.filter((row) => wanted.every((word) => read(row).includes(word)));
      for (const row of matching) for (let keep = row; keep; keep = parents.get(keep)) kept.add(keep);
      for (const row of rows) hide(row, "filter", wanted.length > 0 && !kept.has(row));
      for (const table of tables) table.toggleAttribute("data-filtering", wanted.length > 0);
      return matching.length;
    },
  };
}
