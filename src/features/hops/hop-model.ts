import type { ByteString } from '../../engine/bytes/byte-string.ts';
import type { Diagnosis, Verdict } from '../../engine/diagnose/model.ts';
import type { Exchange } from '../../engine/http/exchange.ts';
import { type HttpRequest, isKnownTime, type Time } from '../../engine/http/message.ts';
import type { OssExchange } from '../../engine/oss/model.ts';

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
  /** It makes another string of the one that the signature version signs, or changes the signature itself. */
  readonly breaksSignature: boolean;
  /** A header that any proxy may set for its own connection (RFC 9110 §7.6), or to say that it was there. */
  readonly hopByHop: boolean;
  /** Frames in which the two values stand; null where the value is absent. */
  readonly frames: readonly [number | null, number | null];
}

export type MatchedBy = 'request-id' | 'signature' | 'time';

/** One exchange at several points; `P`: what is known of it at each. */
export interface HopPair<P = HopExchange> {
  readonly requestId: ByteString | null;
  readonly matchedBy: MatchedBy;
  /** One for each capture, in the order of the path; null where that capture lacks it. */
  readonly points: readonly (P | null)[];
}

/** What changed between two neighbouring points of a pair. */
export interface Hop {
  /** Positions of the captures. */
  readonly between: readonly [number, number];
  readonly changes: readonly HopChange[];
}

export interface ComparedPair extends HopPair {
  readonly hops: readonly Hop[];
  /** `transit-modified` where a hop broke the signature, else that of the capture nearest to the server. */
  readonly verdict: Verdict | null;
}

/** By what an exchange is found in another capture. */
export interface PairingKeys {
  /** Number in its capture, from 1. */
  readonly index: number;
  readonly requestId: ByteString | null;
  /** Null for a request that is not signed. */
  readonly signature: ByteString | null;
  /** When it was signed, or until when it holds. */
  readonly date: ByteString;
  /** When the request was sent; null where that is not known. */
  readonly time: Time | null;
  /** Null for a request that is not there. */
  readonly request: Pick<HttpRequest, 'method' | 'target'> | null;
}

export interface KeyedExchange extends PairingKeys {
  readonly hop: HopExchange;
}

export function keyed(hop: HopExchange): KeyedExchange {
  const { request } = hop.exchange;
  const claim = hop.oss?.claim ?? null;
  return {
    hop,
    index: hop.index,
    requestId: hop.oss?.requestId ?? null,
    signature: claim?.signature || null,
    date: claim?.date ?? claim?.expires ?? '',
    time: request === null || !isKnownTime(request.time) ? null : request.time,
    request,
  };
}
