/* The signature versions: a record for each, of all that differs from one to the next. */

import type { ByteString } from '../bytes/byte-string.ts';
import { type Canonical, type Field, SIGNATURE_VERSIONS, type SignatureVersion } from './canonical.ts';
import type { Claim } from './claim.ts';
import { type CosParts, parseCosFormat, parseCosStringToSign, partsOfCos } from './cos.ts';
import type { HashName } from './hasher.ts';
import { partsOfGoog2, partsOfObs } from './obs.ts';
import { type PostParts, parsePost, partsOfPost } from './post.ts';
import type { Dialect, Place, SignableRequest, SignedPlaces } from './request.ts';
import { partsOfGoog4, partsOfS3V2, partsOfS3V4, partsOfTos4 } from './s3.ts';
import { parseV1, partsOfV1, type ResourceHint, type V1Parts } from './v1.ts';
import { parseV2, partsOfV2, type V2Parts } from './v2.ts';
import {
  isDefaultSigned,
  parseV4CanonicalRequest,
  parseV4StringToSign,
  partsOfV4,
  type V4Parts,
} from './v4.ts';

/** The parts of any version. */
export type SignedParts = V1Parts | V2Parts | V4Parts | CosParts | PostParts;

/** The kinds of string that are signed: of versions 1, 2 and 4, of COS, and the policy of a form. */
export type Family = SignedParts['family'];

/** The HMAC of a version, and the text that it becomes. */
interface Digest {
  readonly hash: HashName;
  readonly output: 'base64' | 'hex';
  /** Null for a version that signs with the secret itself, or with a key for a time. */
  readonly derived: KeyDerivation | null;
  /** The key is the HMAC of the time that it is for, in hex. */
  readonly isTimed?: true;
}

/** How the key of a version is derived: from the secret and each part of the scope in turn. */
interface KeyDerivation {
  /** Stands before the secret. */
  readonly keyPrefix: string;
  /** Last part of the scope. */
  readonly terminator: string;
}

/**
 * Names of the query parameters, or fields of a form, around a signature. Null where the version has none
 * such.
 */
export interface ParameterNames {
  /** Holds the version's `scheme`. Null where the names of the others say the version. */
  readonly version: string | null;
  /** Holds the access key id alone or, where the key is derived, the whole credential. */
  readonly id: string;
  readonly signature: string;
  readonly expires: string | null;
  /**
   * Holds the time that the key is for. Then `expires` has the start as well as the end of the signature,
   * parted by `;`.
   */
  readonly keyTime?: string;
  /** The list of signed headers. */
  readonly listed: string | null;
  /** Which version a damaged URL, or form, is taken for: the lowest that fits. */
  readonly rank: number;
}

/** Where the security token belongs, and the piece of the string that holds it. */
export interface TokenPlace extends Place {
  readonly field: Field;
}

/** What differs from one signature version to the next, and is asked of its record alone. */
export interface VersionRecord extends SignedPlaces {
  readonly dialect: Dialect;
  readonly family: Family;
  readonly digest: Digest;
  /** What people call it, in every language; that of a URL has the same as its header form. */
  readonly title: string;
  /**
   * What the date that is signed says: `span` where it has a start and an end, `none` where nothing of the
   * sort is signed beside the policy.
   */
  readonly dateIs: 'moment' | 'expiry' | 'span' | 'none';
  /** Null for an Authorization header that is not written like the query of a URL. */
  readonly names: ParameterNames | null;
  /** The list of signed headers in an Authorization header; null where there is none. */
  readonly listedInHeader: string | null;
  readonly token: TokenPlace;
  /** Version 1, which OSS no longer accepts of new users. */
  readonly isSwitchedOff: boolean;
  /** RSA signs by the same names. */
  readonly mayBeRsa?: true;
  /** Versions that clients sign by instead, likely ones first: the same secret, another string. */
  readonly mistakenFor: readonly SignatureVersion[];
  /** Is a header of this (lower-case) name signed without being listed? */
  readonly signsUnlisted: (lowerName: ByteString) => boolean;
  /** Null where the request lacks something that the version needs; see `partsOf` in strings.ts. */
  readonly partsOf: (request: SignableRequest, claim: Claim, places: SignedPlaces) => SignedParts | null;
  readonly parse: (text: ByteString, hint: ResourceHint | null) => Canonical;
  /** Null for a version that hashes no canonical request into its string. */
  readonly parseCanonicalRequest: ((text: ByteString) => Canonical) | null;
}

