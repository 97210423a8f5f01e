/* How commands, shells and the formats of pages are called; those of reports stand in `report/formats`. */

/** Commands by name. `scan` is meant where the command line names none. */
export const COMMAND_NAMES = [
  'scan',
  'watch',
  'capture',
  'compare',
  'explain',
  'extract',
  'sign',
  'hypotheses',
  'why',
  'merge',
  'config',
  'completion',
  'help',
  'version',
] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];

/** Commands that work with their settings: the others print what the command line says already. */
export type WorkName = Exclude<CommandName, 'help' | 'version'>;

/** Formats of what is no list of exchanges. */
export const PAGE_FORMAT_NAMES = ['table', 'json', 'html'] as const;

export type PageFormatName = (typeof PAGE_FORMAT_NAMES)[number];

/** Shells that there is a completion for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type ShellName = (typeof SHELLS)[number];
