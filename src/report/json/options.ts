import type { Door } from '../redact/redact.ts';
import type { Texts } from '../text/texts.ts';

/** How values of the model come into the JSON of a report. */
export interface JsonOptions {
  readonly door: Door;
  /** Language of summaries, advice and notes. */
  readonly texts: Texts;
}
