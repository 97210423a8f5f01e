/* Hypotheses on how the signature was computed: the key, the level of the string, the version. */

import { toBase64 } from '../../engine/bytes/base64.ts';
import { type ByteString, toByteString, toBytes } from '../../engine/bytes/byte-string.ts';
import { toHex } from '../../engine/bytes/hex.ts';
import { cause } from '../../engine/diagnose/cause.ts';
import { scopeText } from '../../engine/sign/claim.ts';
import {
  deriveScopedKey,
  encodeComponent,
  type Family,
  formatParts,
  hexDigest,
  keyedMac,
  keyPrefixOf,
  partsOf,
  type Scope,
  Secret,
  type SignatureVersion,
  VERSIONS,
  versionRecord,
  versionsWith,
} from '../../engine/sign/index.ts';
import { ALL_FAMILIES, type Hypothesis, type MacOf, type Subject, type Variant } from '../hypothesis.ts';

/** Families whose key may be derived; a form's string says nothing of the version, its claim does. */
export const DERIVED: readonly Family[] = ['v4', 'policy'];

/** Of these the forms that are signed with the secret itself. */
export const WITHOUT_SCOPE: readonly SignatureVersion[] = versionsWith({ carrier: 'form' }).filter(
  (each) => versionRecord(each).digest.derived === null,
);

/** Signs with the key that a scope and a prefix give. */
export function macWithScope({ hasher, hash }: Subject, prefix: ByteString, scope: Scope): MacOf {
  return (secret) => deriveScopedKey(prefix, scope, secret, hasher).use((key) => keyedMac(hasher, hash, key));
}

/** What is put before the secret that the key of a scope is derived from. */
export function prefixOf(scope: Scope): ByteString {
  return keyPrefixOf(scope.terminator) ?? OSS.digest.derived.keyPrefix;
}

/** The versions whose constants signers mix up. */
const OSS = VERSIONS.v4;
const S3 = VERSIONS.s3v4;

function isOfS3(scope: Scope): boolean {
  return scope.terminator === S3.digest.derived.terminator;
}

const derivation: Hypothesis = {
  id: 'key-derivation',
  field: 'procedure',
  causes: ['key-derivation'],
  except: WITHOUT_SCOPE,
  families: DERIVED,
  cost: 3,
  *variants(subject) {
    const { claim, hasher, hash, parts } = subject;
    const { scope } = claim;
    if (scope === null) return;
    const isS3 = isOfS3(scope);
    const due = prefixOf(scope);
    const derive = (how: string, prefix: ByteString, used: Scope): Variant => ({
      cause: cause('key-derivation', { how }),
      macOf: macWithScope(subject, prefix, used),
    });
    if (isS3) yield derive('oss-prefix', OSS.digest.derived.keyPrefix, scope);
    else yield derive('aws-prefix', S3.digest.derived.keyPrefix, scope);
    if (due !== '') yield derive('no-prefix', '', scope);
    const terminated = otherTerminator(scope);
    const how = isS3 ? 'oss-terminator' : 'aws-terminator';
    yield derive(how, due, terminated);
    yield derive(how, prefixOf(terminated), terminated);
    yield {
      cause: cause('key-derivation', { how: 'plain-secret' }),
      macOf: (secret) => secret.use((key) => keyedMac(hasher, hash, key)),
    };
    const { date, region, product, terminator } = scope;
    const chains: readonly (readonly [how: string, steps: readonly ByteString[]])[] = [
      ['no-terminator', [date, region, product]],
      ['steps-swapped', [date, product, region, terminator]],
      ['steps-swapped', [region, date, product, terminator]],
      ['timestamp-as-day', [claim.date ?? '', region, product, terminator]],
    ];
    for (const [name, steps] of chains) {
      yield {
        cause: cause('key-derivation', { how: name }),
        macOf: macOfSteps(subject, due, steps, 'bytes'),
      };
    }
    const steps = [date, region, product, terminator];
    yield {
      cause: cause('key-derivation', { how: 'hex-keys' }),
      macOf: macOfSteps(subject, due, steps, 'hex'),
    };
    if (parts.family === 'policy') return;
    yield {
      cause: cause('key-derivation', { how }),
      patch: { scope: terminated },
      macOf: macWithScope(subject, due, terminated),
    };
    const algorithm = (isS3 ? OSS : S3).scheme;
    yield {
      cause: cause('key-derivation', { how }),
      patch: { scope: terminated, algorithm },
      macOf: macWithScope(subject, prefixOf(terminated), terminated),
    };
    yield {
      cause: cause('key-derivation', { how: isS3 ? 'oss-prefix' : 'aws-prefix' }),
      patch: { algorithm },
    };
  },
};

