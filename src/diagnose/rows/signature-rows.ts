import { type ByteString, firstDifference } from '../../bytes/byte-string.ts';
import { decodePercent } from '../../sign/percent.ts';
import { cause } from '../causes.ts';
import type { Evidence } from '../evidence.ts';
import type { Cause, Divergence } from '../model.ts';
import { isMismatch } from './answer.ts';
import { decision, type Row } from './row.ts';

/** `A` and `P`; null without both. */
function bothSignatures(evidence: Evidence): { readonly sent: ByteString; readonly seen: ByteString } | null {
  const sent = evidence.claim?.signature;
  const seen = evidence.oss.error?.signatureProvided?.trim();
  return sent === undefined || sent === '' || seen === undefined || seen === '' ? null : { sent, seen };
}

const encodedWrongly: Row = {
  number: 12,
  decide(evidence) {
    if (!isMismatch(evidence)) return null;
    const pair = bothSignatures(evidence);
    // a query decoder turns a raw + into a space, so both sides may show the space already
    if (pair === null || (pair.sent === pair.seen && !/[ %]/.test(pair.sent))) return null;
    if (unwrap(pair.sent) !== unwrap(pair.seen)) return null;
    const spaced = pair.seen.includes(' ') || pair.sent.includes(' ');
    const made = spaced ? cause('signature-not-percent-encoded', {}) : cause('signature-encoded-twice', {});
    return decision('client-miscomputed', 'proven', {
      cause: made,
      divergences: [signatureDivergence(evidence, unwrap(pair.sent), pair.seen)],
    });
  },
};

/** The signature that was meant: all percent-encoding undone, spaces back to `+`. */
function unwrap(signature: ByteString): ByteString {
  return decodePercent(decodePercent(signature)).replaceAll(' ', '+');
}

const altered: Row = {
  number: 13,
  decide(evidence) {
    if (!isMismatch(evidence)) return null;
    const pair = bothSignatures(evidence);
    if (pair === null || pair.sent === pair.seen) return null;
    return decision('transit-modified', 'proven', {
      cause: alteration(pair.sent, pair.seen),
      divergences: [signatureDivergence(evidence, pair.sent, pair.seen)],
    });
  },
};

function alteration(client: ByteString, server: ByteString): Cause {
  const truncated = server.length < client.length && client.startsWith(server);
  return truncated
    ? cause('signature-truncated', { clientLength: client.length, serverLength: server.length })
    : cause('signature-altered', { client, server });
}

/** Offsets are those within the signature itself: it is part of no string. */
export function signatureDivergence(evidence: Evidence, client: ByteString, server: ByteString): Divergence {
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

/** Rows 12 and 13: the server read another signature than the one on the wire. */
export const SIGNATURE_ROWS: readonly Row[] = [encodedWrongly, altered];
