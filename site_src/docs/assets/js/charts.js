// A drawn chart can become an interactive one, and a PNG. Vega is loaded once, at the first click, from this site.
const VEGA = new URL("../vendor/vega/vega.js", import.meta.url);
const LABELS = 0.36; // of the width, for the labels of the bars
const live = new Set();

/** Adds the buttons PNG and 交互图 to every chart below `root`. */
export function start(root) {
  const figures = root.querySelectorAll("figure[data-mz-spec]");
  for (const figure of figures) addButtons(figure);
  if (figures.length) watchTheme();
}

function addButtons(figure) {
  const links = figure.querySelector(".mz-chart__links");
  const title = figure.querySelector(".mz-chart__title").textContent;
  const chart = { figure, drawn: figure.querySelector(".mz-chart__drawn"), place: null, view: null, turn: 0 };
  const png = button("PNG", title);
  const modes = document.createElement("span");
  const [still, moving] = [button("静态图", title), button("交互图", title)];
  const status = document.createElement("span");
  const mark = () => {
    still.setAttribute("aria-pressed", String(!chart.place));
    moving.setAttribute("aria-pressed", String(Boolean(chart.place)));
  };
  modes.className = "mz-chart__modes";
  modes.setAttribute("role", "group");
  modes.setAttribute("aria-label", "图的样式");
  modes.append(still, moving);
  status.setAttribute("role", "status");
  png.addEventListener("click", () => busy(png, status, () => savePng(figure)));
  moving.addEventListener("click", () => busy(moving, status, () => (chart.place ? null : enliven(chart))).then(mark));
  still.addEventListener("click", () => {
    if (chart.place) stop(chart);
    mark();
  });
  mark();
  const before = links.querySelector("details");
  links.insertBefore(png, before);
  links.insertBefore(modes, before);
  links.append(status);
}

function button(text, title) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.setAttribute("aria-label", `${text}：${title}`);
  return made;
}

async function busy(pressed, status, act) {
  if (pressed.getAttribute("aria-busy") === "true") return;
  pressed.setAttribute("aria-busy", "true");
  status.textContent = "";
  try {
    await act();
  } catch (error) {
    status.textContent = "没有成功，请再试一次。";
    console.warn(error);
  } finally {
    pressed.removeAttribute("aria-busy");
  }
}

// ---- The interactive chart

async function enliven(chart) {
  chart.place = document.createElement("div");
  chart.place.className = "mz-chart__live";
  try {
    await show(chart);
    if (chart.place) live.add(chart);
  } catch (error) {
    stop(chart);
    throw error;
  }
}

function stop(chart) {
  chart.turn += 1;
  chart.view?.finalize();
  chart.place.remove();
  chart.drawn.hidden = false;
  chart.place = chart.view = null;
  live.delete(chart);
  hideTip();
}

/** Draws `chart` anew in the colours and the width that hold now. Of several at once the last one counts. */
async function show(chart) {
  const turn = ++chart.turn;
  const [{ default: embed }, answer] = await Promise.all([import(VEGA), fetch(chart.figure.dataset.mzSpec)]);
  if (!answer.ok) throw new Error(`${answer.status}: ${answer.url}`);
  const spec = themed(fitted(await answer.json(), chart.figure.clientWidth));
  spec.description = chart.figure.querySelector("figcaption").textContent;
  const host = document.createElement("div");
  const view = await embed(host, spec, {
    mode: "vega-lite",
    renderer: "svg",
    actions: false,
    ast: true, // expressions are interpreted, never compiled: no eval
    defaultStyle: false,
    tooltip: showTip,
  });
  if (turn !== chart.turn || !chart.place) return view.finalize();
  hideTip();
  chart.view?.finalize();
  chart.view = view;
  chart.place.replaceChildren(host);
  if (!chart.place.isConnected) chart.drawn.before(chart.place);
  chart.drawn.hidden = true;
}

/** The specification at `width` pixels: labels take their share, the bars the rest. */
function fitted(spec, width) {
  const labels = Math.round(Math.min(190, width * LABELS));
  const walk = (part) => {
    if (!part || typeof part !== "object") return;
    if (typeof part.width === "number") part.width = Math.max(width - labels - 24, 120);
    if (part.labelLimit) Object.assign(part, { labelLimit: labels - 6, minExtent: labels, maxExtent: labels });
    Object.values(part).forEach(walk);
  };
  walk(spec);
  return spec;
}

/** The specification in the colours of the page. */
function themed(spec) {
  const style = getComputedStyle(document.body);
  const own = (name) => style.getPropertyValue(`--mz-${name}`).trim();
  const colours = spec.usermeta?.colours || {};
  const swap = (value) => {
    if (typeof value === "string") return colours[value] ? own(colours[value]) || value : value;
    if (Array.isArray(value)) return value.map(swap);
    if (!value || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, swap(item)]));
  };
  const { usermeta, ...rest } = spec;
  const done = swap(rest);
  const lines = { gridColor: own("rule"), tickColor: own("rule-strong"), domainColor: own("rule-strong") };
  const words = { labelColor: own("ink"), titleColor: own("muted"), labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" };
  done.config = { ...done.config, axis: { ...lines, ...words }, title: { color: own("muted") } };
  return done;
}

function watchTheme() {
  let width = innerWidth;
  const again = () => live.forEach((chart) => show(chart).catch((error) => console.warn(error)));
  new MutationObserver(again).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  let waiting;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    clearTimeout(waiting);
    waiting = setTimeout(again, 200);
  });
}

// ---- The tooltip: full figures, as text

const tip = document.createElement("div");
tip.className = "mz-tip";
tip.hidden = true;

export function showTip(handler, event, item, value) {
  if (value === null || value === undefined || value === "") return hideTip();
  const list = document.createElement("dl");
  for (const [name, told] of Object.entries(typeof value === "object" ? value : { "": value })) {
    if (told === "" || told === null || told === "null") continue;
    const [term, text] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = name;
    text.textContent = told;
    list.append(term, text);
  }
  tip.replaceChildren(list);
  if (!tip.isConnected) document.body.append(tip);
  tip.hidden = false;
  tip.style.left = tip.style.top = "0";
  const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
  const under = event.clientY + 18;
  const top = under + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 12 : under;
  tip.style.left = `${Math.max(left, 8)}px`;
  tip.style.top = `${Math.max(top, 8)}px`;
}

export function hideTip() {
  tip.hidden = true;
}

// ---- PNG

/** The SVG file as a PNG of twice its size, saved under the chart's name. */
async function savePng(figure) {
  const image = new Image();
  image.src = figure.dataset.mzSvg;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#ffffff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done, fail) =>
    canvas.toBlob((made) => (made ? done(made) : fail(new Error("no PNG"))), "image/png"),
  );
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${figure.dataset.mzChart}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
