import type { ByteString } from '../bytes/byte-string.ts';
import type { HttpRequest, HttpResponse } from './message.ts';

/** Digests of a body on the wire (chunk framing removed, content coding kept). One that was not asked for, or could not be computed, is null. */
export interface BodyDigests {
  /** Every byte of the body was seen; otherwise there are no digests of it. */
  readonly whole: boolean;
  /** Raw bytes. */
  readonly md5: Uint8Array | null;
  /** CRC-64/XZ (ECMA-182), as `x-oss-hash-crc64ecma` has it. */
  readonly crc64: bigint | null;
  readonly sha256?: Uint8Array | null;
}

/** Takes a body's bytes as they pass (chunk framing removed, content coding kept), and holds at most some kilobytes of them. */
export interface BodySink {
  /** `block[start]` up to `block[end]` come next; valid only during the call. */
  take(block: Uint8Array, start: number, end: number): void;
  /** All bytes so far, where they are held until somebody asks for digests. */
  readonly held?: ByteString;
  /** What the bytes came to. `whole`: they were the whole body. Called once, after the last byte. */
  digests(whole: boolean): BodyDigests;
}

/** Decides at the head of each message whether its body passes through a sink; null: it does not, and costs nothing. */
export interface BodySinks {
  /** `server` as `address:port`. */
  request(request: HttpRequest, server: string): BodySink | null;
  response(request: HttpRequest | null, response: HttpResponse, server: string): BodySink | null;
  /** Whether anybody will ask for the digests of a request that is answered with that status. */
  isAskedAfter(status: number): boolean;
}
