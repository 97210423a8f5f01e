import { type ByteString, firstDifference } from '../../bytes/byte-string.ts';
import { decodePercent, signatureLength } from '../../sign/index.ts';
import { cause } from '../cause.ts';
import { type Evidence, isInUrl } from '../evidence.ts';
import type { Cause, Divergence } from '../model.ts';
import { transitCause } from '../transit-cause.ts';
import { isMismatch, isOfChunk, mayBeOfChunk } from './answer.ts';
import { isMasked, keyIdDivergence } from './key-rows.ts';
import { type Decision, decision, type Row } from './row.ts';

interface SignaturePair {
  readonly sent: ByteString;
  readonly seen: ByteString;
}

/**
 * `A` and `P`; null without both, and where `P` may be the signature of a chunk. White space at the ends
 * shows in no document for certain, and nothing that passes a signature on adds or takes any: base64 encoders
 * of some languages end in a line feed, which the client sent.
 */
function bothSignatures(evidence: Evidence): SignaturePair | null {
  if (isOfChunk(evidence) || mayBeOfChunk(evidence)) return null;
  const sent = evidence.claim?.signature.trim();
  const seen = evidence.oss.error?.signatureProvided?.trim();
  if (sent === undefined || sent === '' || seen === undefined || seen === '') return null;
  // whoever passed the document on may have hidden it
  return isMasked(sent) || isMasked(seen) ? null : { sent, seen };
}

const encodedWrongly: Row = {
  number: 12,
  decide(evidence) {
    if (!isMismatch(evidence)) return null;
    const pair = bothSignatures(evidence);
    // a query decoder turns a raw + into a space, so both sides may show the space already
    if (pair === null || (pair.sent === pair.seen && !/[ %]/.test(pair.sent))) return null;
    const isFirstLost = losesFirstPlus(evidence, pair);
    if (unwrap(pair.sent) !== unwrap(pair.seen) && !isFirstLost) return null;
    if (isSpacedByHop(evidence, pair) || isBrokenUp(evidence, pair)) return null;
    // what turned a + of a header or form into a space, or decoded it, stands on the way
    if (!isInUrl(evidence) && pair.sent !== pair.seen) return null;
    const spaced = isFirstLost || pair.seen.includes(' ') || pair.sent.includes(' ');
    // whatever passed a text on may have put a space in the place of each +
    const isOfPage = evidence.oss.exchange.numbering !== undefined && spaced && pair.sent === pair.seen;
    if (isOfPage && !isInUrl(evidence)) return null;
    return decision('client-miscomputed', isOfPage ? 'likely' : 'proven', {
      cause: spellingCause(evidence, spaced),
      divergences: [spellingDivergence(evidence, pair, spaced)],
    });
  },
};

function spellingCause(evidence: Evidence, spaced: boolean): Cause {
  if (!isInUrl(evidence)) {
    return cause('signature-in-url-form', { how: spaced ? 'plus-as-space' : 'percent-encoded' });
  }
  return spaced ? cause('signature-not-percent-encoded', {}) : cause('signature-encoded-twice', {});
}

/**
 * As it was sent, beside what the server took it for. A header is read as it is: there, what was meant stands
 * beside it.
 */
function spellingDivergence(evidence: Evidence, { sent, seen }: SignaturePair, spaced: boolean): Divergence {
  if (!isInUrl(evidence)) return signatureDivergence(evidence, sent, unwrap(sent));
  // a query decoder may have taken the + already; what else is encoded there is as it should be
  const raw = spaced ? unwrap(sent) : (evidence.claim?.rawSignature ?? sent);
  return signatureDivergence(evidence, raw, seen);
}

/**
 * Whether the spaces stand in no `+`'s place: a signature of its due length that was wrapped, or copied with
 * a line break.
 */
function isBrokenUp({ claim }: Evidence, { sent }: SignaturePair): boolean {
  const whole = sent.replace(/\s+/g, '');
  return claim !== null && whole !== sent && whole.length === signatureLength(claim.version);
}

/**
 * Whether the URL holds its signature as is due, each `+` percent-encoded, and the server has a space in the
 * place of one: something on the way decoded the query and did not encode it again, and the client is not to
 * blame.
 */
function isSpacedByHop(evidence: Evidence, { sent, seen }: SignaturePair): boolean {
  if (!isInUrl(evidence) || sent === seen) return false;
  return sent.includes('+') && !/[+ ]|%20|%25/.test(evidence.claim?.rawSignature ?? '');
}

/**
 * A `+` that a signature begins with, read as a space, is white space at an end: what is left begins with the
 * second character.
 */
function losesFirstPlus(evidence: Evidence, { sent, seen }: SignaturePair): boolean {
  return isInUrl(evidence) && /^[+ ]/.test(unwrap(sent)) && unwrap(sent).replaceAll('+', ' ').trim() === seen;
}

/** The signature that was meant: all percent-encoding undone, spaces back to `+`. */
function unwrap(signature: ByteString): ByteString {
  return decodePercent(decodePercent(signature)).replaceAll(' ', '+');
}

const altered: Row = {
  number: 13,
  decide(evidence) {
    if (!isMismatch(evidence)) return null;
    const keyId = keyIdDivergence(evidence);
    const pair = bothSignatures(evidence);
    const isSame = pair === null || pair.sent === pair.seen;
    if (isSame) return keyId === null ? null : inTransit(transitCause([keyId]), [keyId]);
    const signature = signatureDivergence(evidence, pair.sent, pair.seen);
    // whoever puts credentials of his own in replaces both
    return keyId === null
      ? inTransit(alteration(pair.sent, pair.seen), [signature])
      : inTransit(transitCause([keyId]), [keyId, signature]);
  },
};

function inTransit(why: Cause | null, divergences: readonly Divergence[]): Decision {
  return decision('transit-modified', 'proven', { cause: why, divergences });
}

function alteration(client: ByteString, server: ByteString): Cause {
  const truncated = server.length < client.length && client.startsWith(server);
  return truncated
    ? cause('signature-truncated', { clientLength: client.length, serverLength: server.length })
    : cause('signature-altered', { client, server });
}

/** Offsets are those within the signature itself: it is part of no string. */
function signatureDivergence(evidence: Evidence, client: ByteString, server: ByteString): Divergence {
  const at = firstDifference(client, server) ?? 0;
  return {
    field: 'signature',
    client,
    server,
    clientOffset: at,
    serverOffset: at,
    clientOrigin: evidence.claim?.signatureOrigin ?? null,
  };
}

/** Rows 12 and 13: the server read another signature, or another key id, than the one on the wire. */
export const SIGNATURE_ROWS: readonly Row[] = [encodedWrongly, altered];