/** What a dialect calls its own. */
interface DialectNames {
  /** Of its own headers, lower case. */
  readonly headerPrefix: `x-${'oss' | 'amz' | 'obs' | 'cos' | 'goog' | 'tos'}-`;
  /** Whether the path is signed as it was sent; else the bucket and the key, decoded once. */
  readonly signsPath: boolean;
}

export const DIALECTS = {
  oss: { headerPrefix: 'x-oss-', signsPath: false },
  s3: { headerPrefix: 'x-amz-', signsPath: true },
  obs: { headerPrefix: 'x-obs-', signsPath: true },
  cos: { headerPrefix: 'x-cos-', signsPath: true },
  gcs: { headerPrefix: 'x-goog-', signsPath: true },
  tos: { headerPrefix: 'x-tos-', signsPath: true },
} as const satisfies Readonly<Record<Dialect, DialectNames>>;

const SHA1: Digest = { hash: 'sha1', output: 'base64', derived: null };
const SHA256: Digest = { hash: 'sha256', output: 'base64', derived: null };
const OSS_KEY = { keyPrefix: 'aliyun_v4', terminator: 'aliyun_v4_request' } as const;
const S3_KEY = { keyPrefix: 'AWS4', terminator: 'aws4_request' } as const;
const OSS_DERIVED = { hash: 'sha256', output: 'hex', derived: OSS_KEY } as const;
const S3_DERIVED = { hash: 'sha256', output: 'hex', derived: S3_KEY } as const;
const GOOG4_KEY = { keyPrefix: 'GOOG4', terminator: 'goog4_request' } as const;
const TOS4_KEY = { keyPrefix: '', terminator: 'request' } as const;

const inQuery = (name: string): Place => ({ carrier: 'query', name });
const inHeader = (name: string): Place => ({ carrier: 'header', name });

const dateOf = (prefix: string): readonly Place[] => [inHeader(`${prefix}date`), inHeader('date')];
const OSS_DATE = dateOf('x-oss-');
const OBS_DATE = dateOf('x-obs-');
const AMZ_DATE = dateOf('x-amz-');

/** The parameters of version 4 of S3, and of those that follow it under another name. */
const namesBehind = (prefix: string) => ({
  version: `${prefix}Algorithm`,
  id: `${prefix}Credential`,
  signature: `${prefix}Signature`,
  expires: `${prefix}Expires`,
  listed: `${prefix}SignedHeaders`,
});

/** The parameters of version 1, and of those that follow it under another name of the id. */
const EXPIRY_NAMES = { version: null, signature: 'Signature', expires: 'Expires', listed: null } as const;

const isContent = (name: ByteString): boolean => name === 'content-type' || name === 'content-md5';
const signsByV1 = (name: ByteString): boolean =>
  isContent(name) || name === 'date' || name.startsWith('x-oss-');
const signsByS3V2 = (name: ByteString): boolean =>
  isContent(name) || name === 'date' || name.startsWith('x-amz-');
const signsNone = (): boolean => false;

const V1 = {
  dialect: 'oss',
  family: 'v1',
  title: 'V1',
  digest: SHA1,
  scheme: 'OSS',
  listedInHeader: null,
  isSwitchedOff: true,
  signsUnlisted: signsByV1,
  partsOf: partsOfV1,
  parse: parseV1,
  parseCanonicalRequest: null,
} as const satisfies Partial<VersionRecord>;

const V2 = {
  dialect: 'oss',
  family: 'v2',
  title: 'V2',
  digest: SHA256,
  scheme: 'OSS2',
  listedInHeader: 'AdditionalHeaders',
  isSwitchedOff: false,
  signsUnlisted: signsByV1,
  partsOf: partsOfV2,
  parse: parseV2,
  parseCanonicalRequest: null,
} as const satisfies Partial<VersionRecord>;

