import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { readText } from '../features/text/read-text.ts';
import { toBytes } from '../rooms/bytes.ts';
import { CapturedRequest, differsFromMessage, lengthHeaders, parseHeaderLines } from '../rooms/http.ts';
import { parseCredentials } from '../rooms/run.ts';
import { gluedStart, withoutColours } from '../rooms/text.ts';
import { readPartList } from '../rooms/uploads.ts';
import { Conversation, pcapFile } from '../support/capture-writer.ts';
import { temporaryFolder } from '../support/command.ts';
import { fakeIo } from '../support/fake-io.ts';
import { FILE_FORMATS } from '../support/formats.ts';
import { endsInTime, PATIENCE } from '../support/patience.ts';

const ANSWER = '<Error><Code>SignatureDoesNotMatch</Code></Error>';

interface Case {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: string;
  readonly body?: string;
  readonly answer?: string;
  /** Bytes at the end of the answer that the capture lacks. */
  readonly cut?: number;
  /** How often the exchange takes place. */
  readonly times?: number;
}

const K = 1024;

const B = toBytes('b');
const A_AND_B = toBytes('ab');

/** A signature that can be searched for: others are none. */
const MADE_OF_20_BYTES = `Authorization: OSS LTAIexample:${'A'.repeat(27)}=`;

/** Long texts that keep a careless pattern busy, in the places where such texts are looked at. */
const CASES: Readonly<Record<string, Case>> = {
  'a folded header with blanks': { headers: `Content-Type: a${' '.repeat(600 * K)}x\r\n b` },
  'blanks in a header': { headers: `Content-Type: a${' \t'.repeat(300 * K)}x` },
  'padding in a digest': { headers: `Content-MD5: ${'='.repeat(600 * K)}a` },
  'base64 in a header': { headers: `x-oss-meta-a: ${'QUFB'.repeat(150 * K)}!` },
  'a list of unended parts': {
    method: 'POST',
    target: '/k?uploadId=A',
    body: `<CompleteMultipartUpload>${'<Part>'.repeat(200 * K)}</CompleteMultipartUpload>`,
  },
  'a list of parts with blanks': {
    method: 'POST',
    target: '/k?uploadId=A',
    body: `<CompleteMultipartUpload>${'<Part '.repeat(200 * K)}`,
  },
  'blanks in a key': { target: `/${'%20'.repeat(20 * K)}a` },
  'dots in a key': { target: `/${'.'.repeat(60 * K)}a`, headers: `X-A: b\r\n${MADE_OF_20_BYTES}`, times: 20 },
  'character sets in a type': {
    headers: `Content-Type: ${'charset='.repeat(90 * K)}\rx\r\n${MADE_OF_20_BYTES}`,
    answer: '<Error><Code>SignatureDoesNotMatch</Code></Error>',
  },
  'parameters without end': { target: `/k?${'a=&amp;a-'.repeat(7 * K)}` },
  'signatures in a URL': { target: `/k?${'Signature='.repeat(6 * K)}` },
  'a host of dots': { headers: `X-A: b\r\nHost: ${'a.'.repeat(30 * K)}oss-cn-hangzhou.aliyuncs.com` },
  'an authorization of colons': { headers: `Authorization: OSS ${':'.repeat(300 * K)}` },
  'an authorization of commas': {
    headers: `Authorization: OSS4-HMAC-SHA256 Credential=${'a/'.repeat(100 * K)},${'Signature='.repeat(50 * K)}`,
  },
  'an error of brackets': { answer: `<Error><Code>${'<'.repeat(200 * K)}` },
  'an error of elements': { answer: `<Error>${'<a>'.repeat(60 * K)}` },
  'an error of references': {
    answer: `<Error><Code>a</Code><Message>${'&amp'.repeat(50 * K)}</Message></Error>`,
  },
  'a string of line breaks': {
    answer: `<Error><Code>SignatureDoesNotMatch</Code><StringToSign>${'\n'.repeat(200 * K)}</StringToSign></Error>`,
  },
  'lines that only one side has': {
    headers: Array.from({ length: 16 * K }, (_, at) => `x-oss-a${at}: b`).join('\r\n'),
    answer: `<Error><Code>SignatureDoesNotMatch</Code><StringToSign>PUT\n\n\n\n${Array.from(
      { length: 16 * K },
      (_, at) => `x-oss-b${at}:b\n`,
    ).join('')}/b/k</StringToSign></Error>`,
  },
  'a string of blanks': {
    answer: `<Error><Code>SignatureDoesNotMatch</Code><StringToSign>PUT\n\n${' '.repeat(200 * K)}a\n</StringToSign></Error>`,
  },
  'references in a string that is cut': {
    answer: `<Error><Code>SignatureDoesNotMatch</Code><StringToSign>${'&'.repeat(250 * K)};`,
    cut: 100,
  },
  'bytes in hex': {
    answer: `<Error><Code>SignatureDoesNotMatch</Code><StringToSignBytes>${'41 '.repeat(80 * K)}x</StringToSignBytes></Error>`,
  },
  'a form of parts': {
    method: 'POST',
    target: '/',
    headers: 'Content-Type: multipart/form-data; boundary=b',
    body: `--b\r\ncontent-disposition:${'; name'.repeat(8 * K)}\r\n\r\nx\r\n${'--b'.repeat(4 * K)}`,
  },
};

