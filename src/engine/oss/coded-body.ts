import { asciiLower, type ByteString, toByteString, toBytes } from '../bytes/byte-string.ts';
import { fail, ok, type Result } from '../bytes/result.ts';
import { bodyText, type HttpMessage, header } from '../http/message.ts';
import type { OssExchange } from './model.ts';

/**
 * Removes a content coding (`gzip`, `deflate`, …) from a body. Gives at most `limit` bytes; null where the
 * coding is not known or the body is damaged.
 */
export type Inflate = (coding: string, body: Uint8Array, limit: number) => Uint8Array | 'too-long' | null;

/** Senders apply one, and a proxy perhaps another; each of them may unpack to the limit. */
const MAX_CODINGS = 3;

/**
 * The codings of a message's body in the order in which they were applied: content codings (RFC 9110 §8.4),
 * then transfer codings (RFC 9112 §7) but `chunked`, which the framing has removed. Empty for a body that is
 * sent as it is, as nearly all are.
 */
export function codingsOf(message: HttpMessage): readonly string[] {
  const ofContent = namesIn(header(message, 'content-encoding'));
  const ofTransfer = namesIn(header(message, 'transfer-encoding'));
  return [...ofContent, ...ofTransfer.filter((coding) => coding !== 'chunked')];
}

function namesIn(list: ByteString | null): readonly string[] {
  if (list === null) return [];
  const names = asciiLower(list)
    .split(',')
    .map((name) => name.trim());
  return names.filter((name) => name !== '' && name !== 'identity');
}

/**
 * A body without its codings; `unreadable` where one of them is not known, or the body is damaged. `limit` in
 * bytes, of each step.
 */
export function withoutCodings(
  body: ByteString,
  codings: readonly string[],
  inflate: Inflate | undefined,
  limit: number,
): Result<ByteString, 'too-long' | 'unreadable'> {
  if (codings.length === 0) return ok(body);
  if (inflate === undefined || codings.length > MAX_CODINGS) return fail('unreadable');
  let bytes = toBytes(body);
  for (const coding of [...codings].reverse()) {
    const unpacked = inflate(coding, bytes, limit);
    if (unpacked === null) return fail('unreadable');
    if (unpacked === 'too-long') return fail(unpacked);
    bytes = unpacked;
  }
  return ok(toByteString(bytes));
}

/**
 * What is kept of the body of an exchange's answer, without its codings; null where there is nothing of it to
 * read.
 */
export function answerDocument({ uncodedAnswer, exchange: { response } }: OssExchange): ByteString | null {
  if (uncodedAnswer !== undefined) return uncodedAnswer;
  return response === null ? null : bodyText(response);
}
