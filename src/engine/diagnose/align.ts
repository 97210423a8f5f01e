import { type ByteString, compareBytes, firstDifference } from '../bytes/byte-string.ts';
import { groupBy } from '../bytes/collections.ts';
import type { Canonical, Field, Piece, SignedStrings } from '../sign/canonical.ts';
import { encodeComponent } from '../sign/percent.ts';
import { fieldName } from './fields.ts';
import type { Divergence } from './model.ts';

/**
 * Aligns two canonical strings by the names of their fields and gives a divergence for every field whose
 * values differ, in the order in which the fields stand. A field that occurs several times (duplicate headers
 * or parameters) is matched occurrence by occurrence. Two strings that differ only in what stands between the
 * fields give the field at their first difference, so the result is empty only for equal strings.
 */
export function align(client: Canonical, server: Canonical): readonly Divergence[] {
  if (client.text === server.text) return [];
  if (haveSameFields(client.pieces, server.pieces)) return changedValues(client, server);
  const others = groupBy(server.pieces, ({ field }) => field);
  const pairOf = new Map<Piece, Piece>();
  for (const [piece, nth] of numbered(client.pieces)) {
    const twin = others.get(piece.field)?.[nth];
    if (twin !== undefined) pairOf.set(piece, twin).set(twin, piece);
  }
  const found: Divergence[] = [];
  for (const piece of client.pieces) {
    const twin = pairOf.get(piece);
    if (twin !== undefined && twin.value !== piece.value) found.push(changed(piece, twin));
  }
  for (const [piece, there] of unpaired(client, server, pairOf)) {
    const [clientOffset, serverOffset] = [entryStart(piece, client.text), there];
    found.push({ ...nameAndOrigin(piece), client: piece.value, server: null, clientOffset, serverOffset });
  }
  for (const [piece, there] of unpaired(server, client, pairOf)) {
    const [clientOffset, serverOffset] = [there, entryStart(piece, server.text)];
    found.push({ ...nameAndOrigin(piece), client: null, server: piece.value, clientOffset, serverOffset });
  }
  if (found.length === 0) return [separatorsDiffer(client, server)];
  return found.sort(byPlace);
}

/** The usual case: something changed a value on the way, and the fields are the same in the same order. */
function haveSameFields(client: readonly Piece[], server: readonly Piece[]): boolean {
  return client.length === server.length && client.every(({ field }, i) => server[i]?.field === field);
}

function changedValues(client: Canonical, server: Canonical): readonly Divergence[] {
  const found: Divergence[] = [];
  for (const [i, piece] of client.pieces.entries()) {
    const twin = server.pieces[i];
    if (twin !== undefined && twin.value !== piece.value) found.push(changed(piece, twin));
  }
  return found.length === 0 ? [separatorsDiffer(client, server)] : found.sort(byPlace);
}

function byPlace(a: Divergence, b: Divergence): number {
  return a.clientOffset - b.clientOffset || compareBytes(a.field, b.field);
}

function* numbered(pieces: readonly Piece[]): Generator<readonly [Piece, number]> {
  const counts = new Map<Field, number>();
  for (const piece of pieces) {
    const nth = counts.get(piece.field) ?? 0;
    counts.set(piece.field, nth + 1);
    yield [piece, nth];
  }
}

function changed(client: Piece, server: Piece): Divergence {
  const at = firstDifference(client.value, server.value) ?? 0;
  return {
    field: client.field,
    client: client.value,
    server: server.value,
    clientOffset: client.start + at,
    serverOffset: server.start + at,
    clientOrigin: client.origin ?? server.origin,
  };
}

/**
 * The origin of a piece that the client lacks is known where the server's string is the one rebuilt from the
 * request.
 */
function nameAndOrigin({ field, origin }: Piece) {
  return { field, clientOrigin: origin };
}

/** Where a piece's line or parameter begins: at its name, where the field's name stands before the value. */
function entryStart(piece: Piece, text: string): number {
  const name = fieldName(piece.field)?.name;
  if (name !== undefined) {
    // a query may hold the name percent-encoded
    for (const written of [name, encodeComponent(name)]) {
      for (const start of [piece.start - written.length - 1, piece.start - written.length]) {
        if (start >= 0 && text.startsWith(written, start)) return start;
      }
    }
  }
  if (piece.field === 'resource:bucket' && text[piece.start - 1] === '/') return piece.start - 1;
  return piece.start;
}

