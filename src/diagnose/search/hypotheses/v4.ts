import { asciiLower, type ByteString } from '../../../bytes/byte-string.ts';
import {
  deriveScopedKey,
  hexDigest,
  keyedMac,
  type Scope,
  Secret,
  toBase64,
  toHex,
  UNSIGNED_PAYLOAD,
  type V4Parts,
} from '../../../sign/index.ts';
import { cause } from '../../causes.ts';
import { formatIsoBasic, parseAnyDate, parseIsoBasic } from '../../clocks.ts';
import type { Cause } from '../../model.ts';
import {
  type Family,
  type Hypothesis,
  type Mac,
  type Subject,
  V4_LIKE,
  type Variant,
} from '../hypothesis.ts';
import { headersOf, withHeader } from '../patch.ts';

function v4Parts({ parts }: Subject): V4Parts | null {
  return parts.kind === 'v4' || parts.kind === 's3v4' ? parts : null;
}

/** Signs with the key that a scope and a prefix give. */
export function macWithScope(subject: Subject, prefix: ByteString, scope: Scope): Mac {
  const { hasher, hash, secret } = subject;
  return lazily(() =>
    deriveScopedKey(prefix, scope, secret, hasher).use((key) => keyedMac(hasher, hash, key)),
  );
}

/** The key is made when it is first used: most candidates of a search that succeeds early never are. */
export function lazily(make: () => Mac): Mac {
  let mac: Mac | null = null;
  return (text) => {
    mac ??= make();
    return mac(text);
  };
}

export function prefixOf(scope: Scope): ByteString {
  return scope.terminator === 'aws4_request' ? 'AWS4' : 'aliyun_v4';
}

/** A scope that the client signed with; it may stand in the string, or in the key alone. */
function* otherScope(subject: Subject, parts: V4Parts, scope: Scope, made: Cause): Generator<Variant> {
  const mac = macWithScope(subject, prefixOf(scope), scope);
  yield { cause: made, patch: { scope }, mac };
  yield { cause: made, mac };
  yield { cause: made, patch: { scope } };
  // a URL names the scope once more, among the signed parameters
  const credential = parts.query.findIndex((each) => /^x-(?:oss|amz)-credential$/i.test(each.name));
  const before = parts.query[credential];
  if (before?.value == null) return;
  const [id = ''] = before.value.split('%2F');
  const value = [id, scope.date, scope.region, scope.product, scope.terminator].join('%2F');
  yield { cause: made, patch: { scope, query: parts.query.with(credential, { ...before, value }) }, mac };
}

const scopeDay: Hypothesis = {
  id: 'scope-day',
  families: V4_LIKE,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    const parts = v4Parts(subject);
    if (parts === null) return;
    const sent = parts.scope.date;
    const noon = parseIsoBasic(`${sent}T120000Z`);
    const stamp = parseAnyDate(parts.timestamp.value);
    const days = [stamp === null ? null : formatIsoBasic(stamp).slice(0, 8)];
    for (const by of [-1, 1])
      days.push(noon === null ? null : formatIsoBasic(noon + by * 86_400).slice(0, 8));
    for (const signed of new Set(days)) {
      if (signed === null || signed === sent) continue;
      yield* otherScope(
        subject,
        parts,
        { ...parts.scope, date: signed },
        cause('scope-day-signed-other', { signed, sent }),
      );
    }
  },
};

const scopeRegion: Hypothesis = {
  id: 'scope-region',
  families: V4_LIKE,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    const parts = v4Parts(subject);
    if (parts === null) return;
    const sent = parts.scope.region;
    const bare = sent.replace(/^oss-/, '').replace(/-internal$/, '');
    const host = asciiLower(
      subject.request.headers.find((each) => asciiLower(each.name) === 'host')?.value ?? '',
    );
    const endpoint = /(?:^|\.)(oss-[a-z0-9-]+)\./.exec(host)?.[1] ?? '';
    const regions = [
      bare,
      `oss-${bare}`,
      `${bare}-internal`,
      `oss-${bare}-internal`,
      bare.replace(/^cn-/, ''),
      endpoint,
      endpoint.replace(/^oss-/, ''),
      endpoint.replace(/^oss-/, '').replace(/-internal$/, ''),
      'cn-hangzhou',
      'us-east-1',
      '',
    ];
    for (const signed of new Set(regions)) {
      if (signed === sent) continue;
      yield* otherScope(
        subject,
        parts,
        { ...parts.scope, region: signed },
        cause('scope-region-signed-other', { signed, sent }),
      );
    }
  },
};

