import type { ByteString } from '../../../bytes/byte-string.ts';
import { toBytes } from '../../../bytes/byte-string.ts';
import { encodeComponent, fromBase64, toBase64 } from '../../../sign/index.ts';
import { cause } from '../../causes.ts';
import type { Hypothesis } from '../hypothesis.ts';

const policy: Hypothesis = {
  id: 'policy-signed-other',
  families: ['post'],
  cost: 1,
  changes: 'string',
  *variants({ parts }) {
    if (parts.kind !== 'post') return;
    const sent = parts.policy.value;
    for (const [how, value] of policyForms(sent)) {
      if (value === null || value === sent) continue;
      yield { cause: cause('policy-signed-other', { how }), patch: { policy: { ...parts.policy, value } } };
    }
  },
};

function* policyForms(sent: ByteString): Generator<readonly [how: string, value: ByteString | null]> {
  const json = fromBase64(sent);
  yield ['raw-json', json];
  const oneLine = sent.replace(/\s+/g, '');
  yield ['line-breaks-removed', oneLine];
  // encoders of old put a line break after 76 characters, and at the end
  yield ['line-breaks-removed', oneLine.replace(/(.{76})/g, '$1\n')];
  yield ['line-breaks-removed', oneLine.replace(/(.{76})/g, '$1\r\n')];
  yield ['line-breaks-removed', `${oneLine}\n`];
  yield ['base64url', sent.replaceAll('+', '-').replaceAll('/', '_')];
  yield ['base64url', sent.replaceAll('-', '+').replaceAll('_', '/')];
  yield ['encoded-twice', toBase64(toBytes(sent))];
  yield ['percent-encoded', encodeComponent(sent)];
  yield ['unpadded', sent.replace(/=+$/, '')];
  if (json !== null) {
    const again = toBase64(toBytes(json));
    yield ['unpadded', again];
    const inner = fromBase64(json);
    if (inner !== null && json !== '') yield ['encoded-twice', json];
  }
}

export const POLICY_HYPOTHESES: readonly Hypothesis[] = [policy];
