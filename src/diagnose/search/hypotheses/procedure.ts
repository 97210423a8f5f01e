import { toByteString } from '../../../bytes/byte-string.ts';
import { formatParts, partsOf, versionRecord } from '../../../sign/index.ts';
import { cause } from '../../cause.ts';
import { ALL_FAMILIES, type Hypothesis } from '../hypothesis.ts';

const hmac: Hypothesis = {
  id: 'no-hmac',
  field: 'procedure',
  causes: ['hmac-arguments-swapped', 'digest-instead-of-hmac'],
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

const otherVersion: Hypothesis = {
  id: 'other-version',
  field: 'procedure',
  causes: ['other-version-signed', 'carrier-mixed-up'],
  families: ALL_FAMILIES,
  cost: 4,
  changes: 'string',
  *variants({ request, claim, hasher }) {
    const record = versionRecord(claim.version);
    for (const version of record.mistakenFor) {
      const parts = partsOf(request, { ...claim, version });
      if (parts === null) continue;
      const { stringToSign, canonicalRequest } = formatParts(parts, hasher);
      const isCarrier = parts.family === record.family && parts.dialect === record.dialect;
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
