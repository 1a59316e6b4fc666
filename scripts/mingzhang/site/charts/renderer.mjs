// Draws charts for renderer.py: one line of JSON in, one out. The first argument is the library that engine.py made.
//
// in:  {"templates": {name: Vega-Lite}, "drawings": [[name, width, height, [values of layer0, of layer1, …]], …]}
// out: {"drawn": [SVG, …]} or {"error": what is wrong}
//
// A template is sent once, compiled once and kept. Nothing is laid out here, and nothing is loaded.
import { pathToFileURL } from "node:url";

const { vega, vegaLite } = await import(pathToFileURL(process.argv[2]));

const complain = (method, level, told) => {
  throw new Error([...told].join(" "));
};
const logger = () => vega.logger(vega.Warn, undefined, complain);
const refuse = () => Promise.reject(new Error("a chart loads nothing"));
const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };
const views = new Map();

function learn(templates) {
  for (const [name, spec] of Object.entries(templates)) {
    const compiled = vegaLite.compile(spec, { logger: logger() }).spec;
    views.set(name, new vega.View(vega.parse(compiled), { renderer: "none", logger: logger(), loader }));
  }
}

async function draw([name, width, height, layers]) {
  const view = views.get(name).width(width).height(height);
  layers.forEach((values, place) => view.data(`layer${place}`, values));
  await view.runAsync();
  return view.toSVG();
}

async function answer(line) {
  const { templates, drawings } = JSON.parse(line);
  learn(templates);
  const drawn = [];
  for (const drawing of drawings) drawn.push(await draw(drawing));
  return { drawn };
}

// One request at a time: a chunk that ends with a line's end ends the request.
let chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
  if (chunk.at(-1) !== 10) continue;
  const line = Buffer.concat(chunks).toString("utf8");
  chunks = [];
  const told = await answer(line).catch((error) => ({ error: String(error?.stack ?? error).split("\n", 2).join(" ") }));
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
