import { fromText } from '../../bytes/byte-string.ts';
import type { ExchangeResult } from '../input.ts';
import type { View } from '../terminal/view.ts';
import { wrapText } from '../terminal/wrap.ts';
import { fill } from '../text/fill.ts';
import { PUNCTUATION } from '../text/punctuation.ts';
import type { UploadLabelId } from '../text/texts.ts';

/** Exchanges that are named as having bodies that differ. */
const MAX_NAMED = 5;

/**
 * Counts bodies that were compared with what headers say of them; a refused one has its own story.
 */
export class BodyTally {
  #fit = 0;
  #differ = 0;
  #unknown = 0;
  /**
   * The first exchanges of those that differ, one more than is named: one that was accepted all the
   * same is told nowhere else.
   */
  #named: readonly number[] = [];

  add({ index, exchange, checks }: ExchangeResult): void {
    if (checks === undefined || checks.length === 0 || (exchange.response?.status ?? 0) >= 400) return;
    for (const body of ['request', 'response'] as const) {
      const results = checks.filter((check) => check.body === body).map((check) => check.result);
      if (results.includes('differs')) {
        this.#differ++;
        if (this.#named.length <= MAX_NAMED && !this.#named.includes(index))
          this.#named = [...this.#named, index];
      } else if (results.includes('matches')) this.#fit++;
      else if (results.length > 0) this.#unknown++;
    }
  }

  get state(): readonly [fit: number, differ: number, unknown: number, named: readonly number[]] {
    return [this.#fit, this.#differ, this.#unknown, this.#named];
  }

  /** Takes the place of what it held. */
  restore([fit, differ, unknown, named]: BodyTally['state']): void {
    this.#fit = fit;
    this.#differ = differ;
    this.#unknown = unknown;
    this.#named = named;
  }

  /** One sentence; nothing where no body was compared. */
  lines(view: View): string[] {
    const { labels } = view.texts.uploads;
    const counts: [UploadLabelId, number][] = [
      ['bodies-fit', this.#fit],
      ['bodies-differ', this.#differ],
      ['bodies-unknown', this.#unknown],
    ];
    const { comma } = PUNCTUATION[view.texts.lang];
    const names = this.#named.map((index, at) => (at < MAX_NAMED ? `#${index}` : '…'));
    const where = fromText(names.join(comma));
    const list = counts
      .filter(([, n]) => n > 0)
      .map(([id, n]) => fill(labels[id], { n, where }, view.filler));
    if (list.length === 0) return [];
    const text = fill(labels.bodies, { list: list.join(comma) }, view.filler);
    return wrapText(text, view.width);
  }
}
