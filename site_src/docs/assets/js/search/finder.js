// Finds: the likeliest documents a few at a time, as many as a round may cost.
import { search } from "./match.js";

const AT_ONCE = 8;
const BYTES = 300_000;

/** One query. `next()` gives the results of one round; `left` counts the disclosures that were not looked into. */
export class Finder {
  constructor(store, words) {
    this.store = store;
    this.words = words;
    this.found = null;
    this.done = 0;
  }

  get left() {
    return this.found ? this.found.disclosures.length - this.done : 0;
  }

  /** Results [{about, hits, score}] of the next disclosures, best first. */
  async next() {
    this.found ??= await this.store.candidates(this.words);
    const taken = await this.#take();
    const results = await this.#look(taken);
    this.done += taken.length;
    return results;
  }

  /** Results in the site's own pages. */
  async pages() {
    this.found ??= await this.store.candidates(this.words);
    return this.#look(await Promise.all(this.found.pages.map((number) => this.store.about(number))));
  }

  async #look(abouts) {
    const found = await Promise.all(abouts.map(async (about) => ({ about, ...search(await this.store.entries(about), this.words) })));
    const results = found.filter((result) => result.hits.length);
    return results.sort((one, other) => other.score - one.score || one.about.number - other.about.number);
  }

  /** The next disclosures that a round can afford, one at least. */
  async #take() {
    const next = this.found.disclosures.slice(this.done, this.done + AT_ONCE);
    const abouts = await Promise.all(next.map((number) => this.store.about(number)));
    let bytes = 0;
    const dear = abouts.findIndex((about, place) => {
      bytes += about.isKept ? 0 : about.size;
      return place > 0 && bytes > BYTES;
    });
    return dear < 0 ? abouts : abouts.slice(0, dear);
  }
}
