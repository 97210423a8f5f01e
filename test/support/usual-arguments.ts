import { COMMAND, type ScanArguments } from '../../src/cli/commands/scan.ts';
import { parseArguments } from '../../src/cli/settings/command-line.ts';
import { settledArguments, USUAL_SETTINGS } from '../../src/cli/settings/table.ts';

const scan = await parseArguments(['scan']);
if (!scan.ok || scan.value.kind !== 'scan') throw new Error(JSON.stringify(scan));

/** What `osscap scan` runs with where the command line and the settings say nothing else. */
export const USUAL_SCAN: ScanArguments = {
  ...scan.value.arguments,
  ...settledArguments(COMMAND.takes, USUAL_SETTINGS),
  paths: [],
  configFile: null,
};
