/* Hypotheses on the object key that was signed. */

import {
  type ByteString,
  compareBytes,
  decodeUtf8,
  fromText,
  isAscii,
} from '../../engine/bytes/byte-string.ts';
import { assertNever } from '../../engine/bytes/result.ts';
import { cause } from '../../engine/diagnose/cause.ts';
import { spacedKey } from '../../engine/diagnose/readings.ts';
import { parseQuery } from '../../engine/oss/signable-request.ts';
import { decodePercent, encodeComponent, encodePath, signsPath } from '../../engine/sign/index.ts';
import type { Hypothesis, Subject, Variant } from '../hypothesis.ts';
import {
  encodeForm,
  encodeLikeUri,
  encodeLikeUriComponent,
  OTHER_ENCODERS,
  otherEncodings,
} from './encodings.ts';
import { otherKeys, patchResource } from './resource.ts';

const hypothesis = (
  own: Pick<Hypothesis, 'id' | 'cost' | 'causes' | 'single'>,
  variants: Hypothesis['variants'],
): Hypothesis => ({ ...own, field: 'key', variants });

const raw = hypothesis({ id: 'key-raw', cost: 1, causes: ['key-signed-raw'] }, (subject) => {
  const { request } = subject;
  const path = request.path.replace(/^\//, '');
  const { bucket } = request;
  const inPath = bucket !== null && path.startsWith(`${bucket}/`) && request.key !== decodePercent(path);
  return otherKeys(subject, [inPath ? path.slice(bucket.length + 1) : path], (signed, sent) =>
    cause('key-signed-raw', { signed, sent }),
  );
});

const decodedTwice = hypothesis(
  { id: 'key-decoded-twice', cost: 2, causes: ['key-decoded-twice'] },
  (subject) => {
    const key = subject.request.key ?? '';
    const once = decodePercent(key);
    return otherKeys(subject, [once, decodePercent(once)], (signed, sent) =>
      cause('key-decoded-twice', { signed, sent }),
    );
  },
);

const encoded = hypothesis({ id: 'key-encoded', cost: 1, causes: ['key-encoded'] }, (subject) => {
  const key = subject.request.key ?? '';
  const forms = [
    encodePath(key),
    encodeComponent(key),
    encodeLikeUri(key),
    encodeLikeUriComponent(key),
    encodeForm(key),
  ].filter((form) => form.includes('%')); // where spaces became + and nothing else, that says more
  return otherKeys(subject, forms, (signed, sent) => cause('key-encoded', { signed, sent }));
});

/** The key as encoders of other rules write it, each part between its slashes alone, or the whole of it. */
const encodedOtherwise = hypothesis(
  {
    id: 'key-encoded-otherwise',
    cost: 3,
    causes: ['key-encoded', 'key-signed-recoded', 'resource-signed-other', 'canonical-uri-signed-other'],
  },
  function* (subject) {
    const { parts, request } = subject;
    const key = request.key ?? '';
    if (key === '' || parts.family === 'policy') return;
    for (const [how, encode] of OTHER_ENCODERS) {
      for (const form of [key.split('/').map(encode).join('/'), encode(key)]) {
        if (form !== key) yield* writtenAs(subject, parts, how, form);
      }
    }
  },
);

function* writtenAs(
  subject: Subject,
  parts: Exclude<Subject['parts'], { readonly family: 'policy' }>,
  how: string,
  form: ByteString,
): Generator<Variant> {
  const { bucket, key } = subject.request;
  switch (parts.family) {
    case 'v1': {
      if (!signsPath(parts.dialect)) {
        yield {
          cause: cause('key-encoded', { signed: form, sent: key ?? '' }),
          patch: patchResource(subject, bucket, form),
        };
        return;
      }
      const sent = parts.key.value;
      if (form === sent) return;
      const made = cause('key-signed-recoded', { signed: form, sent });
      yield { cause: made, patch: { key: { ...parts.key, value: form } } };
      return;
    }
    case 'v2': {
      const sent = parts.key.value;
      if (form === sent) return;
      const made = cause('resource-signed-other', { how, signed: form, sent });
      yield { cause: made, patch: { key: { ...parts.key, value: form } } };
      return;
    }
    case 'v4': {
      const uri = parts.canonicalUri;
      const end = encodePath(key ?? '');
      // an escape of the path that was sent may be written otherwise
      if (!uri.value.endsWith(end)) return;
      const signed = uri.value.slice(0, uri.value.length - end.length) + form;
      if (signed === uri.value) return;
      const made = cause('canonical-uri-signed-other', { how, signed, sent: uri.value });
      yield { cause: made, patch: { canonicalUri: { ...uri, value: signed } } };
      return;
    }
    // signs the key as it is, and has forms of the path of its own
    case 'format':
      return;
    default:
      assertNever(parts);
  }
}

const plusAndSpace = hypothesis(
  {
    id: 'key-plus-and-space',
    cost: 1,
    causes: ['key-plus-and-space', 'key-plus-raw', 'key-decoded-twice', 'key-encoded'],
  },
  function* (subject) {
    const key = subject.request.key ?? '';
    // a form encoder writes + for a space and %2B for a plus sign: of such a path only the raw ones are
    // spaces
    const spaced = spacedKey(subject.request) ?? key;
    yield* otherKeys(subject, [key.replaceAll('+', ' '), spaced, key.replaceAll(' ', '+')], (signed, sent) =>
      cause('key-plus-and-space', { signed, sent }),
    );
    // the same of an escaped space alone
    yield* otherKeys(subject, [key.replaceAll('%20', ' ')], (signed, sent) =>
      cause('key-decoded-twice', { signed, sent }),
    );
    yield* otherKeys(subject, [key.replaceAll(' ', '%20')], (signed, sent) =>
      cause('key-encoded', { signed, sent }),
    );
  },
);

const cut = hypothesis({ id: 'key-cut', cost: 2, causes: ['key-cut'] }, function* (subject) {
  const key = subject.request.key ?? '';
  const ends = ['?', '#', '&', ';', ' '].map((mark) => key.indexOf(mark)).filter((at) => at > 0);
  yield* otherKeys(
    subject,
    ends.map((at) => key.slice(0, at)),
    (signed, sent) => cause('key-cut', { signed, sent }),
  );
  yield* withRestAsQuery(subject, key);
});

/**
 * What follows a `?` in the key, signed as parameters. V1 joins both with that mark: there it is the same
 * string. (Keys that signers of S3 V4 take apart so: aws/aws-sdk-js-v3#283,
 * @bradenmacdonald/s3-lite-client 1.0.)
 */
function* withRestAsQuery(subject: Subject, key: ByteString): Generator<Variant> {
  const { parts, request } = subject;
  const at = key.indexOf('?');
  if (at <= 0 || parts.family !== 'v4') return;
  const signed = key.slice(0, at);
  const rest = key.slice(at + 1);
  for (const query of new Set([rest, rest.replace(/#.*$/s, '')])) {
    const added = parseQuery(query).map(({ rawName, rawValue }) => ({
      name: encodeComponent(rawName),
      value: rawValue === null ? (signsPath(parts.dialect) ? '' : null) : encodeComponent(rawValue),
      origin: null,
    }));
    yield {
      cause: cause('key-cut', { signed, sent: key }),
      patch: {
        ...patchResource(subject, request.bucket, signed),
        parameters: [...parts.parameters, ...added].sort((a, b) => compareBytes(a.name, b.name)),
      },
    };
  }
}

const slashes = hypothesis({ id: 'key-slashes', cost: 1, causes: ['key-slashes'] }, (subject) => {
  const { bucket } = subject.request;
  const { parts } = subject;
  const key = subject.request.key ?? '';
  if (key === '') {
    // the path of the bucket itself taken for a key; a path that lacks its slash has a hypothesis of its own
    const made = cause('key-slashes', { signed: '/', sent: '' });
    const isBare = parts.family === 'v1' && signsPath(parts.dialect) && parts.slash === '';
    return bucket === null || isBare ? [] : [{ cause: made, patch: patchResource(subject, bucket, '/') }];
  }
  const forms = [
    `/${key}`,
    key.replace(/^\/+/, ''),
    key.replace(/\/{2,}/g, '/'),
    key.replace(/^\/+/, '').replace(/\/{2,}/g, '/'),
    key.endsWith('/') ? key.slice(0, -1) : `${key}/`,
    key.replaceAll('\\', '/'),
    withoutDots(key),
    withoutDots(key).replace(/\/{2,}/g, '/'),
    ...doubled(key),
    ...dotted(key),
  ];
  return otherKeys(subject, forms, (signed, sent) => cause('key-slashes', { signed, sent }));
});

/** Slashes of a key that are tried as two, or with a dot between them. */
const DOUBLED_LIMIT = 4;

/** What a proxy may have made one slash of: a key with one of its slashes twice. */
function doubled(key: ByteString): readonly ByteString[] {
  const at = [...key.matchAll(/\//g)].slice(0, DOUBLED_LIMIT).map(({ index }) => index);
  return at.map((index) => `${key.slice(0, index)}/${key.slice(index)}`);
}

/**
 * What a URL library may have resolved: a key with a `.` before it or after one of its slashes, or with a
 * `..` before it.
 */
function dotted(key: ByteString): readonly ByteString[] {
  const at = [...key.matchAll(/\//g)].slice(0, DOUBLED_LIMIT).map(({ index }) => index);
  return [`./${key}`, `../${key}`, ...at.map((index) => `${key.slice(0, index)}/.${key.slice(index)}`)];
}

/** A key with `.` and `..` resolved (RFC 3986 §5.2.4), as URL libraries do it. */
function withoutDots(key: ByteString): ByteString {
  const kept: ByteString[] = [];
  for (const segment of key.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  return kept.join('/');
}

/** Folders that a proxy may have put before the path. */
const PREFIX_LIMIT = 4;

const prefix = hypothesis({ id: 'key-prefix', cost: 3, causes: ['key-prefix-not-signed'] }, (subject) => {
  const key = subject.request.key ?? '';
  const shorter: ByteString[] = [];
  let at = key.indexOf('/');
  while (at >= 0 && shorter.length < PREFIX_LIMIT) {
    if (at + 1 < key.length) shorter.push(key.slice(at + 1));
    at = key.indexOf('/', at + 1);
  }
  // and the name of the file alone, however deep it lies
  const last = key.slice(key.lastIndexOf('/') + 1);
  if (last !== '') shorter.push(last);
  return otherKeys(subject, shorter, (signed, sent) => cause('key-prefix-not-signed', { signed, sent }));
});

const charset = hypothesis({ id: 'key-encoding', cost: 2, causes: ['key-encoding'] }, function* (subject) {
  const key = subject.request.key ?? '';
  if (isAscii(key)) return;
  for (const [signed, encoding] of otherEncodings(key)) {
    yield* otherKeys(subject, [signed], (form, sent) =>
      cause('key-encoding', { signed: form, sent, encoding }),
    );
  }
});

const unicodeForm = hypothesis(
  { id: 'key-unicode-form', cost: 2, causes: ['key-unicode-form'] },
  function* (subject) {
    const text = decodeUtf8(subject.request.key ?? '');
    if (text === null || isAscii(text)) return;
    for (const form of ['NFC', 'NFD'] as const) {
      yield* otherKeys(subject, [fromText(text.normalize(form))], (signed, sent) =>
        cause('key-unicode-form', { signed, sent, form }),
      );
    }
  },
);

const letterCase = hypothesis({ id: 'key-case', cost: 4, causes: ['key-case'] }, (subject) => {
  const key = subject.request.key ?? '';
  const lower = key.replace(/[A-Z]+/g, (part) => part.toLowerCase());
  return otherKeys(subject, [lower], (signed, sent) => cause('key-case', { signed, sent }));
});

/** What URL libraries take off the end of a key, or a list of keys leaves there. */
const ENDS = [' ', '\n', '\r\n', '\r', '\t', '.', '\0'] as const;
const STARTS = [' ', '\ufeff'].map(fromText);

/**
 * Without dots at its end; a pattern for that would look at each inner run of them from each of its places.
 */
function withoutEndDots(key: ByteString): ByteString {
  let end = key.length;
  while (key[end - 1] === '.') end--;
  return key.slice(0, end);
}

const padded = hypothesis({ id: 'key-padded', cost: 3, causes: ['key-padded'], single: true }, (subject) => {
  const key = subject.request.key ?? '';
  if (key === '') return [];
  const forms = [
    ...ENDS.map((end) => key + end),
    ...STARTS.map((start) => start + key),
    key.trim(),
    withoutEndDots(key),
  ];
  return otherKeys(subject, forms, (signed, sent) => cause('key-padded', { signed, sent }));
});

const leftOut = hypothesis({ id: 'key-left-out', cost: 3, causes: ['key-left-out'] }, function* (subject) {
  const { bucket, key } = subject.request;
  if (key !== null && key !== '') {
    yield { cause: cause('key-left-out', { sent: key }), patch: patchResource(subject, bucket, '') };
  }
});

export const KEY_HYPOTHESES: readonly Hypothesis[] = [
  raw,
  encoded,
  encodedOtherwise,
  plusAndSpace,
  slashes,
  decodedTwice,
  cut,
  charset,
  unicodeForm,
  leftOut,
  prefix,
  letterCase,
  padded,
];
