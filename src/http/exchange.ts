import type { TlsInfo } from '../tls/tls-info.ts';
import type { Ending } from './ending.ts';
import type { ConnectionFlow } from './flow.ts';
import type { HttpRequest, HttpResponse } from './message.ts';

/** The TCP connection that an exchange went over. */
export interface ConnectionInfo {
  /** Order of the connection's first packet in the capture, from 1. */
  readonly index: number;
  /** `address:port`, IPv6 addresses in brackets. */
  readonly client: string;
  readonly server: string;
  /**
   * The client that a proxy or a load balancer in front of it named before the first byte (PROXY protocol), in the same form; null or
   * absent where none did.
   */
  readonly originalClient?: string | null;
  /** Its times and counters; absent where there was no connection (a pasted text). */
  readonly flow?: ConnectionFlow;
  /** The TLS that it was decrypted from; null or absent for a connection in clear text. */
  readonly tls?: TlsInfo | null;
}

/** What the places in an input count, if not packets. */
export type Numbering = 'line' | 'entry';

/** A request with its response. At least one of the two is there. */
export interface Exchange {
  readonly connection: ConnectionInfo;
  /** Null where the capture lacks all of it. */
  readonly request: HttpRequest | null;
  /** The final response; null if the capture has none. */
  readonly response: HttpResponse | null;
  /** Order of the request's first byte in the capture, from 1. */
  readonly index: number;
  /**
   * What the capture lacks: `request`, `response`: bytes of that message, or all of it, fell into a gap; what the other
   * side sent shows that it was there.
   */
  readonly damage: readonly ('request' | 'response')[];
  /** 1xx responses before the final one, in order. */
  readonly interim: readonly HttpResponse[];
  /** What the frame numbers of its messages count if not packets: lines of a text, entries of an HTTP Archive. */
  readonly numbering?: Numbering;
  /**
   * Why the response is missing or not whole; absent if it is whole, or if bytes that the capture lacks, and that reached
   * their receiver, may contain the rest of it.
   */
  readonly ending?: Ending;
  /**
   * Index of an exchange that was waiting when this request came, with its signature, or for its object at another server: it may be
   * the same request before a proxy. Absent for nearly all.
   */
  readonly outer?: number;
  /** How many exchanges name this one so. */
  readonly inner?: number;
}

const UNDAMAGED: Exchange['damage'] = [];

/** The damage of an exchange of which bytes of the request (`asked`) or of the answer are missing. One list serves all that are whole. */
export function damageOf(asked: boolean, answered: boolean): Exchange['damage'] {
  if (!asked && !answered) return UNDAMAGED;
  return [...(asked ? (['request'] as const) : []), ...(answered ? (['response'] as const) : [])];
}
