import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { COMMAND, temporaryFolder } from '../support/command.ts';
import { PcapngWriter } from '../support/pcapng-writer.ts';
import { FIXTURES } from '../support/truth.ts';

/**
 * Captures and texts built to exhaust one limit each, read by the program as a user runs it, with its usual
 * limits where that can be done.
 */

/**
 * Megabytes of memory that a process may come to: the program itself takes about 90, and each limit adds what
 * it allows.
 */
const MOST_MEGABYTES = 850;
const PATIENCE = 240_000;

const HOST = 'Host: b.oss-cn-hangzhou.aliyuncs.com\r\n';
const SIGNED = `${HOST}Date: Sat, 29 Dec 2018 07:32:34 GMT\r\nAuthorization: OSS LTAIexample0:r2KPR0y4dpxH0Cl8SSSwIcSiwVU=\r\n`;
const REFUSAL = '<Error><Code>SignatureDoesNotMatch</Code><RequestId>GOOD</RequestId></Error>';

const FIN = 0x01;
const SYN = 0x02;
const ACK = 0x10;
const PUSH = 0x18;

/** Writes packets as fast as they can be made: some of these captures have hundreds of thousands. */
class CaptureFile {
  readonly path: string;
  readonly #file: number;
  readonly #isPacked: boolean;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #seconds = 1_700_000_000;

  /** `isPacked`: by gzip, block by block, for what would be gigabytes. */
  constructor(isPacked = false) {
    this.path = join(temporaryFolder(), `exhausting.pcap${isPacked ? '.gz' : ''}`);
    this.#file = openSync(this.path, 'w');
    this.#isPacked = isPacked;
    const header = Buffer.alloc(24);
    header.writeUInt32LE(0xa1b2c3d4, 0);
    header.writeUInt16LE(2, 4);
    header.writeUInt16LE(4, 6);
    header.writeUInt32LE(262_144, 16);
    header.writeUInt32LE(1, 20);
    this.#write(header);
  }

