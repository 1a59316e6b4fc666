// The result as a chart: bars by one column of words, stacked by a second one or by the columns of a pivot; lines by
// year. Vega is the bundle that the site's other charts load on demand.
import { hideTip, showTip } from "./charts.js";
import { shownNumber } from "./query_result.js";
import { wordOf } from "./query_tables.js";

const VEGA = new URL("../vendor/vega/vega.js", import.meta.url);
const MOST_BARS = 40;
const MOST_SERIES = 12;
const NO_FIGURE = /^(source_line|number|disclosure_id|code|project_id|form_id)$/;
const COLOURS = ["class-201", "class-208", "class-210", "class-205", "class-206", "class-213", "class-221", "grey-1", "grey-3", "grey-2", "grey-4", "bar"];
// What has a colour on the whole site has it here too.
const MEANINGS = {
  错误: "error", 提示: "warning", 尾差: "grey-2", 说明: "grey-4",
  一般公共服务支出: "class-201", 教育支出: "class-205", 科学技术支出: "class-206", 社会保障和就业支出: "class-208",
  卫生健康支出: "class-210", 农林水支出: "class-213", 住房保障支出: "class-221", 基本支出: "basic", 项目支出: "project",
};

const isYear = (head) => /year$|年/.test(head.name) && head.isNumber && !head.isAmount;

/** The result as points `{ label, series, value, text }`; `why` says what it lacks when no chart can be made. */
export function pointsOf({ heads, rows }) {
  const [words, figures] = [[], []];
  heads.forEach((head, index) => {
    if (NO_FIGURE.test(head.name)) return;
    if (head.isNumber && !isYear(head)) figures.push(index);
    else if (rows.some((row) => row[index] !== null)) words.push(index);
  });
  if (!words.length || !figures.length) return { why: "要有一列文字（或年度）和一列数字，才能画图。", points: [] };
  const distinct = (index) => new Set(rows.map((row) => row[index])).size;
  const [first, second] = figures.length === 1 && words.length === 2 ? words : [words.reduce((best, index) => (distinct(index) > distinct(best) ? index : best))];
  const told = (row, index) => wordOf(heads[index].column, row[index]) ?? "（空）";
  const points = [];
  const isWide = figures.length > 1 && sameUnit(figures.map((index) => heads[index]));
  for (const row of rows) {
    for (const index of isWide ? figures : figures.slice(0, 1)) {
      if (row[index] === null) continue;
      const series = isWide ? heads[index].title : second === undefined ? "" : told(row, second);
      points.push({ label: told(row, first), series, value: Number(row[index]), text: shownNumber(row[index], true) });
    }
  }
  const unit = heads[figures[0]].under;
  const title = isWide ? unit : [heads[figures[0]].title, unit].filter(Boolean).join(" · ");
  return { points, title, isYear: isYear(heads[first]) && distinct(first) > 1, why: points.length ? "" : "结果里没有数字，画不出图。" };
}

const sameUnit = (heads) => new Set(heads.map((head) => head.under.split(" · ").at(-1))).size === 1;

/** The chart of `result` in `place`; gives a sentence on what is left out, or why there is none. */
export async function drawChart(result, place, width) {
  const { points, title, isYear: isLine, why } = pointsOf(result);
  if (why) return why;
  const labels = labelsOf(points, isLine);
  const all = seriesOf(points);
  const [kept, series] = [new Set(labels.slice(0, MOST_BARS)), all.slice(0, MOST_SERIES)];
  const data = points.filter((point) => kept.has(point.label) && series.includes(point.series));
  const { default: embed } = await import(VEGA);
  const spec = (isLine ? lineSpec : barSpec)(data, [...kept], series, title, width);
  await embed(place, spec, { mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false, tooltip: showTip });
  hideTip();
  const left = [];
  if (labels.length > MOST_BARS) left.push(`图里是前 ${MOST_BARS} 项，共 ${labels.length} 项。`);
  if (all.length > MOST_SERIES) left.push(`只画前 ${MOST_SERIES} 个系列，共 ${all.length} 个。`);
  return left.join("");
}

