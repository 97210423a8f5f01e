import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { addAll } from '../../engine/bytes/collections.ts';
import { assertNever } from '../../engine/bytes/result.ts';
import { cause } from '../../engine/diagnose/cause.ts';
import type { Cause } from '../../engine/diagnose/model.ts';
import { type PartsPatch, withHeader } from '../../engine/diagnose/patch.ts';
import {
  ABSENT,
  canonicalUri,
  decodePercent,
  encodeComponent,
  encodePath,
  headerValue,
  isOfUrl,
  lowerTriplets,
  type Part,
  type SignedParts,
  signsPath,
  type V4Parts,
} from '../../engine/sign/index.ts';
import type { SignableRequest } from '../../engine/sign/request.ts';
import { type Hypothesis, type Subject, type Variant, WITH_COS } from '../hypothesis.ts';
import { encodeForm, encodeLikeUriComponent } from './encodings.ts';

/* Hypotheses on the bucket, and on the signed resource as a whole. */

/**
 * Puts another bucket (null: none) and decoded key into the signed resource, written as the version writes
 * it.
 */
export function patchResource(
  { parts, request }: Subject,
  bucket: ByteString | null,
  key: ByteString,
): PartsPatch {
  const of = (value: ByteString, before: Part | null): Part => ({ value, origin: before?.origin ?? null });
  switch (parts.family) {
    case 'v1': {
      const inPath = key === request.key ? parts.key.value : encodePath(key);
      return {
        bucket: bucket === null ? null : of(bucket, parts.bucket),
        key: of(signsPath(parts.dialect) ? inPath : key, parts.key),
      };
    }
    case 'v2':
      return {
        bucket: bucket === null ? null : of(encodeComponent(bucket), parts.bucket),
        key: of(encodeComponent(key), parts.key),
      };
    case 'v4': {
      if (!signsPath(parts.dialect)) {
        return { canonicalUri: of(canonicalUri(bucket, key), parts.canonicalUri) };
      }
      // the path alone, or with the bucket where the request has it there
      const inPath = decodePercent(request.path.slice(1)) !== (request.key ?? '');
      const same = bucket === request.bucket && !inPath;
      return { canonicalUri: of(canonicalUri(same ? null : bucket, key), parts.canonicalUri) };
    }
    case 'format':
      return { canonicalUri: of(`/${key}`, parts.canonicalUri) };
    case 'policy':
      return {};
    default:
      return assertNever(parts);
  }
}

/** Other keys in the place of the one sent. */
export function* otherKeys(
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

const once: Hypothesis = {
  id: 'bucket-in-resource',
  field: 'bucket',
  causes: ['bucket-left-out', 'bucket-twice', 'bucket-in-host-and-path'],
  cost: 1,
  *variants(subject) {
    const { bucket, key } = subject.request;
    if (bucket === null) return;
    const name = key ?? '';
    yield {
      cause: isInPathToo(subject.request)
        ? cause('bucket-in-host-and-path', { bucket })
        : cause('bucket-left-out', { sent: bucket }),
      patch: patchResource(subject, null, name),
    };
    yield {
      cause: cause('bucket-twice', { sent: bucket }),
      patch: patchResource(subject, bucket, `${bucket}/${name}`),
    };
  },
};

const other: Hypothesis = {
  id: 'bucket-other',
  field: 'bucket',
  causes: ['host-in-resource', 'bucket-signed-other', 'bucket-of-host'],
  cost: 2,
  *variants(subject) {
    const { bucket: sent, key } = subject.request;
    const host = (headerValue(subject.request, 'host') ?? '').replace(/:\d+$/, '');
    const label = host.split('.')[0] ?? '';
    const name = key ?? '';
    if (host !== '') {
      yield { cause: cause('host-in-resource', { host }), patch: patchResource(subject, host, name) };
    }
    // S3 version 2 signs the bucket of the host, which a server that does not know the domain reads from the
    // path
    const { parts } = subject;
    const whole = decodePercent(subject.request.path.slice(1));
    if (parts.family === 'v1' && signsPath(parts.dialect) && sent !== null && whole.startsWith(sent)) {
      const patch = { ...patchResource(subject, label, whole), slash: '/' };
      yield { cause: cause('bucket-of-host', { signed: label, sent }), patch };
    }
    const slash = name.indexOf('/');
    const pairs: (readonly [ByteString, ByteString])[] = [[label, name]];
    // names are in small letters, and so are hosts: what a user typed is in the string alone
    if (sent !== null)
      addAll(
        pairs,
        capitals(sent).map((each) => [each, name] as const),
      );
    // a vector bucket is signed by its ARN, which ends in its name
    if (sent?.includes(':') === true) pairs.push([sent.slice(sent.lastIndexOf(':') + 1), name]);
    // the first segment of the path taken for the bucket, with the rest as key or with the whole path
    if (slash > 0) pairs.push([name.slice(0, slash), name.slice(slash + 1)], [name.slice(0, slash), name]);
    for (const [signed, rest] of pairs) {
      if (signed === '' || signed === sent) continue;
      yield {
        cause: cause('bucket-signed-other', { signed, sent: sent ?? '' }),
        patch: patchResource(subject, signed, rest),
      };
    }
  },
};

/** A bucket's name as it may have been typed. */
function capitals(name: ByteString): readonly ByteString[] {
  return [
    name.replace(/^[a-z]/, (letter) => letter.toUpperCase()),
    name.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase()),
    name.toUpperCase(),
  ];
}

