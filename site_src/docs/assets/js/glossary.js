// The glossary's filter box: hides what does not hold the words, in the index and below it.

/** The heading of a term with everything up to the next heading. */
function block(anchor) {
  const nodes = [document.getElementById(anchor)];
  while (nodes.at(-1)?.nextElementSibling && !nodes.at(-1).nextElementSibling.matches("h2, h3")) {
    nodes.push(nodes.at(-1).nextElementSibling);
  }
  return nodes.filter(Boolean);
}

export function start(root) {
  const list = root.querySelector("[data-mz-glossary]");
  const box = list.querySelector("input");
  const status = list.querySelector("[role=status]");
  const entries = [...list.querySelectorAll("li")].map((item) => {
    const link = item.querySelector("a");
    const names = `${link.textContent} ${link.dataset.names}`.replace(/[“”]/g, "");
    return { item, names, nodes: block(link.hash.slice(1)) };
  });
  box.closest("[hidden]").hidden = false;
  box.addEventListener("input", () => {
    const words = box.value.replace(/[“”"]/g, "").trim().split(/\s+/);
    let left = 0;
    for (const { item, names, nodes } of entries) {
      const fits = words.every((word) => names.includes(word));
      left += fits;
      for (const node of [item, ...nodes]) node.hidden = !fits;
    }
    status.textContent = box.value.trim() ? (left ? `${left} 个` : "没有这个名词") : "";
  });
}
