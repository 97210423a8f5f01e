import { rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Command, makeFolder, type Outputs, outputsOf } from '../same/outputs.ts';
import type { Run } from '../same/runs.ts';
import { GENERATED } from './captures.ts';

/** What the process of one build gives for each run that it is sent. */
export interface BuildAnswer {
  readonly outputs: Outputs;
}

const [root = '', fixtures = '', generated = ''] = process.argv.slice(2);
const { run }: { readonly run: Command } = await import(pathToFileURL(join(root, 'dist/cli/run.js')).href);
const folder = makeFolder(fixtures);
symlinkSync(generated, join(folder, GENERATED));
process.chdir(folder);

/** A build that cannot be run in this way gives what it threw. */
async function answerTo(planned: Run): Promise<BuildAnswer> {
  try {
    const stand = [[folder, 'FOLDER'] as const, [root, 'ROOT'] as const];
    return { outputs: await outputsOf(planned, run, stand) };
  } catch (error) {
    return { outputs: new Map([['exit', Buffer.from(String(error))]]) };
  }
}

process.on('message', (planned: Run) => {
  // Whoever asked may have gone meanwhile: then nothing is to be said.
  void answerTo(planned).then((answer) => process.send?.(answer, () => {}));
});
process.on('disconnect', () => {
  process.chdir(tmpdir());
  rmSync(folder, { recursive: true, force: true });
});
