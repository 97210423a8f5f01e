import { describe, expect, it } from 'vitest';
import { fromText } from '../../rooms/bytes.ts';
import { hexOf, isHardToSee, segmentLines, segmentsOf, splitDifference } from '../../rooms/report.ts';

describe('splitDifference', () => {
  it.each([
    ['text/plain', 'text/html', { prefix: 5, clientEnd: 10, serverEnd: 9 }],
    ['aa', 'aaa', { prefix: 2, clientEnd: 2, serverEnd: 3 }],
    ['', 'x', { prefix: 0, clientEnd: 0, serverEnd: 1 }],
    ['same', 'same', { prefix: 4, clientEnd: 4, serverEnd: 4 }],
  ])('%j and %j', (client, server, split) => {
    expect(splitDifference(client, server)).toEqual(split);
  });

  it('does not cut a character in two', () => {
    // 语 is e8 af ad, 诬 is e8 af ac: they part in their third byte.
    expect(splitDifference(fromText('a语b'), fromText('a诬b'))).toEqual({
      prefix: 1,
      clientEnd: 4,
      serverEnd: 4,
    });
  });
});

describe('segmentsOf', () => {
  it('keeps what differs whole and cuts what is equal in its middle', () => {
    const value = `${'a'.repeat(100)}DIFFERS${'b'.repeat(100)}`;
    const segments = segmentsOf(value, 100, 107, 40);
    expect(segments.map(({ differs }) => differs)).toEqual([false, true, false]);
    expect(segments[1]?.text).toBe('DIFFERS');
    expect(segments.map(({ text }) => text).join('').length).toBeLessThanOrEqual(40);
    expect(segments[0]?.text).toMatch(/^a+…a+$/);
  });

  it('says how many bytes follow a very long difference', () => {
    const [first] = segmentsOf('x'.repeat(5000), 0, 5000, 40);
    expect(first?.text.endsWith('…(+2952)')).toBe(true);
  });

  it('breaks into lines of the column', () => {
    const lines = segmentLines(segmentsOf('x'.repeat(25), 0, 25, 10), 10, ({ text }) => text);
    expect(lines.map(({ text }) => text)).toEqual(['x'.repeat(10), 'x'.repeat(10), 'x'.repeat(5)]);
  });
});

describe('what is hard to see', () => {
  it.each([
    ['a b', 'a+b', false],
    ['text/plain', 'text/html', false],
    ['Text/Plain', 'text/plain', true],
    ['a;b', 'a; b', true],
    ['a b', 'a  b', true],
    ['a\r', 'a', true],
    [fromText('é'), fromText('e\u0301'), true],
    [fromText('ＡＢ'), 'AB', true],
    [fromText('语'), fromText('诬'), true],
  ])('%j and %j: %s', (client, server, hard) => {
    expect(isHardToSee(client, server)).toBe(hard);
  });

  it('shows the bytes with the differing ones in brackets', () => {
    expect(hexOf('key a', 3, 4)).toBe('6b 65 79 [20] 61');
    expect(hexOf('abc', 3, 3)).toBe('61 62 63 []');
  });
});