const V4 = {
  dialect: 'oss',
  family: 'v4',
  title: 'V4',
  digest: OSS_DERIVED,
  scheme: 'OSS4-HMAC-SHA256',
  dateIs: 'moment',
  listedInHeader: 'AdditionalHeaders',
  isSwitchedOff: false,
  signsUnlisted: isDefaultSigned,
  partsOf: partsOfV4,
  parse: parseV4StringToSign,
  parseCanonicalRequest: parseV4CanonicalRequest,
} as const satisfies Partial<VersionRecord>;

const S3V2 = {
  ...V1,
  dialect: 's3',
  title: 'Amazon S3 V2',
  scheme: 'AWS',
  isSwitchedOff: false,
  signsUnlisted: signsByS3V2,
  partsOf: partsOfS3V2,
} as const satisfies Partial<VersionRecord>;

const S3V4 = {
  ...V4,
  dialect: 's3',
  title: 'Amazon S3 V4',
  digest: S3_DERIVED,
  scheme: 'AWS4-HMAC-SHA256',
  listedInHeader: 'SignedHeaders',
  signsUnlisted: signsNone,
  partsOf: partsOfS3V4,
} as const satisfies Partial<VersionRecord>;

const GOOG4 = {
  ...S3V4,
  dialect: 'gcs',
  title: 'GOOG4',
  digest: { hash: 'sha256', output: 'hex', derived: GOOG4_KEY },
  scheme: 'GOOG4-HMAC-SHA256',
  partsOf: partsOfGoog4,
} as const satisfies Partial<VersionRecord>;

const TOS4 = {
  ...S3V4,
  dialect: 'tos',
  title: 'TOS4',
  digest: { hash: 'sha256', output: 'hex', derived: TOS4_KEY },
  scheme: 'TOS4-HMAC-SHA256',
  partsOf: partsOfTos4,
} as const satisfies Partial<VersionRecord>;

const POST = {
  carrier: 'form',
  dialect: 'oss',
  family: 'policy',
  listedInHeader: null,
  token: { carrier: 'form', name: 'x-oss-security-token', field: 'policy' },
  mistakenFor: [],
  signsUnlisted: signsNone,
  partsOf: (request) => partsOfPost(request, 'oss'),
  parse: parsePost,
  parseCanonicalRequest: null,
} as const satisfies Partial<VersionRecord>;

const S3_POST = {
  ...POST,
  dialect: 's3',
  token: { carrier: 'form', name: 'x-amz-security-token', field: 'policy' },
  partsOf: (request) => partsOfPost(request, 's3'),
} as const satisfies Partial<VersionRecord>;

const OBS = {
  ...V1,
  dialect: 'obs',
  title: 'OBS',
  scheme: 'OBS',
  isSwitchedOff: false,
  signsUnlisted: (name) => isContent(name) || name === 'date' || name.startsWith('x-obs-'),
  partsOf: partsOfObs,
} as const satisfies Partial<VersionRecord>;

const GOOG2 = {
  ...OBS,
  mayBeRsa: true,
  dialect: 'gcs',
  title: 'GCS V2',
  scheme: 'GOOG1',
  signsUnlisted: (name) => isContent(name) || name === 'date' || name.startsWith('x-goog-'),
  partsOf: partsOfGoog2,
} as const satisfies Partial<VersionRecord>;

const COS = {
  dialect: 'cos',
  family: 'format',
  title: 'COS',
  digest: { hash: 'sha1', output: 'hex', derived: null, isTimed: true },
  scheme: 'sha1',
  dateIs: 'span',
  names: {
    version: 'q-sign-algorithm',
    id: 'q-ak',
    signature: 'q-signature',
    expires: 'q-sign-time',
    keyTime: 'q-key-time',
    listed: 'q-header-list',
    rank: 7,
  },
  listedInHeader: null,
  isSwitchedOff: false,
  signsUnlisted: signsNone,
  partsOf: partsOfCos,
  parse: parseCosStringToSign,
  parseCanonicalRequest: parseCosFormat,
} as const satisfies Partial<VersionRecord>;

const IN_HEADER = { carrier: 'header', dateIs: 'moment', names: null } as const;

