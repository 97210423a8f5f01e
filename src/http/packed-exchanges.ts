import type { ByteString } from '../bytes/byte-string.ts';
import type { Notice } from '../bytes/notice.ts';
import type { BodyFraming } from './message.ts';
import type { TlsInfo } from './tls.ts';

/**
 * Exchanges and notices on their way to another thread, in the order of their making. Handing
 * objects over would copy them field by field at many times the cost of reading them; this is one
 * array of numbers, one of bytes, and a few short lists.
 */
export interface PackedExchanges {
  readonly exchanges: number;
  /** Fields in the order in which `ExchangePacker` writes them; texts by their length. */
  readonly numbers: Float64Array;
  /** The bytes of all texts, one after the other. */
  readonly texts: Uint8Array;
  /** Texts that are nearly always the same, each once, numbered on from `USUAL_WORDS`. */
  readonly words: readonly ByteString[];
  /** How connections that were opened from TLS were protected, each once. */
  readonly tls: readonly TlsInfo[];
  /** Each with the number of exchanges that came before it. */
  readonly notices: readonly (readonly [before: number, notice: Notice])[];
}

/** How body framings are numbered. */
export const FRAMINGS: readonly BodyFraming[] = [
  'none',
  'content-length',
  'chunked',
  'until-close',
  'unknown',
];

/** The words of nearly every message, which need no telling. */
export const USUAL_WORDS: readonly ByteString[] = ['OK', 'GET', 'PUT', 'HEAD', 'POST', 'DELETE'];

/**
 * Which parts an exchange has, which are damaged, whether it says how it ended, and whether it is
 * on several hops, in one number. Above them stands the number of interim answers, times
 * `INTERIM_UNIT`.
 */
export const HAS = {
  REQUEST: 1,
  RESPONSE: 2,
  REQUEST_DAMAGE: 4,
  RESPONSE_DAMAGE: 8,
  ENDING: 16,
  HOPS: 32,
} as const;
export const INTERIM_UNIT = 64;

/**
 * What is usual of a message takes one bit of its first number in place of a number of its own.
 * Above them stands the framing, times `FRAMING_UNIT`.
 */
export const IS = {
  HEAD_COMPLETE: 1,
  COMPLETE: 2,
  HTTP_1_1: 4,
  /** It came in one packet. */
  ONE_PACKET: 8,
  /** One frame brought the head, which is that of the first byte. */
  ONE_FRAME: 16,
  /** It has no body, as far as was seen, and none is missing. */
  BODILESS: 32,
  WITH_LENGTH: 64,
  WITH_TEXT: 128,
  WITH_DIGESTS: 256,
  WITH_FLOW: 512,
  /** Nothing but its times is to be told of its flow. */
  SMOOTH: 1024,
} as const;
export const FRAMING_UNIT = 2048;

/** What stands in the place of digests: the body itself, or digests of it. */
export const DIGESTS = { HELD: 1, MADE: 2 } as const;
