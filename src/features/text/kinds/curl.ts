/* What curl and wget print of their requests: curl -v, curl --trace, wget -d. */

import { type ByteString, toByteString } from '../../../engine/bytes/byte-string.ts';
import { ConversationReader } from '../conversation-reader.ts';
import { MAX_GATHERED_BODY } from '../limits.ts';
import type { Losses } from '../losses.ts';
import type { Drafts, MessageDraft } from '../message-draft.ts';
import { restoreDots } from '../repair-document.ts';
import { beginsDocument, gluedStart, parseHeader, parseStart } from '../start-line.ts';
import {
  isBlank,
  splitLines,
  spokenLine,
  type TextLine,
  type TextLines,
  withoutIndent,
} from '../text-line.ts';
import type { TextFormat } from './text-reading.ts';

const SAID = /^([<>])(?: (.*))?$/;

/** What `--trace-time` and `--trace-ids` put before a line: a time of day, two numbers. */
const STAMP = /^(?:\d\d:\d\d:\d\d\.\d{6} (?:\[\d+-[\dx]+\] )?|\[\d+-[\dx]+\] )(?=[<>*{}=])/;

/** What curl prints between the lines: `* Connected to …`, `{ [5 bytes data]`, its progress meter. */
const NOISE =
  /^(?:\*(?: |$)|[{}] \[\d+ bytes data\]|\s*% Total |\s+Dload +Upload |\s*\d+ +[\d.]+[kMG]? +\d+ )/;

/**
 * `curl -v`, and programs that use libcurl (`CURLOPT_VERBOSE`: PHP, C): lines of the request behind `> `, of
 * the answer behind `< `; what has no mark is the answer's body. The body of the request is not shown.
 */
export const CURL: TextFormat = {
  kind: 'curl',
  recognises: (lines) => {
    const said = (mark: '<' | '>', kind: 'request' | 'response'): boolean =>
      lines.some((line) => {
        const text = withoutStamp(withoutIndent(line.text));
        return text.startsWith(`${mark} `) && parseStart(text.slice(2))?.kind === kind;
      });
    // Two `>` before a request and its answer are a quoted mail.
    const isQuoted =
      said('>', 'response') || lines.some(({ text }) => text.startsWith('> ') && gluedStart(text) > 0);
    return said('<', 'response') || (said('>', 'request') && !isQuoted);
  },
  read: readCurl,
};

function readCurl(lines: TextLines, drafts: Drafts): void {
  const client = new ConversationReader('', drafts);
  const server = new ConversationReader('', drafts);
  /** The answer's head has ended, so that lines without a mark are its body. */
  let inBody = false;
  /** Start lines of answers to the last request: `-i` and `-I` write each head again, without marks. */
  let starts = new Set<ByteString>();
  /** In such a head. */
  let inCopy = false;
  /** In the request's head: libcurl, in programs other than curl, puts a mark before its first line only. */
  let inUnmarked = false;
  const indent = indentOf(lines);
  for (const pasted of lines) {
    if (drafts.isFull) break;
    const isIndented = indent !== '' && pasted.text.startsWith(indent);
    const line = isIndented ? { ...pasted, text: pasted.text.slice(indent.length) } : pasted;
    const text = withoutStamp(line.text);
    const [, mark, said = ''] = SAID.exec(text) ?? [];
    if (mark === '>') {
      inUnmarked = parseStart(said) !== null;
      if (inUnmarked) starts = new Set();
      inBody = false;
      inCopy = false;
      client.line(spokenLine(line, said, 'client'));
    } else if (inUnmarked && (isBlank(text) || parseHeader(text) !== null)) {
      inUnmarked = !isBlank(text);
      client.line(spokenLine(line, text, 'client'));
    } else if (mark === '<' && !(inBody && parseStart(said) === null)) {
      if (parseStart(said) !== null) {
        inBody = false;
        inCopy = false;
        starts.add(said);
      }
      server.line(spokenLine(line, said, 'server'));
      if (isBlank(said)) inBody = true;
    } else if (starts.has(text)) {
      inCopy = true;
    } else if (inCopy && (isBlank(text) || parseHeader(text) !== null)) {
      inCopy = !isBlank(text);
    } else if (!NOISE.test(text)) {
      inCopy = false;
      // A paste that lost its empty `<` lines still shows where the document begins.
      if (!inBody && beginsDocument(text) && server.draft !== null) {
        server.line(spokenLine(line, '', 'server'));
        inBody = true;
      }
      if (inBody) server.line(spokenLine(line, line.text, 'server'));
    }
  }
}

