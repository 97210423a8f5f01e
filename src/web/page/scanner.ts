import type { FromWorker, ScanRequest, ToWorker } from './protocol.ts';

/** The worker's program: packed with gzip, in base64. */
declare const OSSCAP_WORKER: string;

/** A scan that is under way. */
export interface RunningScan {
  /** What was read up to now is reported. */
  stop(): void;
  /** Nothing more comes of it. */
  end(): void;
}

let address: Promise<string> | null = null;

/**
 * Where the worker's program is. It comes with the page's own script, whose hash the page's policy names:
 * nothing else can be in it.
 */
async function workerAddress(): Promise<string> {
  const packed = Uint8Array.from(atob(OSSCAP_WORKER), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const program = await new Response(unpacked).text();
  return URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
}

/**
 * Scans in a worker of its own, which takes the keys along when it ends. `receive` gets what it says, of
 * which `done` or `failed` is the last.
 */
export function startScan(request: ScanRequest, receive: (message: FromWorker) => void): RunningScan {
  let worker: Worker | null = null;
  let hasEnded = false;
  const end = (): void => {
    hasEnded = true;
    worker?.terminate();
  };
  const post = (message: ToWorker): void => worker?.postMessage(message);
  const fail = (fault: string): void => {
    if (hasEnded) return;
    end();
    receive({ kind: 'failed', fault });
  };
  address ??= workerAddress();
  address.then(
    (url) => {
      if (hasEnded) return;
      worker = new Worker(url);
      worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
        if (hasEnded) return;
        if (data.kind !== 'progress') end();
        receive(data);
      });
      // such as want of memory; its message may quote anything
      worker.addEventListener('error', () => fail('worker'));
      post({ kind: 'scan', request });
    },
    () => fail('start'),
  );
  return { stop: () => post({ kind: 'stop' }), end };
}
