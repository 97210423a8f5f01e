import {
  BYTES,
  COUNT,
  keyOf,
  leafOf,
  listOf,
  oneOf,
  optional,
  orNull,
  recordFor,
  type Shape,
  TRUE,
} from '../../bytes/shape.ts';
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

export const FIELD: Shape<Field> = leafOf(
  { type: 'string' },
  (json): json is Field =>
    typeof json === 'string' &&
    (Object.hasOwn(PLAIN_FIELDS, json) || FIELD_PREFIXES.some((prefix) => json.startsWith(prefix))) &&
    !/[^\0-\xff]/.test(json),
);

export const ORIGIN = recordFor<Origin>({ frame: COUNT, source: BYTES });

const PIECE = recordFor<Piece>({
  field: FIELD,
  value: BYTES,
  start: COUNT,
  end: COUNT,
  origin: orNull(ORIGIN),
});

const CANONICAL = recordFor<Canonical>({ pieces: listOf(PIECE), text: BYTES });

export const SIGNED_STRINGS = recordFor<SignedStrings>({
  stringToSign: CANONICAL,
  canonicalRequest: orNull(CANONICAL),
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

export const CLAIM = recordFor<Claim>({
  version: oneOf(SIGNATURE_VERSIONS),
  accessKeyId: BYTES,
  signature: BYTES,
  rawSignature: BYTES,
  signatureOrigin: ORIGIN,
  scope: orNull(recordFor<Scope>({ date: BYTES, region: BYTES, product: BYTES, terminator: BYTES })),
  listedHeaders: orNull(listOf(BYTES)),
  securityToken: orNull(BYTES),
  date: orNull(BYTES),
  expires: orNull(BYTES),
  problems: listOf(keyOf(PROBLEMS)),
});

export const SIGNABLE_REQUEST = recordFor<SignableRequest>({
  method: BYTES,
  path: BYTES,
  rawQuery: orNull(BYTES),
  query: listOf(
    recordFor<QueryParameter>({ rawName: BYTES, rawValue: orNull(BYTES), name: BYTES, value: BYTES }),
  ),
  headers: listOf(recordFor<SignableHeader>({ name: BYTES, value: BYTES, rawValue: BYTES, frame: COUNT })),
  form: orNull(listOf(recordFor<FormField>({ name: BYTES, value: BYTES }))),
  bucket: orNull(BYTES),
  key: orNull(BYTES),
  bucketUnknown: optional(TRUE),
  frame: COUNT,
  toldBy: optional(ORIGIN),
});
