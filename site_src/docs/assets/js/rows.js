// The rows of a table: which stand under which, what their cells say, and what hides them.

/** Hides `row` for `reason` ("filter", "fold", "facet") while `off` holds; other reasons stay.
 *  A row is shown when no reason is left, so filter, fold and facets do not undo one another. */
export function hide(row, reason, off) {
  const reasons = new Set((row.dataset.off || "").split(" ").filter(Boolean));
  if (reasons.has(reason) === off) return;
  if (off) reasons.add(reason);
  else reasons.delete(reason);
  if (reasons.size) row.dataset.off = [...reasons].join(" ");
  else delete row.dataset.off;
  row.hidden = reasons.size > 0;
}

/** Whether `row` is hidden for a reason other than those given. */
export function isHidden(row, ...besides) {
  return (row.dataset.off || "").split(" ").some((reason) => reason && !besides.includes(reason));
}

/** The rows of all bodies of `table`, in the order in which they stand now. */
export function bodyRows(table) {
  return [...table.tBodies].flatMap((body) => [...body.rows]);
}

/** How deep a row stands: -1 for the heading of a group, else as its class `mz-depth-N` says. */
function depthOf(row) {
  if (row.classList.contains("mz-group")) return -1;
  return Number(/\bmz-depth-(\d)/.exec(row.className)?.[1] || 0);
}

/** The row above each row that holds it: the nearest one before it that stands less deep in its body. */
export function findParents(rows) {
  const parents = new Map();
  let above = [];
  for (const row of rows) {
    const depth = depthOf(row);
    above = above.filter((other) => depthOf(other) < depth && other.parentNode === row.parentNode);
    if (above.length) parents.set(row, above[above.length - 1]);
    above.push(row);
  }
  return parents;
}

/** The text of a cell without its marks and the button that folds. */
export function textOf(cell) {
  if (!cell) return "";
  if (!cell.firstElementChild) return cell.textContent.trim();
  const copy = cell.cloneNode(true);
  for (const extra of copy.querySelectorAll(".mz-mark, .mz-flags, .mz-toggle")) extra.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

/** Text for comparing: half width, lower case, without spaces and thousands separators. */
export function plain(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "").replace(/(\d),(?=\d{3})/g, "$1");
}

/** The element that the address points to; none where the address is no text. */
export function hashTarget() {
  try {
    return location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  } catch {
    return null;
  }
}