/**
 * A request that was signed for one bucket and sent to another, of those that the user or the capture names.
 */
const ofCapture: Hypothesis = {
  id: 'bucket-of-capture',
  field: 'bucket',
  causes: ['bucket-signed-other'],
  cost: 2,
  *variants(subject) {
    const { bucket: sent, key } = subject.request;
    for (const signed of subject.buckets) {
      const made = cause('bucket-signed-other', { signed, sent: sent ?? '' });
      const resource = patchResource(subject, signed, key ?? '');
      const headers = hostOfBucket(subject, signed);
      // version 4 of the S3 dialect has the bucket in the path or in the host, never in both
      if (headers === null) yield { cause: made, patch: resource };
      else if (subject.parts.family === 'v4' && signsPath(subject.parts.dialect))
        yield { cause: made, patch: headers } satisfies Variant;
      else yield { cause: made, patch: { ...resource, ...headers } };
    }
  },
};

/**
 * The signed Host with another bucket in front; null where it is not signed, or does not begin with the
 * bucket.
 */
function hostOfBucket({ parts, request }: Subject, bucket: ByteString): PartsPatch | null {
  const { headers } = parts;
  const host = headers.find(({ name }) => name === 'host')?.value ?? '';
  const front = `${request.bucket ?? ''}.`;
  if (front === '.' || !host.startsWith(front)) return null;
  return { headers: withHeader(headers, 'host', `${bucket}.${host.slice(front.length)}`) };
}

export const BUCKET_HYPOTHESES: readonly Hypothesis[] = [once, other, ofCapture];

type V1Parts = Extract<SignedParts, { readonly family: 'v1' }>;
type V2Parts = Extract<SignedParts, { readonly family: 'v2' }>;
type CosParts = Extract<SignedParts, { readonly family: 'format' }>;

/** Forms of the signed resource that no bucket and key give. */
const form: Hypothesis = {
  id: 'resource-form',
  field: 'resource',
  causes: [
    'key-hex-case',
    'key-encoded',
    'bucket-signed-with-slash',
    'key-signed-recoded',
    'resource-signed-other',
    'canonical-uri-signed-other',
  ],
  families: WITH_COS,
  cost: 2,
  variants(subject) {
    const { parts } = subject;
    switch (parts.family) {
      case 'v1':
        return v1Forms(parts);
      case 'v2':
        return v2Forms(subject, parts);
      case 'v4':
        return v4Forms(subject, parts);
      case 'format':
        return cosForms(subject, parts);
      case 'policy':
        return [];
    }
  },
};

