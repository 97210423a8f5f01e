import type { ByteString } from '../bytes/byte-string.ts';
import type { Canonical, Piece } from './canonical.ts';
import { decodePercent } from './percent.ts';
import { headerPiece, linesOf, parameterPieces, pieceAt } from './text-lines.ts';

/**
 * Cuts a V4 string to sign into its pieces: algorithm, timestamp, scope, hash of the canonical
 * request.
 */
export function parseV4StringToSign(text: ByteString): Canonical {
  const lines = linesOf(text);
  const end = text.length;
  const [, timestamp, scope, hash] = lines;
  const pieces = [pieceAt('date', text, timestamp?.start ?? end, timestamp?.end ?? end)];
  let at = scope?.start ?? end;
  const scopeEnd = scope?.end ?? end;
  for (const field of ['scope:date', 'scope:region', 'scope:product'] as const) {
    const slash = text.indexOf('/', at);
    const to = slash < 0 || slash > scopeEnd ? scopeEnd : slash;
    pieces.push(pieceAt(field, text, at, to));
    at = Math.min(to + 1, scopeEnd);
  }
  pieces.push(pieceAt('canonical-request', text, hash?.start ?? end, hash?.end ?? end));
  return { pieces, text };
}

/**
 * Cuts a canonical request into its pieces, also where the text has lost blank lines: an encoded
 * query holds no colon, a header line always does.
 */
export function parseV4CanonicalRequest(text: ByteString): Canonical {
  const lines = linesOf(text);
  const end = text.length;
  const [method, uri] = lines;
  const pieces: Piece[] = [
    pieceAt('method', text, method?.start ?? end, method?.end ?? end),
    pieceAt('canonical-uri', text, uri?.start ?? end, uri?.end ?? end),
  ];
  let at = 2;
  const query = lines[at];
  if (query !== undefined && !query.text.includes(':') && lines.length > at + 1) {
    pieces.push(
      ...parameterPieces('canonical-query', text, query.start, query.end, decodePercent, () => true),
    );
    at++;
  }
  for (; at < lines.length; at++) {
    const line = lines[at];
    const piece = line === undefined ? null : headerPiece('canonical-header', text, line);
    if (piece === null) break;
    pieces.push(piece);
  }
  // the blank line after the headers, where there is one
  if (lines[at]?.text === '' && lines.length > at + 1) at++;
  const payload = lines.length > at ? lines.at(-1) : undefined;
  const additional = lines.length > at + 1 ? lines[at] : undefined;
  const missingAt = payload?.start ?? end;
  pieces.push(
    pieceAt('additional-headers', text, additional?.start ?? missingAt, additional?.end ?? missingAt),
    pieceAt('payload-hash', text, payload?.start ?? end, payload?.end ?? end),
  );
  return { pieces, text };
}
