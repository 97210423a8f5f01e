import { assertNever } from '../../../bytes/assert-never.ts';
import { type ByteString, decodeUtf8, fromText, isAscii } from '../../../bytes/byte-string.ts';
import {
  ABSENT,
  canonicalUri,
  decodePercent,
  encodeComponent,
  encodePath,
  type Part,
} from '../../../sign/index.ts';
import { cause } from '../../causes.ts';
import type { Cause } from '../../model.ts';
import { type Hypothesis, REQUEST_FAMILIES, type Subject, type Variant } from '../hypothesis.ts';
import type { PartsPatch } from '../patch.ts';
import { otherEncodings } from './encodings.ts';

/** Puts another bucket (null: none) and decoded key into the signed resource, written as the version writes it. */
function patchResource({ parts, request }: Subject, bucket: ByteString | null, key: ByteString): PartsPatch {
  const of = (value: ByteString, before: Part | null): Part => ({ value, origin: before?.origin ?? null });
  switch (parts.kind) {
    case 'v1':
      return { bucket: bucket === null ? null : of(bucket, parts.bucket), key: of(key, parts.key) };
    case 's3v2':
      return {
        bucket: bucket === null ? null : of(bucket, parts.bucket),
        key: of(key === request.key ? parts.key.value : encodePath(key), parts.key),
      };
    case 'v2':
      return {
        bucket: bucket === null ? null : of(encodeComponent(bucket), parts.bucket),
        key: of(encodeComponent(key), parts.key),
      };
    case 'v4':
      return { canonicalUri: of(canonicalUri(bucket, key), parts.canonicalUri) };
    case 's3v4': {
      // the path alone, or with the bucket where the request has it there
      const inPath = parts.canonicalUri.value.startsWith(`/${request.bucket ?? ''}/`) && bucket !== null;
      const same = bucket === request.bucket && !inPath;
      return { canonicalUri: of(canonicalUri(same ? null : bucket, key), parts.canonicalUri) };
    }
    case 'post':
      return {};
    default:
      return assertNever(parts);
  }
}

function* otherKeys(
  subject: Subject,
  keys: Iterable<ByteString>,
  made: (signed: ByteString, sent: ByteString) => Cause,
): Generator<Variant> {
  const { bucket, key } = subject.request;
  for (const signed of new Set(keys)) {
    if (key === null || signed === key) continue;
    yield { cause: made(signed, key), patch: patchResource(subject, bucket, signed) };
  }
}

const hypothesis = (id: string, cost: Hypothesis['cost'], variants: Hypothesis['variants']): Hypothesis => ({
  id,
  families: REQUEST_FAMILIES,
  cost,
  changes: 'string',
  variants,
});

const bucketForm = hypothesis('bucket-in-resource', 1, function* (subject) {
  const { bucket, key } = subject.request;
  if (bucket === null) return;
  const name = key ?? '';
  yield { cause: cause('bucket-left-out', { sent: bucket }), patch: patchResource(subject, null, name) };
  yield {
    cause: cause('bucket-twice', { sent: bucket }),
    patch: patchResource(subject, bucket, `${bucket}/${name}`),
  };
});

const otherBucket = hypothesis('bucket-other', 2, function* (subject) {
  const { request } = subject;
  const { bucket: sent, key } = request;
  const host = (request.headers.find((each) => each.name.toLowerCase() === 'host')?.value ?? '').replace(
    /:\d+$/,
    '',
  );
  const label = host.split('.')[0] ?? '';
  const name = key ?? '';
  if (host !== '')
    yield { cause: cause('host-in-resource', { host }), patch: patchResource(subject, host, name) };
  const slash = name.indexOf('/');
  const pairs: (readonly [ByteString, ByteString])[] = [[label, name]];
  // the first segment of the path taken for the bucket, with the rest as key or with the whole path
  if (slash > 0) pairs.push([name.slice(0, slash), name.slice(slash + 1)], [name.slice(0, slash), name]);
  for (const [signed, rest] of pairs) {
    if (signed === '' || signed === sent) continue;
    yield {
      cause: cause('bucket-signed-other', { signed, sent: sent ?? '' }),
      patch: patchResource(subject, signed, rest),
    };
  }
});

