import type { Digest } from '../digest/digest.ts';
import { FindingsCollector } from '../findings/capture-findings.ts';
import type { FormatOptions } from '../format-options.ts';
import type { ExchangeResult } from '../input.ts';

/**
 * What the formats have alike that tell the findings of a capture when it is over: they gather
 * those of one capture after the other.
 */
export abstract class FindingsReporter {
  readonly #options: FormatOptions;
  #collector: FindingsCollector;

  constructor(options: FormatOptions) {
    this.#options = options;
    this.#collector = new FindingsCollector(options);
  }

  exchange(_capture: string, result: ExchangeResult): void {
    this.#collector.add(result);
  }

  digest(_capture: string, digest: Digest): void {
    if (digest.kind === 'findings') this.#collector.restore(digest.collected);
  }

  /**
   * What was gathered of the capture at hand, which is over: what comes from now on is of the next
   * one.
   */
  protected takeCollected(): FindingsCollector {
    const collector = this.#collector;
    this.#collector = new FindingsCollector(this.#options);
    return collector;
  }
}
