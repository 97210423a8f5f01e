import type { ByteString } from '../../../bytes/byte-string.ts';
import { headerValue } from '../../../sign/index.ts';
import { cause } from '../../cause.ts';
import { formatHttpDate } from '../../clocks.ts';
import type { Hypothesis, Subject, Variant } from '../hypothesis.ts';
import { type Base64How, base64Forms, reserialisedForms } from './base64-forms.ts';

function* otherPolicies(
  { parts }: Subject,
  forms: (sent: ByteString) => Iterable<readonly [Base64How, ByteString]>,
): Generator<Variant> {
  if (parts.family !== 'policy') return;
  const { policy } = parts;
  for (const [how, value] of forms(policy.value)) {
    if (value === policy.value) continue;
    yield { cause: cause('policy-signed-other', { how }), patch: { policy: { ...policy, value } } };
  }
}

const otherForm: Hypothesis = {
  id: 'policy-signed-other',
  field: 'policy',
  causes: ['policy-signed-other'],
  families: ['policy'],
  cost: 1,
  changes: 'string',
  variants: (subject) => otherPolicies(subject, base64Forms),
};

const reserialised: Hypothesis = {
  id: 'policy-reserialised',
  field: 'policy',
  causes: ['policy-signed-other'],
  families: ['policy'],
  cost: 2,
  changes: 'string',
  variants: (subject) => otherPolicies(subject, reserialisedForms),
};

/** Seconds between signing and sending that are tried. */
const MOMENTS = 60;

/** A form signed as requests are: a string of version 1 in the place of the policy. */
const asRequest: Hypothesis = {
  id: 'policy-as-request',
  field: 'policy',
  causes: ['policy-signed-other'],
  families: ['policy'],
  cost: 3,
  changes: 'string',
  single: true,
  *variants({ parts, request, claim, sentAt }) {
    if (parts.family !== 'policy') return;
    const made = cause('policy-signed-other', { how: 'string-to-sign' });
    const field = (name: string): ByteString =>
      request.form?.find((each) => each.name.toLowerCase() === name)?.value ?? '';
    const sentType = headerValue(request, 'content-type') ?? '';
    const types = ['', sentType, sentType.replace(/;.*$/s, ''), field('content-type')];
    const dates = ['', headerValue(request, 'date') ?? '', field('x-oss-date'), claim.date ?? ''];
    // its date is nowhere in the form
    for (let by = 0; sentAt !== null && by <= MOMENTS; by++) dates.push(formatHttpDate(sentAt - by));
    const bucket = request.bucket ?? '';
    const key = field('key');
    for (const type of new Set(types)) {
      for (const date of new Set(dates)) {
        for (const resource of [`/${bucket}/${key}`, `/${bucket}/`, `/${bucket}`, '/']) {
          const value = `POST\n\n${type}\n${date}\n${resource}`;
          yield { cause: made, patch: { policy: { ...parts.policy, value } } };
        }
      }
    }
  },
};

export const POLICY_HYPOTHESES: readonly Hypothesis[] = [otherForm, reserialised, asRequest];