const OSS_TOKEN = { carrier: 'header', name: 'x-oss-security-token' } as const;
const AMZ_TOKEN = { carrier: 'header', name: 'x-amz-security-token' } as const;
/** Where the URLs of the older versions have the token, and operations that look for it in the URL alone. */
export const URL_TOKEN = {
  carrier: 'query',
  name: 'security-token',
  field: 'resource:subresource:security-token',
} as const;

/**
 * The record of every version. Nothing outside this room compares a version's name: it asks the record.
 * Another version is a name in `SIGNATURE_VERSIONS`, for which the compiler then asks for a record here.
 */
export const VERSIONS = {
  v1: {
    ...V1,
    ...IN_HEADER,
    date: OSS_DATE,
    token: { ...OSS_TOKEN, field: 'oss-header:x-oss-security-token' },
    mistakenFor: ['s3v2', 'v2', 'v1-url'],
  },
  'v1-url': {
    ...V1,
    carrier: 'url',
    date: [inQuery('Expires')],
    dateIs: 'expiry',
    names: { ...EXPIRY_NAMES, id: 'OSSAccessKeyId', rank: 4 },
    token: URL_TOKEN,
    mistakenFor: ['s3v2-url', 'v2-url', 'v1'],
  },
  v2: {
    ...V2,
    ...IN_HEADER,
    date: OSS_DATE,
    token: { ...OSS_TOKEN, field: 'oss-header:x-oss-security-token' },
    mistakenFor: ['v1', 'v2-url'],
  },
  'v2-url': {
    ...V2,
    carrier: 'url',
    date: [inQuery('x-oss-expires')],
    dateIs: 'expiry',
    names: {
      version: 'x-oss-signature-version',
      id: 'x-oss-access-key-id',
      signature: 'x-oss-signature',
      expires: 'x-oss-expires',
      listed: 'x-oss-additional-headers',
      rank: 2,
    },
    token: URL_TOKEN,
    mistakenFor: ['v1-url', 'v2'],
  },
  v4: {
    ...V4,
    ...IN_HEADER,
    date: OSS_DATE,
    token: { ...OSS_TOKEN, field: 'canonical-header:x-oss-security-token' },
    mistakenFor: ['s3v4', 'v4-url'],
  },
  'v4-url': {
    ...V4,
    carrier: 'url',
    date: [inQuery('x-oss-date')],
    names: {
      version: 'x-oss-signature-version',
      id: 'x-oss-credential',
      signature: 'x-oss-signature',
      expires: 'x-oss-expires',
      listed: 'x-oss-additional-headers',
      rank: 1,
    },
    token: { carrier: 'query', name: 'x-oss-security-token', field: 'canonical-query:x-oss-security-token' },
    mistakenFor: ['s3v4-url', 'v4'],
  },
  'post-v1': {
    ...POST,
    title: 'V1',
    digest: SHA1,
    scheme: 'OSS',
    date: [],
    dateIs: 'none',
    names: { ...EXPIRY_NAMES, id: 'OSSAccessKeyId', expires: null, rank: 4 },
    isSwitchedOff: true,
  },
  'post-v2': {
    ...POST,
    title: 'V2',
    digest: SHA256,
    scheme: 'OSS2',
    date: [],
    dateIs: 'none',
    names: {
      version: 'x-oss-signature-version',
      id: 'x-oss-access-key-id',
      signature: 'x-oss-signature',
      expires: null,
      listed: null,
      rank: 3,
    },
    isSwitchedOff: false,
  },
  'post-v4': {
    ...POST,
    title: 'V4',
    digest: OSS_DERIVED,
    scheme: 'OSS4-HMAC-SHA256',
    date: [{ carrier: 'form', name: 'x-oss-date' }],
    dateIs: 'moment',
    names: {
      version: 'x-oss-signature-version',
      id: 'x-oss-credential',
      signature: 'x-oss-signature',
      expires: null,
      listed: null,
      rank: 1,
    },
    isSwitchedOff: false,
  },
  'post-s3v2': {
    ...S3_POST,
    title: S3V2.title,
    digest: S3V2.digest,
    scheme: S3V2.scheme,
    date: [],
    dateIs: 'none',
    names: { ...EXPIRY_NAMES, id: 'AWSAccessKeyId', expires: null, rank: 5 },
    isSwitchedOff: false,
  },
  'post-s3v4': {
    ...S3_POST,
    title: S3V4.title,
    digest: S3V4.digest,
    scheme: S3V4.scheme,
    date: [{ carrier: 'form', name: 'x-amz-date' }],
    dateIs: 'moment',
    names: {
      version: 'x-amz-algorithm',
      id: 'x-amz-credential',
      signature: 'x-amz-signature',
      expires: null,
      listed: null,
      rank: 2,
    },
    isSwitchedOff: false,
  },
  s3v2: {
    ...S3V2,
    ...IN_HEADER,
    date: AMZ_DATE,
    token: { ...AMZ_TOKEN, field: 'oss-header:x-amz-security-token' },
    mistakenFor: ['v1', 's3v2-url'],
  },
  's3v2-url': {
    ...S3V2,
    carrier: 'url',
    date: [inQuery('Expires')],
    dateIs: 'expiry',
    names: { ...EXPIRY_NAMES, id: 'AWSAccessKeyId', rank: 5 },
    // its string has the parameter among the header lines
    token: { carrier: 'query', name: 'x-amz-security-token', field: 'oss-header:x-amz-security-token' },
    mistakenFor: ['v1-url', 's3v2'],
  },
  s3v4: {
    ...S3V4,
    ...IN_HEADER,
    date: AMZ_DATE,
    token: { ...AMZ_TOKEN, field: 'canonical-header:x-amz-security-token' },
    mistakenFor: ['v4', 's3v4-url'],
  },
  's3v4-url': {
    ...S3V4,
    carrier: 'url',
    date: [inQuery('X-Amz-Date')],
    names: { ...namesBehind('X-Amz-'), rank: 3 },
    token: { carrier: 'query', name: 'X-Amz-Security-Token', field: 'canonical-query:X-Amz-Security-Token' },
    mistakenFor: ['v4-url', 's3v4'],
  },
  obs: {
    ...OBS,
    ...IN_HEADER,
    date: OBS_DATE,
    token: { carrier: 'header', name: 'x-obs-security-token', field: 'oss-header:x-obs-security-token' },
    mistakenFor: ['s3v2', 'v1', 'obs-url'],
  },
  'obs-url': {
    ...OBS,
    carrier: 'url',
    date: [inQuery('Expires')],
    dateIs: 'expiry',
    names: { ...EXPIRY_NAMES, id: 'AccessKeyId', rank: 6 },
    token: {
      carrier: 'query',
      name: 'x-obs-security-token',
      field: 'resource:subresource:x-obs-security-token',
    },
    mistakenFor: ['s3v2-url', 'v1-url', 'obs'],
  },
  cos: {
    ...COS,
    carrier: 'header',
    date: [{ carrier: 'header', name: 'authorization' }],
    token: {
      carrier: 'header',
      name: 'x-cos-security-token',
      field: 'canonical-header:x-cos-security-token',
    },
    mistakenFor: ['cos-url'],
  },
  'cos-url': {
    ...COS,
    carrier: 'url',
    date: [inQuery('q-sign-time')],
    token: { carrier: 'query', name: 'x-cos-security-token', field: 'canonical-query:x-cos-security-token' },
    mistakenFor: ['cos'],
  },
  goog2: {
    ...GOOG2,
    ...IN_HEADER,
    date: dateOf('x-goog-'),
    token: { carrier: 'header', name: 'x-goog-security-token', field: 'oss-header:x-goog-security-token' },
    mistakenFor: ['s3v2', 'goog2-url'],
  },
  'goog2-url': {
    ...GOOG2,
    carrier: 'url',
    date: [inQuery('Expires')],
    dateIs: 'expiry',
    names: { ...EXPIRY_NAMES, id: 'GoogleAccessId', rank: 10 },
    token: { carrier: 'query', name: 'x-goog-security-token', field: 'oss-header:x-goog-security-token' },
    mistakenFor: ['s3v2-url', 'goog2'],
  },
  goog4: {
    ...GOOG4,
    ...IN_HEADER,
    date: dateOf('x-goog-'),
    token: {
      carrier: 'header',
      name: 'x-goog-security-token',
      field: 'canonical-header:x-goog-security-token',
    },
    mistakenFor: ['s3v4', 'goog4-url'],
  },
  'goog4-url': {
    ...GOOG4,
    carrier: 'url',
    date: [inQuery('X-Goog-Date')],
    names: { ...namesBehind('X-Goog-'), rank: 8 },
    token: {
      carrier: 'query',
      name: 'X-Goog-Security-Token',
      field: 'canonical-query:X-Goog-Security-Token',
    },
    mistakenFor: ['s3v4-url', 'goog4'],
  },
  tos4: {
    ...TOS4,
    ...IN_HEADER,
    date: dateOf('x-tos-'),
    token: {
      carrier: 'header',
      name: 'x-tos-security-token',
      field: 'canonical-header:x-tos-security-token',
    },
    mistakenFor: ['s3v4', 'tos4-url'],
  },
  'tos4-url': {
    ...TOS4,
    carrier: 'url',
    date: [inQuery('X-Tos-Date')],
    names: { ...namesBehind('X-Tos-'), rank: 9 },
    token: { carrier: 'query', name: 'X-Tos-Security-Token', field: 'canonical-query:X-Tos-Security-Token' },
    mistakenFor: ['s3v4-url', 'tos4'],
  },
} as const satisfies Readonly<Record<SignatureVersion, VersionRecord>>;

