import { fromText } from '../bytes/byte-string.ts';
import type { CaptureInfo, ResultSink, UnreadableInput } from '../report/input.ts';
import { inputName, noticeLine, unreadableLine } from '../report/notice-text.ts';
import type { Write } from '../report/reporter.ts';
import { fill, terminalFiller } from '../report/text/fill.ts';
import type { Texts } from '../report/text/texts.ts';

/** Notices of one capture that are told; the rest is counted. */
export const MAX_TOLD_NOTICES = 10;

/** Tells on the error stream what was odd in the captures and what could not be read, a line each. */
export function messageSink(write: Write, texts: Texts): ResultSink {
  const filler = terminalFiller(texts);
  return {
    exchange(): void {},
    capture(info: CaptureInfo): void {
      for (const notice of info.notices.slice(0, MAX_TOLD_NOTICES)) {
        write(`${noticeLine(info.path, notice, filler, texts)}\n`);
      }
      const n = info.notices.length - MAX_TOLD_NOTICES;
      const path = fromText(inputName(info.path, texts));
      if (n > 0) write(`${fill(texts.labels['message-more-notices'], { path, n }, filler)}\n`);
    },
    unreadable(input: UnreadableInput): void {
      write(`${unreadableLine(input, filler, texts)}\n`);
    },
  };
}
