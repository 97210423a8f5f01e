import { fromText } from '../bytes/byte-string.ts';
import { groupBy } from '../bytes/collections.ts';
import type { CaptureInfo, ResultSink, UnreadableInput } from '../report/input.ts';
import { inputName, noticeLine, numberingOf, unreadableLine } from '../report/notice-text.ts';
import type { Write } from '../report/reporter.ts';
import { fill, numbered, terminalFiller } from '../report/text/fill.ts';
import type { Texts } from '../report/text/texts.ts';
import { errorLine } from './messages.ts';

/** Kinds of notices of one capture that are reported; the rest is counted. */
const MAX_REPORTED_KINDS = 10;

/**
 * Which notices are reported: those of damaged captures only, some kinds of each capture, or all
 * kinds.
 */
export type ReportedNotices = 'none' | 'damage' | 'some' | 'all';

/**
 * Writes what was odd in the captures and what could not be read, a line of the error stream for
 * each kind. That a request is reported with another capture is not odd: the reports say it.
 */
export function messageSink(
  write: Write,
  texts: Texts,
  { notices }: { readonly notices: ReportedNotices } = { notices: 'some' },
): ResultSink {
  const filler = terminalFiller(texts);
  return {
    exchange(): void {},
    capture(info: CaptureInfo): void {
      if (notices === 'none' || (notices === 'damage' && info.summary.complete)) return;
      const notable = info.notices.filter(({ code }) => code !== 'reported-in-other-capture');
      const kinds = groupBy(notable, ({ code }) => code);
      const most = notices === 'all' ? kinds.size : MAX_REPORTED_KINDS;
      for (const [first, ...others] of [...kinds.values()].slice(0, most)) {
        if (first === undefined) continue;
        const n = others.length + 1;
        const times = n === 1 ? '' : fill(texts.labels['message-repeated'], { n }, filler);
        const line = noticeLine(info.path, first, numbered(filler, numberingOf(info.summary)), texts);
        write(errorLine(line + times));
      }
      const n = kinds.size - most;
      const path = fromText(inputName(info.path, texts));
      if (n > 0) write(errorLine(fill(texts.labels['message-more-notices'], { path, n }, filler)));
    },
    unreadable(input: UnreadableInput): void {
      write(errorLine(unreadableLine(input, filler, texts)));
    },
  };
}
