import type { FromWorker, GivenFile, Progress, Reports, ScanRequest, ToWorker } from './protocol.ts';

/* What scans in a browser: used by the page that needs nothing, and by pages of others (`osscap-web.mjs`). */

/** The worker's program: packed with gzip, in base64. */
declare const OSSCAP_WORKER: string;

/** What is left out is empty, false, or English. */
export interface EngineOptions extends Partial<Omit<ScanRequest, 'captures'>> {
  readonly onProgress?: (progress: Progress) => void;
  /** What was read up to then is reported. */
  readonly stop?: AbortSignal;
  /** Nothing more comes of it: the promise is rejected with the reason of this. */
  readonly signal?: AbortSignal;
}

/** `fault`: the class of an error of ours, behind which not all was read; null for none. */
export interface Diagnosis extends Reports {
  readonly fault: string | null;
}

/**
 * Does what `osscap scan` does with these captures and texts, in a worker of its own, which takes the keys
 * along when it ends; nothing is sent anywhere. Files go by their names, made different where they are not.
 *
 * Rejected with an error whose message is a class of error where there is no report: a fault of ours, or a
 * policy of the page that allows no worker (`worker-src blob:`).
 */
export async function diagnose(
  captures: Blob | readonly (Blob | GivenFile)[],
  { stop, signal, onProgress, ...options }: EngineOptions = {},
): Promise<Diagnosis> {
  signal?.throwIfAborted();
  const url = await workerAddress();
  signal?.throwIfAborted();
  const request: ScanRequest = {
    ...NOTHING_ELSE,
    ...options,
    captures: named(captures instanceof Blob ? [captures] : captures),
  };
  const worker = new Worker(url);
  const post = (message: ToWorker): void => worker.postMessage(message);
  const onStop = (): void => post({ kind: 'stop' });
  const ended = new AbortController();
  try {
    return await new Promise<Diagnosis>((resolve, reject) => {
      const listening = { signal: ended.signal };
      signal?.addEventListener('abort', () => reject(signal.reason), listening);
      stop?.addEventListener('abort', onStop, listening);
      worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
        if (data.kind === 'progress') onProgress?.(data.progress);
        else if (data.kind === 'failed') reject(new Error(data.fault));
        else resolve({ ...data.reports, fault: data.fault });
      });
      // such as want of memory; its message may quote anything
      worker.addEventListener('error', () => reject(new Error('worker')));
      post({ kind: 'scan', request });
      if (stop?.aborted === true) onStop();
    });
  } finally {
    ended.abort();
    worker.terminate();
  }
}

const NOTHING_ELSE: Omit<ScanRequest, 'captures'> = {
  keyLogs: [],
  serverKeys: [],
  credentialTexts: [],
  credentials: [],
  verifyBodies: false,
  lang: 'en',
};

/** Names by which the reports tell the files apart. */
function named(given: readonly (Blob | GivenFile)[]): readonly GivenFile[] {
  const taken = new Set<string>();
  return given.map((one) => {
    const { name: own, file } =
      one instanceof Blob ? { name: one instanceof File ? one.name : 'capture', file: one } : one;
    let name = own;
    for (let at = 2; taken.has(name); at++) name = `${own} (${at})`;
    taken.add(name);
    return { name, file };
  });
}

let address: Promise<string> | null = null;

/**
 * Where the worker's program is. In the page that needs nothing it comes with the page's own script, whose
 * hash the page's policy names: nothing else can be in it.
 */
function workerAddress(): Promise<string> {
  address ??= unpackedWorker();
  return address;
}

async function unpackedWorker(): Promise<string> {
  const packed = Uint8Array.from(atob(OSSCAP_WORKER), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const program = await new Response(unpacked).text();
  return URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
}
