import type { CliIo, OutputStream } from './io.ts';

/**
 * Set by build servers that look for commands in what is printed: GitHub (also Gitea, Forgejo),
 * Azure Pipelines, TeamCity.
 */
const SERVERS = ['GITHUB_ACTIONS', 'GITEA_ACTIONS', 'FORGEJO_ACTIONS', 'TF_BUILD', 'TEAMCITY_VERSION'];

/** Whether a build server reads along. */
export function isBuildServer(env: CliIo['env']): boolean {
  return SERVERS.some((name) => (env[name] ?? '') !== '');
}

/** A command at the beginning of a line, behind blanks, or anywhere in one. */
const COMMAND = /(^|\n)([^\S\n]*):(?=:)|#(?=#(?:\[|vso\[|teamcity\[))/g;

/**
 * Text of which a build server obeys nothing: captured lines that begin with `::` (`::add-mask::`),
 * and `##[…]` within lines, have their first character written as an escape. `isLineStart`: the
 * text begins a line.
 */
export function withoutCommands(text: string, isLineStart: boolean): string {
  return text.replace(COMMAND, (whole: string, start: string | undefined, blanks: string, at: number) => {
    if (start === undefined) return '\\u0023';
    return at === 0 && start === '' && !isLineStart ? whole : `${start}${blanks}\\u003a`;
  });
}

/** A stream that writes no commands for a build server; as it is where there is none. */
export function guardedStream(stream: OutputStream, env: CliIo['env']): OutputStream {
  if (!isBuildServer(env)) return stream;
  let isLineStart = true;
  return {
    isTTY: stream.isTTY,
    columns: stream.columns,
    write(text: string): void {
      if (text === '') return;
      stream.write(withoutCommands(text, isLineStart));
      isLineStart = /(?:^|\n)[^\S\n]*$/.test(text) && (isLineStart || text.includes('\n'));
    },
  };
}
