import type yargs from 'yargs';

/* The package that reads the words of a command line and lays out the help, in one place. */

export type { Argv } from 'yargs';
export { Parser } from 'yargs/helpers';

/** The whole of it takes longer to load than most captures take to be read: it is for the help alone. */
export async function loadYargs(): Promise<typeof yargs> {
  return (await import('yargs')).default;
}
