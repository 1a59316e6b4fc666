// The orders of a list: each row knows its place in all of them, so that exact amounts are never compared here.
// `state` is the key of an order, with a minus before it when it is turned round; blank for the first.

/** The orders that `select` offers, for the rows and headings below `root`; null where there is no choice. */
export function listOrders(root, select, changed) {
  if (!select) return null;
  const keys = [...select.options].map((option) => option.dataset.key);
  const rows = [...root.querySelectorAll("tr[data-s]")].map((element) => ({ element, ranks: element.dataset.s.split(" ") }));
  const heads = [...root.querySelectorAll("th[data-order]")].filter((head) => keys.includes(head.dataset.order));
  const orders = { state: "", set };
  let standing = keys[0];

  function set(state) {
    const turned = state.startsWith("-");
    const key = turned ? state.slice(1) : state || keys[0];
    const place = Math.max(keys.indexOf(key), 0);
    orders.state = turned && keys[place] === key ? `-${key}` : place ? key : "";
    select.selectedIndex = place;
    for (const head of heads) mark(head, keys[place], orders.state.startsWith("-"));
    if (standing !== (orders.state || keys[0])) arrange(place, orders.state.startsWith("-"));
    standing = orders.state || keys[0];
  }

  /** Puts the rows of every table in order; those without a place come last both ways. */
  function arrange(place, turned) {
    const rank = ({ ranks }) => (ranks[place] === "-" ? Infinity : (turned ? -1 : 1) * Number(ranks[place]));
    const sorted = rows.map((row) => [rank(row), row]).sort(([one], [other]) => (one === other ? 0 : one - other));
    for (const [, { element }] of sorted) element.parentElement.append(element);
  }

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mz-sort";
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      const key = head.dataset.order;
      set(orders.state === key || (key === keys[0] && !orders.state) ? `-${key}` : key);
      changed();
    });
    head.append(button);
  }
  return orders;
}

/** Tells on a heading whether the rows stand in its order, and which way. */
function mark(head, key, turned) {
  if (head.dataset.order !== key) head.removeAttribute("aria-sort");
  else head.setAttribute("aria-sort", "down" in head.dataset !== turned ? "descending" : "ascending");
}
