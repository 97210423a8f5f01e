import { toBase64 } from '../../engine/bytes/base64.ts';
import { type ByteString, toByteString, toBytes } from '../../engine/bytes/byte-string.ts';
import { firstWhere } from '../../engine/bytes/collections.ts';
import { toHex } from '../../engine/bytes/hex.ts';
import { ChunkedBody } from '../../engine/http/body-reader.ts';
import type { CapturedRequest, CapturedResponse } from '../../engine/http/captured-message.ts';
import { type BodyDigests, header } from '../../engine/http/message.ts';
import { boundaryOf } from '../../engine/http/multipart-form.ts';
import { codingsOf, type Inflate, withoutCodings } from '../../engine/oss/coded-body.ts';
import type { Hasher } from '../../engine/sign/hasher.ts';
import { BodyDigester } from '../bodies/body-digester.ts';
import type { Masker } from './masker.ts';

/** Bytes of a body that are looked into, to mask what is in it; what is behind them is filled. */
export const MAX_MASKED_BODY = 1024 * 1024;

/** Places of a chunked body's framing that are remembered; what is behind them is filled. */
const MAX_FRAMING_PLACES = 1_000_000;

/** Stands for each byte of a body; one of the others where a checksum asks for it. */
const FILLINGS = '.-_~*+=xozmnrsvw';

/** Stands for a byte that is not the one that came first at its place. */
const DIFFERENT = 0x23;
const DIFFERENT_TOO = 0x2a;

/** Packs a text again so that it has exactly so many bytes; null where it cannot. */
export type Repack = (coding: string, text: ByteString, length: number) => Uint8Array | null;

export interface MaskTools {
  readonly masker: Masker;
  readonly hasher: Hasher;
  readonly inflate: Inflate | undefined;
  readonly repack: Repack;
}

/** A body is `filled` with a letter, `masked` inside, or a `form`: its fields masked, its file filled. */
type BodyMode = 'filled' | 'masked' | 'form';

/** A message whose packets are extracted: what it looks like, and what stands in its place. */
export class ExtractedMessage {
  readonly isRequest: boolean;
  readonly start: number;
  /** Offset behind it in the stream; infinite where that is not known, and `lastFrame` counts. */
  readonly end: number;
  readonly frame: number;
  readonly lastFrame: number;
  /** Its body could not be packed again, and was filled. */
  isUnpacked = false;
  readonly #headLength: number;
  readonly #complete: boolean;
  readonly #codings: readonly string[];
  readonly #boundary: ByteString | null;
  readonly #chunks: ChunkedBody | null;
  readonly #framing: FramingLine | null;
  /** The first bytes as they were captured: the head, and of the body what is looked into. */
  #known = '';
  #next: number;
  #hasGap = false;
  /** Data of a body within `#known`, by offset and length in it. */
  readonly #data: { readonly at: number; readonly length: number }[] = [];
  /** Where its framing stands in the stream, start and end one after the other. */
  readonly #framingPlaces: number[] = [];
  #digester: BodyDigester | null = null;
  #digests: BodyDigests | null = null;
  #bodyBytes = 0;
  #mode: BodyMode = 'filled';
  #filling = FILLINGS.charCodeAt(0);
  #wire: Uint8Array = new Uint8Array(0);
  #masked: Uint8Array = new Uint8Array(0);

