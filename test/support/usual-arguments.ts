import { type ArgumentsOf, parseArguments } from '../../src/cli/settings/command-line.ts';
import { settledArguments, USUAL_SETTINGS } from '../../src/cli/settings/table.ts';
import { CLI_EN } from './texts.ts';

const scan = await parseArguments(['scan'], CLI_EN, 100);
if (!scan.ok || scan.value.kind !== 'scan') throw new Error(JSON.stringify(scan));

/** What `osscap scan` runs with where the command line and the settings say nothing else. */
export const USUAL_SCAN: ArgumentsOf<'scan'> = {
  ...scan.value.arguments,
  ...settledArguments('scan', USUAL_SETTINGS),
  paths: [],
  configFile: null,
};