function captureOf({
  method = 'PUT',
  target = '/k',
  headers = 'X-A: b',
  body = '',
  answer = ANSWER,
  cut = 0,
  times = 1,
}: Case): Uint8Array {
  const usual = /^host:/im.test(headers) ? '' : 'Host: b.oss-cn-hangzhou.aliyuncs.com\r\n';
  const auth = /^authorization:/im.test(headers) ? '' : 'Authorization: OSS LTAIexample:c2ln\r\n';
  const request = `${method} ${target} HTTP/1.1\r\n${usual}${auth}${headers}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const response = `HTTP/1.1 403 Forbidden\r\nServer: AliyunOSS\r\nContent-Length: ${answer.length + cut}\r\n\r\n${answer}`;
  const conversation = new Conversation({ segmentSize: 60_000 }).open();
  for (let time = 0; time < times; time++) conversation.client(request).server(response);
  return pcapFile(conversation.close().packets, { snapLength: 262144 });
}

/** An HTTP Archive with one request, refused by OSS. */
function archiveOf(path: string): string {
  const request = { method: 'GET', url: `http://b.oss-cn-hangzhou.aliyuncs.com/${path}`, headers: [] };
  const response = { status: 403, headers: [{ name: 'x-oss-request-id', value: 'A' }], content: {} };
  return JSON.stringify({ log: { version: '1.2', entries: [{ request, response }] } });
}

/** What `tcpdump -A` prints of the packets of a client: each one with so much payload. */
function dumpOf(payloads: readonly string[]): string {
  const headers = `E${'.'.repeat(51)}`;
  let sequence = 1;
  const packets = payloads.map((payload) => {
    const from = sequence;
    sequence += payload.length;
    return `12:00:00.000000 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [P.], seq ${from}:${sequence}, ack 1, length ${payload.length}\n${headers}${payload}\n`;
  });
  return packets.join('');
}

