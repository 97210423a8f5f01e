import type { ByteString } from '../../../bytes/byte-string.ts';
import {
  ABSENT,
  canonicalUri,
  decodePercent,
  encodeComponent,
  encodePath,
  lowerTriplets,
  type SignedParts,
  type V4Parts,
} from '../../../sign/index.ts';
import { cause } from '../../causes.ts';
import { type Hypothesis, REQUEST_FAMILIES, type Subject, V1_LIKE, type Variant } from '../hypothesis.ts';

type V1Parts = Extract<SignedParts, { readonly kind: 'v1' | 's3v2' }>;
type V2Parts = Extract<SignedParts, { readonly kind: 'v2' }>;

/** Forms of the signed resource that no bucket and key give. */
const form: Hypothesis = {
  id: 'resource-form',
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
  variants(subject) {
    const { parts } = subject;
    switch (parts.kind) {
      case 'v1':
      case 's3v2':
        return v1Forms(parts);
      case 'v2':
        return v2Forms(subject, parts);
      case 'v4':
      case 's3v4':
        return v4Forms(subject, parts);
      case 'post':
        return [];
    }
  },
};

function* v1Forms(parts: V1Parts): Generator<Variant> {
  const sent = parts.key.value;
  const lower = lowerTriplets(parts.kind === 'v1' ? encodePath(sent) : sent);
  if (lower !== sent) {
    yield {
      cause: cause('key-hex-case', { signed: lower, sent }),
      patch: { key: { ...parts.key, value: lower } },
    };
  }
  if (parts.kind === 'v1') return;
  // the S3 rules sign the path as it is sent
  const decoded = decodePercent(sent);
  const others = [decoded, encodePath(decoded), encodeComponent(decoded)];
  for (const signed of new Set(others)) {
    if (signed === sent) continue;
    yield {
      cause: cause('key-signed-recoded', { signed, sent }),
      patch: { key: { ...parts.key, value: signed } },
    };
  }
}

/** Version 2 encodes the resource whole, its slashes too. */
function* v2Forms({ request }: Subject, parts: V2Parts): Generator<Variant> {
  const key = request.key ?? '';
  const sent = parts.key.value;
  const forms: readonly (readonly [how: string, key: ByteString, slash: ByteString])[] = [
    ['slash-kept', encodePath(key), '/'],
    ['slash-kept', encodePath(key), '%2F'],
    ['not-encoded', key, '/'],
    ['not-encoded', key, '%2F'],
    ['encoded-twice', encodeComponent(sent), '%252F'],
    ['lower-case-hex', lowerTriplets(sent), '%2f'],
    ['lower-case-hex', lowerTriplets(sent), '%2F'],
  ];
  for (const [how, signed, slash] of forms) {
    yield {
      cause: cause('resource-signed-other', { how, signed, sent }),
      patch: { key: { ...parts.key, value: signed }, slash },
    };
  }
}

function* v4Forms({ request }: Subject, { canonicalUri: uri }: V4Parts): Generator<Variant> {
  const { bucket, key } = request;
  const sent = uri.value;
  const full = bucket === null ? `/${key ?? ''}` : `/${bucket}/${key ?? ''}`;
  const forms: readonly (readonly [string, ByteString])[] = [
    ['without-bucket', canonicalUri(null, key ?? '')],
    ['raw', request.path],
    ['raw', bucket === null ? request.path : `/${bucket}${request.path}`],
    ['not-encoded', full],
    ['not-encoded', decodePercent(sent)],
    ['encoded-twice', encodePath(sent)],
    ['slash-encoded', `/${encodeComponent(full.slice(1))}`],
    ['slash-encoded', bucket === null ? sent : `/${bucket}/${encodeComponent(key ?? '')}`],
    ['slash-encoded', `/${encodeComponent(key ?? '')}`],
    ['slash-encoded', encodeComponent(full)],
    ['lower-case-hex', lowerTriplets(sent)],
    ['tilde-encoded', sent.replaceAll('~', '%7E')],
    ['tilde-encoded', sent.replaceAll('~', '%7E').replaceAll('%20', '+').replaceAll('%2A', '*')],
  ];
  for (const [how, signed] of forms) {
    if (signed === sent) continue;
    yield {
      cause: cause('canonical-uri-signed-other', { how, signed, sent }),
      patch: { canonicalUri: { ...uri, value: signed } },
    };
  }
}

/** Slashes that the format itself puts in. */
const slashMissing: Hypothesis = {
  id: 'resource-slash-missing',
  families: V1_LIKE,
  cost: 3,
  changes: 'string',
  *variants({ parts }) {
    if (parts.kind !== 'v1' && parts.kind !== 's3v2') return;
    yield {
      cause: cause('resource-slash-missing', { which: 'leading' }),
      render: (slots, places) =>
        slots.map((text, i) => (i === places.path ? text.replace(/^\//, '') : text)).join(''),
    };
    if (parts.bucket === null || parts.key.value !== '') return;
    // `/bucket` where `/bucket/` is due: the name alone, as if it were a key at service level
    yield {
      cause: cause('resource-slash-missing', { which: 'after-bucket' }),
      patch: { bucket: null, key: { ...ABSENT, value: parts.bucket.value } },
    };
  },
};

export const RESOURCE_FORM_HYPOTHESES: readonly Hypothesis[] = [form, slashMissing];
