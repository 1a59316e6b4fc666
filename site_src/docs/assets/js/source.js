// The source text: go to a line, mark it or a range of lines, show only some lines, copy a line's address.
const RANGE = /^#L(\d+)(?:-L?(\d+))?$/;

/** Sets up the lines of the page. */
export function start(root) {
  const lines = root.querySelector("[data-mz-source]");
  const tools = lines?.querySelector(".mz-linetools");
  if (!tools) return;
  const all = [...lines.querySelectorAll(".mz-lines__block > li")];
  const filter = makeFilter(lines, tools, all);
  const marker = makeMarker(lines, all, filter);
  tools.addEventListener("submit", (event) => {
    event.preventDefault();
    const number = Number(tools.querySelector(".mz-linetools__line").value);
    if (number >= 1 && number <= all.length) marker.go(number, number);
  });
  lines.addEventListener("click", (event) => {
    const link = event.target.closest("li > a");
    if (!link || event.ctrlKey || event.metaKey || event.button) return;
    event.preventDefault();
    marker.pick(Number(link.textContent), event.shiftKey);
  });
  addEventListener("hashchange", marker.read);
  marker.read();
}

/** Marks the lines that the address names. */
function makeMarker(lines, all, filter) {
  const copy = makeCopy();
  let marked = [];
  let first = 0;

  function mark(from, to) {
    for (const line of marked) line.classList.remove("is-marked");
    marked = all.slice(from - 1, to);
    first = from;
    lines.dataset.marked = "";
    for (const line of marked) line.classList.add("is-marked");
    marked[0]?.append(copy);
    copy.hidden = !marked.length;
  }

  function show(from, to) {
    if (all[from - 1]?.hidden) filter.clear();
    mark(from, to);
    // Blocks that were never rendered have guessed heights: once more when the first guess has been mended.
    all[from - 1]?.scrollIntoView({ block: "start" });
    requestAnimationFrame(() => all[from - 1]?.scrollIntoView({ block: "start" }));
  }

  function put(from, to) {
    const hash = from === to ? `#L${from}` : `#L${from}-L${to}`;
    if (hash !== location.hash) history.pushState(null, "", hash);
  }

  return {
    read() {
      const found = RANGE.exec(location.hash);
      if (!found) return mark(1, 0);
      const [from, to] = [Number(found[1]), Number(found[2] || found[1])].sort((a, b) => a - b);
      show(from, to);
    },
    go(from, to) {
      put(from, to);
      show(from, to);
    },
    /** A click on a line's number: the page stays where it is. */
    pick(number, extend) {
      const [from, to] = extend && first ? [first, number].sort((a, b) => a - b) : [number, number];
      put(from, to);
      mark(from, to);
    },
  };
}

function makeCopy() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "mz-linecopy";
  const say = (text) => (button.textContent = text);
  say("复制链接");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      say("已复制");
    } catch {
      say("浏览器不许复制，请复制地址栏");
    }
    setTimeout(() => say("复制链接"), 3000);
  });
  return button;
}

/** Shows only the lines with data, with findings, or with the words that are looked for. */
function makeFilter(lines, tools, all) {
  const [choice, box, count] = ["show", "text", "count"].map((name) => tools.querySelector(`.mz-linetools__${name}`));
  const texts = all.map((line) => fold(line.querySelector("span").textContent));
  const kinds = all.map((line) => ({
    data: Boolean(line.querySelector(".mz-from > p:not(.mz-from__found)")),
    found: Boolean(line.querySelector(".mz-from__found")),
  }));

  function apply() {
    const word = fold(box.value);
    const isOn = Boolean(word || choice.value);
    lines.classList.toggle("is-filtered", isOn);
    let shown = 0;
    all.forEach((line, place) => {
      const fits = (!choice.value || kinds[place][choice.value]) && texts[place].includes(word);
      line.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    count.textContent = isOn ? `${shown} 行` : "";
    if (lines.getBoundingClientRect().top < 0) lines.scrollIntoView();
    highlight(word ? all.filter((line) => !line.hidden) : [], box.value.trim());
  }

  choice.addEventListener("change", apply);
  box.addEventListener("input", apply);
  if (box.value || choice.value) apply();
  return {
    clear() {
      box.value = "";
      choice.value = "";
      apply();
    },
  };
}

/** Text for comparing: half width, lower case, without spaces. */
function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

function highlight(found, word) {
  if (!globalThis.CSS?.highlights) return;
  const ranges = [];
  for (const line of word ? found : []) {
    const node = line.querySelector("span").firstChild;
    const place = node ? node.data.indexOf(word) : -1;
    if (place < 0) continue;
    const range = new Range();
    range.setStart(node, place);
    range.setEnd(node, place + word.length);
    ranges.push(range);
  }
  if (ranges.length) CSS.highlights.set("mz-found", new Highlight(...ranges));
  else CSS.highlights.delete("mz-found");
}
