// Cuts what is shown of a text and tells which of its characters are the words.
import { map } from "./normalise.js";

/** The places of `words` in `text`, as [from, to) of the printed text, in order and not overlapping. */
export function places(text, words) {
  const { text: compared, at } = map(text);
  const found = [];
  for (const word of words) {
    for (let from = compared.indexOf(word); from >= 0; from = compared.indexOf(word, from + word.length)) {
      found.push([at[from], at[from + word.length - 1] + 1]);
    }
  }
  found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  return found.filter(([from], number) => number === 0 || from >= Math.max(...found.slice(0, number).map((pair) => pair[1])));
}

/** `text` as parts, {text, isWord} each. */
export function parts(text, words) {
  const out = [];
  let done = 0;
  for (const [from, to] of places(text, words)) {
    if (from > done) out.push({ text: text.slice(done, from), isWord: false });
    out.push({ text: text.slice(from, to), isWord: true });
    done = to;
  }
  if (done < text.length) out.push({ text: text.slice(done), isWord: false });
  return out;
}

/** About `most` characters of `text` round the first word, with … where something is left out. */
export function cut(text, words, most = 90) {
  if (text.length <= most) return text;
  const first = places(text, words)[0]?.[0] ?? 0;
  let from = first < most / 2 ? 0 : first - Math.floor(most / 4);
  if (text.length - from < most) from = text.length - most;
  const to = Math.min(text.length, from + most);
  return `${from > 0 ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`;
}
