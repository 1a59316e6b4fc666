// A term in a label shows its explanation beside it: on hover, on focus, on a first tap.
// Escape closes it, it stays while the pointer is on it (WCAG 1.4.13). Without this the link leads to the glossary.
const ROOT = new URL("../../", import.meta.url);
const WAIT = 180; // how long a pointer may take from the label to the explanation
const EDGE = 8;
const SHORT = 110;

let definitions; // by anchor: name, definition, who says so; loaded on first use
let pop;
let shown; // the link whose explanation is open
let closing;
let touched; // the link that is being tapped, and whether it was open before

function load() {
  definitions ??= fetch(new URL("assets/terms.json", ROOT))
    .then((answer) => (answer.ok ? answer.json() : {}))
    .catch(() => ({}));
  return definitions;
}

/** The first sentence, as `Entry.short` makes it. */
function shorten(text) {
  const first = text.split(/[。；;]|，其中/, 1)[0];
  return first && first.length < SHORT ? `${first}。` : `${text.slice(0, SHORT - 1)}…`;
}

/** What this page's own document says of the term, else what most documents say. */
async function explain(anchor) {
  const own = document.querySelector(`[data-mz-defines="${CSS.escape(anchor)}"]`);
  if (own) return ["", shorten(own.textContent.trim()), "这份材料的解释"];
  return (await load())[anchor];
}

function part(name, text) {
  const node = document.createElement(name);
  node.textContent = text;
  return node;
}

function makePop() {
  const node = document.createElement("div");
  node.className = "mz-term-pop";
  node.id = "mz-term-pop";
  node.setAttribute("role", "tooltip");
  node.setAttribute("popover", "manual");
  node.addEventListener("pointerenter", keep);
  node.addEventListener("pointerleave", leave);
  document.body.append(node);
  return node;
}

/** Below the label, above it where there is no room; never over it, never outside the window. */
function place(link) {
  const label = [...link.getClientRects()].at(-1) ?? link.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const { offsetWidth, offsetHeight } = pop;
  const left = Math.min(Math.max(label.left, EDGE), width - offsetWidth - EDGE);
  const first = link.getBoundingClientRect();
  const above = label.bottom + offsetHeight + EDGE > innerHeight && first.top - offsetHeight > EDGE;
  const top = above ? first.top - offsetHeight - 2 : label.bottom + 2;
  pop.style.left = `${left + scrollX}px`;
  pop.style.top = `${top + scrollY}px`;
}

async function show(link, more = "点开看全部解释") {
  keep();
  if (shown === link) return;
  hide();
  shown = link;
  const found = await explain(link.dataset.mzTerm);
  if (shown !== link || !found) return;
  pop ??= makePop();
  const [name, text, who] = found;
  pop.replaceChildren(part("b", name || link.textContent), part("span", text), part("small", `${who} · ${more}`));
  pop.showPopover();
  link.setAttribute("aria-describedby", pop.id);
  place(link);
}

function hide() {
  keep();
  shown?.removeAttribute("aria-describedby");
  shown = undefined;
  if (pop?.matches(":popover-open")) pop.hidePopover();
}

function keep() {
  clearTimeout(closing);
}

function leave() {
  keep();
  closing = setTimeout(() => shown !== document.activeElement && hide(), WAIT);
}

const termOf = (event) => event.target.closest?.("[data-mz-term]");

function onClick(event) {
  const link = termOf(event);
  if (link && touched?.link === link && !touched.open) {
    event.preventDefault();
    show(link, "再点一下看全部解释");
  } else if (!link && !pop?.contains(event.target)) {
    hide();
  }
  touched = undefined;
}

/** Starts for every term in `root`, those that are added later too. */
export function start(root) {
  if (!("showPopover" in HTMLElement.prototype)) return;
  root.addEventListener("pointerover", (event) => {
    const link = termOf(event);
    if (link && event.pointerType !== "touch") show(link);
  });
  root.addEventListener("pointerout", (event) => termOf(event) && event.pointerType !== "touch" && leave());
  root.addEventListener("pointerdown", (event) => {
    const link = event.pointerType === "touch" && termOf(event);
    touched = link ? { link, open: shown === link } : undefined;
  });
  root.addEventListener("focusin", (event) => {
    const link = termOf(event);
    if (link?.matches(":focus-visible") && !touched) show(link);
  });
  root.addEventListener("focusout", (event) => termOf(event) && leave());
  root.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  root.addEventListener("click", onClick);
}
