import { describe, expect, it } from 'vitest';
import { History } from '../../src/diagnose/history.ts';
import { AnswerKinds } from '../../src/diagnose/rows/answer-kind.ts';
import { denied, good } from './row-cases.ts';
import { diagnosed } from './scenario.ts';

const first = ['AccessDenied', '0003-00000001', 'a'] as const;

describe('what an answer says', () => {
  it('is found out once for all answers that say the same', () => {
    const kinds = new AnswerKinds();
    expect(kinds.of(...first)).toBe(kinds.of(...first));
  });

  it.each([
    ['code', ['SignatureDoesNotMatch', '0003-00000001', 'a']],
    ['EC', ['AccessDenied', '', 'a']],
    ['message', ['AccessDenied', '0003-00000001', 'b']],
  ] as const)('is another thing where its %s is another', (_, [code, ec, message]) => {
    const kinds = new AnswerKinds();
    kinds.of(...first);
    expect(kinds.of(code, ec, message)).toMatchObject({ code, ec, message });
  });

  it('is not taken from an earlier answer of the same code', () => {
    const history = new History();
    const told = (message: string) =>
      diagnosed(good(), denied('AccessDenied', message), undefined, history).cause?.id;
    expect(told('The bucket you access does not belong to you: bucket acl')).toBe('no-permission');
    expect(told('Invalid according to Policy: Policy Condition failed: ["eq", "$key", "a"]')).toBe(
      'policy-condition-failed',
    );
  });
});
