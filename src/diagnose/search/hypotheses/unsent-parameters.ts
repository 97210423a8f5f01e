import { cause } from '../../cause.ts';
import { type Hypothesis, REQUEST_FAMILIES } from '../hypothesis.ts';
import { parametersOf, patchParameters } from '../patch.ts';
import { decodedName, sortedByName } from './parameter-parts.ts';

/**
 * Sub-resources without a value, the most used first: HTTP libraries leave out what is null, and
 * rules of a proxy what is empty.
 */
const VALUELESS = [
  ...['uploads', 'delete', 'acl', 'restore', 'tagging', 'symlink', 'objectMeta', 'append', 'stat'],
  ...['bucketInfo', 'location', 'cors', 'lifecycle', 'logging', 'website', 'referer', 'policy', 'encryption'],
  ...['versioning', 'versions', 'worm', 'inventory', 'replication', 'requestPayment', 'resourceGroup'],
  ...['cname', 'style', 'metaQuery', 'transferAcceleration', 'publicAccessBlock', 'live', 'qos'],
] as const;

const notSent: Hypothesis = {
  id: 'parameter-not-sent',
  field: 'query',
  causes: ['parameter-not-sent'],
  families: REQUEST_FAMILIES,
  cost: 3,
  changes: 'string',
  single: true,
  *variants(subject) {
    const { parts } = subject;
    const sent = parametersOf(parts);
    const names = new Set(sent.map((each) => decodedName(subject, each)));
    // version 4 of the S3 dialect writes the equals sign of an empty value
    const value = parts.family === 'v4' && parts.dialect === 's3' ? '' : null;
    for (const name of VALUELESS) {
      if (names.has(name)) continue;
      const signed = sortedByName([...sent, { name, value, origin: null }]);
      yield { cause: cause('parameter-not-sent', { name }), patch: patchParameters(parts, signed) };
    }
  },
};

export const UNSENT_PARAMETER_HYPOTHESES: readonly Hypothesis[] = [notSent];
