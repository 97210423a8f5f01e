import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { COMMAND, temporaryFolder } from '../support/command.ts';

/**
 * Megabytes of memory that a process may come to: the program itself takes about 90, and each limit adds what
 * it allows.
 */
export const MOST_MEGABYTES = 850;
export const PATIENCE = 240_000;

export const HOST = 'Host: b.oss-cn-hangzhou.aliyuncs.com\r\n';
export const SIGNED = [
  `${HOST}Date: Sat, 29 Dec 2018 07:32:34 GMT`,
  'Authorization: OSS LTAIexample0:r2KPR0y4dpxH0Cl8SSSwIcSiwVU=',
  '',
].join('\r\n');
export const REFUSAL = '<Error><Code>SignatureDoesNotMatch</Code><RequestId>GOOD</RequestId></Error>';

export const FIN = 0x01;
export const SYN = 0x02;
export const ACK = 0x10;
export const PUSH = 0x18;

/** Writes packets as fast as they can be made: some of these captures have hundreds of thousands. */
export class CaptureFile {
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

export function refusal(body: string, headers = ''): string {
  return `HTTP/1.1 403 Forbidden\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
}

/** What stands between two good exchanges, on connections from 1 on. */
export function between(write: (capture: CaptureFile) => void, isPacked = false): string {
  const capture = new CaptureFile(isPacked);
  capture.good(0);
  write(capture);
  capture.good(1_000_000);
  return capture.end();
}

export const one = (request: string, answer: string) => () =>
  between((capture) => capture.exchange(1, request, answer));

export const GET = `GET /k HTTP/1.1\r\n${SIGNED}\r\n`;

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

export function scan(path: string, args: readonly string[] = []): Run {
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

/** What a command prints, and the megabytes that it came to. */
export function printed(...args: readonly string[]) {
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
