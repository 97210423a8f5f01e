import { toBase64 } from '../../../bytes/base64.ts';
import { type ByteString, toBytes } from '../../../bytes/byte-string.ts';
import { toHex } from '../../../bytes/hex.ts';
import { scopeText } from '../../../sign/claim.ts';
import { hexDigest, keyedMac, type Scope, Secret } from '../../../sign/index.ts';
import { cause } from '../../causes.ts';
import type { Hypothesis, MacOf, Subject, Variant } from '../hypothesis.ts';
import { DERIVED, macWithScope, prefixOf } from './derived-mac.ts';

const derivation: Hypothesis = {
  id: 'key-derivation',
  families: DERIVED,
  cost: 3,
  changes: 'string',
  *variants(subject) {
    const { claim, hasher, hash, parts } = subject;
    const { scope } = claim;
    if (scope === null) return;
    const due = prefixOf(scope);
    const derive = (how: string, prefix: ByteString, used: Scope): Variant => ({
      cause: cause('key-derivation', { how }),
      macOf: macWithScope(subject, prefix, used),
    });
    if (due === 'AWS4') yield derive('oss-prefix', 'aliyun_v4', scope);
    else yield derive('aws-prefix', 'AWS4', scope);
    yield derive('no-prefix', '', scope);
    const terminated = otherTerminator(scope);
    const how = due === 'AWS4' ? 'oss-terminator' : 'aws-terminator';
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
    if (parts.kind === 'post') return;
    const algorithm = due === 'AWS4' ? 'OSS4-HMAC-SHA256' : 'AWS4-HMAC-SHA256';
    yield {
      cause: cause('key-derivation', { how }),
      patch: { scope: terminated, algorithm },
      macOf: macWithScope(subject, prefixOf(terminated), terminated),
    };
    yield {
      cause: cause('key-derivation', { how: due === 'AWS4' ? 'oss-prefix' : 'aws-prefix' }),
      patch: { algorithm },
    };
  },
};

/** The scope as the other dialect ends it. */
function otherTerminator(scope: Scope): Scope {
  return { ...scope, terminator: prefixOf(scope) === 'AWS4' ? 'aliyun_v4_request' : 'aws4_request' };
}

/** Signs with the key that other steps give, or the same with each key handed on as hex text. */
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

const stringLevel: Hypothesis = {
  id: 'string-level',
  families: DERIVED,
  cost: 3,
  changes: 'string',
  *variants(subject) {
    const { parts, claim, hasher } = subject;
    if (parts.kind === 'post') {
      const { scope } = claim;
      if (scope === null) return;
      // as a request is signed: the string around the hash, where a form signs its policy itself
      const algorithm = prefixOf(scope) === 'AWS4' ? 'AWS4-HMAC-SHA256' : 'OSS4-HMAC-SHA256';
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

export const DERIVATION_HYPOTHESES: readonly Hypothesis[] = [derivation, stringLevel];
