/* Messages out of lines that are known to be one side of a conversation, or out of pieces of a stream. */

import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { MAX_GATHERED_BODY, MAX_HEADERS, MAX_HTTP_LINE } from './limits.ts';
import { isRedacted } from './losses.ts';
import { type Drafts, type DraftTime, type MessageDraft, newDraft } from './message-draft.ts';
import { gluedStart, isKnownHeader, parseHeader, parseStart } from './start-line.ts';
import { isBlank, type SpokenLine, type TextLine, TextLines, withoutIndent } from './text-line.ts';

type State =
  | 'none'
  | 'head'
  /** a blank line after headers, whose end it may be or not */
  | 'head-or-body'
  | 'body';

/** Lines that take about as much memory as a reader and what is kept with it. */
const LINES_OF_A_READER = 4;

/**
 * Cuts the lines of one speaker, or of a text that does not keep speakers apart, into messages. Lenient: the
 * blank line that ends a head may be missing, or stand between all lines; long lines may be wrapped, and all
 * of them indented.
 */
export class ConversationReader {
  readonly #connection: string;
  readonly #drafts: Drafts;
  #state: State = 'none';
  #draft: MessageDraft | null = null;
  /** Bytes gathered of the draft's body. */
  #gathered = 0;

  /** `drafts` takes each message as it begins. */
  constructor(connection: string, drafts: Drafts) {
    this.#connection = connection;
    this.#drafts = drafts;
    // A text may name a connection in each of its lines.
    drafts.keepLines(LINES_OF_A_READER);
  }

  /** The message that the next lines belong to; null between messages. */
  get draft(): MessageDraft | null {
    return this.#draft;
  }

  line(line: SpokenLine): void {
    const plain = line.speaker === null;
    const text = plain && this.#state !== 'body' ? withoutIndent(line.text) : line.text;
    if (this.#begin(line, plain ? withoutIndent(line.text) : line.text)) return;
    const glued = plain && this.#mayHoldStart(text) ? gluedStart(line.text) : -1;
    if (glued > 0) {
      this.line({ ...line, text: line.text.slice(0, glued), ending: '' });
      this.line({ ...line, text: line.text.slice(glued) });
      return;
    }
    switch (this.#state) {
      case 'none':
        if (startsErrorDocument(text)) this.#startDocument(line);
        return;
      case 'head':
        this.#head(line, text, plain);
        return;
      case 'head-or-body':
        if (isBlank(text)) return;
        if (isKnownHeader(text)) this.#head(line, text, plain);
        else this.#body(line);
        return;
      case 'body':
        this.#body(line);
        return;
    }
  }

  /** A line of a body may end in the start line of the next message. */
  #mayHoldStart(text: ByteString): boolean {
    return this.#state !== 'none' && (this.#state !== 'head' || parseHeader(text) === null);
  }

  #begin(line: SpokenLine, text: ByteString): boolean {
    const start = parseStart(text);
    if (start === null || !speaks(line, start.kind)) return false;
    this.#draft = newDraft(start, line.number, this.#connection);
    this.#gathered = 0;
    if (text !== line.text) this.#drafts.losses.add('text-indentation', line.number);
    if (start.kind === 'request' && isRedacted(start.target)) {
      this.#drafts.losses.add('text-redacted', line.number, { name: 'request line' });
    }
    this.#state = 'head';
    this.#drafts.add(this.#draft);
    return true;
  }

  /** An answer of which only the body was pasted. */
  #startDocument(line: SpokenLine): void {
    this.#draft = newDraft(null, line.number, this.#connection);
    this.#gathered = 0;
    this.#state = 'body';
    this.#drafts.add(this.#draft);
    this.#body(line);
  }

  #head(line: SpokenLine, text: ByteString, plain: boolean): void {
    const draft = this.#draft;
    if (draft === null) return;
    draft.lastLine = line.number;
    if (isBlank(text)) {
      this.#state = plain ? 'head-or-body' : 'body';
      return;
    }
    const header = parseHeader(text);
    if (header !== null && draft.headers.length < MAX_HEADERS) {
      draft.headers.push({ ...header, line: line.number });
      this.#drafts.keepLines(1);
      this.#state = 'head';
      if (isRedacted(header.rawValue)) {
        this.#drafts.losses.add('text-redacted', line.number, { name: header.name });
      }
      return;
    }
    const last = draft.headers.at(-1);
    if (last === undefined || startsBody(text) || isWholeSignature(last, line)) {
      this.#drafts.losses.add('text-blank-lines-lost', line.number);
      this.#body(line);
      return;
    }
    if (last.rawValue.length < MAX_HTTP_LINE) {
      if (line.text !== text && plain) last.rawValue += ` ${text}`;
      else last.rawValue += plain ? text : `\r\n${line.text}`;
    }
    this.#drafts.losses.add('text-lines-wrapped', line.number, { name: last.name });
  }

  #body(line: SpokenLine): void {
    const draft = this.#draft;
    if (draft === null) return;
    // The error document of the answer behind a request whose answer has no head in the text.
    if (draft.start?.kind === 'request' && line.speaker === null && /^\s*<Error>/.test(line.text)) {
      const declaration = draft.body.at(-1);
      if (declaration !== undefined && DECLARATION.test(declaration.text)) {
        draft.body.pop();
        this.#startDocument({
          ...line,
          text: `${declaration.text}\n${line.text}`,
          number: declaration.number,
        });
      } else this.#startDocument(line);
      return;
    }
    this.#state = 'body';
    // Of a longer body no more is looked at, and each of its lines would take memory.
    if (this.#gathered <= MAX_GATHERED_BODY) {
      draft.body.push(line);
      this.#drafts.keepLines(1);
    }
    this.#gathered += line.text.length + line.ending.length;
    draft.lastLine = line.number;
  }
}

