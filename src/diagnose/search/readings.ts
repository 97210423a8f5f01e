import { asciiLower, type ByteString } from '../../bytes/byte-string.ts';
import {
  type Claim,
  computeSignature,
  formatParts,
  type Hasher,
  partsOf,
  type Secret,
  type SignableRequest,
  type SignedParts,
} from '../../sign/index.ts';
import { formatIsoBasic, parseHttpDate } from '../clocks.ts';
import { applyPatch, parametersOf, patchParameters } from './patch.ts';

/** A way to read the signing rules where no source settles them. */
interface Reading {
  readonly id: string;
  /** Null where the request gives no room for this reading. */
  readonly parts: (request: SignableRequest, claim: Claim) => SignedParts | null;
}

const READINGS: readonly Reading[] = [
  { id: 'duplicates-first', parts: (request, claim) => withoutDuplicates(request, claim, 'first') },
  { id: 'duplicates-last', parts: (request, claim) => withoutDuplicates(request, claim, 'last') },
  {
    id: 'date-normalised',
    parts(request, claim) {
      const parts = partsOf(request, claim);
      if (parts === null || (parts.kind !== 'v4' && parts.kind !== 's3v4')) return null;
      const seconds = parseHttpDate(parts.timestamp.value);
      if (seconds === null) return null;
      return applyPatch(parts, { timestamp: { ...parts.timestamp, value: formatIsoBasic(seconds) } });
    },
  },
  {
    id: 'plus-as-space',
    parts: (request, claim) =>
      request.key === null || !request.path.includes('+')
        ? null
        : partsOf(
            { ...request, key: request.key.replaceAll('+', ' '), path: request.path.replaceAll('+', '%20') },
            claim,
          ),
  },
  {
    id: 'plus-literal',
    parts(request, claim) {
      if (request.rawQuery === null || !request.rawQuery.includes('+')) return null;
      const query = request.query.map((each) => ({ ...each, value: plusKept(each.rawValue, each.value) }));
      return partsOf({ ...request, query }, claim);
    },
  },
  {
    id: 'empty-with-equals',
    parts(request, claim) {
      const parts = partsOf(request, claim);
      if (parts === null || !request.query.some((each) => each.rawValue === '')) return null;
      const kept = new Set(request.query.filter((each) => each.rawValue === '').map((each) => each.name));
      const parameters = parametersOf(parts).map((each) =>
        each.value === null && kept.has(each.name) ? { ...each, value: '' } : each,
      );
      return applyPatch(parts, patchParameters(parts, parameters));
    },
  },
];

/** A value in which every raw `+` stays one; other escapes are decoded already. */
function plusKept(raw: ByteString | null, decoded: ByteString): ByteString {
  return raw?.includes('+') === true && !/%20/.test(raw) ? decoded.replaceAll(' ', '+') : decoded;
}

function withoutDuplicates(
  request: SignableRequest,
  claim: Claim,
  keep: 'first' | 'last',
): SignedParts | null {
  const names = request.headers.map((each) => asciiLower(each.name));
  const headers = request.headers.filter((_, i) => {
    const name = names[i] ?? '';
    return (keep === 'first' ? names.indexOf(name) : names.lastIndexOf(name)) === i;
  });
  return headers.length === request.headers.length ? null : partsOf({ ...request, headers }, claim);
}

/** The id of the first reading that gives the signature on the wire; null where none does. */
export function matchingReading(
  request: SignableRequest,
  claim: Claim,
  secret: Secret,
  hasher: Hasher,
): string | null {
  for (const { id, parts } of READINGS) {
    const read = parts(request, claim);
    if (read === null) continue;
    const { text } = formatParts(read, hasher).stringToSign;
    if (computeSignature(claim.version, claim.scope, secret, text, hasher) === claim.signature) return id;
  }
  return null;
}
