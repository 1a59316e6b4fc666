// Looks into a document whether the words really occur, and ranks what is found.
import { normalise } from "./normalise.js";

const unpacked = new WeakMap();

/** The entries of a document's file, each with what is compared. */
export function unpack(file) {
  if (!unpacked.has(file)) unpacked.set(file, file.entries.map((row) => entry(row, file)));
  return unpacked.get(file);
}

function entry(row, file) {
  const [section, place, address, label = "", amount = "", context = 0] = row;
  const [title, weight, isText] = file.sections[section];
  const pieces = [];
  for (let at = 6; at < row.length; at += 2) pieces.push({ title: file.names[row[at]], value: row[at + 1] });
  const where = typeof address === "number" ? `source/#L${address}` : address;
  const fields = [label, ...pieces.map((piece) => piece.value), amount && `${amount}万元`].map(normalise);
  return { title, weight, isText: isText === 1, place, address: where, label, amount, pieces, context: file.names[context], fields };
}

/** The hits of `words` in a document, best first, and how good its best is; none unless all words occur. */
export function search(file, words) {
  const entries = unpack(file);
  const head = entries[0];
  const rest = words.filter((word) => !head.fields.some((field) => field.includes(word)));
  const asked = rest.length ? rest : words;
  const missing = new Set(rest);
  const found = [];
  for (const item of entries) {
    const own = words.filter((word) => item.fields.some((field) => field.includes(word)));
    if (!own.some((word) => asked.includes(word))) continue;
    for (const word of own) missing.delete(word);
    found.push({ entry: item, own, whole: rest.every((word) => own.includes(word) || says(item.context, word)) });
  }
  if (missing.size) return { hits: [], score: 0 };
  const whole = found.filter((hit) => hit.whole);
  const hits = withoutEchoes(oneAPlace((whole.length ? whole : found).map((hit) => ({ ...hit, score: score(hit) }))));
  hits.sort((one, other) => other.score - one.score || one.number - other.number);
  const most = (hits[0]?.score ?? 0) + Math.min(8, Math.log2(hits.length + 1)) + (whole.length ? 1000 : 0);
  return { hits, score: most };
}

const says = (text, word) => normalise(text).includes(word);

/** A name counts more than a text, a short one more than a long one, an early place more than a late one. */
function score({ entry: item, own }) {
  let sum = item.weight;
  for (const word of own) {
    const label = item.fields[0];
    const place = label.indexOf(word);
    if (label === word) sum += 45;
    else if (place >= 0) sum += 30 + (place === 0 ? 6 : 0) - Math.min(8, label.length / 8);
    else sum -= Math.min(10, Math.min(...item.fields.map((field) => field.indexOf(word)).filter((at) => at >= 0)) / 12);
    if (/^[0-9.]+$/.test(word) && item.fields.some((field) => isWhole(field, word))) sum += 25;
  }
  return sum + (item.amount ? 3 : 0);
}

/** Whether a number stands in `field` by itself, not inside a longer one. */
function isWhole(field, word) {
  const at = field.indexOf(word);
  return at >= 0 && !/[0-9.]/.test(field[at - 1] ?? "") && !/[0-9.]/.test(field[at + word.length] ?? "");
}

/** Of entries that say the same in different shapes, one: paragraphs give way, and rows to those named so. */
function oneAPlace(hits) {
  const places = new Map();
  hits.forEach((hit, number) => {
    hit.number = number;
    const { place } = hit.entry;
    places.set(place, [...(places.get(place) ?? []), hit]);
  });
  return [...places.values()].flatMap(choose);
}

function choose(hits) {
  if (hits.length < 2) return hits;
  const rows = hits.filter((hit) => !hit.entry.isText);
  if (!rows.length) return hits;
  const named = rows.filter((hit) => hit.own.some((word) => hit.entry.fields[0].includes(word)));
  return named.length ? named : onceATextEach(rows);
}

/** Rows that have the words in the same text (one reason for two amounts): the first of them. */
function onceATextEach(rows) {
  const said = ({ entry: item, own }) => item.fields.find((field) => field.includes(own[0]));
  return [...new Map([...rows].reverse().map((hit) => [said(hit), hit])).values()].reverse();
}

/** Without the paragraphs under the same heading that a row quotes what was found from. */
function withoutEchoes(hits) {
  const quotes = hits.flatMap(({ entry: item, own }) => {
    if (item.isText) return [];
    const found = item.fields.slice(1).filter((field) => own.some((word) => field.includes(word)));
    return found.map((field) => ({ field, heading: item.context.split(" · ").at(-1) }));
  });
  const isEcho = ({ entry: item }) => quotes.some((quote) => quote.heading === item.context && item.fields[1]?.includes(quote.field));
  return hits.filter((hit) => !hit.entry.isText || !isEcho(hit));
}