function speaks(line: SpokenLine, kind: 'request' | 'response'): boolean {
  if (line.speaker === null) return true;
  return kind === 'request' ? line.speaker === 'client' : line.speaker === 'server';
}

/** Where a line that is no header can only be the body's first. */
function startsBody(text: ByteString): boolean {
  return /^(?:<|\{|--|\*{3} |[0-9a-fA-F]{1,8}\s*$)/.test(text);
}

/** Whether a signature is whole at its line's end: then the next line is the body's, a blank one is lost. */
function isWholeSignature(
  { name, rawValue }: { readonly name: ByteString; readonly rawValue: ByteString },
  { text, speaker }: SpokenLine,
): boolean {
  // asked again for each line that follows: of a long value nothing may be read then
  const isWhole =
    rawValue.length <= LONGEST_V1_VALUE &&
    /^authorization$/i.test(name) &&
    /^ (?:OSS|AWS) [^\s:]+:[^:]{25,}=$/.test(rawValue);
  return isWhole && speaker === null && /^\S/.test(text);
}

/** Longest Authorization value of version 1: an AccessKey ID and a digest. */
const LONGEST_V1_VALUE = 512;

const DECLARATION = /^\s*<\?xml[^<>]*\?>\s*$/;

function startsErrorDocument(text: ByteString): boolean {
  return /^(?:<\?xml[^<>]*\?>\s*)?<Error>/.test(text) || DECLARATION.test(text);
}

/** Bytes that one side of a connection sent together. */
interface Piece {
  readonly bytes: ByteString;
  readonly speaker: 'client' | 'server';
  /** Every byte is the one that was sent. */
  readonly exact: boolean;
  readonly time: DraftTime | null;
  /** Lines of the text that show the piece, the first and the last. */
  readonly line: number;
  readonly lastLine: number;
  /** Each line of the piece is a line of the text. */
  readonly isText: boolean;
}

/** Passes the bytes of one side on by lines, which may go on in the next piece unless it begins a message. */
export class StreamSide {
  readonly #connection: string;
  readonly #drafts: Drafts;
  readonly #reader: ConversationReader;
  #pending: ByteString = '';
  /** The piece that what is pending came with, exact if all of it is. */
  #last: Piece | null = null;

  constructor(connection: string, drafts: Drafts) {
    this.#connection = connection;
    this.#drafts = drafts;
    this.#reader = new ConversationReader(connection, drafts);
  }

  push(piece: Piece): void {
    const { bytes, line, lastLine } = piece;
    const firstEnd = bytes.indexOf('\n');
    const first = (firstEnd < 0 ? bytes : bytes.slice(0, firstEnd)).replace(/\r$/, '');
    if (this.#pending !== '' && parseStart(first) !== null) this.end();
    const exact = piece.exact && (this.#last?.exact ?? true);
    // Looked at when its end has come: piece after piece may bring more of one line.
    if (firstEnd < 0) {
      this.#pending += bytes;
      this.#last = { ...piece, exact };
      return;
    }
    const lines = new TextLines(this.#pending + bytes);
    this.#pending = '';
    this.#last = null;
    const said = { ...piece, exact };
    for (const each of lines) {
      if (this.#drafts.isFull) return;
      const number = piece.isText ? line + each.number - 1 : line;
      if (each.ending === '') {
        this.#pending = each.text;
        this.#last = piece;
      } else this.#pass(said, { ...each, number: Math.min(number, lastLine) });
    }
  }

  /** What is left of a line ends here. */
  end(): void {
    const { draft } = this.#reader;
    const number = draft?.lastLine ?? this.#last?.line ?? 1;
    if (this.#last !== null) this.#pass(this.#last, { text: this.#pending, ending: '', number });
    this.#pending = '';
    this.#last = null;
  }

  #pass({ speaker, time, exact }: Piece, line: TextLine): void {
    this.#reader.line({ ...line, speaker, connection: this.#connection });
    const { draft } = this.#reader;
    if (draft === null) return;
    draft.time ??= time;
    draft.lastTime = time;
    if (!exact) draft.inexact = true;
  }
}