/**
 * The pieces that only `holder` has, each with its place in the other string: where the next field begins
 * that both have.
 */
function unpaired(holder: Canonical, other: Canonical, pairOf: ReadonlyMap<Piece, Piece>) {
  const found: (readonly [Piece, number])[] = [];
  let at = other.text.length;
  for (const piece of holder.pieces.toReversed()) {
    const twin = pairOf.get(piece);
    if (twin === undefined) found.push([piece, at]);
    else at = entryStart(twin, other.text);
  }
  return found;
}

/**
 * The values are equal: what differs is shown by texts that take in what stands between the field and the one
 * beside it, or all fields that stand in another order.
 */
function separatorsDiffer(client: Canonical, server: Canonical): Divergence {
  const at = firstDifference(client.text, server.text) ?? 0;
  const moved = reordered(client, server);
  const nth = moved?.first ?? client.pieces.findIndex((candidate) => candidate.end >= at);
  const piece = client.pieces.at(nth);
  const [signed, expected] = moved === null ? around(client, server, nth, at) : [moved.client, moved.server];
  return {
    field: piece?.field ?? 'canonical-request',
    client: signed,
    server: expected,
    clientOffset: at,
    serverOffset: at,
    clientOrigin: piece?.origin ?? null,
  };
}

/**
 * The fields that stand in another order, from the first to the last of them; null where the order is the
 * same.
 */
function reordered(client: Canonical, server: Canonical) {
  const isMoved = ({ field }: Piece, i: number): boolean => server.pieces[i]?.field !== field;
  const first = client.pieces.findIndex(isMoved);
  const last = client.pieces.findLastIndex(isMoved);
  const textOf = ({ pieces, text }: Canonical): ByteString | null => {
    const [from, to] = [pieces[first], pieces[last]];
    return from === undefined || to === undefined ? null : text.slice(entryStart(from, text), to.end);
  };
  const [signed, expected] = [textOf(client), textOf(server)];
  if (first < 0 || signed === null || expected === null) return null;
  return { first, client: signed, server: expected };
}

/** A field with what differs beside it: the text up to the next one, or from the line before it. */
function around(client: Canonical, server: Canonical, nth: number, at: number): readonly [string, string] {
  const piece = client.pieces.at(nth);
  const other = server.pieces.at(nth);
  if (piece === undefined || other === undefined) return [client.text, server.text];
  const isBehind = at >= piece.end && at >= other.end && at >= piece.start && at >= other.start;
  const from = Math.max(client.pieces[nth - 1]?.end ?? 0, at === 0 ? 0 : lineStart(client.text, at));
  const textOf = ({ pieces, text }: Canonical, { start, end }: Piece): ByteString => {
    if (!isBehind) return text.slice(from, end);
    // an empty piece may lie within the line end that was looked for
    const next = nth < 0 ? undefined : pieces[nth + 1];
    return text.slice(start, Math.max(next?.start ?? text.length, text.indexOf('\n', at) + 1));
  };
  return [textOf(client, piece), textOf(server, other)];
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/**
 * Those of the divergences from a client's strings that are of the values of fields. The others are of what
 * stands between the fields, or of their order: they change no value, and theirs may hold those of other
 * fields.
 */
export function ofValues(
  divergences: readonly Divergence[],
  { stringToSign, canonicalRequest }: SignedStrings,
): readonly Divergence[] {
  const nameOf = (field: Field, value: ByteString): string => `${field}\n${value}`;
  const parted = new Set(divergences.map(({ field }) => field));
  const all = [...stringToSign.pieces, ...(canonicalRequest?.pieces ?? [])];
  const pieces = all.filter(({ field }) => parted.has(field));
  const known = new Set(pieces.map(({ field, value }) => nameOf(field, value)));
  return divergences.filter(
    ({ field, client, server }) => client === null || server === null || known.has(nameOf(field, client)),
  );
}
