import { describe, expect, it } from 'vitest';
import { bodyOf, headersOf, readText, textFixture, told } from './read-text.ts';

describe('messages in a log whose lines have something before them', () => {
  it('rclone --dump: the first line of each, and another record ends it', () => {
    const { exchanges, codes, summary } = readText(textFixture('rclone-dump.txt'));
    expect(summary.text?.kind).toBe('log');
    expect(
      exchanges.map(({ request, response }) => [request?.target, request?.frame, response?.frame]),
    ).toEqual([
      ['/x', 3, 13],
      ['/x/f.txt', 25, 35],
    ]);
    expect(headersOf(exchanges[0]?.request)).toHaveLength(5);
    expect(exchanges[0]?.request).toMatchObject({ bodyBytes: 0, complete: true });
    expect(headersOf(exchanges[1]?.response).at(-1)).toEqual([
      'X-Oss-Request-Id',
      '6B06192759AB9B1D83010003',
    ]);
    expect(codes).toEqual([]);
  });

  it('rclone --dump without auth: the signature was hidden', () => {
    const { codes } = readText(
      textFixture('rclone-dump.txt').replace(/^Authorization: .*/gm, 'Authorization: XXXX'),
    );
    expect(codes).toEqual(['text-redacted']);
  });

  it('OkHttp: a line of the logger before each record', () => {
    expect(told(textFixture('okhttp-jul.txt'))).toEqual([
      ['/k0?uploadId=AB', 2, 27, 403, true],
      ['/k1?uploadId=AB', 65, 90, 403, true],
    ]);
    const { exchanges, codes } = readText(textFixture('okhttp-jul.txt'));
    expect(codes).toEqual([]);
    expect(bodyOf(exchanges[0]?.request)).toBe('<x/>\n<y/>');
    expect(exchanges[0]?.response).toMatchObject({ complete: true });
    expect(bodyOf(exchanges[1]?.response)).toMatch(/^<\?xml.*<\/Error>$/s);
  });

  it('OkHttp: the same stamp before each line, and lines of others between them', () => {
    const lines = textFixture('okhttp-jul.txt')
      .split('\n')
      .filter((line) => !line.startsWith('Nov '))
      .map(
        (line, at) =>
          `11-27 16:31:51.${100 + at}  1234  ${1250 + at} I okhttp: ${line.replace('INFO: ', '')}`,
      );
    const other = '11-27 16:31:51.400  1234  1300 D Other: POST something';
    const text = lines.flatMap((line) => [line, other]).join('\n');
    expect(told(text).map(([target, , , status, isSigned]) => [target, status, isSigned])).toEqual([
      ['/k0?uploadId=AB', 403, true],
      ['/k1?uploadId=AB', 403, true],
    ]);
    expect(readText(text).codes).toEqual([]);
  });

  it('OkHttp and Feign: what stands above the network has the server in its URL alone', () => {
    const okhttp =
      '--> GET https://b.oss-cn-hangzhou.aliyuncs.com/k?acl\nDate: D\n--> END GET\n<-- 403 https://b.oss-cn-hangzhou.aliyuncs.com/k?acl (12ms)\nServer: AliyunOSS\n\n<Error></Error>\n<-- END HTTP (15-byte body)\nnot a body\n';
    const feign = okhttp
      .replace('--> GET', '---> GET')
      .replace('?acl\n', '?acl HTTP/1.1\n')
      .replace(/<-- 403 \S+/, '<--- HTTP/1.1 403')
      .replace('--> END', '---> END')
      .replace('<-- END', '<--- END')
      .replace(/^(?=.)/gm, '[Api#get] ');
    for (const text of [okhttp, feign]) {
      const { exchanges } = readText(text);
      expect(exchanges).toHaveLength(1);
      expect(exchanges[0]?.request).toMatchObject({ method: 'GET', target: '/k?acl', frame: 1 });
      expect(headersOf(exchanges[0]?.request)).toEqual([
        ['Host', 'b.oss-cn-hangzhou.aliyuncs.com'],
        ['Date', 'D'],
      ]);
      expect(bodyOf(exchanges[0]?.response)).toBe('<Error></Error>');
    }
  });

  it('nginx at debug: what it sends on, in quotation marks, and what it answers', () => {
    expect(told(textFixture('nginx-debug.txt'))).toEqual([['/k', 26, 68, 403, true]]);
    const { exchanges } = readText(textFixture('nginx-debug.txt'));
    expect(headersOf(exchanges[0]?.request)).toHaveLength(8);
    expect(exchanges[0]?.request?.bodyBytes).toBe(0);
  });

  it('takes no line of an access log, nor a sentence, for a message', () => {
    for (const line of ['10.0.0.1 "GET /k HTTP/1.1"', 'it said: GET /k HTTP/1.1']) {
      expect(readText(`${line}\nand nothing else\n`).codes).toEqual(['not-a-capture']);
    }
  });
});
