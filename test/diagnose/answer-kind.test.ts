import { describe, expect, it } from 'vitest';
import { AnswerKinds, History } from '../rooms/diagnose.ts';
import { providerRecord } from '../rooms/oss.ts';
import { denied, good } from './row-cases.ts';
import { diagnosed } from './scenario.ts';

const first = [providerRecord('oss'), 'AccessDenied', '0003-00000001', 'a'] as const;

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
    expect(kinds.of(providerRecord('oss'), code, ec, message)).toMatchObject({ code, ec, message });
  });

  it('is another thing where another provider says it', () => {
    const kinds = new AnswerKinds();
    kinds.of(...first);
    expect(kinds.of(providerRecord('s3'), 'AccessDenied', '0003-00000001', 'a')).toMatchObject({
      provider: { id: 's3' },
      meaning: null,
    });
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

describe('an answer that is remembered by its request ID', () => {
  const time = (seconds: number) => ({ seconds, nanos: 0 });

  it('is found again, however many came since', () => {
    const history = new History();
    const idOf = (at: number): string => `65A1B2C3D4E5F6${String(at * 104_729).padStart(10, '0')}`;
    for (let at = 1; at <= 300; at++) history.addAnswer(idOf(at), at, time(at));
    let found = 0;
    for (let at = 1; at <= 300; at++) {
      const seen = history.answeredBefore(idOf(at), time(at + 1));
      // of two that fall into one place, the later is known
      if (seen === null) continue;
      found++;
      expect(seen).toEqual({ index: at });
    }
    expect(found).toBeGreaterThan(270);
    expect(history.answeredBefore(idOf(301), time(1000))).toBeNull();
    expect(history.answeredBefore(idOf(300), time(300))).toBeNull();
  });
});