const scopeProduct: Hypothesis = {
  id: 'scope-product',
  families: V4_LIKE,
  cost: 3,
  changes: 'string',
  *variants(subject) {
    const parts = v4Parts(subject);
    if (parts === null) return;
    const sent = parts.scope.product;
    for (const signed of ['oss', 's3', 'oss-cloudbox']) {
      if (signed === sent) continue;
      yield* otherScope(
        subject,
        parts,
        { ...parts.scope, product: signed },
        cause('scope-product-signed-other', { signed, sent }),
      );
    }
  },
};

/** Families whose key may be derived; a form's string says nothing of the version, its claim does. */
const DERIVED: readonly Family[] = [...V4_LIKE, 'post'];

const derivation: Hypothesis = {
  id: 'key-derivation',
  families: DERIVED,
  cost: 3,
  changes: 'string',
  *variants(subject) {
    const { claim, secret, hasher, hash, parts } = subject;
    const { scope } = claim;
    if (scope === null) return;
    const derive = (how: string, prefix: ByteString, used: Scope): Variant => ({
      cause: cause('key-derivation', { how }),
      mac: macWithScope(subject, prefix, used),
    });
    yield derive('aws-prefix', 'AWS4', scope);
    yield derive('no-prefix', '', scope);
    yield derive('aws-terminator', 'aliyun_v4', { ...scope, terminator: 'aws4_request' });
    yield derive('aws-terminator', 'AWS4', { ...scope, terminator: 'aws4_request' });
    yield {
      cause: cause('key-derivation', { how: 'plain-secret' }),
      mac: lazily(() => secret.use((key) => keyedMac(hasher, hash, key))),
    };
    yield { cause: cause('key-derivation', { how: 'hex-keys' }), mac: macWithHexKeys(subject, scope) };
    if (parts.kind === 'post') return;
    const aws = { ...scope, terminator: 'aws4_request' };
    yield {
      cause: cause('key-derivation', { how: 'aws-terminator' }),
      patch: { scope: aws, algorithm: 'AWS4-HMAC-SHA256' },
      mac: macWithScope(subject, 'AWS4', aws),
    };
    yield { cause: cause('key-derivation', { how: 'aws-prefix' }), patch: { algorithm: 'AWS4-HMAC-SHA256' } };
  },
};

/** Each step's key handed on as hex text instead of bytes. */
function macWithHexKeys({ secret, hasher, hash }: Subject, scope: Scope): Mac {
  return lazily(() => {
    let key = secret.use((text) => new Secret(prefixOf(scope) + text));
    for (const step of [scope.date, scope.region, scope.product, scope.terminator]) {
      key = key.use((text) => new Secret(toHex(hasher.hmac('sha256', text, step))));
    }
    return key.use((bytes) => keyedMac(hasher, hash, bytes));
  });
}

const payload: Hypothesis = {
  id: 'payload-hash',
  families: V4_LIKE,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    const parts = v4Parts(subject);
    if (parts === null) return;
    const { hasher, body } = subject;
    const sent = parts.payloadHash.value;
    const hashes = [UNSIGNED_PAYLOAD, toHex(hasher.digest('sha256', '')), ''];
    if (body !== null) hashes.push(toHex(hasher.digest('sha256', body)));
    for (const signed of new Set(hashes)) {
      if (signed === sent) continue;
      const made = cause('payload-hash-signed-other', { signed, sent });
      const payloadHash = { ...parts.payloadHash, value: signed };
      yield { cause: made, patch: { payloadHash } };
      const header = parts.headers.find((each) => /-content-sha256$/.test(each.name));
      if (header === undefined) continue;
      yield { cause: made, patch: { payloadHash, headers: withHeader(parts.headers, header.name, signed) } };
    }
  },
};

