import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

export interface Measurement {
  /** Wall-clock seconds, the median of the runs. */
  readonly seconds: number;
  /** Highest resident memory of the process, in MiB; null where the system does not say. */
  readonly peakMiB: number | null;
}

/** Reads the high-water mark of a running process (Linux), again and again until it ends. */
const POLL_MS = 10;

/**
 * The certificates that this names are read at each start of Node.js, which takes longer than the rest of it
 * and is no part of any tool: a start-up measured with it would seem short beside Node.js alone.
 */
const { NODE_EXTRA_CA_CERTS: _, ...ENVIRONMENT } = process.env;

export { ENVIRONMENT };

async function runOnce(command: readonly string[]): Promise<Measurement> {
  const [program = '', ...args] = command;
  const started = process.hrtime.bigint();
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore'], env: ENVIRONMENT });
  let peak: number | null = null;
  const poll = setInterval(() => {
    peak = highWaterMark(child.pid) ?? peak;
  }, POLL_MS);
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => resolve());
    });
  } finally {
    clearInterval(poll);
  }
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, peakMiB: peak };
}

function highWaterMark(pid: number | undefined): number | null {
  try {
    const status = readFileSync(`/proc/${pid ?? 0}/status`, 'utf8');
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

/**
 * Takes away what a tool has written, and waits until the disk has seen what is left: tcpflow leaves a
 * gigabyte in memory that is yet to be written, and whatever runs next would pay for it (osscap, which comes
 * after it in each round, took a third longer).
 */
function cleanUp(scratch: string): void {
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  spawnSync('sync', { stdio: 'ignore' });
}

/**
 * Runs each command in turn, round after round, so that all meet the machine in the same moods; the first
 * round does not count. `scratch`: the folder that the commands write to, if they do: emptied after each.
 */
export async function measure(
  commands: ReadonlyMap<string, readonly string[]>,
  runs: number,
  scratch: string | null = null,
): Promise<ReadonlyMap<string, Measurement>> {
  const all = new Map<string, Measurement[]>();
  for (let round = 0; round <= runs; round++) {
    for (const [name, command] of commands) {
      const one = await runOnce(command);
      if (scratch !== null) cleanUp(scratch);
      if (round > 0) all.set(name, [...(all.get(name) ?? []), one]);
    }
  }
  return new Map([...all].map(([name, list]) => [name, median(list)]));
}

function median(list: readonly Measurement[]): Measurement {
  const seconds = list.map((one) => one.seconds).sort((a, b) => a - b);
  const peaks = list.flatMap((one) => (one.peakMiB === null ? [] : [one.peakMiB]));
  return {
    seconds: seconds[seconds.length >> 1] ?? 0,
    peakMiB: peaks.length === 0 ? null : Math.max(...peaks),
  };
}
