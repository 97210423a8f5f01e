/* What a search found, as causes and as the strings that the client signed. */

import type { ByteString } from '../engine/bytes/byte-string.ts';
import { align } from '../engine/diagnose/align.ts';
import { cause } from '../engine/diagnose/cause.ts';
import type { SeenSignature } from '../engine/diagnose/history.ts';
import type { Divergence } from '../engine/diagnose/model.ts';
import { applyPatch } from '../engine/diagnose/patch.ts';
import type { SearchHit } from '../engine/diagnose/ports.ts';
import {
  buildStrings,
  type Canonical,
  computeSignature,
  formatParts,
  type Piece,
  type SignedParts,
  type SignedStrings,
} from '../engine/sign/index.ts';
import type { Prepared } from './candidates.ts';
import { renderSlots, renderText } from './composer.ts';
import type { Subject } from './hypothesis.ts';
import { mergeHeaders, type SlotPlaces, slotPlaces, slotsOf } from './slots.ts';
import type { Target } from './target.ts';

/** What a fitting combination of changes means. */
export function reportHit(subject: Subject, target: Target, found: readonly Prepared[]): SearchHit {
  const secret = found.find((each) => each.hypothesis.ofSecret === true) ?? null;
  const strings = found.filter((each) => each.hypothesis.ofSecret !== true).sort(byPlace);
  const causes = strings.map((each) => each.variant.cause);
  if (target.cause !== null) causes.push(target.cause);
  const [first, ...others] = causes;
  if (first === undefined) {
    return {
      kind: 'secret',
      cause: secret?.variant.cause ?? cause('server-holds-other-secret', {}),
      secretCause: null,
      otherCauses: [],
      client: null,
      divergences: [],
    };
  }
  const wire = formatParts(subject.parts, subject.hasher);
  const client = clientStrings(subject, strings);
  const changed = client.stringToSign.text !== wire.stringToSign.text;
  return {
    kind: 'string',
    cause: first,
    secretCause: secret?.variant.cause ?? null,
    otherCauses: others,
    client,
    divergences: changed ? divergencesOf(client, wire) : [signatureOnly(subject, wire)],
  };
}

/** Earlier in the string first. */
function byPlace(a: Prepared, b: Prepared): number {
  return (a.slots[0]?.[0] ?? 99) - (b.slots[0]?.[0] ?? 99);
}

/** `V`, in pieces. */
function clientStrings(subject: Subject, changes: readonly Prepared[]): SignedStrings {
  const places = slotPlaces(subject.parts);
  const parts = changedParts(subject, changes, places);
  const plain = formatParts(parts, subject.hasher);
  const slots = slotsOf(parts, places);
  // the slots hold the changes already, what is left are the renderers
  const bare = changes.map((each) => ({ variant: each.variant, slots: [] }));
  const text = renderText(slots, places, bare, subject.hasher);
  if (plain.canonicalRequest === null) {
    return { stringToSign: movePieces(plain.stringToSign, text), canonicalRequest: null };
  }
  const request = renderSlots(textSlots(slots, places), places, bare);
  return {
    stringToSign: movePieces(plain.stringToSign, text),
    canonicalRequest: movePieces(plain.canonicalRequest, request),
  };
}

/** A patch has the header lines as a whole, and another one may have changed others of them. */
function changedParts(
  { parts: sent }: Subject,
  changes: readonly Prepared[],
  places: SlotPlaces,
): SignedParts {
  let parts = sent;
  for (const { variant } of changes) {
    const { patch } = variant;
    if (patch === undefined) continue;
    const soFar = parts.headers;
    parts = applyPatch(parts, patch);
    if (patch.headers === undefined) continue;
    const headers = mergeHeaders(sent.headers, soFar, parts.headers, places);
    parts = applyPatch(parts, { headers });
  }
  return parts;
}

function textSlots(slots: readonly ByteString[], places: SlotPlaces): readonly ByteString[] {
  return slots.slice(0, places.length);
}

/**
 * Finds the pieces of a string again in another that was made of it; those that are gone stand empty where
 * they would be.
 */
function movePieces(canonical: Canonical, text: ByteString): Canonical {
  if (canonical.text === text) return canonical;
  let cursor = 0;
  /** End of the last piece that is not empty. */
  let filled = 0;
  const pieces: Piece[] = [];
  for (const piece of canonical.pieces) {
    // separators before a value give an empty value's place
    const gap = piece.start - (pieces.length === 0 ? 0 : (canonical.pieces[pieces.length - 1]?.end ?? 0));
    const from = Math.min(cursor + (piece.value === '' ? gap : 0), text.length);
    let at = text.indexOf(piece.value, from);
    // a separator that is gone stood between it and the empty pieces before it
    if (at < 0 && cursor > filled) {
      at = text.indexOf(piece.value, filled);
      if (at >= 0) moveEmpty(pieces, at);
    }
    const start = at < 0 ? cursor : at;
    const value = at < 0 ? '' : piece.value;
    pieces.push({ ...piece, value, start, end: start + value.length });
    cursor = start + value.length;
    if (value !== '') filled = cursor;
  }
  return { pieces, text };
}

/** Puts the empty pieces at the end before the offset at which the next piece was found. */
function moveEmpty(pieces: Piece[], offset: number): void {
  for (let i = pieces.length - 1; i >= 0; i--) {
    const piece = pieces[i];
    if (piece === undefined || piece.value !== '' || piece.start <= offset) return;
    pieces[i] = { ...piece, start: offset, end: offset };
  }
}

function divergencesOf(client: SignedStrings, server: SignedStrings): readonly Divergence[] {
  const outer = align(client.stringToSign, server.stringToSign);
  if (client.canonicalRequest === null || server.canonicalRequest === null) return outer;
  const inner = align(client.canonicalRequest, server.canonicalRequest);
  if (inner.length === 0) return outer;
  // the hash differs for the sake of what the inner alignment names
  return [...inner, ...outer.filter((each) => each.field !== 'canonical-request')];
}

/** The same string on both sides: only its signature was made otherwise. */
function signatureOnly(subject: Subject, wire: SignedStrings): Divergence {
  const { claim, secret, hasher } = subject;
  return {
    field: 'signature',
    client: claim.signature,
    server: computeSignature(claim.version, claim.scope, secret, wire.stringToSign.text, hasher),
    clientOffset: 0,
    serverOffset: 0,
    clientOrigin: claim.signatureOrigin,
  };
}

/** The signature is that of an earlier request, whose string differs from this one's. */
export function signedForAnother(
  seen: SeenSignature,
  { claim, parts, secret, hasher }: Pick<Subject, 'claim' | 'parts' | 'secret' | 'hasher'>,
): SearchHit | null {
  const client = buildStrings(seen.request, seen.claim, hasher);
  const wire = formatParts(parts, hasher);
  if (client === null || client.stringToSign.text === wire.stringToSign.text) return null;
  const { version, scope } = seen.claim;
  const made = computeSignature(version, scope, secret, client.stringToSign.text, hasher);
  if (made !== claim.signature || version !== claim.version) return null;
  return {
    kind: 'string',
    cause: cause('signature-of-other-request', { exchange: seen.index, frame: seen.frame }),
    secretCause: null,
    otherCauses: [],
    client,
    divergences: divergencesOf(client, wire),
  };
}
