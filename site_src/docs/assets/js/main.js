// Loads what a page needs, and only that. Every page reads well without any of it.
const PARTS = [
  ["table.mz-table", "./tables.js"],
  ["[data-mz-list]", "./lists.js"],
  ["[data-mz-charts]", "./charts.js"],
  ["[data-mz-compare]", "./compare.js"],
  ["[data-mz-search]", "./search.js"],
  ["form.mz-search", "./searchbox.js"],
  ["[data-mz-source]", "./source.js"],
  ["[data-mz-term]", "./terms.js"],
  ["[data-mz-glossary]", "./glossary.js"],
  ["[data-mz-desk]", "./query.js"],
  ["[data-mz-code]", "./code.js"],
];

const started = PARTS.filter(([selector]) => document.querySelector(selector)).map(([, file]) =>
  import(file).then((part) => part.start(document)),
);

// Says when everything works: for tests, and for styles that wait for scripts.
Promise.all(started).then(() => document.documentElement.setAttribute("data-mz-ready", ""));
