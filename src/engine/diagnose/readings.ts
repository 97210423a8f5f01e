/* The ways to read a request where no source says how the server reads it. */

import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import { bareHost, isAddressHost } from '../oss/address.ts';
import {
  type Claim,
  computeSignature,
  decodePercent,
  formatParts,
  type Hasher,
  type HeaderPart,
  headerValue,
  partsOf,
  type Secret,
  type SignableRequest,
  type SignedParts,
  type SignedStrings,
  versionRecord,
} from '../sign/index.ts';
import { formatIsoBasic, parseHttpDate } from './date-forms.ts';
import { applyPatch } from './patch.ts';

/** What a request says where the signing rules are read in one way. */
interface ReadRequest {
  /** The request as this reading has it: where it reads the key or a parameter otherwise, that is in it. */
  readonly request: SignableRequest;
  readonly parts: SignedParts;
}

/** A request as the rules are usually read; no parts where it cannot be. */
interface UsuallyRead {
  readonly request: SignableRequest;
  readonly claim: Claim;
  readonly parts: SignedParts | null;
}

/** A way to read the signing rules where no source settles them. */
interface Reading {
  readonly id: string;
  /** It is about headers that stand in the request more than once. */
  readonly ofDuplicates?: true;
  /**
   * The documents speak against it, so it is none where the client's signature proves that the usual one was
   * signed.
   */
  readonly unlikely?: true;
  /** It is about where the bucket stands, which the request alone does not show: the rules are right. */
  readonly ofAddress?: true;
  /** Null where the request gives no room for this reading. */
  readonly read: (usual: UsuallyRead) => ReadRequest | null;
}

const READINGS: readonly Reading[] = [
  { id: 'duplicates-first', ofDuplicates: true, read: (usual) => withoutDuplicates(usual, 'first') },
  { id: 'duplicates-last', ofDuplicates: true, read: (usual) => withoutDuplicates(usual, 'last') },
  {
    id: 'duplicates-each',
    ofDuplicates: true,
    read: (usual) =>
      patched(usual, (parts) => {
        const headers = parts.headers.map((each) => ({ ...each, value: eachLine(usual.request, each) }));
        return applyPatch(parts, { headers });
      }),
  },
  { id: 'parameters-first', read: (usual) => withoutRepeatedParameters(usual, 'first') },
  { id: 'parameters-last', read: (usual) => withoutRepeatedParameters(usual, 'last') },
  {
    id: 'date-normalised',
    read(usual) {
      const seconds = usual.claim.scope === null ? null : parseHttpDate(usual.claim.date ?? '');
      if (seconds === null) return null;
      return patched(usual, (parts) => {
        if (parts.family !== 'v4') return null;
        return applyPatch(parts, { timestamp: { ...parts.timestamp, value: formatIsoBasic(seconds) } });
      });
    },
  },
  {
    id: 'plus-as-space',
    read({ request, claim }) {
      const key = spacedKey(request);
      if (key === null) return null;
      return readAs({ ...request, key, path: request.path.replaceAll('+', '%20') }, claim);
    },
  },
  {
    id: 'plus-literal',
    // in a query + is a space; a proxy that writes it as %2B changes it
    unlikely: true,
    read({ request, claim }) {
      if (request.rawQuery === null || !request.rawQuery.includes('+')) return null;
      const query = request.query.map((each) => ({ ...each, value: plusKept(each.rawValue, each.value) }));
      return readAs({ ...request, query }, claim);
    },
  },
  {
    id: 'empty-with-equals',
    read(usual) {
      const { query } = usual.request;
      const kept = new Set(query.filter((each) => each.rawValue === '').map((each) => each.name));
      if (kept.size === 0) return null;
      return patched(usual, (parts) => {
        const parameters = parts.parameters.map((each) =>
          each.value === null && kept.has(each.name) ? { ...each, value: '' } : each,
        );
        return applyPatch(parts, { parameters });
      });
    },
  },
  { id: 'bucket-in-host', ofAddress: true, read: ({ request, claim }) => readInHost(request, claim) },
  {
    // botocore signs `/bucket/` where it sends `/bucket` (its `auth_path`)
    id: 'bucket-with-slash',
    read: (usual) =>
      patched(usual, (parts) =>
        parts.family === 'v1' && parts.slash === '' ? { ...parts, slash: '/' } : null,
      ),
  },
  { id: 'list-as-sent', read: (usual) => listAsSent(usual, false) },
  { id: 'lines-as-listed', read: (usual) => listAsSent(usual, true) },
  {
    id: 'absent-as-empty',
    read(usual) {
      const absent = listedButAbsent(usual.request, usual.claim);
      if (absent.length === 0) return null;
      return patched(usual, (parts) => {
        const empty = absent.map((name) => ({ name, value: '', origin: null }));
        const headers = [...parts.headers, ...empty].sort((a, b) => (a.name < b.name ? -1 : 1));
        return applyPatch(parts, { headers });
      });
    },
  },
];

