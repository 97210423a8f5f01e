import { parentPort, workerData } from 'node:worker_threads';
import { loadTexts } from '../../report/text/load.ts';
import { unpackKeyRing } from '../../sign/secret.ts';

import { pipelineOptions } from '../pipeline-options.ts';
import { type FromWorker, SharedState, type ToWorker, type WorkerSetup } from './protocol.ts';
import { WorkerScan } from './worker-scan.ts';

// A worker of a scan: reads the captures that it is told to, in the order in which it is told.

/** Made by a `Crew`, in this process. */
const setup: WorkerSetup = workerData;
const port = parentPort;
if (port === null) throw new Error('this file is for worker threads');

const state = new SharedState(setup.shared);
const keyRing = unpackKeyRing(setup.keys);
const scan = loadTexts(setup.recipe.lang).then(
  (texts) =>
    new WorkerScan(
      setup,
      pipelineOptions({ ...setup.options, keyRing }),
      texts,
      state,
      (message: FromWorker) => port.postMessage(message),
    ),
);
let last: Promise<unknown> = scan;
port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'scan':
      last = last.then(async () => (await scan).scan(message));
      return;
    case 'stop':
      void scan.then((each) => each.stop());
      return;
  }
});
void scan.then(() => port.postMessage({ kind: 'ready' } satisfies FromWorker));
