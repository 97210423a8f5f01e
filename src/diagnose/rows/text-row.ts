import { asciiLower, type ByteString } from '../../bytes/byte-string.ts';
import { parseStringToSign } from '../../sign/strings.ts';
import { align } from '../align.ts';
import { cause } from '../cause.ts';
import { type Evidence, isInUrl } from '../evidence.ts';
import { fieldName } from '../fields.ts';
import type { Cause, Divergence } from '../model.ts';
import { isMismatch } from './answer.ts';
import { isIdPadded } from './key-rows.ts';
import { type Decision, decision, type Row } from './row.ts';

/**
 * Row 22: what a pasted text shows of a request by itself, where no answer is there that says more. A
 * text may have been edited, so that nothing here is proved.
 */
export const TEXT_ROW: Row = {
  number: 22,
  decide(evidence) {
    const { oss, answer } = evidence;
    if (oss.exchange.numbering !== 'line' || evidence.sent === null) return null;
    if (answer !== null) return isMismatch(evidence) ? otherString(evidence) : null;
    return paddedId(evidence) ?? otherString(evidence) ?? plusInUrl(evidence);
  },
};

/** The client printed the string that it signed, and it is not that of what it sent. */
function otherString(evidence: Evidence): Decision | null {
  const { oss, claim } = evidence;
  const shown = oss.exchange.clientString;
  const wire = evidence.wire();
  if (shown === undefined || wire === null || claim === null || oss.request === null) return null;
  if (wire.canonicalRequest !== null || shown === wire.stringToSign.text) return null;
  const { bucket, key, query } = oss.request;
  const client = parseStringToSign(claim.version, shown, { bucket, key, parameters: query });
  const divergences = align(client, wire.stringToSign);
  const [first] = divergences;
  if (first === undefined) return null;
  return decision('client-miscomputed', 'likely', {
    cause: causeOf(first),
    divergences,
    client: { stringToSign: client, canonicalRequest: null },
  });
}

/** Of what was signed, `client`, and what was sent, `server`. */
function causeOf({ field, client, server }: Divergence): Cause | null {
  const [signed, sent] = [client ?? '', server ?? ''];
  const named = fieldName(field);
  switch (field) {
    case 'method':
      return cause('method-signed-other', { signed, sent });
    case 'content-type':
      if (signed === '') return cause('content-type-added-after-signing', { sent });
      return sent === ''
        ? cause('content-type-lost', { signed })
        : cause('content-type-signed-other', { signed, sent });
    case 'content-md5':
      if (signed === '') return cause('content-md5-not-signed', { sent });
      return sent === ''
        ? cause('content-md5-lost', { signed })
        : cause('content-md5-signed-other', { signed, sent });
    case 'date':
      return cause('date-reformatted', { signed, sent });
    case 'resource:bucket':
      return cause('bucket-signed-other', { signed, sent });
    case 'resource:key':
      return cause('key-encoded', { signed, sent });
    default:
      if (named === null) return null;
      if (named.kind === 'header') return cause('oss-header-added-after-signing', { name: named.name });
      if (signed === '') return cause('subresource-added-after-signing', { name: named.name });
      return cause('subresource-signed-extra', { name: named.name });
  }
}

/** A URL whose signature has its `+` as it is: the server reads a space there. */
function plusInUrl(evidence: Evidence): Decision | null {
  const { claim } = evidence;
  if (claim === null || !isInUrl(evidence) || !/[+ ]/.test(claim.rawSignature)) return null;
  const sent = claim.rawSignature;
  return decision('client-miscomputed', 'likely', {
    cause: cause('signature-not-percent-encoded', {}),
    divergences: [outside('signature', sent, sent.replaceAll('+', ' '), evidence)],
  });
}

/** A key ID with a line break or a blank: HTTP libraries refuse to send it, and the server to know it. */
function paddedId(evidence: Evidence): Decision | null {
  const id = evidence.claim?.accessKeyId ?? '';
  if (id === '' || !isIdPadded(id, evidence)) return null;
  return decision('unknown-key', 'likely', {
    cause: cause('key-id-padded', {}),
    divergences: [outside('access-key-id', id, id.trim(), evidence)],
  });
}

function outside(
  field: 'signature' | 'access-key-id',
  client: ByteString,
  server: ByteString,
  { claim }: Evidence,
): Divergence {
  const origin = claim?.signatureOrigin ?? null;
  const isOwn = origin !== null && (field === 'signature' || asciiLower(origin.source).startsWith('header'));
  return { field, client, server, clientOffset: 0, serverOffset: 0, clientOrigin: isOwn ? origin : null };
}
