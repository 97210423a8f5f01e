/**
 * `node .tools/test/tools/bench-bodies.js [MiB] [runs]`: how fast bodies are compared with their digests.
 * Measures the implementations alone, then osscap over captures in which every body is whole and has true
 * digests, each as a whole process.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Crc64, crc64, toBytes } from '../rooms/bytes.ts';
import { measure } from './bench/measure.ts';
import { oneConnection, SEGMENT_BYTES } from './bench/one-connection.ts';

const OSSCAP = fileURLToPath(new URL('../../../dist/bin/main.js', import.meta.url));
const BODY_BYTES = 5 * 1024 * 1024;

/**
 * What headers say of the bodies: nothing, what OSS says by default, or that and a Content-MD5 from the
 * client.
 */
type Claims = 'none' | 'crc64' | 'content-md5';

/**
 * One connection on which objects go up and down in turn, until the capture has `size` bytes. Returns the
 * bytes of its bodies.
 */
function writeCapture(path: string, size: number, claims: Claims): number {
  const capture = oneConnection(path, size, 80);
  const body = Uint8Array.from({ length: BODY_BYTES }, (_, i) => (i * 2_654_435_761) >>> 13);
  const md5 = createHash('md5').update(body);
  const etag = md5.copy().digest('hex').toUpperCase();
  const contentMd5 = claims === 'content-md5' ? `Content-MD5: ${md5.digest('base64')}\r\n` : '';
  const said = claims === 'none' ? '' : `ETag: "${etag}"\r\nx-oss-hash-crc64ecma: ${crc64(body)}\r\n`;
  const signed =
    'Host: b.oss-cn-hangzhou.aliyuncs.com\r\nDate: Tue, 24 Nov 2026 23:16:02 GMT\r\n' +
    'Authorization: OSS LTAI5tTestCapture0001:aHBcX7TnqvCTcT5K0lX3YcWfTz0=\r\n';
  const answer = `HTTP/1.1 200 OK\r\nServer: AliyunOSS\r\nx-oss-request-id: 6B061AB2AC74B5E9AA4F7C01\r\n${said}`;
  const length = `Content-Length: ${BODY_BYTES}\r\n\r\n`;
  let bodies = 0;
  for (; capture.bytes < size; bodies++) {
    if (bodies % 2 === 0) {
      capture.say('client', toBytes(`PUT /k${bodies} HTTP/1.1\r\n${signed}${contentMd5}${length}`));
      capture.say('client', body);
      capture.say('server', toBytes(`${answer}Content-Length: 0\r\n\r\n`));
    } else {
      capture.say('client', toBytes(`GET /k${bodies} HTTP/1.1\r\n${signed}\r\n`));
      capture.say('server', toBytes(`${answer}${length}`));
      capture.say('server', body);
    }
  }
  capture.close();
  return bodies * BODY_BYTES;
}

/** The former implementation: one byte at a step. */
function byteAtATime(): (bytes: Uint8Array) => void {
  const low = new Int32Array(256);
  const high = new Int32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let [h, l] = [0, byte];
    for (let bit = 0; bit < 8; bit++) {
      const odd = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (odd === 1) {
        h ^= 0xc96c5795;
        l ^= 0xd7870f42;
      }
    }
    low[byte] = l;
    high[byte] = h;
  }
  let [h, l] = [-1, -1];
  return (bytes) => {
    for (let at = 0; at < bytes.length; at++) {
      const index = (l ^ (bytes[at] ?? 0)) & 255;
      l = ((l >>> 8) | (h << 24)) ^ (low[index] ?? 0);
      h = (h >>> 8) ^ (high[index] ?? 0);
    }
  };
}

/** MB/s of something that takes segments, as bodies come. */
function rate(take: (bytes: Uint8Array) => void): number {
  const block = new Uint8Array(1024 * 1024).map((_, i) => i * 31);
  const run = (megabytes: number): number => {
    const started = process.hrtime.bigint();
    for (let done = 0; done < megabytes; done++) {
      for (let at = 0; at + SEGMENT_BYTES <= block.length; at += SEGMENT_BYTES) {
        take(block.subarray(at, at + SEGMENT_BYTES));
      }
    }
    return (megabytes * 1.048_576) / (Number(process.hrtime.bigint() - started) / 1e9);
  };
  run(50);
  return Math.max(run(150), run(150), run(150));
}

function print(name: string, ...columns: readonly string[]): void {
  process.stdout.write(`${[name.padEnd(34), ...columns].join('  ')}\n`);
}

if (!existsSync(OSSCAP)) throw new Error(`build first: ${OSSCAP} is missing`);
const size = Number(process.argv[2] ?? 200) * 1024 * 1024;
const runs = Number(process.argv[3] ?? 3);

const md5 = createHash('md5');
const crc = new Crc64();
const former = byteAtATime();
for (const [name, take] of [
  ['MD5, node:crypto', (bytes: Uint8Array) => void md5.update(bytes)],
  ['CRC-64, a byte at a step', former],
  ['CRC-64, eight bytes at a step', (bytes: Uint8Array) => crc.update(bytes)],
] as const) {
  print(name, `${rate(take).toFixed(0)} MB/s`);
}

const folder = mkdtempSync(join(tmpdir(), 'osscap-bench-bodies-'));
try {
  const commands = new Map<string, readonly string[]>();
  const bodies = new Map<string, number>();
  for (const claims of ['none', 'crc64', 'content-md5'] as const) {
    const path = join(folder, `${claims}.pcap`);
    const bytes = writeCapture(path, size, claims);
    for (const option of claims === 'none' ? [[]] : [[], ['--verify-bodies']]) {
      const name = `scan ${option.join('')} (${claims})`;
      commands.set(name, [process.execPath, OSSCAP, 'scan', ...option, path]);
      bodies.set(name, bytes);
    }
  }
  for (const [name, { seconds, peakMiB }] of await measure(commands, runs)) {
    const perSecond = (bodies.get(name) ?? 0) / 1e6 / seconds;
    print(
      name,
      `${seconds.toFixed(2)} s`,
      `${perSecond.toFixed(0)} MB/s of bodies`,
      `${peakMiB?.toFixed(0) ?? '?'} MiB`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
