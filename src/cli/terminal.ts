import { styleText } from 'node:util';
import type { Paint, PaintRole } from '../report/table/view.ts';
import type { CliIo, OutputStream } from './io.ts';

/** Columns of a report that goes to no terminal, where `COLUMNS` does not say otherwise. */
export const PIPE_WIDTH = 120;
/** Columns of a terminal that does not tell. */
export const DEFAULT_TERMINAL_WIDTH = 80;

/** Columns for a report on `stream`; null stands for a file. */
export function outputWidth(stream: OutputStream | null, env: CliIo['env']): number {
  if (stream?.isTTY === true) return positive(stream.columns) ?? DEFAULT_TERMINAL_WIDTH;
  if (stream === null) return PIPE_WIDTH;
  return positive(Number(env['COLUMNS'] ?? '')) ?? PIPE_WIDTH;
}

function positive(value: number | null): number | null {
  return value !== null && Number.isSafeInteger(value) && value > 0 ? value : null;
}

/**
 * Whether a stream gets colours: as the option says, else as `NO_COLOR` (https://no-color.org) and `FORCE_COLOR`
 * say, else where it is a terminal that has colours.
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
    // Decided above for the stream at hand, which may be another than the one that the function would look at.
    return styleText(typeof format === 'string' ? format : [...format], text, { validateStream: false });
  };
}
