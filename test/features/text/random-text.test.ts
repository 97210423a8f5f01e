import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from '../../support/fast-check.ts';
import { endsInTime } from '../../support/patience.ts';
import { readText } from './read-text.ts';

const FOLDER = new URL('../../../fixtures/text/', import.meta.url);
const FILES = readdirSync(FOLDER);

/** Pieces out of which hostile texts are made. */
const PIECES = fc.constantFrom(
  'GET / HTTP/1.1\n',
  'POST /k?uploadId=1 HTTP/1.1\r\n',
  'HTTP/1.1 403 Forbidden\n',
  'Content-Length: 99999999999999\n',
  'Transfer-Encoding: chunked\n',
  'Authorization: OSS a:***\n',
  '\n',
  '> GET /b HTTP/1.1\n',
  '< HTTP/1.1 200\n',
  '<\n',
  '<?xml version="1.0"?>\n',
  '<Error><Code>X</Code>',
  '<StringToSign>\n  a\n  b',
  '</Error>',
  'ffffffff\n',
  `${'='.repeat(67)}\nFollow: tcp,ascii\n`,
  '\t24\n',
  '=> Send header, 17 bytes (0x11)\n',
  '<= Recv data, 40 bytes (0x28)\n',
  '0000: GET / HTTP/1.1\n',
  '0010: 0d 0a \n',
  '1 IP 1.1.1.1.1 > 2.2.2.2.80: Flags [P.], seq 1:9, length 99\n',
  'E',
  '\t0x0000:  4500 0034 0000\n',
  'http-outgoing-0 >> "GET / HTTP/1.1[\\r][\\n]"\n',
  'http-outgoing-0 << "[0x',
  "send: b'GET / HTTP/1.1\\r\\n\\x",
  "Send request, method: GET, url: http://h/, params: {'a': [(('",
  "{'status': 403, 'x-oss-request-id': 'x', 'details': {'Code': 'C",
  '{"log":{"entries":[{"request":{"headers":[',
);

describe('any text', () => {
  it('is read without a throw', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(PIECES, fc.string()), { maxLength: 30 }), (parts) => {
        readText(parts.join(''));
      }),
      { numRuns: 1500 },
    );
  });

  it('is read without a throw where it is bytes of any kind', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void readText(bytes)),
      { numRuns: 500 },
    );
  });

  it.each(FILES)('%s, damaged anywhere, is read without a throw', (file) => {
    const whole = readFileSync(new URL(file, FOLDER));
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(40), fc.string({ maxLength: 8 }), (at, length, put) => {
        const { exchanges } = readText(
          Buffer.concat([whole.subarray(0, at), Buffer.from(put), whole.subarray(at + length)]),
        );
        for (const { request, response } of exchanges) {
          for (const message of [request, response]) {
            if (message === null) continue;
            expect(message.frame).toBeGreaterThan(0);
            expect(message.lastFrame).toBeGreaterThanOrEqual(message.frame);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('takes time in proportion to its length', async () => {
    const lines = 'x-oss-meta-a: '.repeat(4).concat('\n').repeat(30_000);
    await endsInTime(() => {
      readText(`GET /${'a'.repeat(500_000)} HTTP/1.1\n${lines}`);
      readText(`HTTP/1.1 403 Forbidden\n\n${'<Error>'.repeat(60_000)}`);
      readText(`HTTP/1.1 403 Forbidden\n\n${' \n'.repeat(300_000)}`);
    });
  });

  const CODE = '<Error><Code>SignatureDoesNotMatch</Code>';
  const SIGNED = 'https://b.oss-cn-hangzhou.aliyuncs.com/k?Signature=s';
  it.each([
    ['pieces of a literal', `x: b'${CODE}'\n`, ` b'${'a'.repeat(60)}'\n`, 30_000],
    ['parameters on lines of their own', `${SIGNED}\n`, '&a=b\n', 30_000],
    ['what may begin a link', `${SIGNED} ](http`, '[https://x](http', 60_000],
    ['elements without a root', `${SIGNED}\n`, '<StringToSign>', 60_000],
    [
      'errors that are printed around a document',
      `${CODE}</Error>\n`,
      `code: AccessDenied requestId: 6655497A\n`,
      30_000,
    ],
    ['headers in JSON', '"method":"GET","path":"/"', ',"Host":["h', 60_000],
    ['messages that give no code', 'requestId: 6655497A ', 'operation error S3: api error ', 30_000],
  ])('takes time in proportion to how many there are: %s', async (_, head, each, count) => {
    await endsInTime(() => void readText(head + each.repeat(count)));
  });

  it('reads ten thousand documents one by one', async () => {
    const each = (at: number) =>
      `${CODE}<RequestId>${at.toString(16).padStart(24, '0')}</RequestId></Error>\nso\n`;
    const text = Array.from({ length: 10_000 }, (_, at) => each(at)).join('');
    await endsInTime(() => expect(readText(text).exchanges).toHaveLength(10_000));
  });
});