/** Whether the strings of a dialect have the path as it was sent, and not the bucket and the key. */
export function signsPath(dialect: Dialect): boolean {
  return DIALECTS[dialect].signsPath;
}

/** What OSS recommends for new clients: a request, and a form. */
export const RECOMMENDED = { request: 'v4', form: 'post-v4' } as const;

/** The record, with what all of them have in common as its type. */
export function versionRecord(version: SignatureVersion): VersionRecord {
  return VERSIONS[version];
}

/** What a version is of, to find it by: carrier and scheme alone distinguish it from every other. */
export type VersionTraits = Pick<VersionRecord, 'carrier' | 'dialect' | 'family' | 'scheme'>;

/** Every version that has all of these, in the order of `SIGNATURE_VERSIONS`. */
export function versionsWith(traits: Partial<VersionTraits>): readonly SignatureVersion[] {
  const { carrier, dialect, family, scheme } = traits;
  return SIGNATURE_VERSIONS.filter((version) => {
    const record = versionRecord(version);
    return (
      (carrier === undefined || record.carrier === carrier) &&
      (dialect === undefined || record.dialect === dialect) &&
      (family === undefined || record.family === family) &&
      (scheme === undefined || record.scheme === scheme)
    );
  });
}

/** Whether the version is that of a URL whose query carries the signature. */
export function isOfUrl(version: SignatureVersion): boolean {
  return versionRecord(version).carrier === 'url';
}

