/**
 * `npm run bench:tls`: how fast TLS is opened. Makes one capture of uploads and downloads over TLS 1.3 with
 * AES-GCM and one of the same bytes in the clear, and measures osscap over both, each as a whole process.
 * Arguments: size in MiB (200), runs (3).
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from './bench/measure.ts';
import { writeTlsCapture } from './bench/tls-capture.ts';

const OSSCAP = fileURLToPath(new URL('../../../dist/bin/main.js', import.meta.url));

const size = Number(process.argv[2] ?? 200) * 1024 * 1024;
const runs = Number(process.argv[3] ?? 3);
const folder = mkdtempSync(join(tmpdir(), 'osscap-bench-tls-'));
try {
  const commands = new Map<string, readonly string[]>();
  const sizes = new Map<string, number>();
  for (const protection of ['clear', 'aes-128-gcm', 'aes-256-gcm'] as const) {
    const path = join(folder, `${protection}.pcap`);
    const log = join(folder, `${protection}.keylog`);
    writeFileSync(log, writeTlsCapture(path, size, protection));
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
