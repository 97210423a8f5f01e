import {
  type Canonical,
  type Field,
  type Origin,
  type Piece,
  SIGNATURE_VERSIONS,
  type SignedStrings,
} from '../../sign/canonical.ts';
import type { Claim, ClaimProblem, Scope } from '../../sign/claim.ts';
import type { FormField, QueryParameter, SignableHeader, SignableRequest } from '../../sign/request.ts';
import {
  array,
  BYTES,
  COUNT,
  type Codec,
  checked,
  keyOf,
  nullable,
  object,
  oneOf,
  optional,
  TRUE,
} from './codec.ts';

const PLAIN_FIELDS: Readonly<Record<Exclude<Field, `${string}:${string}`> | NamedField, true>> = {
  method: true,
  'content-md5': true,
  'content-type': true,
  date: true,
  'resource:bucket': true,
  'resource:key': true,
  'canonical-uri': true,
  'canonical-request': true,
  'additional-headers': true,
  'payload-hash': true,
  'scope:date': true,
  'scope:region': true,
  'scope:product': true,
  policy: true,
  signature: true,
  'access-key-id': true,
};

/** Those whose names hold a colon and nothing captured. */
type NamedField = 'resource:bucket' | 'resource:key' | 'scope:date' | 'scope:region' | 'scope:product';

/** What stands before the name of a header or parameter. */
const FIELD_PREFIXES = [
  'oss-header:',
  'resource:subresource:',
  'canonical-query:',
  'canonical-header:',
] as const satisfies readonly Field[];

export const FIELD: Codec<Field> = checked(
  (json): json is Field =>
    typeof json === 'string' &&
    (Object.hasOwn(PLAIN_FIELDS, json) || FIELD_PREFIXES.some((prefix) => json.startsWith(prefix))) &&
    !/[^\0-\xff]/.test(json),
);

export const ORIGIN: Codec<Origin> = object<Origin>({ frame: COUNT, source: BYTES });

const PIECE: Codec<Piece> = object<Piece>({
  field: FIELD,
  value: BYTES,
  start: COUNT,
  end: COUNT,
  origin: nullable(ORIGIN),
});

const CANONICAL: Codec<Canonical> = object<Canonical>({ pieces: array(PIECE), text: BYTES });

export const SIGNED_STRINGS: Codec<SignedStrings> = object<SignedStrings>({
  stringToSign: CANONICAL,
  canonicalRequest: nullable(CANONICAL),
});

const PROBLEMS: Readonly<Record<ClaimProblem, true>> = {
  'bad-authorization': true,
  'bad-credential': true,
  'missing-signature': true,
  'missing-expires': true,
  'missing-date': true,
  'empty-listed-headers': true,
  'header-and-query': true,
  'mangled-parameter-names': true,
  'missing-version': true,
};

export const CLAIM: Codec<Claim> = object<Claim>({
  version: oneOf(SIGNATURE_VERSIONS),
  accessKeyId: BYTES,
  signature: BYTES,
  rawSignature: BYTES,
  signatureOrigin: ORIGIN,
  scope: nullable(object<Scope>({ date: BYTES, region: BYTES, product: BYTES, terminator: BYTES })),
  listedHeaders: nullable(array(BYTES)),
  securityToken: nullable(BYTES),
  date: nullable(BYTES),
  expires: nullable(BYTES),
  problems: array(keyOf(PROBLEMS)),
});

export const SIGNABLE_REQUEST: Codec<SignableRequest> = object<SignableRequest>({
  method: BYTES,
  path: BYTES,
  rawQuery: nullable(BYTES),
  query: array(
    object<QueryParameter>({ rawName: BYTES, rawValue: nullable(BYTES), name: BYTES, value: BYTES }),
  ),
  headers: array(object<SignableHeader>({ name: BYTES, value: BYTES, rawValue: BYTES, frame: COUNT })),
  form: nullable(array(object<FormField>({ name: BYTES, value: BYTES }))),
  bucket: nullable(BYTES),
  key: nullable(BYTES),
  bucketUnknown: optional(TRUE),
  frame: COUNT,
  toldBy: optional(ORIGIN),
});
