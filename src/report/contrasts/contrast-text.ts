import { fromText } from '../../bytes/byte-string.ts';
import type { NoteArgs } from '../../diagnose/causes/notes.ts';
import { note } from '../../diagnose/note.ts';
import { noteSentence } from '../findings/explain.ts';
import { type Filler, fill } from '../text/fill.ts';
import type { Texts } from '../text/texts.ts';
import type { Contrast, Difference } from './contrasts.ts';

/** Which two requests are set against each other. */
export function contrastSentence(contrast: Contrast, filler: Filler, texts: Texts): string {
  const { capture, failing, other, accepted, isSameKey, differences } = contrast;
  const args = {
    operation: failing.operation,
    capture: fromText(capture),
    exchange: failing.index,
    other: fromText(other),
    there: accepted.index,
    key: isSameKey ? 'same-key' : 'other-key',
  };
  const id = differences.length === 0 ? 'works-in-other-capture-alike' : 'works-in-other-capture';
  return fill(texts.labels[id], args, filler);
}

export function differenceSentence(difference: Difference, filler: Filler, texts: Texts): string {
  const args: NoteArgs<'key-works-difference'> = difference;
  return noteSentence(note('key-works-difference', { ...args }), filler, texts);
}
