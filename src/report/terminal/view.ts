import type { Verdict } from '../../engine/diagnose/model.ts';
import { UNKNOWN_OPERATION } from '../../engine/oss/operation.ts';
import type { ExchangeResult } from '../../engine/results.ts';
import type { Door } from '../../features/redact/redact.ts';
import { terminalDoor } from '../../features/redact/redact-exchange.ts';
import { type FillArgs, type Filler, fill, numbered } from '../../sentences/fill.ts';
import type { LabelId } from '../../sentences/labels.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import { inWordsOf } from '../../sentences/service.ts';
import type { ShortLabelId } from '../../sentences/short.ts';
import type { Texts } from '../../sentences/texts.ts';

/** What a piece of text is, from which the terminal takes its colour. */
export type PaintRole = 'failing' | 'warning' | 'passed' | 'strong' | 'quiet' | 'differing' | 'label';

/** Colours text; the identity where there are no colours. Takes text that is already padded. */
export type Paint = (role: PaintRole, text: string) => string;

/**
 * The options of a run that its answers depend on, for commands that are to give the same: each option with
 * its value, if it has one.
 */
export type OptionsAgain = readonly { readonly name: string; readonly value: string | null }[];

/** How the terminal report is to look. */
export interface View {
  /** Columns; no line is wider. */
  readonly width: number;
  readonly paint: Paint;
  readonly texts: Texts;
  readonly filler: Filler;
  readonly door: Door;
  /** List every exchange and every cause, however many they are. */
  readonly all: boolean;
  /** What commands to type next are to be given again; absent for nothing. */
  readonly again?: OptionsAgain;
  /** Say of each exchange whose service it was with: there are several. */
  readonly namesServices?: boolean;
}

/** Narrower than this nothing reads well; the report is then laid out for this width. */
export const MIN_WIDTH = 40;

/** From this width on, the strings of client and server stand side by side. */
export const SIDE_BY_SIDE_WIDTH = 100;

/** A label of the view's language with its arguments in place. */
export function label(view: Pick<View, 'texts' | 'filler'>, id: LabelId, args: FillArgs = {}): string {
  return fill(view.texts.labels[id], args, view.filler);
}

/** A phrase of the short report. */
export function shortLabel(
  view: Pick<View, 'texts' | 'filler'>,
  id: ShortLabelId,
  args: FillArgs = {},
): string {
  return fill(view.texts.short[id], args, view.filler);
}

/** What people call a verdict; a dash where there is none. */
export function verdictName(verdict: Verdict | null, { texts }: Pick<View, 'texts'>): string {
  return verdict === null ? '-' : texts.verdictNames[verdict];
}

/** How an operation is called; one that none is known for, in the reader's language. */
export function operationName(operation: string, { short }: Texts): string {
  return operation === UNKNOWN_OPERATION ? short['operation-unknown'] : operation;
}

/** A list of short texts, as the view's language writes it. */
export function listed(items: readonly string[], { texts }: Pick<View, 'texts'>): string {
  return items.join(PUNCTUATION[texts.lang].listComma);
}

/** The view for sentences about one exchange, whose places may be lines of a text. */
export function viewFor<V extends View>(
  view: V,
  { exchange, oss }: Pick<ExchangeResult, 'exchange' | 'oss'>,
): V {
  const filler = inWordsOf(numbered(view.filler, exchange.numbering), oss);
  return filler === view.filler ? view : { ...view, filler };
}

/**
 * The view for what a terminal shows of one exchange: copies of its signature and token are masked wherever
 * they stand, in values and in sentences.
 */
export function maskedViewFor<V extends View>(
  view: V,
  { exchange, oss, diagnosis }: Pick<ExchangeResult, 'exchange' | 'oss' | 'diagnosis'>,
): V {
  const door = terminalDoor({ index: 0, exchange, oss, diagnosis });
  const { filler } = viewFor(view, { exchange, oss });
  return { ...view, door, filler: { ...filler, escape: (text) => filler.escape(door.prose(text)) } };
}
