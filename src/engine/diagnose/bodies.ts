import { fromBase64, toBase64 } from '../bytes/base64.ts';
import type { ByteString } from '../bytes/byte-string.ts';
import { crc64 } from '../bytes/crc64.ts';
import { toHex } from '../bytes/hex.ts';
import type { HttpMessage } from '../http/message.ts';
import { chunkedFacts, isMd5Base64 } from '../oss/body-claims.ts';
import { note } from './cause.ts';
import type { Evidence } from './evidence.ts';
import type { Note } from './model.ts';
import { sentDigest, sentHeader, wholeBody } from './sent.ts';

/** Base64 MD5 of the request's body; null as of `sentDigest`. */
export function sentMd5({ sent, context }: Evidence): ByteString | null {
  const digest = sentDigest(sent, 'md5', context.hasher);
  return digest === null ? null : toBase64(digest);
}

/** SHA-256 of the request's body in lower-case hex; null likewise. */
export function sentSha256({ sent, context }: Evidence): ByteString | null {
  const digest = sentDigest(sent, 'sha256', context.hasher);
  return digest === null ? null : toHex(digest);
}

/** CRC-64 of the request's body, in decimal digits; null likewise. */
function sentCrc64({ sent }: Evidence): ByteString | null {
  const passed = sent?.digests?.crc64 ?? null;
  if (passed !== null) return passed.toString();
  const body = wholeBody(sent);
  return body === null ? null : crc64(body).toString();
}

/** Whether a Content-MD5 value is the hex text of a digest, or base64 of that text. */
export function isMd5OfHex(value: ByteString): boolean {
  const text = value.length === 44 ? fromBase64(value) : value;
  return text !== null && /^[0-9A-Fa-f]{32}$/.test(text);
}

/** The body's own digests against what the headers claim of it. */
export function bodyNotes(evidence: Evidence): readonly Note[] {
  const notes: Note[] = [];
  const { sent } = evidence;
  const md5 = sentHeader(evidence, 'content-md5');
  if (md5 !== null && !isMd5Base64(md5)) notes.push(note('content-md5-malformed', { claimed: md5 }));
  const actualMd5 = md5 !== null && isMd5Base64(md5) ? sentMd5(evidence) : null;
  if (md5 !== null && actualMd5 !== null) {
    notes.push(
      actualMd5 === md5
        ? note('content-md5-matches', {})
        : note('content-md5-differs', { claimed: md5, actual: actualMd5 }),
    );
  }
  const chunks = chunkedFacts(sent);
  if (chunks?.signatures === 'right') notes.push(note('chunks-right', { count: chunks.verified }));
  if (chunks?.signatures === 'wrong' && chunks.fault !== null) {
    notes.push(note('chunk-wrong-too', { chunk: chunks.fault.chunk, frame: chunks.fault.frame }));
  }
  const crc = sentHeader(evidence, 'x-oss-hash-crc64ecma');
  const actual = crc === null ? null : sentCrc64(evidence);
  if (crc !== null && actual !== null) {
    notes.push(actual === crc ? note('crc64-matches', {}) : note('crc64-differs', { claimed: crc, actual }));
  }
  if (sent !== null && !evidence.headComplete) notes.push(note('request-incomplete', {}));
  else if (sent !== null && sent.bodyState === 'incomplete') {
    notes.push(note('body-incomplete', { missing: missingBytes(sent) }));
  }
  if (evidence.answer !== null && !evidence.answer.complete) notes.push(note(responseCut(evidence), {}));
  return notes;
}

/** Whose doing it is that an answer is not whole: the capture's, unless it shows how the connection ended. */
function responseCut({ oss }: Evidence) {
  switch (oss.exchange.ending?.kind) {
    case 'answer-cut-by-server':
      return 'response-cut-by-server';
    case 'answer-cut-by-client':
      return 'response-cut-by-client';
    default:
      return 'response-incomplete';
  }
}

/**
 * Bytes of the body that the capture lacks: the size of the gaps, or what its Content-Length promises beyond
 * the bytes seen.
 */
function missingBytes(message: HttpMessage): number {
  return Math.max(message.missingBytes, (message.contentLength ?? 0) - message.bodyBytes);
}
