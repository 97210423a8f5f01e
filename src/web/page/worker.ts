import { errorName } from '../../engine/bytes/result.ts';
import type { FromWorker, ScanRequest, ToWorker } from './protocol.ts';
import { scanFiles } from './scan-files.ts';

/* The worker of the page: scans what it is given once, and is gone then, with the keys that it was given. */

declare const OSSCAP_VERSION: string;

/** A worker has what a page calls its window, but for the address that messages go to. */
const send = (message: FromWorker): void => postMessage(message);

const stop = new AbortController();

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'stop') stop.abort();
  else void scan(data.request);
});

async function scan(request: ScanRequest): Promise<void> {
  try {
    const { fault, ...reports } = await scanFiles(request, {
      tool: { name: 'osscap', version: OSSCAP_VERSION },
      signal: stop.signal,
      progress: (progress) => send({ kind: 'progress', progress }),
    });
    send({ kind: 'done', reports, fault });
  } catch (error) {
    // its message may quote what was captured, or a secret
    send({ kind: 'failed', fault: errorName(error) });
  }
}
