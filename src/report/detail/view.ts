import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { printable } from '../../engine/bytes/printable.ts';
import type { CapturePart } from '../../engine/capture/record.ts';
import type { Diagnosis } from '../../engine/diagnose/model.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import { rowEntry } from '../../sentences/causes/rows.ts';
import type { DetailLabelId, DetailTexts, StringsKnown } from '../../sentences/detail.ts';
import { type FillArgs, fill } from '../../sentences/fill.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import { label, type View } from '../terminal/view.ts';

/**
 * A view with the sentences of what is shown in full: one exchange, one signature, the table of hypotheses.
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

/** A captured value as printable text, whole. */
export function valueText(value: ByteString | null, view: DetailView): string {
  if (value === null) return label(view, 'absent');
  return value === '' ? label(view, 'empty') : printable(view.door.text(value).text);
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

/**
 * What `{strings}` stands for in the reason of a row: what is known of the two strings that rows 15 to 19
 * take for equal.
 */
const STRINGS = /\{strings\}/;

/** Why a row of the decision table holds; empty for a number that is no row. */
export function rowReason(
  row: number,
  { lang, strings }: Pick<DetailTexts, 'lang' | 'strings'>,
  known: StringsKnown = 'same',
): string {
  return (rowEntry(row)?.reason[lang] ?? '').replace(STRINGS, strings[known]);
}

/** What an exchange shows of the strings of both sides, where they were taken for equal. */
export function stringsKnown(
  { row, wire, server }: Pick<Diagnosis, 'row' | 'wire' | 'server'>,
  { fromError }: Pick<OssExchange, 'fromError'>,
): StringsKnown {
  if (fromError === true || wire === null) return 'server-alone';
  if (server === null || server.stringToSign === wire.stringToSign.text) return 'same';
  // the client is proved to have signed the server's string: the captured request's was rebuilt wrongly
  return row === SERVER_HOLDS_OTHER_SECRET ? 'server-alone' : 'as-shown';
}

/** The row of a client that signed rightly with the given secret. */
const SERVER_HOLDS_OTHER_SECRET = 15;
