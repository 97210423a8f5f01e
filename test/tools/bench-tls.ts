/**
 * `npm run bench:tls`: how fast TLS is opened. Makes one capture of uploads and downloads over TLS 1.3 with AES-GCM and one of the
 * same bytes in the clear, and measures osscap over both, each as a whole process. Arguments: size in MiB (200), runs (3).
 */
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toBytes } from '../../src/bytes/byte-string.ts';
import { TlsWriter, type WriterSide } from '../support/tls-writer.ts';
import { measure } from './bench/measure.ts';
import { CaptureWriter } from './generator/capture-writer.ts';
import { DEFAULT_OPTIONS } from './generator/options.ts';
import { FLAG, PacketWriter } from './generator/packet-writer.ts';

const OSSCAP = fileURLToPath(new URL('../../../dist/bin/main.js', import.meta.url));
const HOST = 'shelf-17.oss-cn-hangzhou.aliyuncs.com';
const BODY_BYTES = 5 * 1024 * 1024;
/** Payload of a segment with TCP timestamps in an Ethernet frame. */
const SEGMENT_BYTES = 1448;
const START_MICROS = 1_795_564_800e6;

type Protection = 'clear' | 'aes-128-gcm' | 'aes-256-gcm';

/** One connection on which bodies go up and down in turn, until the capture has `size` bytes. Returns its key log. */
function writeCapture(path: string, size: number, protection: Protection): string {
  const file = openSync(path, 'w');
  const capture = new CaptureWriter({ ...DEFAULT_OPTIONS, size }, (block) => writeSync(file, block));
  const packets = new PacketWriter(capture, 'eth');
  const tls =
    protection === 'clear'
      ? null
      : new TlsWriter({ keyBytes: protection === 'aes-128-gcm' ? 16 : 32, fill: 7 });
  const ends = {
    client: { address: Uint8Array.of(10, 0, 0, 1), port: 40_000, next: 1000 },
    server: { address: Uint8Array.of(10, 0, 0, 2), port: tls === null ? 80 : 443, next: 5000 },
  };
  let micros = START_MICROS;
  const segment = (side: WriterSide, payload: Uint8Array, flags: number): void => {
    const own = ends[side];
    const other = ends[side === 'client' ? 'server' : 'client'];
    micros += 10;
    packets.write(micros, {
      source: own,
      destination: other,
      fromClient: side === 'client',
      sequence: own.next,
      acknowledgement: (flags & FLAG.ACK) === 0 ? 0 : other.next,
      flags,
      payload,
    });
    own.next = (own.next + payload.length + ((flags & FLAG.SYN) === 0 ? 0 : 1)) >>> 0;
  };
  const send = (side: WriterSide, bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; at += SEGMENT_BYTES) {
      segment(side, bytes.subarray(at, at + SEGMENT_BYTES), FLAG.ACK);
    }
    segment(side === 'client' ? 'server' : 'client', new Uint8Array(0), FLAG.ACK);
  };
  const say = (side: WriterSide, bytes: Uint8Array): void =>
    send(side, tls === null ? bytes : tls.data(side, bytes));
  const nothing = new Uint8Array(0);
  segment('client', nothing, FLAG.SYN);
  segment('server', nothing, FLAG.SYN | FLAG.ACK);
  if (tls !== null) {
    send('client', tls.clientHello());
    send('server', tls.serverHello());
    send('server', tls.finished('server'));
    send('client', tls.finished('client'));
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
  capture.flush();
  closeSync(file);
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
