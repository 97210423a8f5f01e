/* Pasted text, read whole: which of the kinds it is of, and the exchanges in it. */

import {
  type ByteString,
  concatBytes,
  copyBytes,
  fromText,
  toByteString,
} from '../../engine/bytes/byte-string.ts';
import type { NoticeSink, OtherForm } from '../../engine/bytes/notice.ts';
import type { Exchange } from '../../engine/http/exchange.ts';
import { TEXT_LIMITS, type TextLimits } from '../../engine/limits.ts';
import { type ArchiveKind, archiveOf, readArchive } from './archives.ts';
import { takeClientStrings } from './client-strings.ts';
import { colouredLine, withoutColours } from './colours.ts';
import { HAR_LOOK, hasManyValues, looksLikeHar, readHar } from './har.ts';
import { ACCESS_LOG } from './kinds/access-log.ts';
import { CURL, CURL_TRACE, WGET } from './kinds/curl.ts';
import { ERROR_MESSAGE, giveMessages } from './kinds/error-message.ts';
import { FRAGMENTS, giveDocuments } from './kinds/fragments.ts';
import { LOGGED_MESSAGES, QUOTED_LOG, QUOTED_MESSAGES, WIRE_LOG } from './kinds/http-logs.ts';
import { NGREP, TCPDUMP } from './kinds/packets.ts';
import { ERROR_DOCUMENT, PLAIN } from './kinds/plain.ts';
import { PRINTED_ERROR } from './kinds/printed-error.ts';
import { S3CMD_LOG, SDK_LOG } from './kinds/sdk-log.ts';
import type { TextFormat, TextKind } from './kinds/text-reading.ts';
import { TSHARK_FOLLOW } from './kinds/tshark-follow.ts';
import { MAX_PROBED_LINES, PROBE_BYTES } from './limits.ts';
import { Losses } from './losses.ts';
import { Drafts, type EndpointsOf, isSource, type MessageDraft, NO_ENDPOINTS } from './message-draft.ts';
import { binaryForm, isBlob, isDissection, otherForm } from './other-form.ts';
import { toExchanges } from './pair-drafts.ts';
import { proxyFaults } from './proxy-settings.ts';
import { RewrittenLines } from './rewritten-lines.ts';
import type { TextLines } from './text-line.ts';
import { tellExchanges } from './told.ts';
import { looksLikeTshark, readTshark } from './tshark-json.ts';
import type { InflateRaw } from './zip.ts';

interface TextSink {
  exchange(exchange: Exchange): void;
  notice: NoticeSink;
  /** A text of which no exchange is sought is refused; where this is absent, each one is. */
  isSought?(exchange: Exchange): boolean;
  /** Unpacks the files of archives; where it is absent, packed ones are not read. */
  readonly inflate?: InflateRaw | undefined;
}

/** What is known of a text as an input; the shape of a capture's summary. */
export interface TextSummary {
  readonly format: 'text' | null;
  readonly complete: boolean;
  readonly linkTypes: readonly number[];
  readonly packets: number;
  readonly bytes: number;
  /** Absent for an input that is no text of a known kind. */
  readonly text?: { readonly kind: TextKind; readonly lines: number };
}

/** In the order in which they are tried: what only one of them can be comes first. */
const FORMATS: readonly TextFormat[] = [
  TCPDUMP,
  TSHARK_FOLLOW,
  NGREP,
  CURL_TRACE,
  CURL,
  WGET,
  WIRE_LOG,
  QUOTED_LOG,
  SDK_LOG,
  PLAIN,
  LOGGED_MESSAGES,
  QUOTED_MESSAGES,
  S3CMD_LOG,
  ERROR_DOCUMENT,
  PRINTED_ERROR,
  ERROR_MESSAGE,
  FRAGMENTS,
  ACCESS_LOG,
];

/**
 * Reads an input that is no capture but text: what people paste into tickets, and HTTP Archives. Fed in
 * pieces; everything is read at the end, as what its first lines show that it may be. An input of another
 * kind gives the notice `not-a-capture`. Never throws.
 */
