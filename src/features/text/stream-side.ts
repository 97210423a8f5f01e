import type { ByteString } from '../../bytes/byte-string.ts';
import { ConversationReader } from './conversation-reader.ts';
import type { Drafts } from './drafts.ts';
import type { Losses } from './losses.ts';
import type { DraftTime } from './message-draft.ts';
import { parseStart } from './start-line.ts';
import { type TextLine, TextLines } from './text-line.ts';

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

/**
 * One side of a connection: hands its bytes on by lines. A line may go on in the next piece, unless
 * that begins a message.
 */
export class StreamSide {
  readonly #connection: string;
  readonly #drafts: Drafts;
  readonly #reader: ConversationReader;
  #pending: ByteString = '';
  /** The piece that what is pending came with, exact if all of it is. */
  #last: Piece | null = null;

  constructor(connection: string, drafts: Drafts, losses: Losses) {
    this.#connection = connection;
    this.#drafts = drafts;
    this.#reader = new ConversationReader(connection, drafts, losses);
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
    const told = { ...piece, exact };
    for (const each of lines) {
      if (this.#drafts.isFull) return;
      const number = piece.isText ? line + each.number - 1 : line;
      if (each.ending === '') {
        this.#pending = each.text;
        this.#last = piece;
      } else this.#tell(told, { ...each, number: Math.min(number, lastLine) });
    }
  }

  /** What is left of a line ends here. */
  end(): void {
    const { draft } = this.#reader;
    const number = draft?.lastLine ?? this.#last?.line ?? 1;
    if (this.#last !== null) this.#tell(this.#last, { text: this.#pending, ending: '', number });
    this.#pending = '';
    this.#last = null;
  }

  #tell({ speaker, time, exact }: Piece, line: TextLine): void {
    this.#reader.line({ ...line, speaker, connection: this.#connection });
    const { draft } = this.#reader;
    if (draft === null) return;
    draft.time ??= time;
    draft.lastTime = time;
    if (!exact) draft.inexact = true;
  }
}