  /**
   * A segment of the `connection`th client to the server, or back. `sequence` counts from the first byte of
   * that side.
   */
  segment(
    connection: number,
    fromClient: boolean,
    sequence: number,
    acknowledged: number,
    flags: number,
    data: Buffer = Buffer.alloc(0),
  ): void {
    const packet = Buffer.alloc(16 + 54 + data.length);
    const length = 54 + data.length;
    packet.writeUInt32LE(this.#seconds, 0);
    packet.writeUInt32LE(length, 8);
    packet.writeUInt32LE(length, 12);
    packet.writeUInt16BE(0x0800, 16 + 12);
    const ip = 16 + 14;
    packet[ip] = 0x45;
    packet.writeUInt16BE(40 + data.length, ip + 2);
    packet[ip + 8] = 64;
    packet[ip + 9] = 6;
    const client = 0x0b000000 + (connection >> 14);
    const port = 20_000 + (connection & 0x3fff);
    packet.writeUInt32BE(fromClient ? client : 0x0a000002, ip + 12);
    packet.writeUInt32BE(fromClient ? 0x0a000002 : client, ip + 16);
    const tcp = ip + 20;
    packet.writeUInt16BE(fromClient ? port : 80, tcp);
    packet.writeUInt16BE(fromClient ? 80 : port, tcp + 2);
    packet.writeUInt32BE(1000 + sequence, tcp + 4);
    packet.writeUInt32BE((flags & ACK) === 0 ? 0 : 1000 + acknowledged, tcp + 8);
    packet[tcp + 12] = 0x50;
    packet[tcp + 13] = flags;
    packet.writeUInt16BE(64_000, tcp + 14);
    data.copy(packet, tcp + 20);
    this.#write(packet);
  }

  passSecond(): void {
    this.#seconds++;
  }

  open(connection: number): void {
    this.segment(connection, true, -1, 0, SYN);
    this.segment(connection, false, -1, 0, SYN | ACK);
  }

  /** What a side says, in segments of 32 KiB. */
  say(connection: number, fromClient: boolean, sequence: number, acknowledged: number, data: Buffer): void {
    for (let at = 0; at < data.length; at += 32_768) {
      const part = data.subarray(at, at + 32_768);
      this.segment(connection, fromClient, sequence + at, acknowledged, PUSH, part);
    }
  }

  /** A request and its answer, alone on a connection. */
  exchange(connection: number, request: string, answer: string): void {
    this.open(connection);
    this.say(connection, true, 0, 0, Buffer.from(request, 'latin1'));
    this.say(connection, false, 0, request.length, Buffer.from(answer, 'latin1'));
  }

  /** An exchange as any other: it must be found whatever stands around it. */
  good(connection: number): void {
    this.exchange(connection, `GET /good HTTP/1.1\r\n${SIGNED}\r\n`, refusal(REFUSAL));
  }

  /** By the megabyte: most packets are small. */
  #write(data: Buffer): void {
    this.#waiting.push(data);
    this.#waitingBytes += data.length;
    if (this.#waitingBytes > 1024 * 1024) this.#flush();
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#waiting);
    writeSync(this.#file, this.#isPacked ? gzipSync(bytes, { level: 1 }) : bytes);
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  end(): string {
    this.#flush();
    closeSync(this.#file);
    return this.path;
  }
}

function refusal(body: string, headers = ''): string {
  return `HTTP/1.1 403 Forbidden\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
}

/** What stands between two good exchanges, on connections from 1 on. */
function between(write: (capture: CaptureFile) => void, isPacked = false): string {
  const capture = new CaptureFile(isPacked);
  capture.good(0);
  write(capture);
  capture.good(1_000_000);
  return capture.end();
}

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

const one = (request: string, answer: string) => () =>
  between((capture) => capture.exchange(1, request, answer));

const GET = `GET /k HTTP/1.1\r\n${SIGNED}\r\n`;

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
    make: () => longText(`GET /other HTTP/1.1\n\n${'a\n'.repeat(1_500_000)}`),
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
      return longText(
        Array.from({ length: 2_000_000 }, (_, at) => `http-${at} >> "a[\\n]"\n`).join(''),
        good,
      );
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

/** A text of 40 MB: an exchange that is refused, and `rest` again and again. */
function longText(
  rest: string,
  good = `GET /good HTTP/1.1\n${SIGNED.replaceAll('\r', '')}\nHTTP/1.1 403 Forbidden\n\n${REFUSAL}\n`,
): string {
  const path = join(temporaryFolder(), 'long.txt');
  writeFileSync(path, good + rest.repeat(Math.ceil(40_000_000 / rest.length)));
  return path;
}

interface Told {
  readonly captures: readonly {
    readonly exchanges: readonly {
      readonly request: { readonly target: string } | null;
      readonly verdict: string;
    }[];
    readonly warnings: readonly { readonly code: string }[];
  }[];
}

interface Run {
  readonly status: number | null;
  readonly megabytes: number;
  readonly good: number;
  readonly notices: readonly string[];
  readonly stderr: string;
}

/** Says at the end how much memory the process came to, in kibibytes. */
const TELL_MEMORY =
  "data:text/javascript,process.on('exit',()=>process.stderr.write('maxrss='+process.resourceUsage().maxRSS+'\\n'))";

function scan(path: string, args: readonly string[] = []): Run {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', TELL_MEMORY, COMMAND, 'scan', '--format', 'json', '--no-config', ...args, path],
    {
      encoding: 'utf8',
      timeout: PATIENCE,
      maxBuffer: 1024 ** 3,
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    },
  );
  const told: Told = JSON.parse(stdout);
  return {
    status,
    megabytes: Number(/maxrss=(\d+)/.exec(stderr)?.[1]) / 1024,
    good: told.captures
      .flatMap(({ exchanges }) => exchanges)
      .filter(({ request }) => request?.target === '/good').length,
    notices: told.captures.flatMap(({ warnings }) => warnings.map(({ code }) => code)),
    stderr,
  };
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

it('a capture of many connections, one after the other, takes little memory', { timeout: PATIENCE }, () => {
  const connections = 150_000;
  const path = between((capture) => {
    const answer = 'HTTP/1.1 200 OK\r\nServer: AliyunOSS\r\nContent-Length: 0\r\n\r\n';
    for (let connection = 1; connection < connections; connection++) {
      capture.exchange(connection, GET, answer);
      capture.segment(connection, false, answer.length, GET.length, FIN | ACK);
      capture.segment(connection, true, GET.length, answer.length + 1, FIN | ACK);
      if (connection % 1000 === 0) capture.passSecond();
    }
  });
  const { status, lines, megabytes } = printed('scan', path);
  expect(status).toBe(1);
  expect(lines.join('\n')).toContain('150,001');
  expect(megabytes).toBeLessThan(300);
});

describe('connections that stay open after an answered request', () => {
  const answer = 'HTTP/1.1 200 OK\r\nServer: AliyunOSS\r\nContent-Length: 0\r\n\r\n';
  /** So many, each with a header of so many bytes, and a second request once all have had theirs. */
  function open(connections: number, bytes: number, { again = false, isPacked = false } = {}): string {
    const request = `GET /k HTTP/1.1\r\n${SIGNED}X-Pad: ${'h'.repeat(bytes)}\r\n\r\n`;
    return between((capture) => {
      for (let connection = 1; connection <= connections; connection++)
        capture.exchange(connection, request, answer);
      if (!again) return;
      for (let connection = 1; connection <= connections; connection++) {
        capture.say(connection, true, request.length, answer.length, Buffer.from(GET));
        capture.say(connection, false, answer.length, request.length + GET.length, Buffer.from(answer));
      }
    }, isPacked);
  }

  it.each([
    [10_000, 50_000, 250],
    [100_000, 10, 300],
  ])('%i with %i bytes take less than %i MB', { timeout: PATIENCE }, (connections, bytes, most) => {
    const { status, megabytes } = printed('scan', open(connections, bytes));
    expect(status).toBe(1);
    expect(megabytes).toBeLessThan(most);
  });

  it('and 5,200 with 900,000, in a packed file, less than 400 MB', { timeout: 2 * PATIENCE }, () => {
    const { status, megabytes } = printed('scan', open(5200, 900_000, { isPacked: true }));
    expect(status).toBe(1);
    expect(megabytes).toBeLessThan(400);
  });

  it('go on where they were, with every request of theirs', { timeout: PATIENCE }, () => {
    const { lines } = printed('scan', '--format', 'ndjson', open(6000, 10, { again: true }));
    const exchanges = lines.map((line) => JSON.parse(line)).filter(({ type }) => type === 'exchange');
    expect(exchanges).toHaveLength(12_002);
    expect(new Set(exchanges.map(({ connection }) => connection.index)).size).toBe(6002);
    expect(exchanges.every(({ response }) => response !== null)).toBe(true);
  });
});

describe('many captures that each hold a refusal', () => {
  it('take memory and time for each of them', { timeout: PATIENCE }, () => {
    const folder = temporaryFolder();
    for (let at = 0; at < 10_000; at++) {
      const capture = new CaptureFile();
      capture.exchange(1, GET, refusal(REFUSAL.replace('GOOD', `ID${at}X`)));
      writeFileSync(join(folder, `${at}.pcap`), readFileSync(capture.end()));
    }
    const { status, megabytes } = printed('scan', folder);
    expect(status).toBe(1);
    expect(megabytes).toBeLessThan(250);
  });
});

/** What a command prints, and the megabytes that it came to. */
function printed(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', TELL_MEMORY, COMMAND, ...args, '--no-config'],
    {
      encoding: 'utf8',
      timeout: PATIENCE,
      maxBuffer: 1024 ** 3,
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    },
  );
  const lines = stdout.trimEnd().split('\n');
  return { status, lines, megabytes: Number(/maxrss=(\d+)/.exec(stderr)?.[1]) / 1024 };
}

describe('a table of everything', () => {
  it('lists more exchanges than a call takes arguments', { timeout: PATIENCE }, () => {
    const capture = new CaptureFile();
    capture.open(1);
    const answer = 'HTTP/1.1 200 OK\r\nServer: AliyunOSS\r\nContent-Length: 0\r\n\r\n';
    for (let at = 0; at < 130_000; at++) {
      capture.say(1, true, at * GET.length, at * answer.length, Buffer.from(GET));
      capture.say(1, false, at * answer.length, (at + 1) * GET.length, Buffer.from(answer));
    }
    const { status, lines, megabytes } = printed('scan', '--all', capture.end());
    expect(status).toBe(0);
    expect(lines.filter((line) => /^\d+ /.test(line))).toHaveLength(130_000);
    expect(megabytes).toBeLessThan(300);
  });

  /** A capture in which each request fails for a cause of its own. */
  function causes(count: number): string {
    const capture = new CaptureFile();
    for (let at = 0; at < count; at++) {
      const request = GET.replace('\r\n\r\n', `\r\nx-oss-meta-${at}: v\r\n\r\n`);
      const signed = `GET\n\n\nSat, 29 Dec 2018 07:32:34 GMT\nx-oss-meta-${at + 1}:v\n/b/k`;
      const body = REFUSAL.replace('<RequestId>', `<StringToSign>${signed}</StringToSign><RequestId>`);
      capture.exchange(at, request, refusal(body));
    }
    return capture.end();
  }

  it('has a block for each of 5,000 causes', { timeout: PATIENCE }, () => {
    const { status, lines, megabytes } = printed('scan', '--all', causes(5000));
    expect(status).toBe(1);
    expect(lines.filter((line) => line.startsWith('✗ '))).toHaveLength(5000);
    expect(megabytes).toBeLessThan(300);
  });

  it.each([
    ['with every cause', ['--all'], '20,000 failing exchanges'],
    [
      'of the first, with a page',
      ['--format', 'html=PAGE', '--format', 'table'],
      '20,000 of 20,000 requests failed',
    ],
  ] as const)('%s takes little memory where 20,000 requests fail, each for its own', (_, words, end) => {
    const page = join(temporaryFolder(), 'report.html');
    const args = words.map((word) => word.replace('PAGE', page));
    const { status, lines, megabytes } = printed('scan', ...args, causes(20_000));
    expect(status).toBe(1);
    expect(lines.at(-1)).toContain(end);
    if (words.length > 1) expect(readFileSync(page, 'utf8')).toMatch(/<\/html>\n$/);
    expect(megabytes).toBeLessThan(400);
  });
});

it.each([
  ['table', 20_000],
  // compared twice, and written as it is
  ['json', 10_000],
] as const)(
  'a comparison of long captures takes little memory (%s)',
  { timeout: PATIENCE },
  (format, pairs) => {
    const paths = ['', 'x-oss-meta-a: 1\r\n'].map((added) => {
      const capture = new CaptureFile();
      const request = GET.replace('Date:', `${added}Date:`);
      let [sent, received] = [0, 0];
      capture.open(1);
      for (let at = 0; at < pairs; at++) {
        const answer = refusal(REFUSAL, `x-oss-request-id: ${at}\r\n`);
        capture.say(1, true, sent, received, Buffer.from(request));
        sent += request.length;
        capture.say(1, false, received, sent, Buffer.from(answer));
        received += answer.length;
      }
      return capture.end();
    });
    const { status, lines, megabytes } = printed('compare', '--format', format, ...paths);
    expect(status).toBe(1);
    if (format === 'table') expect(lines.join(' ')).toContain('20,000 exchanges broken in transit.');
    else expect(lines.filter((line) => line.includes('"matchedBy"'))).toHaveLength(pairs);
    expect(megabytes).toBeLessThan(300);
  },
);

it('bodies of an archive in base64 take the memory of their bytes', { timeout: PATIENCE }, () => {
  const content = { encoding: 'base64', text: randomBytes(204_000).toString('base64') };
  const request = { method: 'GET', url: 'http://b.oss-cn-hangzhou.aliyuncs.com/k', headers: [] };
  const entry = { request, response: { status: 403, headers: [], content } };
  const path = join(temporaryFolder(), 'bodies.har');
  writeFileSync(path, JSON.stringify({ log: { version: '1.2', entries: Array(400).fill(entry) } }));
  const { status, megabytes } = printed('scan', path);
  expect(status).toBe(1);
  expect(megabytes).toBeLessThan(MOST_MEGABYTES);
});

/** A file with a secret other than that of the requests. */
function otherSecret(): string {
  const path = join(temporaryFolder(), 'keys.json');
  writeFileSync(path, '[{"accessKeyId":"LTAIexample0","accessKeySecret":"OtherThanTheClientHad000000000"}]', {
    mode: 0o600,
  });
  return path;
}

it.each([
  ['signed parameters alike', 'acl&'.repeat(13_000), MOST_MEGABYTES],
  ['unsigned parameters alike', 'acl&'.repeat(6000) + 'foo&'.repeat(6000), MOST_MEGABYTES],
  [
    'signed parameters of a few kinds',
    'acl&'.repeat(2000) + 'response-content-type=a&'.repeat(2000),
    MOST_MEGABYTES,
  ],
  // each kept for the pairs, as long as the bytes of the budget last
  ['parameters that differ', Array.from({ length: 6000 }, (_, at) => `acl=${at}&`).join(''), 360],
])(
  'a search for what went wrong with %s takes little memory',
  (_, query, megabytes) => {
    const path = one(`GET /k?${query} HTTP/1.1\r\n${SIGNED}\r\n`, refusal(REFUSAL))();
    const run = scan(path, ['--credentials', otherSecret()]);
    expect(run).toMatchObject({ status: 1, good: 2 });
    expect(run.megabytes).toBeLessThan(megabytes);
  },
  PATIENCE,
);

it('a search that ends at its budget says so, and which limit allows more', () => {
  const path = between((capture) => {
    for (let at = 1; at < 200; at++) capture.exchange(at, GET, refusal(REFUSAL));
  });
  const args = [
    '--credentials',
    otherSecret(),
    '--format',
    'markdown',
    '--limit',
    'search-budget=50',
    '--no-config',
  ];
  const { stdout } = spawnSync(process.execPath, [COMMAND, 'scan', ...args, path], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
  });
  expect(stdout).toContain('search-budget=N');
});