/** What an indented paste has before all lines: what is before the mark of the first start line. */
function indentOf(lines: TextLines): ByteString {
  for (const { text } of lines) {
    const bare = withoutIndent(text);
    if (parseStart(SAID.exec(withoutStamp(bare))?.[2] ?? '') !== null)
      return text.slice(0, text.length - bare.length);
  }
  return '';
}

function withoutStamp(text: ByteString): ByteString {
  return text.replace(STAMP, '');
}

/**
 * Before each dump: `=> Send header, 321 bytes (0x141)`, behind the number of the connection with
 * `--trace-ids`, and perhaps behind what has no line end: the answer's body, where both go to the same place.
 */
const BLOCK =
  /(?:\[\d{1,9}-(\d{1,9}|x)\] )?(=> Send|<= Recv) (header|data), (\d{1,12}) bytes \(0x([0-9a-f]{1,12})\)[ \t]*$/;

/** What stands before all lines of a text that was pasted indented or quoted. */
const MARGIN = /^(?:[ \t]+|(?:> ?)+)(?=\d\d:\d\d:\d\d|\[|=> |<= )/;

/** `0040: …`: a dumped line, with the offset of its first byte. */
const DUMPED = /^([0-9a-f]{4,12}): ?(.*)$/;
const HEX_PAIRS = /^(?:[0-9a-f]{2}(?: |$)){1,16}/;

/** Longest line that curl writes, with room for a margin. */
const MAX_TRACE_LINE = 512;

/** Bytes of a line with hex; without it, a line has up to 64. */
const HEX_WIDTH = 16;

/** Most bytes that a line without hex lacks: 64 spaces that a paste took from its end, and the CRLF. */
const MOST_LEFT_OUT = 66;

/** Bytes that were sent or received together. */
interface Block {
  readonly line: number;
  readonly speaker: 'client' | 'server';
  readonly isHead: boolean;
  /** Number of the connection; empty where it is not given. */
  readonly connection: string;
  readonly size: number;
  readonly margin: string;
}

function blockAt({ text, number }: TextLine): Block | null {
  // The end is enough, and a longer line may be anything.
  const end = text.slice(-MAX_TRACE_LINE);
  if (!end.includes(' bytes (0x')) return null;
  const [, connection = '', way, what, size, hex = ''] = BLOCK.exec(end) ?? [];
  if (way === undefined || Number(size) !== Number.parseInt(hex, 16)) return null;
  return {
    line: number,
    speaker: way === '=> Send' ? 'client' : 'server',
    isHead: what === 'header',
    connection,
    size: Number(size),
    margin: MARGIN.exec(text)?.[0] ?? '',
  };
}

/** `curl --trace` shows every byte; `--trace-ascii` a dot for what cannot be printed, line feeds too. */
export const CURL_TRACE: TextFormat = {
  kind: 'curl',
  recognises: (lines) =>
    lines.some((line, at) => {
      const block = blockAt(line);
      const next = lines[at + 1]?.text ?? '';
      return block?.isHead === true && DUMPED.test(next.slice(block.margin.length));
    }),
  read: readTrace,
};

interface Side {
  readonly reader: ConversationReader;
  /** Bytes gathered of the body of its message. */
  gathered: number;
}

function readTrace(lines: TextLines, drafts: Drafts): void {
  const sides = new Map<string, Side>();
  let isHex = true;
  for (const dump of dumpsOf(lines)) {
    if (drafts.isFull) break;
    const { block } = dump;
    const key = `${block.connection} ${block.speaker}`;
    const side = sides.get(key) ?? { reader: new ConversationReader(block.connection, drafts), gathered: 0 };
    sides.set(key, side);
    const bytes = dump.bytes();
    if (dump.isHex === false) isHex = false;
    // Of a head that lacks bytes, no line can be trusted.
    if (block.isHead && bytes.length < block.size) {
      if (block.speaker === 'client') drafts.losses.add('text-request-cut', block.line);
    } else add(side, block, bytes, drafts);
  }
  if (!isHex) for (const draft of drafts.all) readDots(draft, drafts.losses);
}

function* dumpsOf(lines: TextLines): Generator<Dump> {
  let dump: Dump | null = null;
  for (const line of lines) {
    const block = blockAt(line);
    if (block === null && (dump === null || dump.takes(line.text))) continue;
    if (dump !== null) yield dump;
    dump = block === null ? null : new Dump(block);
  }
  if (dump !== null) yield dump;
}

/** A block with the lines that show it. */
class Dump {
  readonly block: Block;
  /** Null without a line. */
  isHex: boolean | null = null;
  #bytes: ByteString = '';
  /** Offset behind the last line. */
  #at = 0;

  constructor(block: Block) {
    this.block = block;
  }

  /** Takes a line; false if it is none of the block's. */
  takes(text: ByteString): boolean {
    if (isBlank(text)) return true;
    const { margin, size } = this.block;
    const own = text.startsWith(margin) ? text.slice(margin.length, MAX_TRACE_LINE) : text;
    const [, hexOffset, dumped = ''] = DUMPED.exec(own) ?? [];
    if (hexOffset === undefined) return false;
    const offset = Number.parseInt(hexOffset, 16);
    if (offset < this.#at || offset >= size) return false;
    const most = Math.min(HEX_WIDTH, size - offset);
    const pairs = HEX_PAIRS.exec(dumped)?.[0].trim().split(' ') ?? [];
    // As many bytes without hex would be shorter.
    this.isHex ??= pairs.length >= most;
    this.#fill(offset);
    if (this.isHex) {
      const bytes = Uint8Array.from(pairs.slice(0, most), (pair) => Number.parseInt(pair, 16));
      this.#append(toByteString(bytes));
    } else this.#append(dumped.slice(0, size - offset));
    return true;
  }

  /** Fewer than the block has where lines are lost, or of a body where it is too long. */
  bytes(): ByteString {
    this.#fill(this.block.size);
    return this.#bytes;
  }

  /** Adds what lines without hex do not show before an offset. */
  #fill(offset: number): void {
    const missing = offset - this.#at;
    if (this.isHex !== false || missing <= 0 || missing > MOST_LEFT_OUT) return;
    this.#append(missing < 2 ? ' ' : `${' '.repeat(missing - 2)}\r\n`);
  }

  #append(bytes: ByteString): void {
    this.#at += bytes.length;
    if (this.#bytes.length <= MAX_GATHERED_BODY) this.#bytes += bytes;
  }
}

/** Passes on the lines of a head, or a piece of a body. */
function add(side: Side, block: Block, bytes: ByteString, drafts: Drafts): void {
  const { line: number, speaker, connection } = block;
  const { draft } = side.reader;
  if (block.isHead || draft === null) {
    for (const line of splitLines(bytes)) side.reader.line({ ...line, number, speaker, connection });
    side.gathered = 0;
    return;
  }
  if (side.gathered <= MAX_GATHERED_BODY) {
    draft.body.push({ text: bytes, ending: '', number });
    drafts.keepLines(1);
  }
  side.gathered += bytes.length;
  draft.lastLine = number;
}

/** A message whose dots may be other bytes. An error document shows in hex what was signed. */
function readDots(draft: MessageDraft, losses: Losses): void {
  const text = draft.body.map((line) => line.text + line.ending).join('');
  const isDotted = text.includes('.') || draft.headers.some(({ rawValue }) => rawValue.includes('..'));
  if (!isDotted) return;
  const document = draft.start?.kind === 'request' ? null : restoreDots(text);
  const isRestored = document !== null && document.length === text.length;
  if (!isRestored) losses.add('text-bytes-replaced', draft.line);
  if (document === null) {
    draft.inexact = true;
    return;
  }
  draft.rewritten = !isRestored;
  const number = draft.body[0]?.number ?? draft.line;
  draft.body.splice(0, draft.body.length, { text: document, ending: '', number });
}

/** Before a request's head, and an answer's, and behind each. */
const MARK = /^---(request|response) (begin|end)---$/;

/** Before each piece of a body that wget does not save, anywhere in a line; `] done.` behind the last. */
const PIECE = /Skipping \d+ bytes of body: \[/g;
const BODY_END = '] done.';

/** `wget -d`. Bodies of requests are not shown. */
export const WGET: TextFormat = {
  kind: 'log',
  recognises: (lines) => lines.some(({ text }) => text === '---request begin---'),
  read: readWget,
};

function readWget(lines: TextLines, drafts: Drafts): void {
  const client = new ConversationReader('', drafts);
  const server = new ConversationReader('', drafts);
  let within: 'request' | 'response' | 'answered' | 'body' | 'none' = 'none';
  for (const line of lines) {
    if (drafts.isFull) break;
    const [, what, edge] = MARK.exec(line.text) ?? [];
    if (what === 'request' || what === 'response') {
      within = edge === 'begin' ? what : what === 'response' ? 'answered' : 'none';
      continue;
    }
    if (within === 'request') client.line(spokenLine(line, line.text, 'client'));
    else if (within === 'response') server.line(spokenLine(line, line.text, 'server'));
    const text = line.text.replace(PIECE, '');
    // A body begins with a piece that is not saved, or is written to the output.
    if (within === 'answered' && (text !== line.text || beginsDocument(text))) within = 'body';
    if (within !== 'body') continue;
    if (text === BODY_END) {
      within = 'none';
      continue;
    }
    server.line(spokenLine(line, text, 'server'));
    if (text.trimEnd().endsWith('</Error>')) within = 'none';
  }
}
