import { fstatSync, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { styleText } from 'node:util';
import { withoutCommands } from '../engine/bytes/printable.ts';
import type { Paint, PaintRole } from '../report/terminal/view.ts';
import type { CliIo, OutputStream } from './io.ts';

/* How output looks where it goes: width, colours, and what a build server would obey. */

/** Where a handle leads; `null`: to the device that takes all. */
export function kindOfHandle(handle: number): 'terminal' | 'file' | 'null' | 'other' {
  try {
    const facts = fstatSync(handle);
    if (facts.isFile()) return 'file';
    if (process.platform !== 'win32') {
      if (!facts.isCharacterDevice()) return 'other';
      if (facts.rdev === statSync(devNull).rdev) return 'null';
    }
  } catch {
    // It is closed, or on Windows of a kind that has no facts.
  }
  return process.getBuiltinModule('node:tty').isatty(handle) ? 'terminal' : 'other';
}

/** Columns of a report that goes to no terminal, where nothing says otherwise. */
const PIPE_WIDTH = 120;
/** Columns of a terminal that does not say. */
export const DEFAULT_TERMINAL_WIDTH = 80;

/**
 * Columns for a report on `stream`; null stands for a file. A pipe may lead to a pager: `COLUMNS` says how
 * wide that is, or else the terminal that the error stream is left on.
 */
export function outputWidth(
  stream: OutputStream | null,
  { env, stderr }: Pick<CliIo, 'env' | 'stderr'>,
): number {
  if (stream === null) return PIPE_WIDTH;
  const named = columnsOf(env['COLUMNS']);
  if (stream.isTTY) return positive(stream.columns) ?? named ?? DEFAULT_TERMINAL_WIDTH;
  return named ?? (stderr.isTTY ? positive(stderr.columns) : null) ?? PIPE_WIDTH;
}

/** `COLUMNS` as POSIX has it: a decimal number above zero (Environment Variables §8.3). */
function columnsOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,5}$/.test(text) ? positive(Number(text)) : null;
}

function positive(value: number | null): number | null {
  return value !== null && Number.isSafeInteger(value) && value > 0 ? value : null;
}

/**
 * Whether a stream gets colours: as the option says, else as `NO_COLOR` (https://no-color.org) and
 * `FORCE_COLOR` (https://force-color.org) say, else where it is a terminal that has colours. `NO_COLOR` goes
 * before `FORCE_COLOR`: who sets both cannot read colours. Empty, both are as if unset. 0 and false are what
 * other Node programs take for none; 1, 2 and 3 are how many colours there are, and ours are of the sixteen
 * that all have.
 */
export function hasColor(option: boolean | null, stream: OutputStream, env: CliIo['env']): boolean {
  if (option !== null) return option;
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return stream.isTTY && env['TERM'] !== 'dumb';
}

type Format = Parameters<typeof styleText>[0];

const FORMATS = {
  failing: ['bold', 'red'],
  warning: ['bold', 'yellow'],
  passed: 'green',
  strong: 'bold',
  quiet: 'dim',
  differing: ['bold', 'yellow'],
  label: 'cyan',
} as const satisfies Readonly<Record<PaintRole, Format | readonly string[]>>;

/** Colours of the terminal; the identity without colours. */
export function painter(color: boolean): Paint {
  if (!color) return (_, text) => text;
  return (role, text) => {
    const format = FORMATS[role];
    // Decided above for this stream, which may be another than the one that the function would look at.
    return styleText(typeof format === 'string' ? format : [...format], text, { validateStream: false });
  };
}

/** Whether a line that moves would be seen: not in a file, nor in the log of a build. */
export function showsProgress({ stderr, env }: Pick<CliIo, 'stderr' | 'env'>): boolean {
  const isCi = isBuildServer(env) || !['', '0', 'false'].includes(env['CI'] ?? '');
  return stderr.isTTY && env['TERM'] !== 'dumb' && !isCi;
}

/**
 * Set by build servers that look for commands in what is printed: GitHub (also Gitea, Forgejo), Azure
 * Pipelines, TeamCity.
 */
const SERVERS = ['GITHUB_ACTIONS', 'GITEA_ACTIONS', 'FORGEJO_ACTIONS', 'TF_BUILD', 'TEAMCITY_VERSION'];

/** Whether a build server reads along. */
export function isBuildServer(env: CliIo['env']): boolean {
  return SERVERS.some((name) => (env[name] ?? '') !== '');
}

/** Blanks and colours, which may stand before what is obeyed at the beginning of a line. */
const INDENT = /^(?:[^\S\n]|\x1b\[[\d;]{0,20}m)*$/;

/** Breaks the commands of build servers in text that comes in pieces. */
export function commandBreaker(): (text: string) => string {
  let isLineStart = true;
  return (text) => {
    // what stands before it decides whether a piece begins a line
    const broken = isLineStart ? withoutCommands(text) : withoutCommands(`-${text}`).slice(1);
    const lastLine = text.lastIndexOf('\n') + 1;
    isLineStart = (isLineStart || lastLine > 0) && INDENT.test(text.slice(lastLine));
    return broken;
  };
}

/** A stream of text in which nothing is a command for a build server. */
export function guardedStream(stream: OutputStream): OutputStream {
  const broken = commandBreaker();
  return { isTTY: stream.isTTY, columns: stream.columns, write: (text) => stream.write(broken(text)) };
}