const stringLevel: Hypothesis = {
  id: 'string-level',
  families: V4_LIKE,
  cost: 3,
  changes: 'string',
  *variants() {
    yield { cause: cause('wrong-string-level', { how: 'canonical-request' }), finish: (request) => request };
    yield {
      cause: cause('wrong-string-level', { how: 'hash' }),
      finish: (request, _, hasher) => hexDigest(hasher, 'sha256', request),
    };
    yield {
      cause: cause('wrong-string-level', { how: 'canonical-request' }),
      finish: (request, prefix) => prefix + request,
    };
    yield {
      cause: cause('canonical-request-hash-form', { how: 'upper' }),
      finish: (request, prefix, hasher) => prefix + hexDigest(hasher, 'sha256', request).toUpperCase(),
    };
    yield {
      cause: cause('canonical-request-hash-form', { how: 'base64' }),
      finish: (request, prefix, hasher) => prefix + toBase64(hasher.digest('sha256', request)),
    };
  },
};

const WITH_LIST: readonly Family[] = [...V4_LIKE, 'v2'];

const listedHeaders: Hypothesis = {
  id: 'additional-headers',
  families: WITH_LIST,
  cost: 2,
  changes: 'string',
  *variants({ parts, claim }) {
    if (parts.kind !== 'v4' && parts.kind !== 's3v4' && parts.kind !== 'v2') return;
    const sent = parts.additionalHeaders.value;
    const listed = claim.listedHeaders ?? [];
    const patched = (signed: ByteString, headers = parts.headers): Variant => ({
      cause: cause('additional-headers-signed-other', { signed, sent }),
      patch: { additionalHeaders: { ...parts.additionalHeaders, value: signed }, headers },
    });
    if (listed.length > 0) {
      yield patched(listed.join(';'));
      yield patched(listed.join(','));
      yield patched('');
    }
    const names = sent === '' ? [] : sent.split(';');
    for (const name of names) {
      const rest = names.filter((each) => each !== name).join(';');
      yield patched(
        rest,
        parts.headers.filter((each) => each.name !== name),
      );
    }
    // the names that are signed anyway, listed too
    yield patched(parts.headers.map((each) => each.name).join(';'));
    yield patched([...new Set([...names, 'host'])].sort().join(';'));
  },
};

const host: Hypothesis = {
  id: 'host-signed-other',
  families: WITH_LIST,
  cost: 1,
  changes: 'string',
  *variants({ parts, request }) {
    const headers = headersOf(parts);
    const sent = headers.find((each) => each.name === 'host')?.value;
    if (sent === undefined || parts.kind === 'v1' || parts.kind === 's3v2' || parts.kind === 'post') return;
    const bare = sent.replace(/:\d+$/, '');
    const { bucket } = request;
    const others = [bare, `${bare}:80`, `${bare}:443`, asciiLower(sent)];
    if (bucket !== null) {
      others.push(bare.startsWith(`${bucket}.`) ? bare.slice(bucket.length + 1) : `${bucket}.${bare}`);
    }
    const region = 'scope' in parts ? parts.scope.region.replace(/^oss-/, '') : null;
    if (bucket !== null && region !== null) {
      for (const ending of ['', '-internal']) {
        others.push(`${bucket}.oss-${region}${ending}.aliyuncs.com`, `oss-${region}${ending}.aliyuncs.com`);
      }
    }
    for (const signed of new Set(others)) {
      if (signed === sent) continue;
      yield {
        cause: cause('host-signed-other', { signed, sent }),
        patch: { headers: withHeader(headers, 'host', signed) },
      };
    }
  },
};

/** Headers that the client lists as signed, and that something after the signer fills in, changes or takes away. */
const listedValue: Hypothesis = {
  id: 'listed-header-value',
  families: WITH_LIST,
  cost: 2,
  changes: 'string',
  *variants({ parts, claim }) {
    if (parts.kind !== 'v4' && parts.kind !== 's3v4' && parts.kind !== 'v2') return;
    for (const name of claim.listedHeaders ?? []) {
      const sent = parts.headers.find((each) => each.name === name)?.value ?? '';
      for (const signed of new Set(['', asciiLower(sent), 'identity', '*/*', '0'])) {
        yield {
          cause: cause('canonical-header-signed-other', { name, signed, sent }),
          patch: { headers: withHeader(parts.headers, name, signed) },
        };
      }
    }
  },
};

export const V4_HYPOTHESES: readonly Hypothesis[] = [
  host,
  scopeRegion,
  scopeDay,
  payload,
  listedHeaders,
  listedValue,
  scopeProduct,
  derivation,
  stringLevel,
];
