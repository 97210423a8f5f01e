import {
  asciiLower,
  type ByteString,
  concatBytes,
  mayStandAt,
  standsAt,
  toByteString,
  toBytes,
} from '../bytes/byte-string.ts';
import { u16be } from '../bytes/integers.ts';
import { formatIpv4, formatIpv6 } from '../bytes/ip-address.ts';
import type { ConnectionFacts } from '../stream/handler.ts';
import {
  copyChunk,
  otherSide,
  type Side,
  type StreamBytes,
  type StreamChunk,
} from '../stream/stream-chunk.ts';
import {
  looksLikeStatusLine,
  mayBecomeRequestLine,
  mayBecomeStatusLine,
  mayHoldRequestLine,
} from './start-line.ts';
import type { TlsReader, UnreadState } from './tls.ts';

/*
 * What a connection carries, as its first bytes show it: HTTP, HTTP/2 or TLS, on any port, perhaps behind
 * headers of the PROXY protocol.
 */

/** What came of a side before it was known what it carries. */
interface HeldChunk {
  readonly side: Side;
  readonly chunk: StreamChunk;
}

/**
 * Reads a connection until it is known what it carries: passes over the headers of the PROXY protocol before
 * it, and keeps what is too little to show it. That is at most one such header a side, without its
 * extensions. Of a connection that carries something else every chunk comes by here.
 */
export class Opening implements RecognitionState {
  startLost = false;
  isHttp2 = false;
  isForeign = false;
  /**
   * The client that the headers name. Of several the last one counts: each hop writes its own before what it
   * was sent.
   */
  originalClient: string | null = null;
  readonly tls: TlsReader | null;
  readonly #facts: ConnectionFacts;
  #held: HeldChunk[] = [];
  /** Bytes of a header that are still to come, and of which side. */
  #toPass = 0;
  #passing: Side = 0;
  /** Bytes that each side is missing so far. */
  readonly #lost: [number, number] = [0, 0];

  constructor(facts: ConnectionFacts, tls: TlsReader | null) {
    this.#facts = facts;
    this.tls = tls;
  }

