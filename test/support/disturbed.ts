import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { COMMAND, PLAIN_ENVIRONMENT } from './command.ts';
import { reportProblems } from './schema.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { FIXTURES } from './truth.ts';

export const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');
const OLD = '{"old": true}\n';
/** The exit code of each signal. */
export const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
export type EndSignal = keyof typeof CODES;

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly folder: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command that writes a report over an old one, alone in a folder; `disturb` sends the signals. */
export async function disturbed(
  args: readonly string[],
  disturb: (kill: (signal: EndSignal) => void, said: () => string) => Promise<void>,
): Promise<Ended> {
  const folder = temporaryFolder();
  const report = join(folder, 'report.json');
  writeFileSync(report, OLD);
  const child = spawn(process.execPath, [COMMAND, ...args, '--format', `json=${report}`], {
    env: PLAIN_ENVIRONMENT,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
    });
  }
  // Without an end: what is watched goes on.
  child.stdin.on('error', () => {});
  if (args.includes('-')) child.stdin.write(readFileSync(CAPTURE));
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  await Promise.race([
    disturb(
      (signal) => child.kill(signal),
      () => written.stdout + written.stderr,
    ),
    closed,
  ]);
  const [code, signal] = await closed;
  return { code, signal, folder, ...written };
}

/** What there is afterwards is the old report, or a whole new one, and nothing else. */
export function checkFolder({ folder }: Ended, kind = 'report'): 'old' | 'new' {
  expect(readdirSync(folder)).toEqual(['report.json']);
  const text = readFileSync(join(folder, 'report.json'), 'utf8');
  if (text === OLD) return 'old';
  const report: unknown = JSON.parse(text);
  if (kind === 'report') expect(reportProblems(report)).toEqual([]);
  return 'new';
}