/** Whether the version's date is a field of its own, and no expiry in its place. */
export function signsDate(version: SignatureVersion): boolean {
  const { dateIs } = versionRecord(version);
  return dateIs === 'moment' || dateIs === 'span';
}

const KEY_DERIVATIONS: readonly KeyDerivation[] = versionsWith({}).flatMap(
  (version) => versionRecord(version).digest.derived ?? [],
);

/**
 * Does a scope end as that of some version? One that puts nothing before the secret has a word at its end
 * that is nobody's own: it counts for that version alone.
 */
export function isTerminator(text: ByteString, version: SignatureVersion): boolean {
  return (
    KEY_DERIVATIONS.some(({ keyPrefix, terminator }) => keyPrefix !== '' && terminator === text) ||
    versionRecord(version).digest.derived?.terminator === text
  );
}

/** What is put before the secret where a scope ends so; null where that is not known. */
export function keyPrefixOf(terminator: ByteString): ByteString | null {
  return KEY_DERIVATIONS.find((each) => each.terminator === terminator)?.keyPrefix ?? null;
}

/** Does the version sign the hash of a canonical request? A form signs its policy, in version 4 too. */
export function hasCanonicalRequest(version: SignatureVersion): boolean {
  return versionRecord(version).parseCanonicalRequest !== null;
}
