import { ConversationReader } from '../conversation-reader.ts';
import { LooseDocuments, showsDocument, showsElements, withRoots } from '../find-documents.ts';
import { MAX_HEADERS, MAX_HTTP_LINE } from '../limits.ts';
import type { Losses } from '../losses.ts';
import { type Drafts, type MessageDraft, newDraft } from '../message-draft.ts';
import { parseStart } from '../start-line.ts';
import { spokenLine, type TextLine, type TextLines, withoutIndent } from '../text-line.ts';
import { NO_ENDPOINTS, type TextFormat, type TextReading } from './text-reading.ts';

/** Marks of a quoted mail before each line. */
const QUOTE = /^(?:> ?)+/;

/** A request and its answer as they were sent, perhaps quoted in a mail. */
export const PLAIN: TextFormat = {
  kind: 'http',
  recognises: (lines) =>
    lines.some(({ text }) => parseStart(withoutIndent(text.replace(QUOTE, ''))) !== null),
  read: readPlain,
};

/** Error documents without the answers that they were in. */
export const ERROR_DOCUMENT: TextFormat = {
  kind: 'error-document',
  recognises: (lines) => showsDocument(lines) || showsElements(lines),
  read: (lines, drafts, losses) => {
    const documents = new LooseDocuments(drafts, losses);
    const heads = new LoggedHeads(drafts);
    for (const line of withRoots(lines)) {
      if (drafts.isFull) break;
      if (!heads.takes(line)) documents.line(line);
    }
    return { order: 'nearest', endpointsOf: NO_ENDPOINTS };
  },
};

/** `response code: 403 for url: http://…`, as the SDK for Android logs an answer. */
const LOGGED_STATUS = /\bresponse code: (\d{3}) for url: /;
/** `responseHeader [date]: …` behind it, perhaps in the bold type of a page. */
const LOGGED_HEADER = /^[ \t>*]{0,8}responseHeader \[([A-Za-z0-9-]{1,60})\]: ?(.{0,4000})$/;

/** The heads of answers whose documents stand elsewhere in the text. */
class LoggedHeads {
  readonly #drafts: Drafts;
  #answer: MessageDraft | null = null;

  constructor(drafts: Drafts) {
    this.#drafts = drafts;
  }

  /** Whether a line is one of a head. */
  takes({ text, number }: TextLine): boolean {
    const status = LOGGED_STATUS.exec(text.slice(0, MAX_HTTP_LINE))?.[1];
    if (status !== undefined) {
      const start = { kind: 'response', version: 'HTTP/1.1', status: Number(status), reason: '' } as const;
      this.#answer = newDraft(start, number, '');
      // the document is taken from an exception, which may show it in lines of its own
      this.#answer.rewritten = true;
      this.#drafts.add(this.#answer);
      return true;
    }
    const [, name, value = ''] = LOGGED_HEADER.exec(text.slice(0, MAX_HTTP_LINE)) ?? [];
    const answer = this.#answer;
    if (answer === null || name === undefined || answer.headers.length >= MAX_HEADERS) return false;
    answer.headers.push({ name, rawValue: ` ${value.replace(/\*{1,4}$/, '')}`, line: number });
    answer.lastLine = number;
    this.#drafts.keepLines(1);
    return true;
  }
}

function readPlain(lines: TextLines, drafts: Drafts, losses: Losses): TextReading {
  const reader = new ConversationReader('', drafts, losses);
  const isQuoted = lines.some(
    ({ text }) => text.startsWith('>') && parseStart(text.replace(QUOTE, '')) !== null,
  );
  for (const line of lines) {
    if (drafts.isFull) break;
    const text = isQuoted ? line.text.replace(QUOTE, '') : line.text;
    reader.line(spokenLine(line, text, null));
  }
  return { order: 'nearest', endpointsOf: NO_ENDPOINTS };
}
