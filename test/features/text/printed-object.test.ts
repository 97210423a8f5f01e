import { describe, expect, it } from 'vitest';
import { type PrintedObject, type PrintedValue, parsePrintedObject } from '../../rooms/text.ts';

function plain(value: PrintedValue): unknown {
  return value instanceof Map ? toPlain(value) : value;
}

function toPlain(object: PrintedObject): Record<string, unknown> {
  return Object.fromEntries([...object].map(([name, held]) => [name, plain(held)]));
}

function parsed(text: string): Record<string, unknown> | null {
  const found = parsePrintedObject(text, 0);
  return found === null ? null : toPlain(found.value);
}

describe('an object as a program prints it', () => {
  it.each([
    [
      'JSON',
      '{"a":"1","b":{"c":"\\u0041\\n"},"d":[1,{"x":"y"}],"e":null,"f":true}',
      { a: '1', b: { c: 'A\n' }, d: null, e: null, f: null },
    ],
    [
      'util.inspect',
      "{\n  a: 'x',\n  'b-c': `it's`,\n  when: 2026-11-27T20:01:03.456Z,\n  body: <Buffer 68 65>,\n  list: [ 'p', 'q' ],\n  of: Foo { z: undefined },\n  f: [Function: f],\n  long: 'a\\n' +\n    'b'\n}",
      { a: 'x', 'b-c': "it's", when: null, body: null, list: null, of: { z: null }, f: null, long: 'a\nb' },
    ],
    [
      'pprint',
      "{'a': 'x '\n      'y',\n 'b': b'\\xe4'\n      b'z',\n 'n': 1}",
      { a: 'x y', b: '\xe4z', n: null },
    ],
    ['Rust', '{ code: "A", message: "b, } c", n: Some("d") }', { code: 'A', message: 'b, } c', n: null }],
    ['a Map', "{ m: Map(1) { 'a' => 1 }, b: 'c' }", { m: null, b: 'c' }],
    [
      'with the title of an error',
      "{ [Denied: no, {never}]\n  message: 'no',\n  code: 'D' }",
      { message: 'no', code: 'D' },
    ],
    ['above its stack', "{ DeniedError: no\n    at f (/a.js:1:2)\n    at g\n  code: 'D' }", { code: 'D' }],
    ['nothing', '{}', {}],
  ])('%s', (_, text, object) => {
    expect(parsed(text)).toEqual(object);
  });

  it('takes no text for whole of which some is left out', () => {
    expect(parsed("{ a: 'abc'... 5 more characters, b: 'c' }")).toEqual({ a: null, b: 'c' });
  });

  it.each([
    "{ a: 'x'",
    '{ a: "x }',
    "{ a 'x' }",
    '[]',
    '',
    `{ a: ${"'\\".repeat(20)} }`,
    '{ a: {'.repeat(100),
  ])('is none: %s', (text) => {
    expect(parsed(text)).toBeNull();
  });
});