/** The labels in their order; of several series those with the largest sums first, as no query can order them so. */
function labelsOf(points, isLine) {
  const sums = new Map();
  for (const { label, value } of points) sums.set(label, (sums.get(label) ?? 0) + value);
  const labels = [...sums.keys()];
  if (isLine) return labels.sort();
  return new Set(points.map((point) => point.series)).size > 1 ? labels.sort((one, other) => sums.get(other) - sums.get(one)) : labels;
}

/** The series in their order; those that have a colour of their own in that of the site. */
function seriesOf(points) {
  const found = [...new Set(points.map((point) => point.series))];
  const order = Object.keys(MEANINGS);
  return found.every((name) => order.includes(name)) ? found.sort((one, other) => order.indexOf(one) - order.indexOf(other)) : found;
}

const own = (name) => getComputedStyle(document.body).getPropertyValue(`--mz-${name}`).trim();
const TIP = [{ field: "label", title: "名称" }, { field: "series", title: "系列" }, { field: "text", title: "数值" }];
const tips = (series) => TIP.filter(({ field }) => field !== "series" || series.length > 1);

function coloursOf(series) {
  const taken = new Set(series.map((name) => MEANINGS[name]));
  const free = COLOURS.filter((name) => !taken.has(name));
  return series.map((name) => MEANINGS[name] ?? free.shift() ?? "grey-1");
}

function colour(series) {
  if (series.length < 2) return { value: own("bar") };
  const legend = { title: null, orient: "top", columns: 0, labelLimit: 220, symbolType: "square" };
  return { field: "series", type: "nominal", scale: { domain: series, range: coloursOf(series).map(own) }, legend, sort: series };
}

function common(width) {
  const lines = { gridColor: own("rule"), tickColor: own("rule-strong"), domainColor: own("rule-strong") };
  const words = { labelColor: own("ink"), titleColor: own("muted"), labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" };
  const font = getComputedStyle(document.body).fontFamily;
  return {
    width, padding: 4, background: null,
    autosize: { type: "fit-x", contains: "padding" },
    config: { font, view: { stroke: null }, axis: { ...lines, ...words }, legend: { labelColor: own("ink"), labelFontSize: 12 } },
  };
}

function barSpec(data, labels, series, title, width) {
  const room = Math.round(Math.min(220, width * 0.36));
  const y = { field: "label", type: "nominal", sort: labels, title: null, axis: { labelLimit: room, ticks: false, domain: false } };
  const x = { field: "value", type: "quantitative", title, axis: { format: ",~f", tickCount: 5, grid: true } };
  const bars = { mark: { type: "bar", height: { band: 0.72 } }, encoding: { y, x, color: colour(series), tooltip: tips(series), ...(series.length > 1 ? { order: { field: "rank" } } : {}) } };
  const ranked = data.map((point) => ({ ...point, rank: series.indexOf(point.series) }));
  const numbers = { mark: { type: "text", align: "left", dx: 4, fontSize: 12, color: own("ink") }, encoding: { y, x, text: { field: "text" } } };
  return { ...common(width), height: labels.length * 26, data: { values: ranked }, layer: series.length > 1 ? [bars] : [bars, numbers] };
}

function lineSpec(data, labels, series, title, width) {
  const x = { field: "label", type: "ordinal", title: null, axis: { labelAngle: 0 } };
  const y = { field: "value", type: "quantitative", title, axis: { format: ",~f", tickCount: 5 } };
  const mark = { type: "line", point: { filled: true, size: 50 }, strokeWidth: 2 };
  return { ...common(width), height: 320, data: { values: data }, mark, encoding: { x, y, color: colour(series), tooltip: tips(series) } };
}
