import type { ByteString } from '../bytes/byte-string.ts';
import type { Canonical, Piece } from './canonical.ts';
import { decodePercent } from './percent.ts';
import { headerPiece, type Line, linesOf, parameterPieces, pieceAt } from './text-lines.ts';

const HEAD_FIELDS = ['method', 'content-md5', 'content-type', 'date'] as const;

/** Cuts a V2 string into its pieces. Nothing in it holds an LF, so the last two lines are known by their place. */
export function parseV2(text: ByteString): Canonical {
  const lines = linesOf(text);
  const pieces: Piece[] = [];
  for (const [i, field] of HEAD_FIELDS.entries()) {
    const line = i < lines.length - 1 || i === 0 ? lines[i] : undefined;
    pieces.push(pieceAt(field, text, line?.start ?? text.length, line?.end ?? text.length));
  }
  const tail = lines.slice(HEAD_FIELDS.length);
  const resource = lines.length > 1 ? lines.at(-1) : undefined;
  const additional = tail.length > 1 ? tail.at(-2) : undefined;
  for (const line of tail.slice(0, -2)) {
    const piece = headerPiece('oss-header', text, line);
    if (piece !== null) pieces.push(piece);
  }
  const missingAt = resource?.start ?? text.length;
  pieces.push(
    pieceAt('additional-headers', text, additional?.start ?? missingAt, additional?.end ?? missingAt),
  );
  return { pieces: [...pieces, ...resourcePieces(text, resource)], text };
}

/** `%2Fbucket%2Fkey?query`, percent-encoded throughout. */
function resourcePieces(text: ByteString, line: Line | undefined): Piece[] {
  const start = line?.start ?? text.length;
  const end = line?.end ?? text.length;
  const mark = text.indexOf('?', start);
  const pathEnd = mark < 0 ? end : mark;
  const bucketStart = text.startsWith('%2F', start) ? start + 3 : start;
  const slash = text.indexOf('%2F', bucketStart);
  const bucketEnd = slash < 0 || slash > pathEnd ? pathEnd : slash;
  const keyStart = Math.min(bucketEnd + 3, pathEnd);
  return [
    pieceAt('resource:bucket', text, bucketStart, bucketEnd),
    pieceAt('resource:key', text, keyStart, pathEnd),
    ...parameterPieces('resource:subresource', text, pathEnd + 1, end, decodePercent, () => true),
  ];
}
