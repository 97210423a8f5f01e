import { expect, it } from 'vitest';
import { readText } from './read-text.ts';

const hex = (text: string): string => Buffer.from(text).toString('hex');
const asked = (target: string): string => `${hex(`GET ${target} HTTP/1.1\r\nHost: h\r\n\r\n`)}\n`;
const answered = (id: string): string =>
  `\t${hex(`HTTP/1.1 200 OK\r\nServer: AliyunOSS\r\nx-oss-request-id: ${id}\r\nContent-Length: 0\r\n\r\n`)}\n`;

/** Target and request id of each exchange of a stream. */
function pairs(...messages: readonly string[]): readonly (readonly unknown[])[] {
  const title = `${'='.repeat(67)}\nFollow: tcp,raw\nFilter: tcp.stream eq 0\nNode 0: 10.0.0.1:5000\nNode 1: 10.0.0.2:80\n`;
  const { exchanges } = readText(title + messages.join(''));
  return exchanges.map(({ request, response }) => [
    request?.target,
    response?.headers.find(({ name }) => name === 'x-oss-request-id')?.value,
  ]);
}

it('an answer that was captured before its request belongs to it', () => {
  expect(pairs(asked('/1'), answered('A'), answered('B'), asked('/2'))).toEqual([
    ['/1', 'A'],
    ['/2', 'B'],
  ]);
  expect(pairs(asked('/1'), answered('A'), answered('B'), asked('/2'), asked('/3'), answered('C'))).toEqual([
    ['/1', 'A'],
    ['/2', 'B'],
    ['/3', 'C'],
  ]);
});

it('an answer whose request was not captured belongs to no other', () => {
  expect(pairs(asked('/1'), answered('A'), answered('B'), asked('/3'), answered('C'))).toEqual([
    ['/1', 'A'],
    [undefined, 'B'],
    ['/3', 'C'],
  ]);
  expect(pairs(answered('A'), asked('/2'), answered('B'), asked('/3'))).toEqual([
    [undefined, 'A'],
    ['/2', 'B'],
    ['/3', undefined],
  ]);
  expect(pairs(asked('/1'), answered('A'), answered('B'))).toEqual([
    ['/1', 'A'],
    [undefined, 'B'],
  ]);
  // the capture began behind the first request
  expect(pairs(answered('A'), asked('/2'))).toEqual([
    [undefined, 'A'],
    ['/2', undefined],
  ]);
});
