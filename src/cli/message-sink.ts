import { fromText } from '../engine/bytes/byte-string.ts';
import { groupBy } from '../engine/bytes/collections.ts';
import type { Notice, NoticeCode } from '../engine/bytes/notice.ts';
import type { CaptureInfo, ResultSink, UnreadableInput } from '../engine/results.ts';
import { inputName, noticeLine, numberingOf, unreadableLine } from '../report/notice-text.ts';
import type { Write } from '../report/reporter.ts';
import { fill, numbered, terminalFiller } from '../sentences/fill.ts';
import { PUNCTUATION } from '../sentences/language.ts';
import type { Texts } from '../sentences/texts.ts';
import { errorLine } from './messages.ts';

/** Kinds of notices of one capture that are reported; the rest is counted. */
const MAX_REPORTED_KINDS = 10;

/** Names of fields that a line about a pasted text has at most. */
const MAX_NAMES = 3;

/** Texts of which a line says what they lack: in a folder of tickets, most lack the same. */
const MAX_MENDED_TEXTS = 5;

/** Which notices are reported: those of damaged captures only, some kinds of each capture, or all kinds. */
export type ReportedNotices = 'none' | 'damage' | 'some' | 'all';

/**
 * Writes what was odd in the captures and what could not be read, a line of the error stream for each kind;
 * what a pasted text lacks shares one, and that of further texts is left out, unless all is asked for. That a
 * request is reported with another capture is not odd: the reports say it.
 */
export function messageSink(
  write: Write,
  texts: Texts,
  { notices }: { readonly notices: ReportedNotices } = { notices: 'some' },
): ResultSink {
  const filler = terminalFiller(texts);
  const line = (text: string): void => write(errorLine(text));
  let mendedTexts = 0;
  return {
    exchange(): void {},
    capture(info: CaptureInfo): void {
      if (notices === 'none' || (notices === 'damage' && info.summary.complete)) return;
      const notable = info.notices.filter(({ code }) => code !== 'reported-in-other-capture');
      const all = [...groupBy(notable, ({ code }) => code)];
      const path = fromText(inputName(info.path, texts));
      const isText = info.summary.text !== undefined && notices !== 'all';
      const mended = all.filter(([code]) => isText && texts.mended[code] !== undefined);
      if (mended.length > 0) mendedTexts += 1;
      const isPast = mendedTexts > MAX_MENDED_TEXTS;
      const isOneLine = mended.length > 1;
      if (isOneLine && !isPast) {
        const list = mended.map(([code, found]) => mendedWords(code, found, texts));
        const joined = fromText(list.join(PUNCTUATION[texts.lang].listComma));
        line(fill(texts.labels['message-mended'], { path, list: joined }, filler));
      }
      if (isPast && mendedTexts === MAX_MENDED_TEXTS + 1 && mended.length > 0)
        line(texts.labels['message-further-texts']);
      const kinds = all.filter((kind) => !(isOneLine || isPast) || !mended.includes(kind));
      const most = notices === 'all' ? kinds.length : MAX_REPORTED_KINDS;
      for (const [, [first, ...others]] of kinds.slice(0, most)) {
        if (first === undefined) continue;
        const n = others.length + 1;
        const times = n === 1 ? '' : fill(texts.labels['message-repeated'], { n }, filler);
        line(noticeLine(info.path, first, numbered(filler, numberingOf(info.summary)), texts) + times);
      }
      const n = kinds.length - most;
      if (n > 0) line(fill(texts.labels['message-more-notices'], { path, n }, filler));
    },
    unreadable(input: UnreadableInput): void {
      line(unreadableLine(input, filler, texts));
    },
  };
}

/** What a text lacks, in few words, with the fields that it is about. */
function mendedWords(code: NoticeCode, found: readonly Notice[], texts: Texts): string {
  const all = [...new Set(found.map(({ args }) => String(args['name'] ?? '')))];
  const names = all.length > MAX_NAMES ? [...all.slice(0, MAX_NAMES), fromText('…')] : all;
  const name = names.join(fromText(PUNCTUATION[texts.lang].listComma));
  return fill(texts.mended[code] ?? '', { name }, terminalFiller(texts));
}
