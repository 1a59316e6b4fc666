// What is compared, as the page's address says it: ?d=id,id&view=function&show=share&sort=overview.total

/** The state in an address; what it asks for that `known(id)` denies comes back as `unknown`, too many as `beyond`. */
export function readState({ search, hash }, page, known, standard) {
  const query = new URLSearchParams(search);
  const asked = query.has("d") ? [...new Set(query.get("d").split(",").map((id) => id.trim()).filter(Boolean))] : standard;
  const found = asked.filter(known);
  const sections = page.sections.map((section) => section.key);
  const view = [query.get("view"), hash.slice(1)].find((name) => sections.includes(name));
  const sort = query.get("sort") ?? "";
  return {
    ids: found.slice(0, page.most),
    view: view ?? sections[0],
    show: query.get("show") === "share" ? "share" : "amount",
    sort: sections.includes(sort.split(".")[0]) ? sort : "",
    unknown: asked.filter((id) => !known(id)),
    beyond: found.slice(page.most),
  };
}

/** The address of `state`, as short as it can be: what the page does of itself is left out. */
export function addressOf(state, page, standard) {
  const parts = [];
  if (state.ids.join() !== standard.join()) parts.push(`d=${state.ids.map(encodeURIComponent).join(",")}`);
  if (state.view !== page.sections[0].key) parts.push(`view=${state.view}`);
  if (state.show === "share") parts.push("show=share");
  if (state.sort) parts.push(`sort=${encodeURIComponent(state.sort)}`);
  return parts.length ? `?${parts.join("&")}` : location.pathname;
}