  constructor(message: CapturedRequest | CapturedResponse) {
    this.isRequest = message.kind === 'request';
    this.start = message.start;
    this.end = message.end < 0 ? Number.POSITIVE_INFINITY : message.end;
    this.frame = message.frame;
    this.lastFrame = message.lastFrame;
    this.#headLength = message.head.length;
    this.#complete = message.complete && message.missingBytes === 0;
    this.#codings = codingsOf(message);
    const isForm = message.kind === 'request' && message.method === 'POST';
    this.#boundary = isForm ? boundaryOf(header(message, 'content-type') ?? '') : null;
    if (this.#boundary !== null) this.#mode = 'form';
    this.#chunks = message.framing === 'chunked' ? new ChunkedBody() : null;
    this.#framing = this.#chunks === null ? null : new FramingLine();
    this.#next = message.start;
  }

  /** Its body is no data, but says something of the exchange; or bodies are asked for. */
  keepBody(): void {
    if (this.#mode === 'filled') this.#mode = 'masked';
  }

  /** Whether bytes of the stream are of it, which a packet brought. */
  holds(from: number, to: number, frame: number): boolean {
    return to > this.start && from < this.end && (Number.isFinite(this.end) || frame <= this.lastFrame);
  }

  take(block: Uint8Array, start: number, end: number, position: number, hasher: Hasher): void {
    const from = start + Math.max(0, this.start - position);
    const to = start + Math.min(end - start, this.end - position);
    if (from >= to) return;
    const at = position + from - start;
    this.#hasGap ||= at !== this.#next;
    this.#next = at + to - from;
    if (this.#hasGap) return;
    const body = from + Math.max(0, this.start + this.#headLength - at);
    const known = this.#headLength + (this.#mode === 'filled' ? 0 : MAX_MASKED_BODY) - (at - this.start);
    if (known > 0) this.#known += toByteString(block, from, Math.min(to, from + known));
    if (body >= to) return;
    this.#digester ??= new BodyDigester(hasher, EVERY_DIGEST);
    if (this.#chunks === null) this.#takeData(block, body, to, at + body - from);
    else this.#takeChunks(this.#chunks, block, body, to, at - from);
  }

  #takeChunks(chunks: ChunkedBody, block: Uint8Array, from: number, to: number, shift: number): void {
    let at = from;
    const stop = chunks.push(block, from, to, (start, end) => {
      this.#takeFraming(block, at, start, shift);
      this.#takeData(block, start, end, start + shift);
      at = end;
    });
    this.#takeFraming(block, at, stop, shift);
  }

  #takeData(block: Uint8Array, from: number, to: number, position: number): void {
    this.#digester?.take(block, from, to);
    this.#bodyBytes += to - from;
    const at = position - this.start;
    const length = Math.min(to - from, this.#known.length - at);
    if (length > 0) this.#data.push({ at, length });
  }

  #takeFraming(block: Uint8Array, from: number, to: number, shift: number): void {
    const places = this.#framingPlaces;
    for (let at = from; at < to; at++) {
      if (this.#framing?.keeps(block[at] ?? 0) !== true) continue;
      const position = at + shift;
      if (places.at(-1) === position) places[places.length - 1] = position + 1;
      else if (places.length < 2 * MAX_FRAMING_PLACES) places.push(position, position + 1);
    }
  }

  /** Has the masker know what there is in it that must not leave, before anything is masked. */
  know({ masker, inflate }: MaskTools): void {
    masker.knowText(this.head);
    if (this.#mode !== 'filled') masker.knowText(this.#plainBody(inflate));
  }

  /** Works out its body, whose digests its head or `heads` may name. May be done again with other masks. */
  prepare(tools: MaskTools, heads: ByteString): void {
    this.#wire = toBytes(this.#known);
    this.#masked = toBytes(this.#known);
    this.#digests ??= this.#digester?.digests(this.#complete && !this.#hasGap) ?? null;
    const digests = this.#digests;
    this.isUnpacked = false;
    const body = this.#maskedBody(tools);
    if (body === null) this.#chooseFilling(digests, heads);
    let at = 0;
    for (const run of this.#data) {
      const target = this.#masked.subarray(run.at, run.at + run.length);
      if (body === null) target.fill(this.#filling);
      else target.set(body.subarray(at, at + run.length));
      at += run.length;
    }
    this.#fillFraming();
    if (digests === null || !digests.whole) return;
    const texts = textsOf(digests);
    // they name no digest of this body, which takes some time to work out for a large one
    if (!texts.some((text) => heads.includes(text))) return;
    const digester = new BodyDigester(tools.hasher, EVERY_DIGEST);
    if (body !== null && body.length === this.#bodyBytes) digester.take(body, 0, body.length);
    else takeFilling(digester, body ?? new Uint8Array(0), this.#bodyBytes, this.#filling);
    const others = textsOf(digester.digests(true));
    for (const [index, text] of texts.entries()) tools.masker.replaceDigest(text, others[index] ?? text);
  }

  /** Works out its head. */
  finish({ masker }: MaskTools): void {
    this.#masked.set(toBytes(masker.head(this.head)));
  }

  /** Replaces `bytes`, which stand at `position` of the stream and are all of this message. */
  write(bytes: Uint8Array, position: number): void {
    const known = this.#masked.length;
    for (let i = 0; i < bytes.length; i++) {
      const at = position - this.start + i;
      const byte = bytes[i] ?? 0;
      if (at >= known) bytes[i] = this.#isFraming(position + i) && isFramingByte(byte) ? byte : this.#filling;
      else {
        const stands = this.#masked[at] ?? 0;
        if (byte === this.#wire[at]) bytes[i] = stands;
        // another copy of these bytes: that they differ is seen, not what they are
        else bytes[i] = stands === DIFFERENT ? DIFFERENT_TOO : DIFFERENT;
      }
    }
  }

  /** The head, as far as it was captured in one piece. */
  get head(): ByteString {
    return this.#known.slice(0, this.#headLength);
  }

  /** What is known of the body's data. */
  get #body(): ByteString {
    return this.#data.map(({ at, length }) => this.#known.slice(at, at + length)).join('');
  }

  /** Null where it is filled. */
  #maskedBody(tools: MaskTools): Uint8Array | null {
    const body = this.#body;
    if (this.#mode === 'filled' || body === '') return null;
    if (this.#codings.length > 0) return this.#repacked(body, tools);
    return toBytes(this.#mode === 'form' ? this.#form(body, tools) : tools.masker.text(body));
  }

  /** What of its body can be read. */
  #plainBody(inflate: Inflate | undefined): ByteString {
    const plain = withoutCodings(this.#body, this.#codings, inflate, MAX_MASKED_BODY);
    return plain.ok ? plain.value : '';
  }

  /** A packed body that is masked inside has to have the same length. */
  #repacked(body: ByteString, { masker, inflate, repack }: MaskTools): Uint8Array | null {
    const [coding] = this.#codings;
    const isWhole = this.#complete && !this.#hasGap && body.length === this.#bodyBytes;
    const plain = withoutCodings(body, this.#codings, inflate, MAX_MASKED_BODY);
    if (isWhole && plain.ok && coding !== undefined && this.#codings.length === 1) {
      const masked = masker.text(plain.value);
      if (masked === plain.value) return toBytes(body);
      const packed = repack(coding, masked, body.length);
      if (packed !== null) return packed;
    }
    this.isUnpacked = true;
    return null;
  }

  /** The file's content begins behind its part's head, and ends before the form's last line. */
  #form(body: ByteString, { masker }: MaskTools): ByteString {
    const delimiter = `\r\n--${this.#boundary ?? ''}`;
    const part = FILE_PART.exec(body);
    if (part === null) return masker.text(body);
    const from = part.index + part[0].length;
    const isWhole = body.length === this.#bodyBytes;
    const last = isWhole ? body.lastIndexOf(delimiter, body.length - delimiter.length - 2) : -1;
    const to = last < from ? body.length : last;
    const filling = String.fromCharCode(this.#filling);
    return masker.text(body.slice(0, from)) + filling.repeat(to - from) + body.slice(to);
  }

  /** A CRC-64 is a number: the letter is chosen with which it has as many digits. */
  #chooseFilling(digests: BodyDigests | null, heads: ByteString): void {
    const crc = digests?.crc64?.toString() ?? null;
    if (crc === null || !heads.includes(crc)) return;
    for (const letter of FILLINGS) {
      const digester = new BodyDigester({ hmac: none, digest: none }, EVERY_DIGEST);
      takeFilling(digester, new Uint8Array(0), this.#bodyBytes, letter.charCodeAt(0));
      if (digester.digests(true).crc64?.toString().length !== crc.length) continue;
      this.#filling = letter.charCodeAt(0);
      return;
    }
  }

  /** Of the framing, extensions of chunks and trailers may say anything. */
  #fillFraming(): void {
    if (this.#chunks === null) return;
    const isData = new Uint8Array(this.#masked.length);
    for (const { at, length } of this.#data) isData.fill(1, at, at + length);
    for (let at = this.#headLength; at < this.#masked.length; at++) {
      if (isData[at] === 0 && !this.#isFraming(this.start + at)) this.#masked[at] = this.#filling;
    }
  }

  #isFraming(position: number): boolean {
    return firstWhere(this.#framingPlaces, (place) => place > position) % 2 === 1;
  }
}

const EVERY_DIGEST = { md5: true, crc64: true, sha256: true, limit: Number.POSITIVE_INFINITY } as const;

function none(): Uint8Array {
  return new Uint8Array(0);
}

/** A digest in every form in which a head may name it, always in the same order. */
function textsOf({ md5, crc64, sha256 }: BodyDigests): readonly ByteString[] {
  const texts: ByteString[] = [];
  if (md5 !== null) texts.push(toBase64(md5), toHex(md5), toHex(md5).toUpperCase());
  if (crc64 !== null) texts.push(crc64.toString());
  if (sha256 !== undefined && sha256 !== null) texts.push(toHex(sha256));
  return texts;
}

const FILLING_BLOCK = 64 * 1024;

/** The digests of a body that begins with `bytes` and is filled behind them. */
function takeFilling(digester: BodyDigester, bytes: Uint8Array, length: number, filling: number): void {
  digester.take(bytes, 0, bytes.length);
  const block = new Uint8Array(Math.min(FILLING_BLOCK, length)).fill(filling);
  for (let left = length - bytes.length; left > 0; left -= block.length) {
    digester.take(block, 0, Math.min(left, block.length));
  }
}

/** The head of a form's file, to the empty line. */
const FILE_PART =
  /(?:^|\n)content-disposition:[^\n]*?;\s*(?:name="?file"?(?=[;\s])|filename=)[^\n]*\n(?:[^\r\n]{1,1024}\r?\n){0,32}\r?\n/i;

const CR = 0x0d;
const LF = 0x0a;

/** Sizes, line ends, and what an extension of a chunk begins with. */
function isFramingByte(byte: number): boolean {
  return byte === CR || byte === LF || byte === 0x3b || byte === 0x20 || byte === 0x09 || isHexDigit(byte);
}

function isHexDigit(byte: number): boolean {
  const lower = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x66);
}

/** The lines between the data of chunks, byte by byte: sizes and line ends may leave. */
class FramingLine {
  #isSize = true;
  #digits = 0;
  #isZero = true;
  #isTrailer = false;

  keeps(byte: number): boolean {
    if (byte === CR) return true;
    if (byte === LF) {
      // the size of the last chunk is zero, and trailers follow it
      if (this.#digits > 0 && this.#isZero) this.#isTrailer = true;
      this.#isSize = !this.#isTrailer;
      this.#digits = 0;
      this.#isZero = true;
      return true;
    }
    if (!this.#isSize || !isFramingByte(byte)) return false;
    if (isHexDigit(byte)) {
      this.#digits++;
      this.#isZero &&= byte === 0x30;
    } else this.#isSize = false;
    return true;
  }
}
