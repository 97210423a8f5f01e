import type { CapturePart } from '../../capture/record.ts';
import type { View } from '../terminal/view.ts';
import type { DetailLabelId, DetailTexts } from '../text/detail-texts.ts';
import { type FillArgs, fill } from '../text/fill.ts';
import { PUNCTUATION } from '../text/punctuation.ts';

/**
 * A view with the sentences of what is shown in full: one exchange, one signature, the table of
 * hypotheses.
 */
export interface DetailView extends View {
  readonly detail: DetailTexts;
  /** The files of a capture that was written in several. */
  readonly parts?: readonly CapturePart[] | undefined;
}

/** A label of the view's language with its arguments in place. */
export function say(
  view: Pick<DetailView, 'detail' | 'filler'>,
  id: DetailLabelId,
  args: FillArgs = {},
): string {
  return fill(view.detail.labels[id], args, view.filler);
}

/** What is said aside, behind a text. */
export function aside(text: string, { detail }: Pick<DetailView, 'detail'>): string {
  const { open, close } = PUNCTUATION[detail.lang];
  return open + text + close;
}

/** What stands between two parts of a line. */
export function comma({ detail }: Pick<DetailView, 'detail'>): string {
  return PUNCTUATION[detail.lang].comma;
}
