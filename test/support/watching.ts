import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { COMMAND } from './command.ts';

/** A classic little-endian capture in pieces: its header, and each record. */
export function piecesOf(path: string): { readonly header: Buffer; readonly records: readonly Buffer[] } {
  const file = readFileSync(path);
  const records: Buffer[] = [];
  for (let at = 24; at < file.length; ) {
    const end = at + 16 + file.readUInt32LE(at + 8);
    records.push(file.subarray(at, end));
    at = end;
  }
  return { header: file.subarray(0, 24), records };
}

/** Milliseconds after which a test gives up waiting. */
const PATIENCE = 20_000;

/** Runs `osscap watch` beside the test. */
export function startWatching(args: readonly string[], options: { readonly stdin?: 'pipe' | number } = {}) {
  const child = spawn(process.execPath, [COMMAND, 'watch', ...args], {
    stdio: [options.stdin ?? 'pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', HOME: '/nonexistent' },
  });
  const written = { stdout: '', stderr: '' };
  const waiting: (() => void)[] = [];
  const wake = (): void => {
    for (const one of waiting.splice(0)) one();
  };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
      wake();
    });
  }
  child.stdin?.on('error', () => {});
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      resolve(code);
      wake();
    });
  });
  return {
    written,
    /** Exit code; null after a signal. */
    ended,
    write: (...pieces: readonly Uint8Array[]): void => {
      child.stdin?.write(Buffer.concat(pieces));
    },
    end: (): void => {
      child.stdin?.end();
    },
    interrupt: (): void => {
      child.kill('SIGINT');
    },
    kill: (): void => {
      child.kill('SIGKILL');
    },
    /** Waits until a stream holds the text. */
    until: async (name: 'stdout' | 'stderr', text: string | RegExp): Promise<void> => {
      const start = performance.now();
      const holds = (): boolean =>
        typeof text === 'string' ? written[name].includes(text) : text.test(written[name]);
      while (!holds()) {
        if (performance.now() - start > PATIENCE || child.exitCode !== null) {
          throw new Error(`never came: ${text}\n${written.stdout}\n${written.stderr}`);
        }
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          setTimeout(resolve, 200);
        });
      }
    },
  };
}