/**
 * Keys made from memory: alone, for a signer that has the rules so wrong seldom differs in one thing more
 * that is known.
 */
const fromMemory: Hypothesis = {
  id: 'key-derivation-from-memory',
  field: 'procedure',
  causes: ['key-derivation'],
  except: WITHOUT_SCOPE,
  families: DERIVED,
  cost: 3,
  single: true,
  *variants(subject) {
    const { scope } = subject.claim;
    if (scope === null) return;
    const due = prefixOf(scope);
    const steps = [scope.date, scope.region, scope.product, scope.terminator];
    const made = (how: string, macOf: MacOf): Variant => ({ cause: cause('key-derivation', { how }), macOf });
    for (const prefix of OTHER_PREFIXES) yield made('other-prefix', macWithScope(subject, prefix, scope));
    for (const terminator of OTHER_TERMINATORS) {
      yield made('other-terminator', macWithScope(subject, due, { ...scope, terminator }));
    }
    yield made('scope-at-once', macOfSteps(subject, due, [scopeText(scope)], 'bytes'));
    yield made('arguments-swapped', macOfSwappedSteps(subject, due, steps));
  },
};

/**
 * A signer of the one dialect made to speak the other, in some of the four places where their constants
 * differ: the algorithm and the end of the scope in the string, the prefix and the last step of the key.
 */
const dialects: Hypothesis = {
  id: 'dialects-mixed',
  field: 'procedure',
  causes: ['key-derivation', 'string-around-hash'],
  families: ['v4'],
  cost: 3,
  single: true,
  *variants(subject) {
    const { claim, parts } = subject;
    const { scope } = claim;
    if (scope === null || parts.family !== 'v4') return;
    const isS3 = isOfS3(scope);
    const other = otherTerminator(scope);
    const algorithms = [parts.algorithm, (isS3 ? OSS : S3).scheme];
    const terminatorWord = isS3 ? 'oss-terminator' : 'aws-terminator';
    const prefixWord = isS3 ? 'oss-prefix' : 'aws-prefix';
    for (const last of [scope, other]) {
      for (const prefix of [prefixOf(scope), prefixOf(other)]) {
        for (const inString of [scope, other]) {
          for (const algorithm of algorithms) {
            const how = last === other || prefix === prefixOf(scope) ? terminatorWord : prefixWord;
            const isKeyDue = last === scope && prefix === prefixOf(scope);
            yield {
              cause: isKeyDue ? cause('string-around-hash', { how }) : cause('key-derivation', { how }),
              patch: { scope: inString, algorithm },
              ...(isKeyDue ? {} : { macOf: macWithScope(subject, prefix, last) }),
            };
          }
        }
      }
    }
  },
};

/** What is put before the secret by those who write the rules down from memory. */
const OTHER_PREFIXES = [
  'OSS4',
  'aliyun',
  'aliyun_v4_',
  'ALIYUN_V4',
  'aliyun-v4',
  'aliyunv4',
  'oss_v4',
] as const;

/** What the last step of the key is taken from in the same way. */
const OTHER_TERMINATORS = [
  'aliyun_v4',
  'aliyun_request',
  'aliyun_v2_request',
  'oss4_request',
  'aliyun_v4_request\n',
  '',
] as const;