  /**
   * What `chunk` shows, with what is held of its side; null while nothing is known. What belongs to a header
   * is taken off the chunk.
   */
  read(side: Side, chunk: StreamChunk): Recognised | null {
    for (;;) {
      if (this.#toPass > 0 && this.#passing === side && this.#pass(chunk)) return null;
      const bytes = this.#held.length === 0 ? chunk : this.#withHeld(side, chunk);
      const found = recognise(this.#facts, side, bytes, this);
      if (found === null) {
        this.#drop(side);
        return null;
      }
      switch (found.kind) {
        case 'more':
          this.#hold(side, chunk);
          return null;
        case 'proxy-header':
          // What is held was too little for a header: its end, or more of it, is in the chunk.
          this.#toPass = found.length - (bytes.end - bytes.start) + (chunk.end - chunk.start);
          this.#passing = side;
          this.originalClient = found.client ?? this.originalClient;
          this.#drop(side);
          break;
        default:
          return found;
      }
    }
  }

  /** Bytes of this side are missing: what is held does not go on. */
  gap(side: Side, length: number): void {
    this.startLost = true;
    this.#lost[side] += length;
    if (this.#passing === side) this.#toPass = 0;
    this.#drop(side);
  }

  /** Requests are missing at the start of what the side said: more than a header of the PROXY protocol is. */
  hidesRequests(client: Side): boolean {
    return this.#facts.initiator === client && this.#lost[client] > LONGEST_PROXY_LINE;
  }

  /** Takes what is held, oldest first. */
  take(): readonly HeldChunk[] {
    const held = this.#held;
    this.#held = [];
    return held;
  }

  /** Takes off the chunk what is of a header; true where that is all of it. */
  #pass(chunk: StreamChunk): boolean {
    const length = Math.min(this.#toPass, chunk.end - chunk.start);
    this.#toPass -= length;
    chunk.start += length;
    chunk.position += length;
    return chunk.start === chunk.end;
  }

  /** The bytes held of the side and those of the chunk. */
  #withHeld(side: Side, chunk: StreamChunk): StreamBytes {
    const last = this.#held.findLast((held) => held.side === side);
    if (last === undefined) return chunk;
    // Where no start is known, who speaks again after having received more begins something new.
    if (this.#facts.initiator === null && last.chunk.acknowledged < chunk.acknowledged) {
      this.#drop(side);
      return chunk;
    }
    const parts = this.#held.filter((held) => held.side === side).map((held) => held.chunk.block);
    const block = concatBytes([...parts, chunk.block.subarray(chunk.start, chunk.end)]);
    return { block, start: 0, end: block.length };
  }

  #hold(side: Side, chunk: StreamChunk): void {
    this.#held.push({ side, chunk: copyChunk(chunk) });
  }

  #drop(side: Side): void {
    if (this.#held.length > 0) this.#held = this.#held.filter((held) => held.side !== side);
  }
}

/**
 * What bytes at the start of a connection, or of what is seen of it, show that it carries. `client` is the
 * side that asks.
 */
type Recognised =
  | { readonly kind: 'tls'; readonly client: Side }
  | { readonly kind: 'http2' }
  /**
   * HTTP/1.x. `start`: whether its first byte is the first of a message, or a message has yet to be found.
   */
  | { readonly kind: 'http'; readonly client: Side; readonly start: 'at-start' | 'lost' };

/**
 * What may be found before it is: a header of so many bytes and the client that it names, or too little to
 * know.
 */
type BeforeRecognised =
  | { readonly kind: 'proxy-header'; readonly length: number; readonly client: string | null }
  | { readonly kind: 'more' };

/** What is known of a connection before its content is, and what recognises TLS in it. */
interface RecognitionState extends UnreadState {
  /** It was recognised before, or was agreed on in the TLS handshake that opened the connection. */
  readonly isHttp2: boolean;
  readonly tls: TlsReader | null;
}

/** Decides from the first bytes of either side who speaks what, on any port; null while nothing is known. */
function recognise(
  facts: ConnectionFacts,
  side: Side,
  bytes: StreamBytes,
  state: RecognitionState,
): Recognised | BeforeRecognised | null {
  const { initiator } = facts;
  const { block, start, end } = bytes;
  const { startLost, isHttp2, isForeign, tls } = state;
  if (initiator === null || initiator === side) {
    const length = proxyHeaderLength(block, start, end);
    if (length === MORE_OF_HEADER) return MORE;
    if (length > 0)
      return { kind: 'proxy-header', length, client: clientOfProxyHeader(block, start, length) };
  }
  const tlsClient = tls?.clientOf(facts, side, bytes, state) ?? null;
  if (tlsClient !== null) return { kind: 'tls', client: tlsClient };
  if (isHttp2 || looksLikeHttp2(block, start, end)) return HTTP2;
  if (initiator !== null && !isForeign) {
    return { kind: 'http', client: initiator, start: startLost ? 'lost' : 'at-start' };
  }
  if (mayHoldRequestLine(block, start, end)) return { kind: 'http', client: side, start: 'lost' };
  if (looksLikeStatusLine(block, start, end)) return { kind: 'http', client: otherSide(side), start: 'lost' };
  const isMore = mayBecomeRequestLine(block, start, end) || mayBecomeStatusLine(block, start, end);
  return isMore ? MORE : null;
}

const MORE: BeforeRecognised = { kind: 'more' };

/** Found again in every chunk of such a connection. */
const HTTP2: Recognised = { kind: 'http2' };

const HTTP2_PREFACE = toBytes('PRI * HTTP/2');

/** Whether the connection preface of HTTP/2 begins here (RFC 9113 §3.4). */
function looksLikeHttp2(block: Uint8Array, start: number, end: number): boolean {
  return end - start >= HTTP2_PREFACE.length && standsAt(HTTP2_PREFACE, block, start);
}

/**
 * The header that a load balancer or a proxy writes before the first byte of a connection that it passes on,
 * to say whose it is: PROXY protocol, versions 1 (a line of text) and 2 (binary).
 * https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt §2.
 */
const TEXT_BEGINNINGS = ['PROXY TCP4 ', 'PROXY TCP6 ', 'PROXY UNKNOWN'].map(toBytes);
/** Bytes; longer than one of version 2 that names addresses alone. */
const LONGEST_PROXY_LINE = 107;

const SIGNATURE = Uint8Array.from([0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]);
/** The signature, version and command, family and protocol, and the length of what follows. */
const FIXED_BYTES = 16;
const VERSION_2 = 0x2;
/** The command of a proxy that speaks for a client; with another one it speaks for itself. */
const PROXY = 0x1;
/** Of the byte of family and protocol; then the two addresses and the two ports. */
const IPV4 = 0x1;
const IPV6 = 0x2;
const IPV4_BYTES = 12;
const IPV6_BYTES = 36;

/** It may be a header, of which too little is there to know how long it is, or whom it names. */
const MORE_OF_HEADER = -1;

/** Length of the header that begins at `start`, which may go beyond `end`; 0 where there is none. */
function proxyHeaderLength(block: Uint8Array, start: number, end: number): number {
  // Nearly every connection begins with neither.
  if (block[start] === SIGNATURE[0]) return binaryLength(block, start, end);
  return block[start] === 0x50 ? textLength(block, start, end) : 0;
}

function textLength(block: Uint8Array, start: number, end: number): number {
  if (!TEXT_BEGINNINGS.some((beginning) => mayStandAt(beginning, block, start, end))) return 0;
  const stop = Math.min(end, start + LONGEST_PROXY_LINE);
  for (let at = start; at < stop; at++) if (block[at] === 0x0a) return at + 1 - start;
  return stop - start < LONGEST_PROXY_LINE ? MORE_OF_HEADER : 0;
}

function binaryLength(block: Uint8Array, start: number, end: number): number {
  if (!mayStandAt(SIGNATURE, block, start, end)) return 0;
  if (end - start < FIXED_BYTES) return MORE_OF_HEADER;
  const version = (block[start + SIGNATURE.length] ?? 0) >> 4;
  if (version !== VERSION_2) return 0;
  const length = FIXED_BYTES + u16be(block, start + FIXED_BYTES - 2);
  return end - start < Math.min(length, FIXED_BYTES + addressBytes(block, start)) ? MORE_OF_HEADER : length;
}

/** Bytes of the addresses and ports of IP in a header of version 2; 0 where it names none. */
function addressBytes(block: Uint8Array, start: number): number {
  if (((block[start + SIGNATURE.length] ?? 0) & 0x0f) !== PROXY) return 0;
  const family = (block[start + SIGNATURE.length + 1] ?? 0) >> 4;
  if (family === IPV4) return IPV4_BYTES;
  return family === IPV6 ? IPV6_BYTES : 0;
}

/**
 * Whom the header of `length` bytes at `start` names as the client, in the form of `ConnectionInfo.client`;
 * null where it names none by an address of IP.
 */
function clientOfProxyHeader(block: Uint8Array, start: number, length: number): string | null {
  return block[start] === SIGNATURE[0]
    ? clientOfBinary(block, start, length)
    : clientOfText(toByteString(block, start, start + length));
}

function clientOfBinary(block: Uint8Array, start: number, length: number): string | null {
  const at = start + FIXED_BYTES;
  const bytes = addressBytes(block, start);
  if (bytes === 0 || length < FIXED_BYTES + bytes) return null;
  return bytes === IPV4_BYTES
    ? `${formatIpv4(block, at)}:${u16be(block, at + 8)}`
    : `[${formatIpv6(block, at)}]:${u16be(block, at + 32)}`;
}

/**
 * Client, server and their ports. What looks like no address is not passed on: anybody may have written it.
 */
const IPV4_LINE = /^PROXY TCP4 (\d{1,3}(?:\.\d{1,3}){3}) \S+ (\d{1,5}) \d{1,5}\r?\n$/;
const IPV6_LINE = /^PROXY TCP6 ([\da-f:.]*:[\da-f:.]*) \S+ (\d{1,5}) \d{1,5}\r?\n$/i;

function clientOfText(line: ByteString): string | null {
  const four = IPV4_LINE.exec(line);
  if (four !== null) return `${four[1]}:${four[2]}`;
  const six = IPV6_LINE.exec(line);
  return six === null ? null : `[${asciiLower(six[1] ?? '')}]:${six[2]}`;
}