/**
 * The list of signed headers in the order in which the request has it, which servers take as it is;
 * `isOfLines`: the header lines, too. Null where that is the usual order.
 */
function listAsSent(usual: UsuallyRead, isOfLines: boolean): ReadRequest | null {
  const { listedHeaders } = usual.claim;
  const listed = listedHeaders?.join(';') ?? '';
  return patched(usual, (parts) => {
    if (parts.family !== 'v4' || parts.additionalHeaders.value === listed) return null;
    const made = applyPatch(parts, { additionalHeaders: { ...parts.additionalHeaders, value: listed } });
    if (!isOfLines) return made;
    const order = new Map(listedHeaders?.map((name, at) => [name, at]));
    const placeOf = ({ name }: HeaderPart): number => order.get(name) ?? -1;
    const lines = parts.headers.toSorted((a, b) => placeOf(a) - placeOf(b));
    return applyPatch(made, { headers: lines });
  });
}

/** Whether a reading that fits says nothing against the rules. */
export function isOfAddress(id: string): boolean {
  return READINGS.some((reading) => reading.id === id && reading.ofAddress === true);
}

/** The first label of a host that is no known endpoint; of version 2 alone, which signs the bucket. */
function inHost(request: SignableRequest, claim: Claim): SignableRequest | null {
  if (request.flavour === undefined || versionRecord(claim.version).family !== 'v1') return null;
  const name = bareHost(headerValue(request, 'host') ?? '');
  const [bucket, ...others] = name.split('.');
  if (isAddressHost(name) || bucket === undefined || others.length === 0) return null;
  if (bucket === request.bucket) return null;
  const key = decodePercent(request.path.slice(1));
  return { ...request, bucket, key: key === '' ? null : key };
}

/** What a request says whose host names the bucket; null where that is no other reading. */
export function readInHost(request: SignableRequest, claim: Claim): ReadRequest | null {
  const other = inHost(request, claim);
  return other === null ? null : readAs(other, claim);
}

/** `request`: what it stays, where the client may have signed what a reading leaves out. */
function readAs(read: SignableRequest, claim: Claim, request = read): ReadRequest | null {
  const parts = partsOf(read, claim);
  return parts === null ? null : { request, parts };
}

/** The request as it is, its parts changed by `change`. */
function patched(
  { request, parts: usual }: UsuallyRead,
  change: (parts: SignedParts) => SignedParts | null,
): ReadRequest | null {
  const parts = usual === null ? null : change(usual);
  return parts === null ? null : { request, parts };
}

/** A value in which every raw `+` stays one; other escapes are decoded already. */
function plusKept(raw: ByteString | null, decoded: ByteString): ByteString {
  return raw?.includes('+') === true && !/%20/.test(raw) ? decoded.replaceAll(' ', '+') : decoded;
}

