import type { ByteString } from '../bytes/byte-string.ts';
import { copyBytes } from '../bytes/copy-bytes.ts';
import type { NoticeSink } from '../bytes/notice.ts';
import type { Exchange } from '../http/exchange.ts';
import { decodeText, textEncoding } from './decode-text.ts';
import { looksLikeHar, readHar } from './har.ts';
import { CURL } from './kinds/curl.ts';
import { ERROR_DOCUMENT, PLAIN } from './kinds/plain.ts';
import { PYTHON_LOG } from './kinds/python-log.ts';
import { SDK_LOG } from './kinds/sdk-log.ts';
import { TCPDUMP } from './kinds/tcpdump.ts';
import type { TextFormat } from './kinds/text-reading.ts';
import { WIRE_LOG } from './kinds/wire-log.ts';
import { MAX_PROBED_LINES, PROBE_BYTES, TEXT_LIMITS, type TextLimits } from './limits.ts';
import { Losses } from './losses.ts';
import { toExchanges } from './pair-drafts.ts';
import type { TextKind } from './text-kind.ts';
import { splitLines, type TextLine } from './text-line.ts';

/** Takes what a text holds. */
export interface TextSink {
  exchange(exchange: Exchange): void;
  notice: NoticeSink;
}

/** What is known of a text as an input; the shape of a capture's summary. */
export interface TextSummary {
  readonly format: 'text' | null;
  readonly complete: boolean;
  readonly linkTypes: readonly number[];
  readonly packets: number;
  /** Bytes that were read. */
  readonly bytes: number;
  /** Absent for an input that is no text of a known kind. */
  readonly text?: { readonly kind: TextKind; readonly lines: number };
}

/** In the order in which they are tried: what only one of them can be comes first. */
const FORMATS: readonly TextFormat[] = [TCPDUMP, CURL, WIRE_LOG, PYTHON_LOG, SDK_LOG, PLAIN, ERROR_DOCUMENT];

/**
 * Reads an input that is no capture but text: what people paste into tickets, and HTTP Archives. Fed in pieces; everything is read at
 * the end, for only the whole tells what it is. An input of another kind gives the notice `not-a-capture`. Never throws.
 */
export class TextParser {
  readonly #sink: TextSink;
  readonly #limits: TextLimits;
  #parts: Uint8Array[] = [];
  #bytes = 0;
  #kept = 0;
  #isText = true;
  #summary: Pick<TextSummary, 'format' | 'text'> = { format: null };

  constructor(sink: TextSink, limits: TextLimits = TEXT_LIMITS) {
    this.#sink = sink;
    this.#limits = limits;
  }

  get summary(): TextSummary {
    const complete = this.#summary.format !== null && this.#bytes === this.#kept;
    return { ...this.#summary, complete, linkTypes: [], packets: 0, bytes: this.#bytes };
  }

  push(chunk: Uint8Array): void {
    if (this.#isText && this.#bytes < PROBE_BYTES && textEncoding(this.#head(chunk)) === null) {
      this.#isText = false;
      this.#parts = [];
    }
    this.#bytes += chunk.length;
    const room = this.#limits.textBytes - this.#kept;
    if (!this.#isText || room <= 0) return;
    // The caller uses its block again, and what a Buffer slices is a view.
    const part = copyBytes(chunk, 0, Math.min(room, chunk.length));
    this.#kept += part.length;
    this.#parts.push(part);
  }

  end(): void {
    const bytes = concat(this.#parts, this.#isText ? this.#kept : 0);
    this.#parts = [];
    const encoding = textEncoding(bytes);
    if (bytes.length === 0 || encoding === null || !this.#isText) {
      this.#refuse();
      return;
    }
    const text = decodeText(bytes, encoding);
    if (this.#kept < this.#bytes) {
      this.#sink.notice({
        code: 'text-too-long',
        frame: null,
        offset: null,
        args: { limit: this.#limits.textBytes },
      });
    }
    if (looksLikeHar(text) && this.#readHar(text)) return;
    const lines = splitLines(text);
    const probed = lines.slice(0, MAX_PROBED_LINES);
    const format = FORMATS.find((each) => each.recognises(probed));
    if (format === undefined) this.#refuse();
    else this.#read(format, lines);
  }

  #read(format: TextFormat, lines: readonly TextLine[]): void {
    const losses = new Losses();
    const { drafts, order, endpointsOf } = format.read(lines, losses);
    const exchanges = toExchanges(drafts, order, 'line', endpointsOf, losses);
    if (exchanges.length === 0) {
      this.#refuse();
      return;
    }
    this.#finish(format.kind, lines.length, exchanges, losses);
  }

  #readHar(text: ByteString): boolean {
    const losses = new Losses();
    const drafts = readHar(text, losses, this.#limits.textExchanges);
    if (typeof drafts === 'string') return false;
    const endpointsOf = (name: string) => ({ client: '', server: name.slice(name.indexOf(' ') + 1) });
    const exchanges = toExchanges(drafts, 'in-order', 'entry', endpointsOf, losses);
    const entries = new Set(drafts.map((draft) => draft.line)).size;
    this.#finish('har', entries, exchanges, losses);
    return true;
  }

  #finish(kind: TextKind, lines: number, exchanges: readonly Exchange[], losses: Losses): void {
    this.#summary = { format: 'text', text: { kind, lines } };
    losses.tell(this.#sink.notice);
    for (const exchange of exchanges) this.#sink.exchange(exchange);
  }

  #refuse(): void {
    const code = this.#bytes === 0 ? 'empty-file' : 'not-a-capture';
    this.#sink.notice({ code, frame: null, offset: this.#bytes === 0 ? null : 0, args: {} });
  }

  /** The first bytes of the input, those of `chunk` included. */
  #head(chunk: Uint8Array): Uint8Array {
    if (this.#parts.length === 0) return chunk;
    return concat([...this.#parts, chunk], this.#kept + chunk.length);
  }
}

function concat(parts: readonly Uint8Array[], length: number): Uint8Array {
  const only = parts[0];
  if (parts.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
