// Text as search compares it: the same as scripts/mingzhang/site/search/normalise.py.

const DROPPED = new Set("“”‘’「」『』\"'`〝〞《》〈〉 \t\r\n\u00a0\u00ad\u200b\u200c\u200d\u2060\ufeff");
const SAME = new Map(Object.entries({ "〔": "[", "〕": "]", "【": "[", "】": "]", "—": "-", "–": "-", "―": "-", "−": "-", "\u3000": " " }));

/** `text` with every character made half-width, small and of one kind; its length stays. */
function fold(text) {
  let out = "";
  for (let place = 0; place < text.length; place += 1) {
    let code = text.charCodeAt(place);
    if (code >= 0xff01 && code <= 0xff5e) code -= 0xfee0;
    if (code >= 65 && code <= 90) code += 32;
    const character = String.fromCharCode(code);
    out += SAME.get(character) ?? character;
  }
  return out;
}

const isDigit = (character) => character >= "0" && character <= "9";

/** Whether a folded text drops its character at `place`: a quote, a blank, a comma between digits. */
function isDropped(folded, place) {
  const character = folded[place];
  if (character === ",") return isDigit(folded[place - 1] ?? "") && isDigit(folded[place + 1] ?? "");
  return DROPPED.has(character);
}

/** What is compared, and for each of its characters where it stands in `text`. */
export function map(text) {
  const folded = fold(text);
  const at = [];
  let out = "";
  for (let place = 0; place < folded.length; place += 1) {
    if (isDropped(folded, place)) continue;
    out += folded[place];
    at.push(place);
  }
  return { text: out, at };
}

/** `text` as it is compared. */
export function normalise(text) {
  return map(text).text;
}

/** The words of a query, which are apart by blanks. */
export function words(query) {
  const found = query.split(/\s+/u).map((word) => normalise(word).replace(/,$/, ""));
  return [...new Set(found.filter(Boolean))];
}

const RUN = 4;

/** Whether each character stands in a Latin word or number of at least four. */
function inRuns(characters) {
  const inside = characters.map((character) => /[0-9a-z.]/.test(character));
  const long = inside.map(() => false);
  for (let from = 0; from < inside.length; from += 1) {
    let to = from;
    while (inside[to]) to += 1;
    if (to - from >= RUN) long.fill(true, from, to);
    from = to;
  }
  return long;
}

/** What the index is asked for: every four in a row of a Latin word or number, else pairs; a single character itself. */
export function grams(word) {
  const characters = [...word];
  if (characters.length < 2) return characters;
  const long = inRuns(characters);
  const found = new Set();
  for (let place = 0; place < characters.length - 1; place += 1) {
    if (!long[place] || !long[place + 1]) found.add(characters[place] + characters[place + 1]);
    else if (long[place + RUN - 1]) found.add(characters.slice(place, place + RUN).join(""));
  }
  return [...found];
}

/** FNV-1a over code points, its halves folded. */
export function hash(gram) {
  let value = 2166136261;
  for (const character of gram) value = Math.imul(value ^ character.codePointAt(0), 16777619);
  return (value ^ (value >>> 16)) >>> 0;
}

/** The sign of a word that is a number or Latin word by itself, with 万元 or without; blank for others. */
export function signOf(word) {
  const [, run] = word.match(/^([0-9a-z.]{4,})(?:万?元)?$/) ?? [];
  return run ? `=${(hash(run) & 0xffff).toString(16).padStart(4, "0")}` : "";
}
