import type { ByteString } from '../../../engine/bytes/byte-string.ts';
import { fromHex } from '../../../engine/bytes/hex.ts';
import { StreamSide } from '../conversation-reader.ts';
import { MAX_GATHERED_BODY, MAX_HTTP_LINE } from '../limits.ts';
import type { Drafts } from '../message-draft.ts';
import { parseStart } from '../start-line.ts';
import { isBlank, type TextLine, type TextLines } from '../text-line.ts';
import type { TextFormat } from './text-reading.ts';

const TITLE = /^Follow: (?:tcp|http|tls|ssl),(ascii|hex|raw)\s*$/;
const NODE = /^Node ([01]): (\S{1,100})\s*$/;

/** Bytes of the piece that follows; what the second node sent is indented. */
const LENGTH = /^(\t?)(\d{1,10})$/;
const HEX = /^[0-9A-F]{8} {2}((?:[0-9a-f]{2} {1,2}){1,16})/;

/** Bytes of a line of hex beside what it spells, where it is not the last of its packet. */
const HEX_LINE_BYTES = 16;

/** Longest line of hex beside what it spells. */
const MAX_HEX_LINE = 100;

/** Longest line of hex alone: a whole body. */
const MAX_RAW_LINE = 2 * MAX_GATHERED_BODY;

/** Lines that take about as much memory as a stream. */
const LINES_OF_A_STREAM = 4;

/** `tshark -z follow,tcp,ascii,0`, and as `hex` and `raw`, which show every byte. */
export const TSHARK_FOLLOW: TextFormat = {
  kind: 'http',
  recognises: (lines) =>
    lines.some(({ text }, at) => /^={20,}\s*$/.test(text) && TITLE.test(lines[at + 1]?.text ?? '')),
  read: readFollowed,
};

interface Side {
  readonly stream: StreamSide;
  readonly speaker: 'client' | 'server';
}

/** A stream: its two nodes, and the sides that said something. */
interface Followed {
  readonly name: string;
  readonly form: string;
  readonly nodes: Map<number, string>;
  readonly sides: Map<number, Side>;
}

function readFollowed(lines: TextLines, drafts: Drafts): void {
  const streams: Followed[] = [];
  for (const read of streamsOf(lines)) {
    if (drafts.isFull) break;
    if ('node' in read) say(streams.at(-1), read, drafts);
    else {
      streams.push(read);
      drafts.keepLines(LINES_OF_A_STREAM);
    }
  }
  for (const { sides } of streams) for (const { stream } of sides.values()) stream.end();
  const named = new Map(streams.map((stream) => [stream.name, stream]));
  drafts.order = 'in-order';
  drafts.endpointsOf = (name) => endpointsOf(named.get(name));
}

/** Each stream, and behind it what its nodes sent. */
function* streamsOf(lines: TextLines): Generator<Followed | Sent> {
  let stream: Followed | null = null;
  const pieces = new TextPieces();
  const dump = new HexLines();
  for (const line of lines) {
    const sent = pieces.before(line);
    if (sent !== null) yield sent;
    if (pieces.take(line)) continue;
    const form = TITLE.exec(line.text)?.[1];
    const [, node, address = ''] = NODE.exec(line.text) ?? [];
    if (form !== undefined) {
      yield* dump.end();
      stream = { name: `stream at line ${line.number}`, form, nodes: new Map(), sides: new Map() };
      yield stream;
    } else if (stream === null) continue;
    else if (node !== undefined) stream.nodes.set(Number(node), address);
    else if (stream.form === 'ascii') pieces.begin(line);
    else {
      const said = hexSent(line, stream.form);
      if (said === null) continue;
      if (stream.form === 'hex') yield* dump.take(said);
      else yield said;
    }
  }
  yield* dump.end();
  const last = pieces.end();
  if (last !== null) yield last;
}

function endpointsOf(stream: Followed | undefined): { client: string; server: string } {
  const second = stream?.sides.get(1)?.speaker ?? 'server';
  const [client, server] = second === 'server' ? [0, 1] : [1, 0];
  return { client: stream?.nodes.get(client) ?? '', server: stream?.nodes.get(server) ?? '' };
}

interface Sent {
  readonly node: number;
  readonly bytes: ByteString;
  /** As many bytes as are announced. */
  readonly whole: boolean;
  readonly line: number;
  readonly lastLine: number;
  readonly isText: boolean;
}

function say(stream: Followed | undefined, sent: Sent, drafts: Drafts): void {
  if (stream === undefined) return;
  const { name, sides } = stream;
  const { bytes, isText } = sent;
  const speaker = bytes.startsWith('HTTP/') ? 'server' : 'client';
  const side = sides.get(sent.node) ?? { stream: new StreamSide(name, drafts), speaker };
  sides.set(sent.node, side);
  // Heads and XML hold no run of dots but that of bytes which cannot be printed.
  const isDotted = isText && bytes.includes('..');
  if (isDotted) drafts.losses.add('text-bytes-replaced', sent.line);
  side.stream.push({ ...sent, exact: sent.whole && !isDotted, time: null, speaker: side.speaker });
}

