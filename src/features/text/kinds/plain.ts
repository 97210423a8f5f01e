import type { ByteString } from '../../../engine/bytes/byte-string.ts';
import { ConversationReader } from '../conversation-reader.ts';
import { LooseDocuments, showsDocument, showsElements, withRoots } from '../find-documents.ts';
import { MAX_HEADERS, MAX_HTTP_LINE } from '../limits.ts';
import { answerOfDetails, type Drafts, type MessageDraft, newDraft } from '../message-draft.ts';
import { signedMethod } from '../pair-drafts.ts';
import { parseStart } from '../start-line.ts';
import { spokenLine, type TextLine, type TextLines, withoutIndent } from '../text-line.ts';
import { draftOf, fragmentsOf } from './fragments.ts';
import type { TextFormat } from './text-reading.ts';

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
  read: (lines, drafts) => {
    const documents = new LooseDocuments(drafts);
    const heads = new LoggedHeads(drafts);
    const around: TextLine[] = [];
    for (const line of withRoots(lines)) {
      if (drafts.isFull) break;
      if (heads.takes(line)) continue;
      const isBefore = !documents.isWithin;
      const count = drafts.all.length;
      documents.line(line);
      const isOutside = isBefore && !documents.isWithin && drafts.all.length === count;
      if (isOutside && around.length < MAX_AROUND) around.push(line);
    }
    addAround(around, drafts);
  },
};

/** Lines around documents that are looked at. */
const MAX_AROUND = 2000;

/** What is around documents: a signed URL that the only one answers, and errors of other requests. */
function addAround(around: readonly TextLine[], drafts: Drafts): void {
  const answers = drafts.all.filter(({ start }) => start?.kind !== 'request');
  const [first] = answers;
  if (first === undefined || answers.length !== drafts.all.length) return;
  const documents = answers.map(({ body }) => body.map(({ text }) => text).join('\n'));
  const ids = new Set(documents.map((each) => SHOWN_ID.exec(each)?.[1]));
  const said = fragmentsOf(around);
  const [asked, ...others] = said.flatMap(({ request }) => (request === null ? [] : [request]));
  const whole = documents[0] ?? '';
  if (asked !== undefined && others.length === 0 && answers.length === 1 && isOfKey(whole, asked.target)) {
    const method = signedMethod(whole) ?? asked.method;
    // as the text may show it behind its answer, it is put before it
    const line = Math.min(asked.line, first.line);
    drafts.all.unshift(draftOf({ ...asked, method, line }, drafts.losses));
  }
  for (const { answer } of said) {
    const id = answer?.elements.get('RequestId');
    // whoever hides the ID of one and not that of the other shows two requests
    const isOther = id === undefined ? answer?.isIdHidden === true && !ids.has(undefined) : !ids.has(id);
    if (answer !== null && isOther) drafts.add(answerOfDetails(answer.elements, answer.line));
  }
  drafts.all.sort((a, b) => a.line - b.line);
}

const SHOWN_ID = /<RequestId>\s*([0-9A-Za-z-]+)\s*</;

/** Whether a document and a signed URL name the same key, or one of them names none. */
function isOfKey(document: ByteString, target: ByteString): boolean {
  const id = /<(?:OSS|AWS)?AccessKeyId>\s*([^<\s]+)/.exec(document)?.[1];
  const own = /[?&](?:OSS|AWS)AccessKeyId=([^&]+)/.exec(target)?.[1];
  return id === undefined || own === undefined || id === own;
}

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

function readPlain(lines: TextLines, drafts: Drafts): void {
  const reader = new ConversationReader('', drafts);
  const isQuoted = lines.some(
    ({ text }) => text.startsWith('>') && parseStart(text.replace(QUOTE, '')) !== null,
  );
  for (const line of lines) {
    if (drafts.isFull) break;
    const text = isQuoted ? line.text.replace(QUOTE, '') : line.text;
    reader.line(spokenLine(line, text, null));
  }
}
