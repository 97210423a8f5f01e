import type { ByteString } from '../bytes/byte-string.ts';
import type { Notice } from '../bytes/notice.ts';
import type { OtherCaptures } from '../diagnose/hops/later-points.ts';
import type { BodyVerification } from '../features/bodies/body-digest-plan.ts';
import type { AskedAbout, KindElsewhere } from '../features/suspects/client-kinds.ts';
import { OpenUploads } from '../features/uploads/upload-tracker.ts';
import { type Limits, limitsWith } from '../limits.ts';
import type { OssOptions } from '../oss/model.ts';
import type { ScanPipelineOptions } from '../scan-pipeline.ts';
import type { KeyRing } from '../sign/secret.ts';
import { nodeHasher, nodeOssPorts } from './ports.ts';
import { nodeTlsOptions, type TlsKeyMaterial } from './tls.ts';

/**
 * One capture to read: a file, a pipe, or standard input, which has the path `-`. With `parts` it
 * is a set of files, read in that order as one capture that reports call `path`.
 */
export interface Input {
  readonly path: string;
  readonly parts?: readonly string[];
  /** What is odd about the set. */
  readonly notices?: readonly Notice[];
  /** Which of its requests other captures of the scan hold, too. */
  readonly others?: OtherCaptures;
  /** Of whose requests it asks what other captures of the scan show; absent: of any. */
  readonly asked?: AskedAbout;
}

export interface ScanOptions {
  /** Credentials by access key id; empty without any. */
  readonly keyRing: KeyRing;
  /** Bucket behind a custom domain, by lower-case host name without port. */
  readonly buckets: ReadonlyMap<string, ByteString>;
  /** See `OssOptions`. */
  readonly endpoints?: OssOptions['endpoints'];
  /**
   * Compare every body with the digests that headers claim of it, where otherwise only requests
   * with a Content-MD5 are. `every`: digest those too of which no header claims anything.
   */
  readonly verifyBodies?: boolean | 'every';
  /** What the captures of the scan show of the requests of clients. */
  readonly kinds?: readonly KindElsewhere[];
  /** Keys to open TLS with, beside those that captures bring. */
  readonly tls?: TlsKeyMaterial;
  /** Read a large capture in a thread of its own, beside the one that works on what it holds. */
  readonly readApart?: boolean;
  /** `USUAL_LIMITS` for those that are absent. */
  readonly limits?: Partial<Limits> | undefined;
  /** Receives faults of the program; then the next input is read. Without it they are thrown. */
  readonly failed?: (path: string, error: unknown) => void;
  /** Receives how many bytes of an input were read, block by block. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  /** Ends the reading: what was read up to then is reported. */
  readonly signal?: AbortSignal;
}

/** How a reading is ended from outside, and its progress reported. */
export type ReadControl = Pick<ScanOptions, 'onBytes' | 'limits'> & {
  readonly signal?: AbortSignal | undefined;
};

/** The same for a whole input, whose faults are reported, too. */
export type InputControl = ReadControl & Pick<ScanOptions, 'failed'>;

function askedOf({ verifyBodies }: ScanOptions): BodyVerification | undefined {
  if (verifyBodies === 'every') return verifyBodies;
  return verifyBodies === true ? 'all' : undefined;
}

/** What the captures of one scan share, with Node's own hashes and cryptography. */
export function pipelineOptions(options: ScanOptions): ScanPipelineOptions {
  return {
    buckets: options.buckets,
    endpoints: options.endpoints,
    keyRing: options.keyRing,
    hasher: nodeHasher,
    ports: nodeOssPorts(),
    verifyBodies: askedOf(options),
    kinds: options.kinds,
    openUploads: new OpenUploads(limitsWith(options.limits)),
    tls: nodeTlsOptions(options.tls, options.limits?.tlsSessions),
    limits: options.limits,
  };
}