/** What a line shows in hex, whose side its indent shows; null for another line. */
function hexSent({ text, number }: TextLine, form: string): Sent | null {
  const isSecond = text.startsWith('\t');
  const own = isSecond ? text.slice(1, MAX_RAW_LINE) : text.slice(0, MAX_RAW_LINE);
  const hex = form === 'raw' ? own : (HEX.exec(own.slice(0, MAX_HEX_LINE))?.[1] ?? '');
  const bytes = fromHex(hex) ?? '';
  if (bytes === '') return null;
  const node = isSecond ? 1 : 0;
  return { node, bytes, whole: true, line: number, lastLine: number, isText: false };
}

/** Lines of hex. Those up to a packet's first line end are joined: a start line is then in one piece. */
class HexLines {
  /** The lines of the packet so far, as long as its first line end has not come. */
  #open: Sent | null = null;
  /** Node of the last line, where its packet may go on; -1 where it does not. */
  #goesOn = -1;

  *take(sent: Sent): Generator<Sent> {
    const isFirst = sent.node !== this.#goesOn;
    if (isFirst) yield* this.end();
    const open = this.#open;
    const { bytes } = sent;
    const joined = open === null ? sent : { ...sent, bytes: open.bytes + bytes, line: open.line };
    const isFull = bytes.length === HEX_LINE_BYTES;
    this.#goesOn = isFull ? sent.node : -1;
    const waits =
      isFull && (isFirst || open !== null) && !bytes.includes('\n') && joined.bytes.length < MAX_HTTP_LINE;
    this.#open = waits ? joined : null;
    if (!waits) yield joined;
  }

  *end(): Generator<Sent> {
    if (this.#open !== null) yield this.#open;
    this.#open = null;
    this.#goesOn = -1;
  }
}

/** The pieces of a stream that is shown as text, each as long as is announced and with a line end. */
class TextPieces {
  #open: TextPiece | null = null;
  #last: TextLine | null = null;

  /** What has ended before a line, if anything. */
  before(line: TextLine): Sent | null {
    const open = this.#open;
    if (open === null) return null;
    const last = this.#last;
    // A start line behind a length: of the piece before, a part is missing.
    const isCut = last !== null && LENGTH.test(last.text) && parseStart(line.text) !== null;
    if (!isCut && !open.isWhole) return null;
    if (isCut) open.drop(last);
    this.#open = null;
    if (isCut) this.begin(last);
    return open.sent;
  }

  /** Takes a line of the open piece; false where none is open. */
  take(line: TextLine): boolean {
    this.#open?.add(line);
    this.#last = line;
    return this.#open !== null;
  }

  /** Opens the piece that a line gives the length of. */
  begin({ text, number }: TextLine): void {
    const [, indent = '', size] = LENGTH.exec(text) ?? [];
    this.#open = size === undefined ? null : new TextPiece(indent.length, Number(size), number + 1);
    this.#last = null;
  }

  end(): Sent | null {
    return this.#open?.sent ?? null;
  }
}

class TextPiece {
  readonly #node: number;
  readonly #size: number;
  readonly #line: number;
  #lastLine: number;
  #bytes: ByteString = '';
  #found = 0;
  /** Carriage returns that a paste took from the lines of a head. */
  #lost = 0;
  /** Null before the first line. */
  #inHead: boolean | null = null;

  constructor(node: number, size: number, line: number) {
    this.#node = node;
    this.#size = size;
    this.#line = line;
    this.#lastLine = line;
  }

  /** As long as is announced, and its line end was there. */
  get isWhole(): boolean {
    return this.#found + this.#lost > this.#size;
  }

  add({ text, ending, number }: TextLine): void {
    this.#inHead ??= parseStart(text) !== null;
    if (this.#inHead && ending === '\n') this.#lost++;
    if (isBlank(text)) this.#inHead = false;
    this.#found += text.length + ending.length;
    if (this.#bytes.length <= MAX_GATHERED_BODY) this.#bytes += text + ending;
    this.#lastLine = number;
  }

  /** Takes the last line away again. */
  drop({ text, ending }: TextLine): void {
    const length = text.length + ending.length;
    this.#found -= length;
    this.#bytes = this.#bytes.slice(0, -length);
  }

  get sent(): Sent {
    const size = this.#size - this.#lost;
    return {
      node: this.#node,
      bytes: this.#bytes.slice(0, size),
      whole: this.#found >= size,
      line: this.#line,
      lastLine: this.#lastLine,
      isText: true,
    };
  }
}
