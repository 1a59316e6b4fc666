// Rows that several controls hide. A row is shown when no reason to hide it is left,
// so filter, fold and facets work on the same table without undoing one another.

/** Hides `row` for `reason` ("filter", "fold", "facet") while `off` holds; other reasons stay. */
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
