import { expect, test } from 'vitest';
import { type Notice, type NoticeCode, NoticeLimiter } from '../rooms/bytes.ts';

function notice(code: NoticeCode, frame: number): Notice {
  return { code, frame, offset: null, args: {} };
}

test('the first notices of each code pass, the others are counted', () => {
  const passed: Notice[] = [];
  const limiter = new NoticeLimiter((one) => passed.push(one), 2);
  for (const frame of [1, 2, 3, 4, 5]) limiter.add(notice('truncated-packet', frame));
  limiter.add(notice('malformed-packet', 6));
  expect(passed.map((one) => one.frame)).toEqual([1, 2, 6]);
  expect(limiter.count('truncated-packet')).toBe(5);
  limiter.end();
  expect(passed.slice(3)).toEqual([
    { code: 'notices-omitted', frame: null, offset: null, args: { of: 'truncated-packet', count: 3 } },
  ]);
});
