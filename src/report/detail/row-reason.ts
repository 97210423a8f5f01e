import { rowEntry } from '../../diagnose/causes/rows.ts';
import type { Diagnosis } from '../../diagnose/model.ts';
import type { OssExchange } from '../../oss/model.ts';
import type { DetailTexts, StringsKnown } from '../text/detail-texts.ts';

/**
 * What `{strings}` stands for in the reason of a row: what is known of the two strings that rows 15
 * to 19 take for equal.
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
  // the client is proved to have signed the server's string: the captured request's was rebuilt
  // wrongly
  return row === SERVER_HOLDS_OTHER_SECRET ? 'server-alone' : 'as-shown';
}

/** The row of a client that signed rightly with the given secret. */
const SERVER_HOLDS_OTHER_SECRET = 15;
