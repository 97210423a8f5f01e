import { toByteString } from '../../../bytes/byte-string.ts';
import { formatParts, partsOf, type SignatureVersion } from '../../../sign/index.ts';
import { cause } from '../../causes.ts';
import { ALL_FAMILIES, type Hypothesis } from '../hypothesis.ts';

const hmac: Hypothesis = {
  id: 'no-hmac',
  families: ALL_FAMILIES,
  cost: 3,
  changes: 'string',
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

/** Versions that clients take for one another: the same secret, another string. */
const OTHERS: Readonly<Partial<Record<SignatureVersion, readonly SignatureVersion[]>>> = {
  v1: ['s3v2', 'v2', 'v1-url'],
  'v1-url': ['s3v2-url', 'v2-url', 'v1'],
  v2: ['v1', 'v2-url'],
  'v2-url': ['v1-url', 'v2'],
  v4: ['s3v4', 'v4-url'],
  'v4-url': ['s3v4-url', 'v4'],
  s3v2: ['v1', 's3v2-url'],
  's3v2-url': ['v1-url', 's3v2'],
  s3v4: ['v4', 's3v4-url'],
  's3v4-url': ['v4-url', 's3v4'],
};

const otherVersion: Hypothesis = {
  id: 'other-version',
  families: ALL_FAMILIES,
  cost: 4,
  changes: 'string',
  *variants({ request, claim, hasher }) {
    for (const version of OTHERS[claim.version] ?? []) {
      const parts = partsOf(request, { ...claim, version });
      if (parts === null) continue;
      const { stringToSign, canonicalRequest } = formatParts(parts, hasher);
      const isCarrier = version.replace('-url', '') === claim.version.replace('-url', '');
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
