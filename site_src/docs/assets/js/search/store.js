// Reads the index: see scripts/mingzhang/site/search/index.py for its files.
import { grams, hash, signOf } from "./normalise.js";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The numbers that a posting list holds. */
export function decode(code) {
  const numbers = [];
  let before = -1;
  let gap = 0;
  let shift = 1;
  for (const digit of code) {
    const value = DIGITS.indexOf(digit);
    gap += (value % 32) * shift;
    shift *= 32;
    if (value >= 32) continue;
    before += gap + 1;
    numbers.push(before);
    gap = 0;
    shift = 1;
  }
  return numbers;
}

/** The numbers that are in all lists. */
function common(lists) {
  const [first = [], ...rest] = [...lists].sort((one, other) => one.length - other.length);
  const sets = rest.map((numbers) => new Set(numbers));
  return first.filter((number) => sets.every((set) => set.has(number)));
}

/** The index below `base` (…/search/). Every file is read once; one that fails can be asked for again. */
export class Store {
  constructor(base) {
    this.base = base;
    this.kept = new Map();
  }

  /** Numbers of what may hold all words: disclosures, those that have them in a name or as they are first, and pages. */
  async candidates(words) {
    const { disclosures: most } = await this.#index();
    const codes = await Promise.all([...new Set(words.flatMap(grams))].map((gram) => this.#posting(gram)));
    const found = common(codes.map((code) => decode(code.split(".")[0])));
    const named = new Set(common(codes.map((code) => decode(code.split(".")[1] ?? ""))));
    const signs = words.map(signOf).filter(Boolean);
    const exact = new Set(common(await Promise.all(signs.map(async (sign) => decode((await this.#posting(sign)).split(".")[0])))));
    const isFirst = (number) => named.has(number) || exact.has(number);
    const disclosures = found.filter((number) => number < most);
    return {
      disclosures: [...disclosures.filter(isFirst), ...disclosures.filter((number) => !isFirst(number))],
      pages: found.filter((number) => number >= most),
    };
  }

  /** What is known of a document before it is read. */
  async about(number) {
    const { block } = await this.#index();
    const rows = await this.#file(`list/${Math.floor(number / block)}.json`);
    const [id, title, kind, year, region, address, count, size] = rows[number % block];
    return { number, id, title, kind, year, region, address, count, size, isKept: this.kept.has(pathOf(id)) };
  }

  /** A document's sections, names and entries. */
  entries(about) {
    return this.#file(pathOf(about.id));
  }

  async #posting(gram) {
    const { shards } = await this.#index();
    const shard = await this.#file(`shards/${hash(gram) % shards}.json`);
    return Object.hasOwn(shard, gram) ? shard[gram] : "";
  }

  #index() {
    return this.#once("index.json", { cache: "no-cache" });
  }

  async #file(path) {
    const { version } = await this.#index();
    return this.#once(path, {}, `?v=${version}`);
  }

  #once(path, options, suffix = "") {
    if (!this.kept.has(path)) {
      const reading = read(new URL(path + suffix, this.base), options);
      reading.catch(() => this.kept.delete(path));
      this.kept.set(path, reading);
    }
    return this.kept.get(path);
  }
}

const pathOf = (id) => `documents/${id}.json`;

async function read(url, options) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${answer.status} ${url.pathname}`);
  return answer.json();
}