export class TextParser {
  readonly #sink: TextSink;
  readonly #limits: TextLimits;
  #parts: Uint8Array[] = [];
  #bytes = 0;
  #kept = 0;
  /** Line feeds in what is kept. */
  #feeds = 0;
  /** Null until the first bytes show it. */
  #encoding: TextEncoding | null = null;
  #format: TextFormat | null = null;
  #archive: ArchiveKind | null = null;
  /** The first lines were looked at. */
  #isProbed = false;
  #isNone = false;
  /** There is more in it than may be read. */
  #isFull = false;
  /** What it is where it is none. */
  #other: OtherForm | null = null;
  #summary: Pick<TextSummary, 'format' | 'text'> = { format: null };

  constructor(sink: TextSink, limits: TextLimits = TEXT_LIMITS) {
    this.#sink = sink;
    this.#limits = limits;
  }

  get summary(): TextSummary {
    const complete = this.#summary.format !== null && this.#bytes === this.#kept;
    return { ...this.#summary, complete, linkTypes: [], packets: 0, bytes: this.#bytes };
  }

  /** It is certain that this is no text of a known kind, or all that is read of it was read. */
  get isOver(): boolean {
    return this.#isNone || this.#kept < this.#bytes;
  }

  push(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    const room = this.#limits.textBytes - this.#kept;
    if (this.#isNone || room <= 0) return;
    // The caller uses its block again, and what a Buffer slices is a view.
    const part = copyBytes(chunk, 0, Math.min(room, chunk.length));
    this.#kept += part.length;
    this.#parts.push(part);
    if (this.#encoding === null && this.#kept >= PROBE_BYTES) this.#detectEncoding(this.#whole());
    if (this.#isProbed || this.#archive !== null) return;
    this.#feeds += countFeeds(part);
    // As much as is ever looked at: what comes does not change what it shows.
    const isEnough = this.#feeds >= MAX_PROBED_LINES && this.#kept >= MARK_LENGTH + HAR_LOOK;
    if (isEnough && this.#encoding !== null) this.#probe(this.#whole(), this.#encoding);
  }

  end(): void {
    const bytes = this.#isNone ? NO_BYTES : this.#whole();
    this.#parts = [];
    if (this.#encoding === null && bytes.length > 0) this.#detectEncoding(bytes);
    const encoding = this.#encoding;
    if (bytes.length === 0 || encoding === null) {
      this.#refuse();
      return;
    }
    const shown = this.#archive === null ? decodeText(bytes, encoding) : '';
    if (this.#kept < this.#bytes) {
      this.#sink.notice({
        code: 'text-too-long',
        frame: null,
        offset: null,
        args: { limit: this.#limits.textBytes },
      });
    }
    if (this.#archive !== null) {
      this.#readArchive(this.#archive, bytes);
      return;
    }
    if (this.#readJson(shown)) return;
    const { lines, coloured } = linesOf(shown);
    const format = this.#format ?? formatOf(lines);
    const losses = new Losses();
    if (coloured !== null) losses.add('text-colours', coloured);
    if (format === null) this.#refuse(lines);
    else this.#read(format, lines, losses);
  }

  #detectEncoding(head: Uint8Array): void {
    this.#archive = archiveOf(head);
    this.#encoding = this.#archive === null ? textEncoding(head) : 'bytes';
    this.#other = binaryForm(head);
    if (this.#encoding !== null) return;
    this.#isNone = true;
    this.#parts = [];
  }

  /** Looks at the first lines. An archive may have any number of them, and is known by its whole. */
  #probe(bytes: Uint8Array, encoding: TextEncoding): void {
    this.#isProbed = true;
    // Half of a character may be at the end, and the feeds that were counted may be halves.
    if (encoding !== 'bytes') return;
    const text = decodeText(bytes, encoding);
    if (looksLikeJson(text)) return;
    const { lines } = linesOf(text);
    this.#format = formatOf(lines);
    if (this.#format !== null) return;
    this.#isNone = true;
    this.#other ??= otherForm(lines.first(MAX_PROBED_LINES));
    this.#parts = [];
  }

  #read(format: TextFormat, lines: TextLines, losses: Losses): void {
    const limit = this.#limits.textExchanges;
    const drafts = new Drafts(losses, limit);
    format.read(lines, drafts);
    this.#isFull = drafts.isFull;
    if (drafts.isFull) losses.add('text-too-many-exchanges', drafts.all.at(-1)?.lastLine ?? 1, { limit });
    giveDocuments(lines, drafts);
    if (format !== ERROR_MESSAGE) giveMessages(lines, drafts, limit);
    takeClientStrings(lines, drafts.all);
    const sent = drafts.all.filter((draft) => !isSource(draft));
    const exchanges = toExchanges(sent, 'line', drafts);
    if (exchanges.length === 0) {
      // It looks like one of a kind, and nothing in it can be read as such.
      const next = formatOf(lines, FORMATS.indexOf(format) + 1);
      if (next === null) this.#refuse(lines);
      else this.#read(next, lines, losses);
      return;
    }
    this.#finish(format.kind, lines, exchanges, losses);
  }

  #readArchive(kind: ArchiveKind, bytes: Uint8Array): void {
    const losses = new Losses();
    const { textExchanges: exchanges, textBytes } = this.#limits;
    const limits = { exchanges, bytes: textBytes };
    const read = readArchive(kind, bytes, losses, limits, this.#sink.inflate);
    const found = recordedExchanges(read?.drafts ?? [], losses);
    if (read === null || found.length === 0) {
      this.#refuse();
      return;
    }
    this.#isFull = read.isCutShort;
    if (read.isTooLarge) {
      const args = { limit: textBytes };
      this.#sink.notice({ code: 'limit-unpacked-bytes', frame: null, offset: null, args });
    }
    this.#finish(kind, new Set(read.drafts.map((draft) => draft.line)).size, found, losses);
  }

  /** Records that are one JSON document. */
  #readJson(text: ByteString): boolean {
    if (looksLikeJson(text) && hasManyValues(text)) {
      this.#other = 'json-too-large';
      this.#refuse();
      return true;
    }
    const losses = new Losses();
    const { textExchanges } = this.#limits;
    if (looksLikeTshark(text)) {
      const found = readTshark(text, losses, textExchanges) ?? [];
      if (found.length === 0) return false;
      this.#isFull = found.length >= textExchanges;
      this.#finish('tshark', found.length, recordedExchanges(found, losses), losses);
      return true;
    }
    const drafts = looksLikeHar(text) ? readHar(text, losses, textExchanges) : null;
    if (drafts === null) return false;
    this.#isFull = drafts.length >= textExchanges;
    const endpointsOf = (name: string) => ({ client: '', server: name.slice(name.indexOf(' ') + 1) });
    const exchanges = recordedExchanges(drafts, losses, endpointsOf);
    const entries = new Set(drafts.map((draft) => draft.line)).size;
    this.#finish('har', entries, exchanges, losses);
    return true;
  }

  /** `lines`: those of the text, or how many entries it has. */
  #finish(kind: TextKind, lines: TextLines | number, exchanges: readonly Exchange[], losses: Losses): void {
    const { isSought } = this.#sink;
    const told = typeof lines === 'number' ? exchanges : tellExchanges(lines, exchanges);
    const isWhole = this.#kept === this.#bytes && !this.#isFull;
    // printed packets and what a proxy saved are captures in another form, in which there may be anything
    const isCapture = kind === 'tcpdump' || this.#archive !== null;
    if (isSought !== undefined && isWhole && !isCapture && !told.some(isSought)) {
      const form = typeof lines === 'number' ? 'other-har' : otherForm(lines.first(MAX_PROBED_LINES));
      this.#other ??= form === 'other-har' || form?.startsWith('error-message-') ? form : 'other-http';
      this.#refuse();
      return;
    }
    const count = typeof lines === 'number' ? lines : lines.count;
    this.#summary = { format: 'text', text: { kind, lines: count } };
    losses.report(this.#sink.notice);
    for (const exchange of told) this.#sink.exchange(exchange);
  }

  /** `lines`: of a text that was read to its end. */
  #refuse(lines?: TextLines): void {
    if (lines !== undefined) this.#other ??= otherForm(lines.first(MAX_PROBED_LINES));
    const code = this.#bytes === 0 ? 'empty-file' : 'not-a-capture';
    const faults =
      this.#other === 'proxy-settings' ? lines && proxyFaults(lines.first(MAX_PROBED_LINES)) : null;
    const args =
      this.#other === null ? {} : { form: this.#other, ...(faults ? { faults: faults.join(' ') } : {}) };
    this.#sink.notice({ code, frame: null, offset: this.#bytes === 0 ? null : 0, args });
  }

  #whole(): Uint8Array {
    const [first = NO_BYTES, ...more] = this.#parts;
    const whole = more.length === 0 ? first : concatBytes(this.#parts);
    this.#parts = [whole];
    return whole;
  }
}

function recordedExchanges(
  drafts: readonly MessageDraft[],
  losses: Losses,
  endpointsOf: EndpointsOf = NO_ENDPOINTS,
): Exchange[] {
  return toExchanges(drafts, 'entry', { order: 'in-order', endpointsOf, losses });
}

/** Whether a text may be one document, to be read as a whole. */
function looksLikeJson(text: ByteString): boolean {
  return looksLikeHar(text) || looksLikeTshark(text);
}

/** An archive that this program wrote of a scan: what it holds is in the capture beside it. */
const OWN_ARCHIVE = /"creator":\s*\{\s*"name":\s*"osscap"/;

/** Whether first bytes are of text to be read: a message of HTTP, or an HTTP Archive. */
export function looksLikeHttp(head: Uint8Array, isSought?: (exchange: Exchange) => boolean): boolean {
  const encoding = textEncoding(head);
  if (head.length === 0 || encoding === null) return false;
  const text = decodeText(head, encoding);
  if (looksLikeHar(text)) return !OWN_ARCHIVE.test(text);
  if (looksLikeTshark(text)) return true;
  let found = false;
  const parser = new TextParser({
    exchange: (exchange) => {
      found ||= isSought?.(exchange) ?? true;
    },
    notice: () => {},
  });
  parser.push(head);
  parser.end();
  return found;
}

/** A number of which a page made a link, in Markdown. */
const LINKED_NUMBER = /\[(\d{1,4})\]\(https?:\/\/[^\s()]{1,500}\)/g;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  '#34': '"',
  '#39': "'",
  apos: "'",
  amp: '&',
};

/** A URL of which a page made a link to itself, whose scheme may stand before it. */
const LINKED_URL = /(?:\bhttps?:\/\/)?\[([^\s[\]]{4,8000})\]\((https?:\/\/[^\s()]{4,8000})\)/g;

/** Without what a page made of a text: links, and entities where there are no tags. */
function withoutMarkup(text: ByteString): ByteString {
  const plain = text.includes('](http')
    ? text.replace(LINKED_NUMBER, '$1').replace(LINKED_URL, (link, shown: string, url: string) => {
        return url.endsWith(shown.replace(/^https?:\/\//, '')) ? url : link;
      })
    : text;
  if (!plain.includes('&lt;Error&gt;') || plain.includes('<Error>')) return plain;
  return plain.replace(/&(lt|gt|quot|apos|amp|#34|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
}

/** Bytes of a byte order mark at most, which is none of the text. */
const MARK_LENGTH = 3;

const NO_BYTES = new Uint8Array(0);

/** The lines of a text; `coloured`: see `colouredLine`. */
function linesOf(text: ByteString): { readonly lines: TextLines; readonly coloured: number | null } {
  const coloured = colouredLine(text);
  const plain = withoutMarkup(coloured === null ? text : withoutColours(text));
  return { lines: new RewrittenLines(plain), coloured };
}

/** `from`: place of the first one that comes into question. */
function formatOf(lines: TextLines, from = 0): TextFormat | null {
  const probed = lines.first(MAX_PROBED_LINES);
  if (isBlob(probed)) return null;
  const format = FORMATS.slice(from).find((each) => each.recognises(probed)) ?? null;
  return format !== TSHARK_FOLLOW && isDissection(probed) ? null : format;
}

const LINE_FEED = 0x0a;

function countFeeds(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}

type TextEncoding = 'bytes' | 'utf-16le' | 'utf-16be';

/** How the bytes of a text are to be read, by its first ones; null for what is no text. */
function textEncoding(head: Uint8Array): TextEncoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const end = Math.min(head.length, PROBE_BYTES);
  let odd = 0;
  for (let at = 0; at < end; at++) {
    const code = head[at] ?? 0;
    if (code === 0) return null;
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d && code !== 0x1b) odd++;
  }
  // A stream saved from Wireshark may hold some bytes of a binary body; a binary file is full of them.
  return odd * 10 > end ? null : 'bytes';
}

/** The text as bytes of UTF-8 (or of whatever it was), without a byte order mark. */
function decodeText(bytes: Uint8Array, encoding: TextEncoding): ByteString {
  switch (encoding) {
    case 'bytes': {
      const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
      return toByteString(bytes, hasMark ? 3 : 0, bytes.length);
    }
    case 'utf-16le':
    case 'utf-16be':
      // PowerShell redirects into files of this encoding.
      return fromText(new TextDecoder(encoding).decode(bytes));
  }
}
