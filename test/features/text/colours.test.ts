import { describe, expect, it } from 'vitest';
import { bodyOf, headersOf, readText, textFixture, told } from './read-text.ts';

describe('colours of a terminal', () => {
  it('are taken away where what was sent cannot be read with them', () => {
    expect(told(textFixture('httpie-colours.txt'))).toEqual([['/k?uploadId=AB', 1, 15, 403, true]]);
    const { exchanges, codes } = readText(textFixture('httpie-colours.txt'));
    expect(codes).toContain('text-colours');
    expect(bodyOf(exchanges[0]?.response)).toContain('<StringToSign>POST\n');
    const bold =
      'GET /k HTTP/1.1\nHost: h\n\nHTTP/1.1 403 Forbidden\n\u001b[1mServer\u001b[0m: AliyunOSS\n\n';
    expect(headersOf(readText(bold).exchanges[0]?.response)).toEqual([['Server', 'AliyunOSS']]);
  });

  it('are bytes of a body where it can', () => {
    const body = 'a \u001b[31mred\u001b[0m b';
    const text = `PUT /k HTTP/1.1\nHost: h\nContent-Length: ${body.length}\n\n${body}`;
    const { exchanges, codes } = readText(text);
    expect(bodyOf(exchanges[0]?.request)).toBe(body);
    expect(codes).toEqual([]);
  });

  it('are bytes of a body that shows a message in colours', () => {
    const body = 'a\n\u001b[32mHost: inner\u001b[0m\n\u001b[36mHTTP/1.1 200 OK\u001b[0m\nb\n';
    const head = `PUT /k HTTP/1.1\nHost: h\nContent-Length: ${body.length}\n\n`;
    const { exchanges, codes } = readText(`${head}${body}\nHTTP/1.1 403 Forbidden\nServer: AliyunOSS\n\n`);
    expect(exchanges.map(({ response }) => response?.status)).toEqual([403]);
    expect(bodyOf(exchanges[0]?.request)).toBe(body);
    expect(codes).not.toContain('text-colours');
  });

  it('are bytes of a body below a head in colours, where it is as long as that says with them', () => {
    const body = 'a \u001b[31mred\u001b[0m b\n\u001b[1mc\u001b[0m';
    const head = (length: number) =>
      `\u001b[36mPUT\u001b[0m /k HTTP/1.1\n\u001b[1mHost\u001b[0m: h\nContent-Length: \u001b[33m${length}\u001b[0m\n\n`;
    const answer = '\n\u001b[34mHTTP/1.1 403 Forbidden\u001b[0m\nServer: AliyunOSS\n\n';
    const sent = (text: string) => bodyOf(readText(text).exchanges[0]?.request);
    expect(sent(`${head(body.length)}${body}${answer}`)).toBe(body);
    expect(sent(`${head(body.length)}${body}`)).toBe(body);
    expect(sent(`${head(9)}${body}${answer}`)).toBe('a red b\nc');
    expect(readText(`${head(body.length)}${body}${answer}`).exchanges[0]?.response?.status).toBe(403);
  });
});
