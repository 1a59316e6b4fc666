// Shows what was found. All text goes in as text nodes.
import { cut, parts, places } from "./snippet.js";

const FIRST = 4;
const MORE = 20;
const PIECES = 3;
const KINDS = { budget: "预算", final: "决算" };

function make(tag, name, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...children.filter((child) => child !== ""));
  return element;
}

function marked(text, words) {
  return parts(text, words).map((part) => (part.isWord ? make("mark", "", part.text) : part.text));
}

/** A document with its hits; more of them on demand. `result` is {about, hits}. */
export function showDocument({ about, hits }, words, root) {
  const link = make("a", "", ...marked(about.title, words));
  link.href = new URL(about.address, root).href;
  const head = make("h2", "mz-hits__head", link);
  if (KINDS[about.kind]) head.append(make("span", `mz-chip mz-chip--${about.kind}`, `${about.year} ${KINDS[about.kind]}`));
  else head.append(make("span", "mz-hits__region", "本站"));
  head.append(make("span", "mz-hits__region", about.region), make("span", "mz-hits__count", `${hits.length} 处`));
  const list = make("ul", "mz-hits__list");
  const item = make("li", `mz-hits__document${KINDS[about.kind] ? "" : " mz-hits__page"}`, head, list);
  grow(item, list, hits, words, new URL(about.address, root), FIRST);
  return item;
}

function grow(item, list, hits, words, page, most) {
  const from = list.childElementCount;
  const next = hits.slice(from, from + most).map((hit) => showHit(hit, words, page));
  list.append(...next);
  const left = hits.length - from - next.length;
  if (!left) return;
  const button = make("button", "mz-hits__more", `再看 ${Math.min(left, MORE)} 处${left > MORE ? `（还有 ${left} 处）` : ""}`);
  button.type = "button";
  button.addEventListener("click", () => {
    const place = list.childElementCount;
    button.remove();
    grow(item, list, hits, words, page, MORE);
    list.children[place]?.querySelector("a")?.focus();
  });
  item.append(button);
}

function showHit({ entry }, words, page) {
  const link = make("a", "mz-hit", make("span", "mz-hit__section", entry.title));
  link.href = new URL(entry.address, page).href;
  const body = make("span", "mz-hit__body");
  if (entry.label) body.append(make("b", "mz-hit__label", ...marked(cut(entry.label, words, 80), words)));
  const pieces = choosePieces(entry, words);
  if (pieces.length) body.append(make("span", "mz-hit__text", ...pieces.flatMap((piece, number) => showPiece(piece, number, words))));
  if (entry.context) body.append(make("span", "mz-hit__context", cut(entry.context, words, 60)));
  link.append(body);
  const numbers = words.map((word) => word.replace(/万?元?$/, "")).filter(Boolean);
  if (entry.amount) link.append(make("span", "mz-hit__amount", ...marked(entry.amount, numbers), make("small", "", "万元")));
  return make("li", "", link);
}

/** The pieces with a word first in view; without any the first ones. */
function choosePieces(entry, words) {
  const found = entry.pieces.filter((piece) => places(piece.value, words).length);
  return (found.length ? found : entry.pieces).slice(0, PIECES);
}

function showPiece(piece, number, words) {
  const value = make("span", "", ...marked(cut(piece.value, words), words));
  const title = piece.title ? [make("small", "", piece.title), " "] : [];
  return [number ? "　" : "", ...title, value];
}
