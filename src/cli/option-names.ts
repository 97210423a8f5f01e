/** Options of `osscap scan`, in the order of the help. */
export const OPTION_NAMES = [
  'format',
  'all',
  'width',
  'color',
  'lang',
  'credentials',
  'default-credentials',
  'bucket',
  'fail-on',
  'strict',
  'help',
  'version',
] as const;

export type OptionName = (typeof OPTION_NAMES)[number];

/** Commands by name. */
export const COMMAND_NAMES = ['scan'] as const;

export const FORMAT_NAMES = ['table', 'json', 'ndjson'] as const;

export type FormatName = (typeof FORMAT_NAMES)[number];
