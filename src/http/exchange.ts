import type { HttpRequest, HttpResponse } from './message.ts';

export interface ConnectionInfo {
  /** Order of the connection's first packet in the capture, from 1. */
  readonly index: number;
  /** `address:port`, IPv6 addresses in brackets. */
  readonly client: string;
  readonly server: string;
}

/** A request with the answer that belongs to it. At least one of the two is there. */
export interface Exchange {
  readonly connection: ConnectionInfo;
  readonly request: HttpRequest | null;
  readonly response: HttpResponse | null;
  /** Order of the request's first byte in the capture, from 1. */
  readonly index: number;
  /**
   * What the capture lacks: `request`, `response`: bytes of that message, or all of it, fell into a gap; the other side's
   * words show that it was there.
   */
  readonly damage: readonly ('request' | 'response')[];
  /** 1xx answers before the final one, in order. */
  readonly interim: readonly HttpResponse[];
}
