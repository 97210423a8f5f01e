/**
 * `npm run bench:tls`: how fast TLS is opened. Makes one capture of uploads and downloads over TLS
 * 1.3 with AES-GCM and one of the same bytes in the clear, and measures osscap over both, each as a
 * whole process. Arguments: size in MiB (200), runs (3).
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toBytes } from '../../src/bytes/byte-string.ts';
import { TlsWriter, type WriterSide } from '../support/tls-writer.ts';
import { measure } from './bench/measure.ts';
import { oneConnection } from './bench/one-connection.ts';

const OSSCAP = fileURLToPath(new URL('../../../dist/bin/main.js', import.meta.url));
const HOST = 'shelf-17.oss-cn-hangzhou.aliyuncs.com';
const BODY_BYTES = 5 * 1024 * 1024;

type Protection = 'clear' | 'aes-128-gcm' | 'aes-256-gcm';

/**
 * One connection on which bodies go up and down in turn, until the capture has `size` bytes.
 * Returns its key log.
 */
function writeCapture(path: string, size: number, protection: Protection): string {
  const tls =
    protection === 'clear'
      ? null
      : new TlsWriter({ keyBytes: protection === 'aes-128-gcm' ? 16 : 32, fill: 7 });
  const capture = oneConnection(path, size, tls === null ? 80 : 443);
  const say = (side: WriterSide, bytes: Uint8Array): void =>
    capture.say(side, tls === null ? bytes : tls.data(side, bytes));
  if (tls !== null) {
    capture.say('client', tls.clientHello());
    capture.say('server', tls.serverHello());
    capture.say('server', tls.finished('server'));
    capture.say('client', tls.finished('client'));
  }
  const body = new Uint8Array(BODY_BYTES).fill(0x61);
  const common = `Date: Tue, 24 Nov 2026 23:16:02 GMT\r\n`;
  const signed = `Host: ${HOST}\r\n${common}Authorization: OSS LTAI5tTestCapture0001:aHBcX7TnqvCTcT5K0lX3YcWfTz0=\r\n`;
  for (let i = 0; capture.bytes < size; i++) {
    const isUpload = i % 2 === 0;
    const length = `Content-Length: ${BODY_BYTES}\r\n\r\n`;
    say(
      'client',
      toBytes(`${isUpload ? 'PUT' : 'GET'} /b/${i} HTTP/1.1\r\n${signed}${isUpload ? length : '\r\n'}`),
    );
    if (isUpload) say('client', body);
    const answer = `HTTP/1.1 200 OK\r\nServer: AliyunOSS\r\n${common}x-oss-request-id: 6B061AB2AC74B5E9AA4F7C01\r\n`;
    say('server', toBytes(`${answer}${isUpload ? 'Content-Length: 0\r\n\r\n' : length}`));
    if (!isUpload) say('server', body);
  }
  capture.close();
  return tls?.keyLog ?? '';
}

const size = Number(process.argv[2] ?? 200) * 1024 * 1024;
const runs = Number(process.argv[3] ?? 3);
const folder = mkdtempSync(join(tmpdir(), 'osscap-bench-tls-'));
try {
  const commands = new Map<string, readonly string[]>();
  const sizes = new Map<string, number>();
  for (const protection of ['clear', 'aes-128-gcm', 'aes-256-gcm'] as const) {
    const path = join(folder, `${protection}.pcap`);
    const log = join(folder, `${protection}.keylog`);
    writeFileSync(log, writeCapture(path, size, protection));
    const keys = protection === 'clear' ? [] : ['--tls-keylog', log];
    commands.set(protection, [process.execPath, OSSCAP, 'scan', ...keys, path]);
    sizes.set(protection, statSync(path).size);
  }
  for (const [name, { seconds, peakMiB }] of await measure(commands, runs)) {
    const rate = (sizes.get(name) ?? 0) / 1e6 / seconds;
    const line = [
      name.padEnd(14),
      `${seconds.toFixed(2)} s`,
      `${rate.toFixed(0)} MB/s`,
      `${peakMiB?.toFixed(0) ?? '?'} MiB`,
    ];
    process.stdout.write(`${line.join('  ')}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
