import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { CliIo } from '../../../src/cli/io.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { type StandIn, withStandIns } from './hash.ts';
import type { Run } from './runs.ts';

/** The command, in this process; gives its exit code. */
export type Command = (args: readonly string[], io: CliIo) => Promise<number>;

/** What a run gave, by the name of the output. */
export type Outputs = ReadonlyMap<string, Uint8Array>;

const OUT = 'out';
const PRIVATE = 0o600;
const READABLE = 0o644;
const LONGEST_MS = 120_000;

/**
 * A folder with a copy of the fixtures: whatever is written, and refused, has the same short names on each
 * machine.
 */
export function makeFolder(root: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'osscap-same-')));
  cpSync(join(root, 'fixtures'), join(folder, 'fixtures'), { recursive: true });
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    // A file of keys that others may read is reported, and not every checkout lets them.
    const mode = entry.name.endsWith('.pem') || entry.name.endsWith('.keylog') ? PRIVATE : READABLE;
    if (entry.isFile()) chmodSync(join(entry.parentPath, entry.name), mode);
  }
  return folder;
}

/** What a run gave in the folder that this process is in, with stand-ins. What is empty is left out. */
export async function outputsOf(
  planned: Run,
  command: Command,
  folders: readonly StandIn[],
): Promise<Outputs> {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT);
  const files = Object.entries(planned.files ?? {});
  // A blob is bytes, of which each is a character here.
  for (const [name, text] of files) writeFileSync(name, text, { encoding: encodingOf(name), mode: PRIVATE });
  const { env, columns } = planned;
  const { io, written } = fakeIo({ cwd: process.cwd(), ...(env && { env }), ...(columns && { columns }) });
  const status = await Promise.race([command(planned.args, io), tooLong(planned)]);
  for (const [name] of files) rmSync(name);
  const outputs = new Map<string, Uint8Array>([['exit', Buffer.from(String(status))]]);
  for (const name of ['stdout', 'stderr'] as const) outputs.set(name, Buffer.from(written[name]));
  for (const name of readdirSync(OUT).sort()) outputs.set(name, readFileSync(join(OUT, name)));
  const shown = [...outputs].map(([name, bytes]) => [name, withStandIns(name, bytes, folders)] as const);
  return new Map(shown.filter(([, bytes]) => bytes.length > 0));
}

/** Fails once a run has taken so long that it must be waiting for something. */
async function tooLong({ name }: Run): Promise<never> {
  await setTimeout(LONGEST_MS, null, { ref: false });
  throw new Error(`${name}: it does not end`);
}

export function encodingOf(name: string): 'latin1' | 'utf8' {
  return name.endsWith('.blob') ? 'latin1' : 'utf8';
}
