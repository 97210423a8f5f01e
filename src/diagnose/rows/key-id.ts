import { type ByteString, firstDifference } from '../../bytes/byte-string.ts';
import type { Evidence } from '../evidence.ts';
import type { Divergence } from '../model.ts';

/**
 * How people and programs hide a part of an id or signature before they hand a capture or a text
 * on; `\xe2\x80\xa6` is an ellipsis.
 */
const MASKED = /\*{2}|\.{3}|\xe2\x80\xa6|x{4}|redacted/i;

export function isMasked(text: ByteString): boolean {
  return MASKED.test(text);
}

/**
 * The key id on the wire against the one that the server says it looked up: another one brings
 * another secret, and no signature of the client's fits. Null where they are the same, or where one
 * is not told in full. Offsets are those within the id.
 */
export function keyIdDivergence({ claim, oss }: Evidence): Divergence | null {
  const client = claim?.accessKeyId.trim() ?? '';
  const server = oss.error?.accessKeyId?.trim() ?? '';
  if (claim === null || client === '' || server === '' || isMasked(client + server)) return null;
  const at = firstDifference(client, server);
  if (at === null) return null;
  const { signatureOrigin: origin } = claim;
  return {
    field: 'access-key-id',
    client,
    server,
    clientOffset: at,
    serverOffset: at,
    // a URL and a form have it in a field of its own
    clientOrigin: origin.source === 'header authorization' ? origin : null,
  };
}
