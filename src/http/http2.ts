import { toBytes } from '../bytes/byte-string.ts';
import { standsAt } from '../bytes/stands-at.ts';

const HTTP2_PREFACE = toBytes('PRI * HTTP/2');

/** Whether the connection preface of HTTP/2 begins here (RFC 9113 §3.4). */
export function looksLikeHttp2(block: Uint8Array, start: number, end: number): boolean {
  return end - start >= HTTP2_PREFACE.length && standsAt(HTTP2_PREFACE, block, start);
}