/** First lines of the string to sign in the same way. */
const OTHER_ALGORITHMS = [
  'OSS4-HMAC-SHA1',
  'HMAC-SHA256',
  'OSS4',
  'OSS-HMAC-SHA256',
  'OSS4_HMAC_SHA256',
  'oss4-hmac-sha256',
] as const;

/** The scope as the other dialect ends it. */
function otherTerminator(scope: Scope): Scope {
  return { ...scope, terminator: (isOfS3(scope) ? OSS : S3).digest.derived.terminator };
}

/** Signs with the key that other steps give, or the same with each key passed on as hex text. */
function macOfSteps(
  { hasher, hash }: Subject,
  prefix: ByteString,
  steps: readonly ByteString[],
  form: 'bytes' | 'hex',
): MacOf {
  return (secret) => {
    let key = secret.use((text) => new Secret(prefix + text));
    for (const step of steps) {
      key = key.use((bytes) => {
        const made = keyedMac(hasher, 'sha256', bytes)(step);
        return new Secret(form === 'bytes' ? made : toHex(toBytes(made)));
      });
    }
    return key.use((bytes) => keyedMac(hasher, hash, bytes));
  };
}

/** Each step with key and message exchanged, the key at the end as it is due. */
function macOfSwappedSteps(
  { hasher, hash }: Subject,
  prefix: ByteString,
  steps: readonly ByteString[],
): MacOf {
  return (secret) => {
    let key = secret.use((text) => new Secret(prefix + text));
    for (const step of steps) {
      key = key.use((bytes) => new Secret(toByteString(hasher.hmac('sha256', step, bytes))));
    }
    return key.use((bytes) => keyedMac(hasher, hash, bytes));
  };
}

/** V4: the lines before the hash of the canonical request. */
const outerLines: Hypothesis = {
  id: 'outer-lines',
  field: 'procedure',
  causes: ['string-around-hash'],
  families: ['v4'],
  cost: 3,
  single: true,
  *variants({ hasher, claim }) {
    const made = (how: string, lines: (sent: readonly ByteString[]) => readonly ByteString[]): Variant => ({
      cause: cause('string-around-hash', { how }),
      finish: (request, prefix) =>
        [...lines(prefix.split('\n').slice(0, -1)), hexDigest(hasher, 'sha256', request)].join('\n'),
    });
    yield made('without-algorithm', ([, ...others]) => others);
    for (const algorithm of OTHER_ALGORITHMS) {
      yield made('other-algorithm', ([, ...others]) => [algorithm, ...others]);
    }
    yield made('without-timestamp', ([algorithm = '', , ...others]) => [algorithm, ...others]);
    yield made('without-scope', (lines) => lines.slice(0, -1));
    yield made('key-id-in-scope', (lines) => lines.with(-1, `${claim.accessKeyId}/${lines.at(-1) ?? ''}`));
    const otherScope = (how: string, work: (scope: ByteString) => ByteString): Variant =>
      made(how, (lines) => lines.with(-1, work(lines.at(-1) ?? '')));
    yield otherScope('scope-without-terminator', (scope) => scope.replace(/\/[^/]*$/, ''));
    yield otherScope('slash-after-scope', (scope) => `${scope}/`);
    yield otherScope('scope-encoded', encodeComponent);
    yield made('timestamp-milliseconds', (lines) => lines.with(1, (lines[1] ?? '').replace(/Z$/, '000Z')));
    yield made('timestamp-and-scope-swapped', ([algorithm = '', timestamp = '', scope = '']) => [
      algorithm,
      scope,
      timestamp,
    ]);
  },
};

