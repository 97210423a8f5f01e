import type { ByteString } from '../../bytes/byte-string.ts';
import type { Exchange } from '../../http/exchange.ts';
import { isKnownTime, type Time } from '../../http/message.ts';
import type { OssExchange } from '../../oss/model.ts';
import type { Diagnosis, Verdict } from '../model.ts';

/** An exchange as one of the captures shows it. */
export interface HopExchange {
  /** Number in its capture, from 1. */
  readonly index: number;
  readonly exchange: Exchange;
  readonly oss: OssExchange | null;
  readonly diagnosis: Diagnosis | null;
}

/** What of an exchange can change between two points; names of the JSON report. */
export type HopField =
  | 'method'
  | 'target'
  | 'version'
  | `header:${string}`
  | 'header-order'
  | 'body'
  | 'status'
  | `response-header:${string}`
  | 'response-body';

/** A body as both captures show it: by its length, and a digest where one is known. */
export interface HopBody {
  readonly bytes: number;
  readonly digest: { readonly name: 'md5' | 'crc64'; readonly value: ByteString } | null;
}

/** A difference between two captures of one exchange. */
export interface HopChange {
  readonly field: HopField;
  /** Value nearer to the client, and nearer to the server; null where it is absent. */
  readonly from: ByteString | null;
  readonly to: ByteString | null;
  /** What `from` and `to` say of a body. */
  readonly bodies?: readonly [HopBody, HopBody];
  /**
   * The string that the request's signature version signs is another one because of it, or the
   * signature itself is.
   */
  readonly breaksSignature: boolean;
  /**
   * A header that every proxy may set for its own connection (RFC 9110 §7.6), or to say that it was
   * there.
   */
  readonly hopByHop: boolean;
  /** Frames in which the two values stand; null where the value is absent. */
  readonly frames: readonly [number | null, number | null];
}

export type MatchedBy = 'request-id' | 'signature' | 'time';

/** One exchange at several points. */
export interface HopPair {
  readonly requestId: ByteString | null;
  readonly matchedBy: MatchedBy;
  /** One for each capture, in the order of the path; null where that capture lacks it. */
  readonly points: readonly (HopExchange | null)[];
}

/** What changed between two neighbouring points of a pair. */
export interface Hop {
  /** Positions of the captures. */
  readonly between: readonly [number, number];
  readonly changes: readonly HopChange[];
}

export interface ComparedPair extends HopPair {
  readonly hops: readonly Hop[];
  /**
   * `transit-modified` where a hop broke the signature, else what the capture nearest to the server
   * says; null for no OSS.
   */
  readonly verdict: Verdict | null;
}

/** The request id that the server gave it. */
export function idOf({ oss }: HopExchange): ByteString | null {
  return oss?.requestId ?? null;
}

/** The signature; null for a request that is not signed. */
export function signatureOf({ oss }: HopExchange): ByteString | null {
  return oss?.claim?.signature || null;
}

/** The signature and its date; null for a request that is not signed. */
export function signatureKey(exchange: HopExchange): string | null {
  const signature = signatureOf(exchange);
  return signature === null ? null : `${signature} ${dateOf(exchange)}`;
}

/** When it was signed, or until when it holds. */
export function dateOf({ oss }: HopExchange): string {
  return oss?.claim?.date ?? oss?.claim?.expires ?? '';
}

/** When the request was sent; null where that is not known. */
export function timeOf({ exchange }: HopExchange): Time | null {
  const { request } = exchange;
  return request === null || !isKnownTime(request.time) ? null : request.time;
}