describe('a long text', { timeout: 2 * PATIENCE }, () => {
  it.each(Object.keys(CASES))('is gone through in linear time: %s', async (name) => {
    const folder = temporaryFolder();
    const capture = join(folder, 'long.pcap');
    writeFileSync(capture, captureOf(CASES[name] ?? {}));
    const keys = {
      OSS_ACCESS_KEY_ID: 'LTAIexample',
      OSS_ACCESS_KEY_SECRET: 'exampleSecretOf30Characters012',
    };
    const { io, written } = fakeIo({ cwd: folder, env: keys, columns: 80 });
    const files = FILE_FORMATS.flatMap((format) => ['--format', `${format}=${join(folder, format)}`]);
    const status = await endsInTime(() => run(['scan', capture, '--all', '--format', 'table', ...files], io));
    expect([0, 1]).toContain(status);
    expect(written.stdout).toContain('long.pcap');
  });

  it('is gone through in linear time where SARIF points into it thousands of times', async () => {
    const lines = (value: string, end: string): string =>
      Array.from({ length: 64 * K }, (_, at) => `x-oss-meta-${100_000 + at}:${value}`).join(end);
    const date = 'Sat, 29 Dec 2018 07:33:43 GMT';
    const signed = `PUT\n\n\n${date}\n${lines('c', '\n')}\n/b/k`;
    const folder = temporaryFolder();
    const answer = ANSWER.replace('</Error>', `<StringToSign>${signed}</StringToSign></Error>`);
    writeFileSync(
      join(folder, 'long.pcap'),
      captureOf({ headers: `Date: ${date}\r\n${MADE_OF_20_BYTES}\r\n${lines('b', '\r\n')}`, answer }),
    );
    const limits = ['--limit', 'error-body-bytes=2M', '--limit', 'head-bytes=2M'];
    const { io, written } = fakeIo({ cwd: folder });
    const capture = join(folder, 'long.pcap');
    await endsInTime(() => run(['scan', capture, ...limits, '--format', 'sarif'], io));
    expect(written.stdout.split('"byteOffset"')).toHaveLength(2 * 64 * K + 1);
  });

  it.each([
    ['a tcpdump line', `12:00 ${'a.b '.repeat(15 * K)}> c.d: Flags [P.]`],
    ['a log line', `DEBUG send: ${'a '.repeat(30 * K)}`],
    ['a start line', `GET ${'a '.repeat(30 * K)}HTTP/1.2x`],
    ['blanks', `GET / HTTP/1.1\r\nHost: a\r\nX:${' '.repeat(300 * K)}b\r\n\r\n`],
    ['stars', `GET / HTTP/1.1\r\nHost: a\r\nAuthorization: OSS a:${'*x'.repeat(200 * K)}\r\n\r\n`],
    ['literals', `Send request, method: PUT, url: http://a/b, params: ${'{'.repeat(100 * K)}`],
    ['declarations', `${'<?xml '.repeat(100 * K)}<Error><Code>a</Code></Error>`],
  ])('is gone through in linear time where text is read: %s', async (_, text) => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'long.txt'),
      `GET /k HTTP/1.1\nHost: b.oss-cn-hangzhou.aliyuncs.com\n\n${text}\n`,
    );
    const { io } = fakeIo({ cwd: folder });
    await endsInTime(() => run(['scan', join(folder, 'long.txt')], io));
  });

  it.each([
    ['question marks in the URL of an archive', archiveOf('?'.repeat(300 * K))],
    [
      'a log line of what Python prints, with a carriage return in it',
      `send: b'GET / HTTP/1.1\\r\\n\\r\\n'\n${' send: '.repeat(250 * K)}\rx\n`,
    ],
    [
      'a folded header of signatures',
      `> GET / HTTP/1.1\n> Authorization: a ${':Signature:u'.repeat(600)}${'u'.repeat(7 * K)}\n>  x\n> \n` +
        '< HTTP/1.1 403 Forbidden\n< \n<Error><SignatureProvided>a</SignatureProvided></Error>\n',
    ],
    ['packets without a line end', dumpOf(['PUT /k HTTP/1.1\n\n', ...Array(10 * K).fill('A'.repeat(2000))])],
    [
      'elements that were redacted, each on its line',
      `GET / HTTP/1.1\n\nHTTP/1.1 403 Forbidden\n\n<Error>\n${Array.from(
        { length: 90 * K },
        (_, at) => `<a${at}>***</a${at}>\n`,
      ).join('')}</Error>\n`,
    ],
  ])('is gone through in linear time where all of it counts: %s', async (_, text) => {
    const { exchanges } = await endsInTime(() => readText(text));
    expect(exchanges).toHaveLength(1);
  });

  /** What is found where nothing but parts of an error are: each line is looked at for them. */
  const REFUSED = '\nCode: SignatureDoesNotMatch\nRequestId: 5C1B138A109F4E405B2D8AE1\n';
  const lineOf = (part: string, start = '', end = '!'): string =>
    `${start}${part.repeat(Math.floor((15 * K) / part.length))}${end}\n`;
  it.each([
    ['blanks', lineOf(' ')],
    ['blanks in a header', lineOf(' ', 'date: ')],
    ['quotation marks', lineOf('"', 'path: "/')],
    ['curly ones', lineOf('\u201d', 'message: \u201c')],
    ['brackets behind a URL', lineOf(')', 'GET http://b.oss-cn-hangzhou.aliyuncs.com/k')],
    ['brackets in a value', lineOf('}', 'message: "')],
    ['tags', lineOf('<')],
    ['backslashes', lineOf('\\', 'message: "')],
    ['escaped line ends', lineOf('\\n', 'string to sign: GET')],
    ['signed headers', lineOf('x-oss-a:', 'StringToSign: "GET ')],
    ['codes', lineOf('Code: ')],
    ['links', lineOf('[1](http://a')],
    ['credentials', lineOf('OSS4-HMAC-SHA256 Credential=')],
  ])('is gone through in linear time where parts of an error stand in it: %s', async (_, line) => {
    const text = line.repeat(Math.floor((K * K) / line.length)) + REFUSED;
    const { exchanges } = await endsInTime(() => readText(text));
    expect(exchanges).toHaveLength(1);
  });

  it.each([
    [
      'blanks behind a resource',
      `<StringToSign>GET\n\n\n1\n/b/k\n${' '.repeat(60 * K)}x</StringToSign></Error>`,
    ],
    ['blanks in a document that is cut', `<Message>a${' '.repeat(K * K)}x`],
    ['line ends in an element without an end', `<Message>a\nb</Message><EC>${'\n'.repeat(K * K)}<x`],
  ])('is gone through in linear time where a document is mended: %s', async (_, rest) => {
    const text = `<Error><Code>SignatureDoesNotMatch</Code>${rest}\n`;
    const { exchanges } = await endsInTime(() => readText(text));
    expect(exchanges).toHaveLength(1);
  });

  it('is gone through in linear time where each byte of a body that is kept comes twice', async () => {
    const message = new CapturedRequest();
    message.keepBody(2048 * K);
    message.appendBody('a'.repeat(1400 * K), 1);
    const last = (frame: number, block: Uint8Array) => {
      const end = message.bodyBytes;
      const times = { seconds: 0, nanos: 0, acknowledged: 0 };
      return { ...times, block, start: 0, end: block.length, position: end - block.length, frame };
    };
    message.bodyBytes = 1400 * K;
    await endsInTime(() => {
      for (let frame = 2; frame < 100 * K; frame++) {
        message.appendBody('b', frame);
        message.bodyBytes++;
        expect(differsFromMessage(message, last(frame, B))).toBeNull();
      }
    });
    const known = { position: message.bodyBytes - 2, frame: 100 * K - 2, first: 'bb', second: 'ab' };
    expect(differsFromMessage(message, last(1, A_AND_B))).toEqual(known);
    expect(message.bodyText?.slice(1400 * K - 1, 1400 * K + 1)).toBe('ab');
  });

  it('is gone through in linear time where many heads promise a body without colours of half the text', async () => {
    const size = 64;
    const count = 400 * K;
    const head = `GET / HTTP/1.1\nContent-Length: ${(size * count) / 2}\n`;
    const text = `${head.padEnd(size - 2, 'a')}\n\n`.repeat(count);
    expect(await endsInTime(() => withoutColours(`\u001b[1m${text}`))).toBe(text);
  });

  it('is gone through in linear time where start lines are glued to each other', async () => {
    const start = 'GET /HTTP/1.1 HTTP/1.1';
    const count = Math.floor((60 * K) / start.length);
    await endsInTime(() => {
      for (let time = 0; time < 800; time++) {
        let line = `x${start.repeat(count)}`;
        let found = 0;
        for (let at = gluedStart(line); at > 0; at = gluedStart(line)) {
          line = line.slice(0, at);
          found++;
        }
        expect([line, found]).toEqual(['x', count]);
      }
    });
  });

  it.each([
    ['lines without a colon', 'a\r\n'],
    ['such lines that begin like a length', 'c.......l...t\r\n'],
  ])('is gone through in linear time where a head is cut into lines: %s', async (_, line) => {
    // Several times what a head may be: that hides less of what is quadratic.
    const head = `GET / HTTP/1.1\r\nHost: a\r\n${line.repeat(Math.ceil((6 * K * K) / line.length))}\r\n`;
    await endsInTime(() => {
      expect(parseHeaderLines(head, 1)).toMatchObject([{ name: 'Host', value: 'a' }]);
      expect(lengthHeaders(head).contentLength).toBeNull();
    });
  });

  it('is gone through in linear time where it is the title of a section in an ossutil configuration', async () => {
    const title = `[buckets a${' '.repeat(900 * K)}b]`;
    const text = `${title}\nendpoint=img.example.com\n[default]\naccessKeyID=LTAIexample\naccessKeySecret=s\n`;
    const parsed = await endsInTime(() => parseCredentials(text));
    expect(parsed).toMatchObject({
      ok: true,
      value: { credentials: [{ where: '[default]' }], buckets: new Map() },
    });
  });

  it('gives the parts of a list as before', () => {
    const list = `<CompleteMultipartUpload><Part ><PartNumber>1</PartNumber><ETag>"a"</ETag></Part>\n<Parts><Part>\n<ETag>b</ETag><PartNumber>2</PartNumber></Part></Parts><Part><PartNumber>3</PartNumber>`;
    expect(readPartList(list, 'CompleteMultipartUpload')).toMatchObject([
      { number: 1, etag: 'a' },
      { number: 2, etag: 'b' },
    ]);
  });
});
