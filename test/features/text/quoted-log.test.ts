import { describe, expect, it } from 'vitest';
import { AUTHORIZATION, bodyOf, headersOf, readText, textFixture, told } from './read-text.ts';

describe('messages as literals of a language', () => {
  it('Ruby: pieces behind arrows', () => {
    expect(told(textFixture('ruby-net-http.txt'))).toEqual([['/k?uploadId=AB', 3, 5, 403, true]]);
    const { exchanges, codes } = readText(textFixture('ruby-net-http.txt'));
    expect(codes).toEqual([]);
    expect(bodyOf(exchanges[0]?.request)).toBe('<x/>\n<y/>');
    expect(exchanges[0]?.response).toMatchObject({ complete: true });
  });

  it.each([
    ['Go', '2026/11/27 16:33:19 "', '"'],
    ['JSON', '{"level":"debug","msg":"', '"}'],
    ['reqwest', '[DEBUG reqwest::connect::verbose] 0a1b write: b"', '"'],
  ])('%s: a message a line', (_, before, after) => {
    const sent = `PUT /k HTTP/1.1\\r\\nHost: b.oss-cn-hangzhou.aliyuncs.com\\r\\nAuthorization: ${AUTHORIZATION}\\r\\nContent-Length: 2\\r\\n\\r\\nab`;
    const answer =
      'HTTP/1.1 403 Forbidden\\r\\nServer: AliyunOSS\\r\\n\\r\\n<Error>\\n<Code>A</Code>\\n</Error>';
    const text = `${before}${sent}${after}\n${before.replace('write', 'read')}${answer}${after}\n`;
    expect(told(text)).toEqual([['/k', 1, 2, 403, true]]);
    const { exchanges } = readText(text);
    expect([bodyOf(exchanges[0]?.request), bodyOf(exchanges[0]?.response)]).toEqual([
      'ab',
      '<Error>\n<Code>A</Code>\n</Error>',
    ]);
  });

  it('a piece may end within a line', () => {
    const text =
      '<- "GET /k HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n"\n-> "HTTP/1.1 404 Not Fo"\n-> "und\\r\\nServer: Ali"\n-> "yunOSS\\r\\n\\r\\n"\n';
    expect(readText(text).exchanges[0]?.response).toMatchObject({ status: 404, reason: 'Not Found' });
    expect(headersOf(readText(text).exchanges[0]?.response)).toEqual([['Server', 'AliyunOSS']]);
  });

  it('a body, or another line, that quotes a message hides none that is shown otherwise', () => {
    const quoted = '{"raw":"GET /x HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n"}';
    const plain = `POST /k HTTP/1.1\nHost: h\nContent-Length: ${quoted.length}\nAuthorization: ${AUTHORIZATION}\n\n${quoted}\nHTTP/1.1 403 Forbidden\nServer: AliyunOSS\n\n`;
    expect(told(plain)).toEqual([['/k', 1, 7, 403, true]]);
    expect(bodyOf(readText(plain).exchanges[0]?.request)).toBe(quoted);
    for (const name of ['oss2-debug-log.txt', 'okhttp-jul.txt', 'rclone-dump.txt', 'nginx-debug.txt']) {
      const shown = textFixture(name);
      expect(told(`${shown}\n${quoted}\n`)).toEqual(told(shown));
    }
  });
});