const rawKey = hypothesis('key-raw', 1, (subject) => {
  const { request } = subject;
  const path = request.path.replace(/^\//, '');
  const { bucket } = request;
  const inPath = bucket !== null && path.startsWith(`${bucket}/`) && request.key !== decodePercent(path);
  return otherKeys(subject, [inPath ? path.slice(bucket.length + 1) : path], (signed, sent) =>
    cause('key-signed-raw', { signed, sent }),
  );
});

const decodedTwice = hypothesis('key-decoded-twice', 2, (subject) => {
  const key = subject.request.key ?? '';
  const once = decodePercent(key);
  return otherKeys(subject, [once, decodePercent(once)], (signed, sent) =>
    cause('key-decoded-twice', { signed, sent }),
  );
});

const encoded = hypothesis('key-encoded', 1, (subject) => {
  const key = subject.request.key ?? '';
  const forms = [
    encodePath(key),
    encodeComponent(key),
    encodeLikeUri(key),
    encodeLikeUriComponent(key),
    encodeForm(key),
  ];
  return otherKeys(subject, forms, (signed, sent) => cause('key-encoded', { signed, sent }));
});

/** JavaScript's encodeURI leaves these alone. */
function encodeLikeUri(key: ByteString): ByteString {
  return key.replace(/[^A-Za-z0-9\-_.!~*'();/?:@&=+$,#]/g, encodeComponent);
}

/** JavaScript's encodeURIComponent leaves these alone. */
function encodeLikeUriComponent(key: ByteString): ByteString {
  return key.replace(/[^A-Za-z0-9\-_.!~*'()]/g, encodeComponent);
}

/** Java's URLEncoder and PHP's urlencode: space is `+`. */
function encodeForm(key: ByteString): ByteString {
  return encodeComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
}

const plusAndSpace = hypothesis('key-plus-and-space', 1, (subject) => {
  const key = subject.request.key ?? '';
  return otherKeys(
    subject,
    [
      key.replaceAll('+', ' '),
      key.replaceAll(' ', '+'),
      key.replaceAll('%20', ' '),
      key.replaceAll(' ', '%20'),
    ],
    (signed, sent) => cause('key-plus-and-space', { signed, sent }),
  );
});

const cut = hypothesis('key-cut', 2, (subject) => {
  const key = subject.request.key ?? '';
  const ends = ['?', '#', '&', ';', ' '].map((mark) => key.indexOf(mark)).filter((at) => at > 0);
  return otherKeys(
    subject,
    ends.map((at) => key.slice(0, at)),
    (signed, sent) => cause('key-cut', { signed, sent }),
  );
});

const slashes = hypothesis('key-slashes', 1, (subject) => {
  const key = subject.request.key ?? '';
  if (key === '') return [];
  const forms = [
    `/${key}`,
    key.replace(/^\/+/, ''),
    key.replace(/\/{2,}/g, '/'),
    key.replace(/^\/+/, '').replace(/\/{2,}/g, '/'),
    key.endsWith('/') ? key.slice(0, -1) : `${key}/`,
    key.replaceAll('\\', '/'),
  ];
  return otherKeys(subject, forms, (signed, sent) => cause('key-slashes', { signed, sent }));
});

const charset = hypothesis('key-encoding', 2, function* (subject) {
  const key = subject.request.key ?? '';
  if (isAscii(key)) return;
  for (const [signed, encoding] of otherEncodings(key)) {
    yield* otherKeys(subject, [signed], (form, sent) =>
      cause('key-encoding', { signed: form, sent, encoding }),
    );
  }
});

const unicodeForm = hypothesis('key-unicode-form', 2, function* (subject) {
  const text = decodeUtf8(subject.request.key ?? '');
  if (text === null || isAscii(text)) return;
  for (const form of ['NFC', 'NFD'] as const) {
    yield* otherKeys(subject, [fromText(text.normalize(form))], (signed, sent) =>
      cause('key-unicode-form', { signed, sent, form }),
    );
  }
});

const letterCase = hypothesis('key-case', 4, (subject) => {
  const key = subject.request.key ?? '';
  const lower = key.replace(/[A-Z]+/g, (part) => part.toLowerCase());
  return otherKeys(subject, [lower], (signed, sent) => cause('key-case', { signed, sent }));
});

const leftOut = hypothesis('key-left-out', 3, function* (subject) {
  const { bucket, key } = subject.request;
  if (key !== null && key !== '') {
    yield { cause: cause('key-left-out', { sent: key }), patch: patchResource(subject, bucket, '') };
  }
});

/** Forms of the V1 resource and the V4 URI that no bucket and key give. */
const uriForm: Hypothesis = {
  id: 'resource-form',
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    const { parts } = subject;
    if (parts.kind === 'v1' || parts.kind === 's3v2') {
      const lower = lowerHex(encodePath(parts.key.value));
      const sent = parts.key.value;
      if (lower !== sent) {
        yield {
          cause: cause('key-hex-case', { signed: lower, sent }),
          patch: { key: { ...parts.key, value: lower } },
        };
      }
    }
    if (!('canonicalUri' in parts)) return;
    const { bucket, key } = subject.request;
    const sent = parts.canonicalUri.value;
    const full = bucket === null ? `/${key ?? ''}` : `/${bucket}/${key ?? ''}`;
    const forms: readonly (readonly [string, ByteString])[] = [
      ['without-bucket', canonicalUri(null, key ?? '')],
      ['raw', subject.request.path],
      ['raw', bucket === null ? subject.request.path : `/${bucket}${subject.request.path}`],
      ['not-encoded', full],
      ['encoded-twice', encodePath(sent)],
      ['slash-encoded', `/${encodeComponent(full.slice(1))}`],
      ['slash-encoded', bucket === null ? sent : `/${bucket}/${encodeComponent(key ?? '')}`],
      ['slash-encoded', encodeComponent(full)],
      ['lower-case-hex', lowerHex(sent)],
    ];
    for (const [how, signed] of forms) {
      if (signed === sent) continue;
      yield {
        cause: cause('canonical-uri-signed-other', { how, signed, sent }),
        patch: { canonicalUri: { ...parts.canonicalUri, value: signed } },
      };
    }
  },
};

function lowerHex(text: ByteString): ByteString {
  return text.replace(/%[0-9A-F]{2}/g, (triplet) => triplet.toLowerCase());
}

/** Slashes that the format itself puts in. */
const slashMissing: Hypothesis = {
  id: 'resource-slash-missing',
  families: ['v1', 's3v2'],
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

export const RESOURCE_HYPOTHESES: readonly Hypothesis[] = [
  bucketForm,
  rawKey,
  encoded,
  plusAndSpace,
  slashes,
  otherBucket,
  decodedTwice,
  cut,
  charset,
  unicodeForm,
  uriForm,
  slashMissing,
  leftOut,
  letterCase,
];
