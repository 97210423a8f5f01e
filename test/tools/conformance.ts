/**
 * `npm run conformance -- FOLDER [--exceptions FILE] [--json] [--verbose]`: reads every capture that the
 * folder's `index.json` lists and compares it, exchange by exchange, with what other programs found there.
 * Exit code 1 when something differs that the exceptions (`exceptions.json` of the folder) do not explain, 2
 * on wrong usage.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readExceptions } from './conformance/exceptions.ts';
import { printConformance } from './conformance/print.ts';
import { runConformance } from './conformance/run.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    exceptions: { type: 'string' },
    json: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
if (folder === undefined || positionals.length > 1) {
  process.stderr.write('usage: conformance FOLDER [--exceptions FILE] [--json] [--verbose]\n');
  process.exitCode = 2;
} else {
  const exceptions = readExceptions(values.exceptions ?? join(folder, 'exceptions.json'));
  const result = runConformance(folder, exceptions);
  const text = values.json
    ? `${JSON.stringify(result, null, 2)}\n`
    : printConformance(result, values.verbose);
  process.stdout.write(text);
  process.exitCode = result.passed ? 0 : 1;
}
