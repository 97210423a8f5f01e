import type { ByteString } from '../engine/bytes/byte-string.ts';
import { limitsWith } from '../engine/limits.ts';
import type { OssOptions } from '../engine/oss/model.ts';
import type { ResultSink } from '../engine/results.ts';
import type { KeyRing } from '../engine/sign/secret.ts';
import type { ScanPipelineOptions } from '../features/scan-pipeline.ts';
import type { KindElsewhere } from '../features/suspects/client-kinds.ts';
import { OpenUploads } from '../features/uploads/upload-tracker.ts';
import type { Input, InputControl, ReadControl } from '../run/input.ts';
import { scanInput as scanOne } from '../run/scan-input.ts';
import { compileLess, keepHeapsSmall, otherWork, stopGrowth } from './builtins.ts';
import { STDIN } from './files.ts';
import { nodeHasher, nodeOssPorts } from './ports.ts';
import { readCapture } from './read-capture.ts';
import type { AskedLines } from './reader/line-maker.ts';
import { gainsFromReader, standardInputGains } from './reader/ready-reader.ts';
import type { ApartOptions } from './reader/scan-file-apart.ts';
import { nodeTlsOptions, type TlsKeyMaterial } from './tls.ts';

export interface ScanOptions extends InputControl {
  /** Credentials by access key id; empty without any. */
  readonly keyRing: KeyRing;
  /** Bucket behind a custom domain, by lower-case host name without port. */
  readonly buckets: ReadonlyMap<string, ByteString>;
  /** See `OssOptions`. */
  readonly endpoints?: OssOptions['endpoints'];
  /** Compare all bodies with claimed digests, not only by Content-MD5. `every`: unclaimed ones, too. */
  readonly verifyBodies?: boolean | 'every';
  /** What the captures of the scan show of the requests of clients. */
  readonly kinds?: readonly KindElsewhere[];
  /** Keys to open TLS with, beside those that captures bring. */
  readonly tls?: TlsKeyMaterial;
  /** Read a large capture in a thread of its own, beside the one that works on what it holds. */
  readonly readApart?: boolean;
  /** Of a report that writes exchanges as they come: that thread may write some of them. */
  readonly lines?: AskedLines | undefined;
}

/** What the captures of one scan share, with Node's own hashes and cryptography. */
export function pipelineOptions(options: ScanOptions): ScanPipelineOptions {
  return {
    buckets: options.buckets,
    endpoints: options.endpoints,
    keyRing: options.keyRing,
    hasher: nodeHasher,
    ports: nodeOssPorts(),
    verifyBodies: options.verifyBodies === true ? 'all' : options.verifyBodies || undefined,
    kinds: options.kinds,
    openUploads: new OpenUploads(limitsWith(options.limits)),
    tls: nodeTlsOptions(options.tls, options.limits?.tlsSessions),
    limits: options.limits,
  };
}

/** Scans one input after the other, every result to `sink`. `interrupted`: the signal ended the reading. */
export async function scanInputs(
  inputs: readonly Input[],
  options: ScanOptions,
  sink: ResultSink,
): Promise<{ readonly interrupted: boolean }> {
  const shared = pipelineOptions(options);
  for (const input of inputs) {
    const apart = options.readApart === true ? { shared, tls: options.tls, lines: options.lines } : null;
    const outcome = await scanInput(input, shared, sink, options, apart);
    if (outcome === 'interrupted') return { interrupted: true };
  }
  return { interrupted: false };
}

/** Scans one input; where `apart` is given and it pays off, with the help of another thread. */
export function scanInput(
  input: Input,
  shared: ScanPipelineOptions,
  sink: ResultSink,
  control: InputControl,
  apart: ApartOptions | null = null,
): Promise<'done' | 'interrupted'> {
  return scanOne(input, shared, sink, control, {
    otherWork,
    read: (path, captureSink, other) =>
      readCapture(path, captureSink, other, apart === null ? control : withSmallHeap(control)),
    readApart: async (path, pipeline) => {
      if (apart === null) return null;
      const gains = path === STDIN ? await standardInputGains(control.signal) : gainsFromReader(path);
      if (!gains) return null;
      const { readApart } = await import('./reader/scan-file-apart.ts');
      const read = await readApart(path, pipeline, apart, control);
      return read === 'not-started' ? null : { ...read, facts: read.facts ?? undefined };
    },
  });
}

/**
 * Has the engine spend no more than is of use to one thread that reads a capture. The space for what is new
 * grows fast, so each block but the first, which is all of a small capture, is followed by a look at it.
 */
function withSmallHeap({ onBytes, ...control }: ReadControl): ReadControl {
  let blocks = 0;
  return {
    ...control,
    onBytes: (bytes) => {
      if (++blocks === 2) {
        keepHeapsSmall();
        compileLess();
      }
      if (blocks > 1) stopGrowth();
      onBytes?.(bytes);
    },
  };
}
