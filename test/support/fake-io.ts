import type { CliIo } from '../../src/cli/io.ts';

/** A process that only remembers what is written. */
export function fakeIo(
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly cwd?: string;
    /** Of a terminal; null for a pipe. */
    readonly columns?: number | null;
  } = {},
) {
  const { env: given = {}, cwd = '/', columns = null } = options;
  const env = { SOURCE_DATE_EPOCH: '1800000000', ...given };
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTTY: name === 'stdout' && columns !== null,
    columns: name === 'stdout' ? columns : null,
  });
  const io: CliIo = {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    env,
    cwd,
    home: '/nonexistent',
    onInterrupt: () => () => {},
    onAbandoned: () => () => {},
    guardMemory: () => {},
    onOutputClosed: () => {},
  };
  return { io, written };
}