const stringLevel: Hypothesis = {
  id: 'string-level',
  field: 'procedure',
  causes: ['wrong-string-level', 'canonical-request-hash-form'],
  except: WITHOUT_SCOPE,
  families: DERIVED,
  cost: 3,
  *variants(subject) {
    const { parts, claim, hasher } = subject;
    if (parts.family === 'policy') {
      const { scope } = claim;
      if (scope === null) return;
      // as a request is signed: the string around the hash, where a form signs its policy itself
      const algorithm = (isOfS3(scope) ? S3 : OSS).scheme;
      const prefix = `${algorithm}\n${claim.date ?? ''}\n${scopeText(scope)}\n`;
      yield {
        cause: cause('wrong-string-level', { how: 'string-around-policy' }),
        render: (slots) => prefix + hexDigest(hasher, 'sha256', slots.join('')),
      };
      yield {
        cause: cause('wrong-string-level', { how: 'string-around-policy' }),
        render: (slots) => prefix + slots.join(''),
      };
      yield {
        cause: cause('wrong-string-level', { how: 'hash' }),
        render: (slots) => hexDigest(hasher, 'sha256', slots.join('')),
      };
      return;
    }
    yield { cause: cause('wrong-string-level', { how: 'canonical-request' }), finish: (request) => request };
    yield {
      cause: cause('wrong-string-level', { how: 'hash' }),
      finish: (request) => hexDigest(hasher, 'sha256', request),
    };
    yield {
      cause: cause('wrong-string-level', { how: 'canonical-request' }),
      finish: (request, prefix) => prefix + request,
    };
    yield {
      cause: cause('canonical-request-hash-form', { how: 'upper' }),
      finish: (request, prefix) => prefix + hexDigest(hasher, 'sha256', request).toUpperCase(),
    };
    yield {
      cause: cause('canonical-request-hash-form', { how: 'base64' }),
      finish: (request, prefix) => prefix + toBase64(hasher.digest('sha256', request)),
    };
  },
};

export const DERIVATION_HYPOTHESES: readonly Hypothesis[] = [
  derivation,
  dialects,
  fromMemory,
  stringLevel,
  outerLines,
];

const hmac: Hypothesis = {
  id: 'no-hmac',
  field: 'procedure',
  causes: ['hmac-arguments-swapped', 'digest-instead-of-hmac'],
  families: ALL_FAMILIES,
  cost: 3,
  *variants({ hasher, hash }) {
    yield {
      cause: cause('hmac-arguments-swapped', {}),
      macOf: (secret) => (text) => secret.use((key) => toByteString(hasher.hmac(hash, text, key))),
    };
    yield {
      cause: cause('digest-instead-of-hmac', {}),
      macOf: (secret) => (text) => secret.use((key) => toByteString(hasher.digest(hash, key + text))),
    };
    yield {
      cause: cause('digest-instead-of-hmac', {}),
      macOf: (secret) => (text) => secret.use((key) => toByteString(hasher.digest(hash, text + key))),
    };
    yield {
      cause: cause('digest-instead-of-hmac', {}),
      macOf: () => (text) => toByteString(hasher.digest(hash, text)),
    };
  },
};

const otherVersion: Hypothesis = {
  id: 'other-version',
  field: 'procedure',
  causes: ['other-version-signed', 'carrier-mixed-up'],
  families: ALL_FAMILIES,
  cost: 4,
  *variants({ request, claim, hasher }) {
    const record = versionRecord(claim.version);
    for (const version of record.mistakenFor) {
      const parts = partsOf(request, { ...claim, version });
      if (parts === null) continue;
      const { stringToSign, canonicalRequest } = formatParts(parts, hasher);
      const isCarrier = versionRecord(version).scheme === record.scheme;
      yield {
        cause: isCarrier ? cause('carrier-mixed-up', {}) : cause('other-version-signed', { version }),
        ...(canonicalRequest === null
          ? { render: () => stringToSign.text }
          : { render: () => canonicalRequest.text, finish: () => stringToSign.text }),
      };
    }
  },
};

export const PROCEDURE_HYPOTHESES: readonly Hypothesis[] = [hmac, otherVersion];
