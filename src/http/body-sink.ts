import type { ByteString } from '../bytes/byte-string.ts';
import type { BodyDigests, HttpRequest, HttpResponse } from './message.ts';

/**
 * Takes a body's bytes as they pass (chunk framing removed, content coding kept), and holds at most
 * some kilobytes of them.
 */
export interface BodySink {
  /** `block[start]` up to `block[end]` come next; valid only during the call. */
  take(block: Uint8Array, start: number, end: number): void;
  /** All bytes so far, where they are held until somebody asks for digests. */
  readonly held?: ByteString;
  /**
   * What the bytes came to. `whole`: they were the whole body. Called once, after the last byte.
   */
  digests(whole: boolean): BodyDigests;
}

/**
 * Decides at the head of each message whether its body passes through a sink; null: it does not,
 * and costs nothing.
 */
export interface BodySinks {
  /** `server` as `address:port`. */
  request(request: HttpRequest, server: string): BodySink | null;
  response(request: HttpRequest | null, response: HttpResponse, server: string): BodySink | null;
  /** Whether anybody will ask for the digests of a request that is answered with that status. */
  isAskedAfter(status: number): boolean;
}
