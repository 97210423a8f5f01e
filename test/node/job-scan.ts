import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { run as runScan } from '../../src/cli/commands/scan-command.ts';
import { type Spawn, scanInputs } from '../rooms/node.ts';
import { temporaryFolder } from '../support/command.ts';
import { fakeIo } from '../support/fake-io.ts';
import { CLI_EN } from '../support/texts.ts';
import { FIXTURES } from '../support/truth.ts';
import { USUAL_SCAN } from '../support/usual-arguments.ts';

export const SMALL = ['oss2-v1-baseline', 'source-example-consistent', 'source-example-literal'].map((name) =>
  join(FIXTURES, 'captures', `${name}.pcap`),
);

/** Workers of the built command; `file`: what they run. */
export function spawner(
  file: URL,
  resourceLimits = {},
): { readonly spawn: Spawn; readonly workers: Worker[] } {
  const workers: Worker[] = [];
  return {
    workers,
    spawn: (workerData) => {
      const worker = new Worker(file, { workerData, resourceLimits });
      workers.push(worker);
      return worker;
    },
  };
}

interface Report {
  readonly captures: readonly { readonly path: string; readonly exchanges: readonly object[] }[];
  readonly unreadable: readonly {
    readonly path: string;
    readonly reason: string;
    readonly message: string;
  }[];
}

export async function scan(paths: readonly string[], jobs: number, spawn?: Spawn) {
  const { io, written } = fakeIo();
  const report = join(temporaryFolder(), 'report.json');
  const formats = [
    { name: 'json' as const, file: report },
    { name: 'table' as const, file: null },
  ];
  const context = { lang: 'en' as const, texts: CLI_EN, io, scanInputs };
  const exitCode = await runScan(
    { ...USUAL_SCAN, width: 100, color: false, paths, format: formats, jobs },
    spawn === undefined ? context : { ...context, spawn },
  );
  const json: Report = JSON.parse(readFileSync(report, 'utf8'));
  return { exitCode, json, table: written.stdout, errors: written.stderr.replace(/^json report: .*\n/m, '') };
}