function* v1Forms(parts: V1Parts): Generator<Variant> {
  const sent = parts.key.value;
  const lower = lowerTriplets(signsPath(parts.dialect) ? sent : encodePath(sent));
  if (lower !== sent) {
    yield {
      cause: cause('key-hex-case', { signed: lower, sent }),
      patch: { key: { ...parts.key, value: lower } },
    };
  }
  if (!signsPath(parts.dialect)) {
    yield* encodedWhole(parts);
    return;
  }
  if (parts.bucket !== null && parts.slash === '') {
    const bucket = parts.bucket.value;
    yield { cause: cause('bucket-signed-with-slash', { bucket }), patch: { slash: '/' } };
  }
  // the S3 rules sign the path as it is sent
  const decoded = decodePercent(sent);
  const others = [
    decoded,
    encodePath(decoded),
    encodeComponent(decoded),
    encodeForm(decoded),
    escapedByParser(decoded),
  ];
  for (const signed of new Set(others)) {
    if (signed === sent) continue;
    yield {
      cause: cause('key-signed-recoded', { signed, sent }),
      patch: { key: { ...parts.key, value: signed } },
    };
  }
}

/**
 * What the older URL parser of Node.js (url.parse) makes of a key: a few characters escaped, the others as
 * they are. knox signs that.
 */
