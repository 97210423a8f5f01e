import type { ByteString } from '../../../bytes/byte-string.ts';
import { cause } from '../../causes.ts';
import type { Hypothesis, Subject, Variant } from '../hypothesis.ts';
import { type Base64How, base64Forms, reserialisedForms } from './base64-forms.ts';

function* otherPolicies(
  { parts }: Subject,
  forms: (sent: ByteString) => Iterable<readonly [Base64How, ByteString]>,
): Generator<Variant> {
  if (parts.kind !== 'post') return;
  const { policy } = parts;
  for (const [how, value] of forms(policy.value)) {
    if (value === policy.value) continue;
    yield { cause: cause('policy-signed-other', { how }), patch: { policy: { ...policy, value } } };
  }
}

const otherForm: Hypothesis = {
  id: 'policy-signed-other',
  families: ['post'],
  cost: 1,
  changes: 'string',
  variants: (subject) => otherPolicies(subject, base64Forms),
};

const reserialised: Hypothesis = {
  id: 'policy-reserialised',
  families: ['post'],
  cost: 2,
  changes: 'string',
  variants: (subject) => otherPolicies(subject, reserialisedForms),
};

export const POLICY_HYPOTHESES: readonly Hypothesis[] = [otherForm, reserialised];
