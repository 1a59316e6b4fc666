// The box in the header: the key / leads to it, or to the page's own larger box.

/** Listens for the key on every page. */
export function start(root) {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const boxes = [...root.querySelectorAll(".mz-searchbox input, .mz-search input")];
    const box = boxes.find((input) => input.checkVisibility?.() ?? input.offsetParent);
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