function escapedByParser(key: ByteString): ByteString {
  return key.replace(/[{}|\\^`<>" '\r\n\t]/g, encodeComponent);
}

/** Encoded with its slashes, as version 2 has it. */
function* encodedWhole(parts: V1Parts): Generator<Variant> {
  if (parts.bucket === null) return;
  const sent = `${parts.bucket.value}/${parts.key.value}`;
  for (const signed of new Set([encodeComponent(sent), encodeLikeUriComponent(sent)])) {
    for (const [root, slash] of [
      ['', '%2F'],
      ['/', ''],
    ] as const) {
      yield {
        cause: cause('key-encoded', { signed: slash + signed, sent }),
        patch: { root, bucket: null, key: { ...parts.key, value: slash + signed } },
      };
    }
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
    ['script-encoded', encodeLikeUriComponent(key), '%2F'],
    // at service level nothing is left of a resource that begins with the bucket
    ...(parts.bucket === null && sent === '' ? [['left-out', '', ''] as const] : []),
  ];
  for (const [how, signed, slash] of forms) {
    yield {
      cause: cause('resource-signed-other', { how, signed, sent }),
      patch: { key: { ...parts.key, value: signed }, slash },
    };
  }
}

/** COS signs the path decoded, and without the bucket. */
function* cosForms({ request }: Subject, { canonicalUri: uri }: CosParts): Generator<Variant> {
  const sent = uri.value;
  const forms: readonly (readonly [string, ByteString])[] = [
    ['raw', request.path],
    ['raw', encodePath(sent)],
    ['slash-encoded', `/${encodeComponent(sent.slice(1))}`],
    ['without-slash', sent.slice(1)],
    ...(request.bucket === null ? [] : [['with-bucket', `/${request.bucket}${sent}`] as const]),
  ];
  for (const [how, signed] of forms) {
    if (signed === sent) continue;
    yield {
      cause: cause('canonical-uri-signed-other', { how, signed, sent }),
      patch: { canonicalUri: { ...uri, value: signed } },
    };
  }
}

/** Less than the bucket. */
const LEFT_OUT = ['/', ''] as const;

function* v4Forms({ request, claim }: Subject, { canonicalUri: uri, dialect }: V4Parts): Generator<Variant> {
  const { bucket, key, path } = request;
  const host = headerValue(request, 'host') ?? '';
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
    ['slash-encoded', `/${encodeLikeUriComponent(full.slice(1))}`],
    ['lower-case-hex', lowerTriplets(sent)],
    ['without-slash', sent.slice(1)],
    // of the S3 dialect, `/` is the bucket itself
    ...(signsPath(dialect) || bucket === null ? [] : LEFT_OUT.map((each) => ['left-out', each] as const)),
    ...(bucket === null ? [] : [['left-out', `/${encodePath(bucket)}`] as const]),
    ...(host === '' ? [] : ['http://', 'https://', ''].map((root) => ['url', root + host + path] as const)),
    // the target of the request, which a URL cannot have signed with its signature in it
    ...(request.rawQuery === null || isOfUrl(claim.version)
      ? []
      : [sent, path].map((front) => ['with-query', `${front}?${request.rawQuery}`] as const)),
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
  field: 'resource',
  causes: ['resource-slash-missing'],
  families: ['v1'],
  cost: 3,
  *variants({ parts }) {
    if (parts.family !== 'v1') return;
    yield {
      cause: cause('resource-slash-missing', { which: 'leading' }),
      // of any resource that another change makes
      render: (slots, places) =>
        slots.map((text, i) => (i === places.path ? text.replace(/^\//, '') : text)).join(''),
    };
    const { bucket, key } = parts;
    if (bucket === null) return;
    // without a key, `/bucket` where `/bucket/` is due: the name alone, as if it were a key at service level
    yield {
      cause: cause('resource-slash-missing', { which: 'after-bucket' }),
      patch: { bucket: null, key: { ...key, value: bucket.value + key.value } },
    };
  },
};

/** Schemes and what clients make of them where they take the URL for the resource. */
const URL_ROOTS = ['http://', 'https://', '//', '/', ''] as const;

/**
 * The URL of the request in the place of bucket and key. Its query is another part of the string, and may be
 * signed in another form too.
 */
const url: Hypothesis = {
  id: 'resource-url',
  field: 'resource',
  causes: ['url-in-resource'],
  families: ['v1'],
  cost: 2,
  *variants({ parts, request }) {
    if (parts.family !== 'v1') return;
    const sent = headerValue(request, 'host');
    if (sent === null || sent === '') return;
    const path = request.path.replace(/^\//, '');
    const { bucket } = request;
    const hosts: (readonly [host: ByteString, path: ByteString])[] = [[sent, path]];
    const bare = sent.replace(/:\d+$/, '');
    if (bare !== sent) hosts.push([bare, path]);
    // the URL of path style, where the request is sent to the host of the bucket
    if (bucket !== null && bare.startsWith(`${bucket}.`)) {
      hosts.push([bare.slice(bucket.length + 1), `${bucket}/${path}`]);
    }
    yield {
      cause: cause('url-in-resource', { signed: request.path }),
      patch: { bucket: null, key: { ...parts.key, value: path } },
    };
    for (const root of URL_ROOTS) {
      for (const [host, raw] of hosts) {
        for (const key of new Set([raw, decodePercent(raw)])) {
          yield {
            cause: cause('url-in-resource', { signed: `${root}${host}/${key}` }),
            patch: { root, bucket: { ...ABSENT, value: host }, key: { ...parts.key, value: key } },
          };
        }
      }
    }
  },
};

/**
 * Less of the resource than a key that was left out: the bucket without a slash, a slash alone, or nothing.
 */
const leftOut: Hypothesis = {
  id: 'resource-left-out',
  field: 'resource',
  causes: ['resource-left-out'],
  families: ['v1'],
  cost: 3,
  *variants({ parts }) {
    if (parts.family !== 'v1') return;
    const { bucket, key } = parts;
    if (bucket === null) return;
    const none = { ...key, value: '' };
    const whole = `/${bucket.value}/${key.value}`;
    const forms: readonly (readonly [signed: ByteString, patch: PartsPatch])[] = [
      ['/', { bucket: null, key: none }],
      ['', { root: '', bucket: null, key: none }],
      [`/${bucket.value}`, { bucket: null, key: { ...key, value: bucket.value } }],
    ];
    for (const [signed, patch] of forms) {
      if (key.value === '' && signed === `/${bucket.value}`) continue;
      yield { cause: cause('resource-left-out', { signed, sent: whole }), patch };
    }
  },
};

export const RESOURCE_FORM_HYPOTHESES: readonly Hypothesis[] = [form, url, slashMissing, leftOut];

/**
 * Whether the path begins with the bucket although the host stands for it: so does a client that uses path
 * style, or whose endpoint names the bucket, and it signs `/bucket/key` for what the server reads as
 * `/bucket/bucket/key`.
 */
export function isInPathToo({ bucket, key, path }: SignableRequest): boolean {
  if (bucket === null || key === null || !key.startsWith(`${bucket}/`)) return false;
  return decodePercent(path.slice(1)) === key;
}