function withoutDuplicates({ request, claim }: UsuallyRead, keep: 'first' | 'last'): ReadRequest | null {
  const headers = oneOfEach(request.headers, ({ name }) => asciiLower(name), keep);
  return readAs({ ...request, headers }, claim, request);
}

function withoutRepeatedParameters({ request, claim }: UsuallyRead, keep: 'first' | 'last') {
  if (request.query.length < 2) return null;
  const query = oneOfEach(request.query, ({ name }) => name, keep);
  if (query.length === request.query.length) return null;
  return readAs({ ...request, query }, claim, request);
}

/** Of those that have a name in common, the first or the last. */
function oneOfEach<T>(
  all: readonly T[],
  nameOf: (each: T) => ByteString,
  keep: 'first' | 'last',
): readonly T[] {
  const byName = new Map<ByteString, T>();
  for (const each of keep === 'first' ? all : all.toReversed()) {
    const name = nameOf(each);
    if (!byName.has(name)) byName.set(name, each);
  }
  return [...byName.values()];
}

function hasDuplicates({ headers }: SignableRequest): boolean {
  return new Set(headers.map(({ name }) => asciiLower(name))).size < headers.length;
}

/** The values of a header in a line each, as they follow its name in the signed string. */
function eachLine({ headers }: SignableRequest, { name, value }: HeaderPart): ByteString {
  const values = headers.filter((each) => asciiLower(each.name) === name).map((each) => each.value.trim());
  return values.length < 2 ? value : values.join(`\n${name}:`);
}

/** Headers that the request lists as signed and does not have, lower case. */
export function listedButAbsent(request: SignableRequest, { listedHeaders }: Claim): readonly ByteString[] {
  if (listedHeaders === null) return [];
  const present = new Set(request.headers.map((each) => asciiLower(each.name)));
  return [...new Set(listedHeaders)].filter((name) => name !== '' && !present.has(name));
}

/** The id of the first reading that gives the signature on the wire; null where none does. */
export function matchingReading(
  request: SignableRequest,
  claim: Claim,
  secret: Secret,
  hasher: Hasher,
): string | null {
  const signs = (text: ByteString): boolean =>
    computeSignature(claim.version, claim.scope, secret, text, hasher) === claim.signature;
  const usual = { request, claim, parts: partsOf(request, claim) };
  return readingThat(usual, hasher, ({ stringToSign }) => signs(stringToSign.text))?.id ?? null;
}

/** A reading and what it makes of a request. */
export interface FittingReading extends ReadRequest {
  readonly id: string;
  readonly strings: SignedStrings;
}

/**
 * The first reading whose strings are those looked for; null where none is. `isUsualSigned`: whether the
 * signature is that of the usual one.
 */
export function readingThat(
  usual: UsuallyRead,
  hasher: Hasher,
  fits: (strings: SignedStrings) => boolean,
  isUsualSigned: () => boolean = () => false,
): FittingReading | null {
  const repeats = hasDuplicates(usual.request);
  for (const { id, read, ofDuplicates = false, unlikely = false } of READINGS) {
    if (ofDuplicates && !repeats) continue;
    const made = read(usual);
    if (made === null) continue;
    const strings = formatParts(made.parts, hasher);
    if (fits(strings)) return unlikely && isUsualSigned() ? null : { ...made, id, strings };
  }
  return null;
}

/**
 * The key with each raw `+` of the path a space; an escaped one stays what it is. Null where the key has no
 * raw one.
 */
export function spacedKey({ path, key }: SignableRequest): ByteString | null {
  if (!path.includes('+')) return null;
  const inPath = [path.replace(/^\//, ''), path.replace(/^\/[^/]*\//, '')];
  const raw = inPath.find((each) => decodePercent(each) === key);
  return raw?.includes('+') === true ? decodePercent(raw.replaceAll('+', '%20')) : null;
}
