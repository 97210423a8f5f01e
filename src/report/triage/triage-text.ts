import { fromText } from '../../bytes/byte-string.ts';
import type { Triage } from '../input.ts';
import { type Filler, fill } from '../text/fill.ts';
import type { Texts } from '../text/texts.ts';

/** What stands before a headline that is no news: why it is none. */
export function triageText(triage: Triage | undefined, filler: Filler, texts: Texts): string {
  if (triage === undefined) return '';
  if (triage.kind === 'known') return fill(texts.labels['triage-known'], {}, filler);
  return fill(texts.labels['triage-ignored'], { reason: fromText(triage.reason) }, filler);
}
