import type { ByteString } from '../../bytes/byte-string.ts';
import type { Field, SignatureVersion } from '../../sign/canonical.ts';
import { versionRecord } from '../../sign/index.ts';
import { errorField } from '../clock-facts.ts';
import type { Evidence } from '../evidence.ts';
import type { Cause, Divergence } from '../model.ts';

/**
 * The part of the auth data that a cause names, as a divergence from what the server expects (null:
 * not known).
 */
export function partNamed(evidence: Evidence, made: Cause): readonly Divergence[] {
  const field = fieldNamed(made, evidence.claim?.version);
  if (field === undefined) return [];
  const strings = evidence.wire();
  const pieces = [strings?.stringToSign, strings?.canonicalRequest].flatMap((each) => each?.pieces ?? []);
  const piece = pieces.find((each) => each.field === field);
  const region = field === 'scope:region' ? endpointRegion(evidence) : null;
  return [
    {
      field,
      client: piece?.value ?? claimedPart(evidence, field),
      server: made.id === 'region-refused' ? null : region,
      clientOffset: piece?.start ?? 0,
      serverOffset: piece?.start ?? 0,
      clientOrigin: piece?.origin ?? evidence.claim?.signatureOrigin ?? null,
    },
  ];
}

/**
 * URLs of version 4 sign their life as a parameter beside their date; older ones sign their end in
 * its place.
 */
function fieldNamed({ id }: Cause, version: SignatureVersion | undefined): Field | undefined {
  if (id === 'bad-expires' || id === 'missing-expires') {
    const record = version === undefined ? null : versionRecord(version);
    if (record?.carrier === 'url' && record.dateIs === 'moment') {
      return `canonical-query:${record.names?.expires}`;
    }
  }
  return FIELD_OF_CAUSE.get(id);
}

/** The part as the claim has it, where no string can be made of the request. */
function claimedPart({ claim }: Evidence, field: Field): ByteString | null {
  switch (field) {
    case 'signature':
      return claim?.signature ?? null;
    case 'scope:region':
      return claim?.scope?.region ?? null;
    case 'scope:product':
      return claim?.scope?.product ?? null;
    case 'scope:date':
      return claim?.scope?.date ?? null;
    default:
      return null;
  }
}

const FIELD_OF_CAUSE: ReadonlyMap<string, Field> = new Map([
  ['region-mismatch', 'scope:region'],
  ['region-refused', 'scope:region'],
  ['region-is-endpoint-name', 'scope:region'],
  ['product-mismatch', 'scope:product'],
  ['scope-day-mismatch', 'scope:date'],
  ['empty-additional-headers', 'additional-headers'],
  ['missing-signature', 'signature'],
  ['missing-date', 'date'],
  ['bad-date', 'date'],
  ['date-dropped', 'date'],
  ['oss-header-dropped', 'date'],
  ['missing-expires', 'date'],
  ['bad-expires', 'date'],
]);

/**
 * The region of the endpoint, by the error document, else by the host; null where neither tells it.
 */
export function endpointRegion(evidence: Evidence): string | null {
  const told = errorField(evidence, 'Region');
  return told !== null && told !== '' ? told : evidence.oss.address.region;
}
