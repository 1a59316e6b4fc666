// Finds: the likeliest documents a few at a time, as many as a round may cost.
import { search } from "./match.js";

const AT_ONCE = 8;
const BYTES = 540_000;

/** One query. `next()` gives the results of one round; `left` counts the documents that were not looked into. */
export class Finder {
  constructor(store, words) {
    this.store = store;
    this.words = words;
    this.queue = null;
  }

  get left() {
    return this.queue ? this.queue.length : 0;
  }

  /** Results [{about, hits, score}] of the next documents, best first. */
  async next() {
    this.queue ??= await this.store.candidates(this.words);
    const taken = await this.#take();
    const found = await Promise.all(taken.map(async (about) => ({ about, ...search(await this.store.entries(about), this.words) })));
    this.queue = this.queue.slice(taken.length);
    const results = found.filter((result) => result.hits.length);
    return results.sort((one, other) => other.score - one.score || one.about.number - other.about.number);
  }

  /** The next documents that the round can afford, one at least. */
  async #take() {
    const abouts = await Promise.all(this.queue.slice(0, AT_ONCE).map((number) => this.store.about(number)));
    let bytes = 0;
    const dear = abouts.findIndex((about, place) => {
      bytes += about.isKept ? 0 : about.size;
      return place > 0 && bytes > BYTES;
    });
    return dear < 0 ? abouts : abouts.slice(0, dear);
  }
}
