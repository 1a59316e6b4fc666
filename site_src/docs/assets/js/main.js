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
];

for (const [selector, file] of PARTS) {
  if (document.querySelector(selector)) import(file).then((part) => part.start(document));
}
