import type { ByteString } from '../engine/bytes/byte-string.ts';
import { limitsWith } from '../engine/limits.ts';
import type { OssOptions } from '../engine/oss/model.ts';
import type { KeyRing } from '../engine/sign/secret.ts';
import type { BodyVerification } from '../features/bodies/body-digest-plan.ts';
import type { ScanPipelineOptions } from '../features/scan-pipeline.ts';
import type { KindElsewhere } from '../features/suspects/client-kinds.ts';
import { OpenUploads } from '../features/uploads/upload-tracker.ts';
import type { InputControl } from '../run/input.ts';
import { nodeHasher, nodeOssPorts } from './ports.ts';
import type { LinePlan } from './reader/line-maker.ts';
import { nodeTlsOptions, type TlsKeyMaterial } from './tls.ts';

export interface ScanOptions extends InputControl {
  /** Credentials by access key id; empty without any. */
  readonly keyRing: KeyRing;
  /** Bucket behind a custom domain, by lower-case host name without port. */
  readonly buckets: ReadonlyMap<string, ByteString>;
  /** See `OssOptions`. */
  readonly endpoints?: OssOptions['endpoints'];
  /**
   * Compare every body with the digests that headers claim of it, where otherwise only requests with a
   * Content-MD5 are. `every`: digest those too of which no header claims anything.
   */
  readonly verifyBodies?: boolean | 'every';
  /** What the captures of the scan show of the requests of clients. */
  readonly kinds?: readonly KindElsewhere[];
  /** Keys to open TLS with, beside those that captures bring. */
  readonly tls?: TlsKeyMaterial;
  /** Read a large capture in a thread of its own, beside the one that works on what it holds. */
  readonly readApart?: boolean;
  /** Of a report that writes exchanges as they come: that thread may write some of them. */
  readonly lines?: Pick<LinePlan, 'spec' | 'lang'> | undefined;
}

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
