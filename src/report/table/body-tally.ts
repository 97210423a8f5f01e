import type { ExchangeResult } from '../input.ts';
import { fill } from '../text/fill.ts';
import { PUNCTUATION } from '../text/punctuation.ts';
import type { UploadLabelId } from '../text/upload-texts.ts';
import type { View } from './view.ts';
import { wrapText } from './wrap.ts';

/** Counts bodies that were compared with what headers say of them; a refused one has its own story. */
export class BodyTally {
  #fit = 0;
  #differ = 0;
  #unknown = 0;

  add({ exchange, checks }: ExchangeResult): void {
    if (checks === undefined || checks.length === 0 || (exchange.response?.status ?? 0) >= 400) return;
    for (const body of ['request', 'response'] as const) {
      const results = checks.filter((check) => check.body === body).map((check) => check.result);
      if (results.includes('differs')) this.#differ++;
      else if (results.includes('matches')) this.#fit++;
      else if (results.length > 0) this.#unknown++;
    }
  }

  get state(): readonly [fit: number, differ: number, unknown: number] {
    return [this.#fit, this.#differ, this.#unknown];
  }

  /** Takes the place of what it held. */
  restore([fit, differ, unknown]: BodyTally['state']): void {
    this.#fit = fit;
    this.#differ = differ;
    this.#unknown = unknown;
  }

  /** One sentence; nothing where no body was compared. */
  lines(view: View): string[] {
    const { labels } = view.texts.uploads;
    const counts: [UploadLabelId, number][] = [
      ['bodies-fit', this.#fit],
      ['bodies-differ', this.#differ],
      ['bodies-unknown', this.#unknown],
    ];
    const list = counts.filter(([, n]) => n > 0).map(([id, n]) => fill(labels[id], { n }, view.filler));
    if (list.length === 0) return [];
    const text = fill(labels.bodies, { list: list.join(PUNCTUATION[view.texts.lang].comma) }, view.filler);
    return wrapText(text, view.width);
  }
}
