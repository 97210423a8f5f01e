import { describe, expect, test } from 'vitest';
import { parseHeaderLines } from '../../rooms/http.ts';
import { JsonLineWriter, toJsonLine } from '../../rooms/report.ts';

const UTF8 = new TextDecoder();

function written(value: unknown): string {
  return UTF8.decode(new JsonLineWriter().begin().value(value).line);
}

/** Heads with one line each, behind a request line. */
function head(...lines: readonly string[]): string {
  return `GET / HTTP/1.1\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;
}

function headersOf(text: string): string | null {
  const to = new JsonLineWriter().begin();
  return to.headers(text) ? UTF8.decode(to.line) : null;
}

describe('what a line of JSON is written as', () => {
  const texts = [
    '',
    'plain',
    'a "quoted" \\ text',
    'line\nfeed, carriage\rreturn, tab\t',
    'controls \0 \b \f \x1b \x7f \x85',
    'é',
    '中文 of a key that is longer than the engine copies by itself',
    `${'a'.repeat(5000)}é${'b'.repeat(5000)}`,
    '"'.repeat(40_000),
    '\u202e bidi \u200b zero width \ufeff',
    '\ud83d\ude00 and a lone \ud83d',
    '##vso[task] ##[error] ##teamcity[x] # ##',
    `${'long enough to be copied '.repeat(3)}##[error]`,
    `${'long enough to be copied '.repeat(3)}"\\\n`,
  ];
  test.each(texts.map((text) => [text]))('text %#', (text) => {
    expect(written(text)).toBe(toJsonLine(text));
    expect(written({ name: text, list: [text] })).toBe(toJsonLine({ name: text, list: [text] }));
  });

  test('numbers', () => {
    const numbers = [0, -0, 1, 9, 10, 99, 100, 123456, 999999, 1e6, 1e21, 2 ** 53, -1, -0.5];
    const fractions = [
      0.1, 0.12, 0.123, 0.1234, 0.001, 0.01, 12.345, 999999.999, 0.30000000000000004, 5e-324,
    ];
    for (const number of [...numbers, ...fractions, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(written(number)).toBe(JSON.stringify(number));
    }
    for (let thousandths = 0; thousandths < 20_000; thousandths += 7) {
      for (const number of [thousandths / 1000, thousandths * 0.001, thousandths / 3]) {
        expect(written(number)).toBe(JSON.stringify(number));
      }
    }
  });

  test('objects, lists and what is absent', () => {
    const value = { a: null, b: undefined, c: true, d: { e: false, f: {}, g: [] }, h: [[1], { i: 'é' }] };
    expect(written(value)).toBe(JSON.stringify(value));
  });

  test('names that nobody would give a member', () => {
    const value = { 'a"b': 1, '\u202e': { 'é\\': 2, '##[error]': 'x' }, '': 3, __proto__x: [], '\n': null };
    expect(written(value)).toBe(toJsonLine(value));
  });

  test('several lines by one writer, none longer for what stood there before', () => {
    const to = new JsonLineWriter();
    for (const text of ['x'.repeat(3_000_000), 'é'.repeat(100), 'y']) {
      expect(UTF8.decode(to.begin().value({ text }).raw('\n').line)).toBe(`${JSON.stringify({ text })}\n`);
    }
  });
});

describe('headers, from the head that they stand in', () => {
  const plain = [
    head(),
    head('Host: b.oss-cn-hangzhou.aliyuncs.com', 'Accept: */*'),
    head('A:', 'B: ', 'C:   x   ', ': y', 'D: a:b: c'),
    head('ETag: "5B3C1A2E053D763E1B002CC607C5A0FE"', 'X: back\\slash'),
    head(...Array.from({ length: 500 }, (_, i) => `n${i}: "`)),
  ];
  test.each(plain.map((text) => [text]))('plain %#', (text) => {
    const lines = parseHeaderLines(text, 1).map(({ name, value }) => [name, value]);
    expect(headersOf(text)).toBe(toJsonLine(lines));
  });

  const odd = [
    head('Folded: a', ' b'),
    head('Name : v'),
    head('no colon'),
    head('T: a\tb'),
    head('U: \xe4'),
    head('C: \x1b[31m'),
    head('B: ##[error]'),
    'GET / HTTP/1.1\r\nA: b\n\r\n',
    'GET / HTTP/1.1\r\nA: b\rc\r\n\r\n',
    'GET / HTTP/1.1\r\nA: b\r\n',
    'GET / HTTP/1.1\r\nA: b',
    'GET / HTTP/1.1\r\nA',
    'GET / HTTP/1.1\r\n\r',
    'GET / HTTP/1.1',
    '',
  ];
  test.each(odd.map((text) => [text]))('left to a closer look %#', (text) => {
    // what an earlier head left behind it is not taken for part of this one
    const to = new JsonLineWriter().begin();
    to.headers(head('A: b', 'Host: c', 'Other: value'));
    const before = to.line.length;
    expect(to.headers(text)).toBe(false);
    expect(to.line.length).toBe(before);
  });
});
