import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/command.ts';
import { PcapngWriter } from '../support/pcapng-writer.ts';
import { FIXTURES } from '../support/truth.ts';
import {
  between,
  CaptureFile,
  GET,
  HOST,
  MOST_MEGABYTES,
  one,
  PATIENCE,
  PUSH,
  REFUSAL,
  refusal,
  SIGNED,
  SYN,
  scan,
} from './exhausting.ts';

/**
 * Captures and texts built to exhaust one limit each, read by the program as a user runs it, with its usual
 * limits where that can be done.
 */

interface Case {
  /** What is reported. */
  readonly notice: string;
  readonly args?: readonly string[];
  readonly make: () => string;
  /** Where it takes more than most. */
  readonly megabytes?: number;
  /** Good exchanges that are found. */
  readonly good?: number;
}

function form(fields: string): string {
  const body = `${fields}--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--\r\n`;
  return `POST / HTTP/1.1\r\n${HOST}Content-Type: multipart/form-data; boundary=b\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

const field = (name: string, value: string): string =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

function partList(parts: number): string {
  const body = `<CompleteMultipartUpload>${`<Part><PartNumber>1</PartNumber><ETag>${'a'.repeat(160)}</ETag></Part>`.repeat(parts)}</CompleteMultipartUpload>`;
  return `POST /k?uploadId=A HTTP/1.1\r\n${SIGNED}Content-Length: ${body.length}\r\n\r\n${body}`;
}

function keyLog(sessions: number): string {
  const path = join(temporaryFolder(), 'keys.log');
  const line = (at: number): string =>
    `CLIENT_RANDOM ${at.toString(16).padStart(64, '0')} ${'a'.repeat(96)}\n`;
  writeFileSync(path, Array.from({ length: sessions }, (_, at) => line(at)).join(''), { mode: 0o600 });
  return path;
}

const CASES: Readonly<Record<string, Case>> = {
  interfaces: {
    notice: 'limit-interfaces',
    make: () => {
      const packets = readFileSync(between(() => {}));
      const capture = new PcapngWriter().section();
      for (let count = 0; count < 70_000; count++) capture.interface();
      for (let at = 24; at < packets.length; ) {
        const start = at + 16;
        at = start + packets.readUInt32LE(at + 8);
        capture.enhanced(packets.subarray(start, at), 1_700_000_000_000_000n);
      }
      const path = join(temporaryFolder(), 'interfaces.pcapng');
      writeFileSync(path, capture.bytes());
      return path;
    },
  },
  'a flood of SYNs': {
    notice: 'limit-unanswered',
    megabytes: 300,
    make: () =>
      between((capture) => {
        for (let connection = 1; connection < 400_000; connection++)
          capture.segment(connection, true, -1, 0, SYN);
      }),
  },
  'a flood of SYNs that are answered': {
    notice: 'limit-unanswered',
    megabytes: 300,
    make: () =>
      between((capture) => {
        for (let connection = 1; connection < 150_000; connection++) capture.open(connection);
      }),
  },
  'open connections': {
    notice: 'limit-connections',
    // 131,072 of them, with what each is read by: 1250 to 1460 by the version of Node.js, and a third more
    megabytes: 1950,
    make: () =>
      between((capture) => {
        for (let connection = 1; connection < 140_000; connection++) {
          capture.segment(connection, true, -1, 0, SYN);
          capture.segment(connection, true, 0, 0, PUSH, Buffer.from('GET / HTTP/1.1\r\nHost: a'));
        }
      }),
  },
  'bytes that wait on many connections': {
    notice: 'limit-buffered-bytes',
    make: () =>
      between((capture) => {
        const data = Buffer.alloc(7 * 1024 * 1024, 'x');
        for (let connection = 1; connection < 40; connection++) {
          capture.open(connection);
          capture.say(connection, true, 100, 0, data);
        }
      }),
  },
  'single bytes that wait on many connections': {
    notice: 'limit-buffered-bytes',
    make: () =>
      between((capture) => {
        for (let connection = 1; connection < 500; connection++) {
          capture.open(connection);
          for (let at = 0; at < 1200; at++)
            capture.segment(connection, true, 2 + 2 * at, 0, PUSH, Buffer.from('x'));
        }
      }),
  },
  'bytes that wait on one connection': {
    notice: 'limit-direction-bytes',
    make: () =>
      between((capture) => {
        capture.open(1);
        capture.say(1, true, 100, 0, Buffer.alloc(20 * 1024 * 1024, 'x'));
      }),
  },
  'single bytes that wait on one connection': {
    notice: 'limit-direction-bytes',
    make: () =>
      between((capture) => {
        capture.open(1);
        for (let at = 0; at < 60_000; at++) capture.segment(1, true, 2 + 2 * at, 0, PUSH, Buffer.from('x'));
      }),
  },
  'a head without end': {
    notice: 'head-too-long',
    make: one(`GET /k HTTP/1.1\r\n${HOST}X-A: ${'a'.repeat(3 * 1024 * 1024)}`, ''),
  },
  'heads without end on many connections': {
    notice: 'limit-buffered-bytes',
    make: () =>
      between((capture) => {
        const head = Buffer.from(`GET /k HTTP/1.1\r\n${HOST}X-A: ${'a'.repeat(1000 * 1024)}`);
        for (let connection = 1; connection < 800; connection++) {
          capture.open(connection);
          capture.say(connection, true, 0, 0, head);
        }
      }),
  },
  'long heads that wait for answers': {
    notice: 'limit-buffered-bytes',
    make: () =>
      between((capture) => {
        const head = Buffer.from(`GET /k HTTP/1.1\r\n${HOST}X-A: ${'a'.repeat(1000 * 1024)}\r\n\r\n`);
        capture.open(1);
        for (let at = 0; at < 800; at++) capture.say(1, true, at * head.length, 0, head);
      }),
  },
  'long heads of answers that go on': {
    notice: 'limit-buffered-bytes',
    make: () =>
      between((capture) => {
        const head = `HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(1000 * 1024)}\r\nContent-Length: 10\r\n\r\nx`;
        for (let connection = 1; connection < 800; connection++) capture.exchange(connection, GET, head);
      }),
  },
  'requests that wait for answers': {
    notice: 'limit-pipeline',
    make: () =>
      between((capture) => {
        capture.open(1);
        for (let at = 0; at < 5000; at++) capture.say(1, true, at * GET.length, 0, Buffer.from(GET));
      }),
  },
  'an error document': {
    notice: 'error-body-too-long',
    make: one(
      GET,
      refusal(`<Error><Code>NoSuchKey</Code><Message>${'a'.repeat(5_000_000)}</Message></Error>`),
    ),
  },
  'an error document, packed': {
    notice: 'error-body-too-long',
    make: one(
      GET,
      refusal(
        gzipSync(
          `<Error><Code>NoSuchKey</Code><Message>${'a'.repeat(100_000_000)}</Message></Error>`,
        ).toString('latin1'),
        'Content-Encoding: gzip\r\n',
      ),
    ),
  },
  'the depth of an error document': {
    notice: 'limit-xml-depth',
    make: one(GET, refusal(`<Error>${'<a>'.repeat(80_000)}`)),
  },
  'the depth of an error document that is whole': {
    notice: 'limit-xml-depth',
    make: one(GET, refusal(`<Error>${'<a>'.repeat(30_000)}${'</a>'.repeat(30_000)}</Error>`)),
  },
  'entities in an error document': {
    notice: 'xml-document-type',
    make: one(
      GET,
      refusal(
        `<!DOCTYPE Error [<!ENTITY a "${'x'.repeat(1000)}">${Array.from({ length: 20 }, (_, at) => `<!ENTITY b${at} "${'&a;'.repeat(1000)}">`).join('')}]><Error><Code>&b1;</Code></Error>`,
      ),
    ),
  },
  'fields of an error document': {
    notice: 'limit-error-fields',
    make: one(GET, refusal(`<Error>${'<a>1</a>'.repeat(30_000)}</Error>`)),
  },
  'a chunk size': {
    notice: 'bad-chunk',
    make: one(GET, `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${'f'.repeat(1_000_000)}\r\nx`),
  },
  'extensions of a chunk': {
    notice: 'bad-chunk',
    make: one(GET, `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;${'a'.repeat(1_000_000)}\r\nx`),
  },
  'trailers of a chunked body': {
    notice: 'bad-chunk',
    make: one(
      GET,
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n${'A: b\r\n'.repeat(100_000)}\r\n`,
    ),
  },
  'a field of a form': {
    notice: 'limit-form-bytes',
    make: one(form(field('policy', 'a'.repeat(3_000_000))), refusal(REFUSAL.replace('GOOD', 'FORM'))),
  },
  'fields of a form': {
    notice: 'limit-form-fields',
    make: one(form(field('a', 'b').repeat(400)), refusal(REFUSAL.replace('GOOD', 'FORM'))),
  },
  'a list of parts': {
    notice: 'limit-part-list',
    make: one(partList(10_000), 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'),
  },
  uploads: {
    notice: 'limit-uploads',
    make: () =>
      between((capture) => {
        for (let at = 1; at < 3000; at++) {
          const request = `PUT /k?partNumber=1&uploadId=U${at} HTTP/1.1\r\n${SIGNED}Content-Length: 0\r\n\r\n`;
          capture.exchange(at, request, 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
        }
      }),
  },
  'warnings of one kind': {
    notice: 'notices-omitted',
    make: () =>
      between((capture) => {
        for (let at = 1; at < 3000; at++)
          capture.exchange(at, GET, 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 1\r\n\r\n');
      }),
  },
  'a text': {
    notice: 'text-too-long',
    args: ['--limit', 'text-bytes=1M'],
    make: () => {
      const path = join(temporaryFolder(), 'long.txt');
      const text = readFileSync(join(FIXTURES, 'text', 'curl-verbose.txt'), 'utf8');
      writeFileSync(path, text.replace(/(?<=> POST )\S+/, '/good') + text.repeat(5000));
      return path;
    },
    good: 1,
  },
  'start lines of a text': {
    notice: 'text-too-many-exchanges',
    make: () => longText('GET /other HTTP/1.1\n'),
    good: 1,
  },
  'lines of the bodies of a text': {
    notice: 'text-too-many-exchanges',
    make: () => longText(`GET /other HTTP/1.1\n\n${'a\n'.repeat(750_000)}`),
    good: 1,
  },
  'headers of a text': {
    notice: 'text-too-many-exchanges',
    make: () => longText(`GET /other HTTP/1.1\n${'a:b\n'.repeat(990)}\n`),
    good: 1,
  },
  'connections of a log': {
    notice: 'text-too-many-exchanges',
    make: () => {
      const asked = ['GET /good HTTP/1.1', ...SIGNED.trimEnd().split('\r\n'), ''];
      const said = (mark: string, lines: readonly string[]) =>
        lines.map((line) => `http-a ${mark} "${line}[\\r][\\n]"\n`).join('');
      const good = said('>>', asked) + said('<<', ['HTTP/1.1 403 Forbidden', '', REFUSAL]);
      return longText(Array.from({ length: 500_000 }, (_, at) => `http-${at} >> "a[\\n]"\n`).join(''), good);
    },
    good: 1,
  },
  'entries of an archive': {
    notice: 'text-too-many-exchanges',
    args: ['--limit', 'text-exchanges=100'],
    make: () => {
      const path = join(temporaryFolder(), 'long.har');
      const entry = (key: string) => ({
        startedDateTime: '2018-12-29T07:32:34.000Z',
        request: {
          method: 'GET',
          url: `http://b.oss-cn-hangzhou.aliyuncs.com/${key}`,
          headers: [{ name: 'Authorization', value: 'OSS LTAIexample0:c2ln' }],
        },
        response: { status: 403, headers: [], content: { text: REFUSAL } },
      });
      const entries = [entry('good'), ...Array.from({ length: 20_000 }, () => entry('other'))];
      writeFileSync(path, JSON.stringify({ log: { version: '1.2', entries } }));
      return path;
    },
    good: 1,
  },
  'sessions of a key log': {
    notice: 'tls-key-log-full',
    args: ['--limit', 'tls-sessions=1000', '--tls-keylog', keyLog(20_000)],
    make: one(GET, refusal(REFUSAL)),
  },
  'parts of uploads': {
    notice: 'limit-upload-parts',
    args: ['--limit', 'upload-parts=1000'],
    make: () =>
      between((capture) => {
        for (let at = 1; at < 3000; at++) {
          const request = `PUT /k?partNumber=${at}&uploadId=U HTTP/1.1\r\n${SIGNED}Content-Length: 0\r\n\r\n`;
          capture.exchange(at, request, 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
        }
      }),
  },
  'a packed file': {
    notice: 'limit-unpacked-bytes',
    args: ['--limit', 'unpacked-bytes=64M'],
    make: () => {
      const capture = new CaptureFile();
      capture.good(0);
      const bytes = Buffer.concat([
        gzipSync(readFileSync(capture.end())),
        gzipSync(Buffer.alloc(1_500_000_000)),
      ]);
      const path = join(temporaryFolder(), 'bomb.pcap.gz');
      writeFileSync(path, bytes);
      return path;
    },
    good: 1,
  },
};

/** A text of 10 MB: an exchange that is refused, and `rest` again and again. */
function longText(
  rest: string,
  good = `GET /good HTTP/1.1\n${SIGNED.replaceAll('\r', '')}\nHTTP/1.1 403 Forbidden\n\n${REFUSAL}\n`,
): string {
  const path = join(temporaryFolder(), 'long.txt');
  writeFileSync(path, good + rest.repeat(Math.ceil(10_000_000 / rest.length)));
  return path;
}

describe('an input built to exhaust', () => {
  it.each(Object.entries(CASES))(
    '%s ends, is told, takes little memory and hides nothing',
    { timeout: PATIENCE },
    (_, { notice, args, make, good = 2, megabytes = MOST_MEGABYTES }) => {
      const run = scan(make(), args);
      expect(run).toMatchObject({ status: 1, good });
      expect(run.notices).toContain(notice);
      expect(run.megabytes).toBeLessThan(megabytes);
    },
  );
});
