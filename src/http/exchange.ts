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
  /** 1xx answers before the final one, in order. */
  readonly interim: readonly HttpResponse[];
}
