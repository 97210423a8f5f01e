import type { BodyVerification } from '../features/bodies/body-digest-plan.ts';
import { OpenUploads } from '../features/uploads/upload-tracker.ts';
import { limitsWith } from '../limits.ts';
import type { ScanPipelineOptions } from '../scan-pipeline.ts';
import { nodeHasher } from './hasher.ts';
import { nodeOssPorts } from './ports.ts';
import type { ScanOptions } from './scan-options.ts';
import { nodeTlsOptions } from './tls-options.ts';

function askedOf({ verifyBodies }: ScanOptions): BodyVerification | undefined {
  if (verifyBodies === 'every') return verifyBodies;
  return verifyBodies === true ? 'all' : undefined;
}

/** What the captures of one scan share, with Node's own hashes and cryptography. */
export function pipelineOptions(options: ScanOptions): ScanPipelineOptions {
  return {
    buckets: options.buckets,
    keyRing: options.keyRing,
    hasher: nodeHasher,
    ports: nodeOssPorts(),
    verifyBodies: askedOf(options),
    openUploads: new OpenUploads(limitsWith(options.limits)),
    tls: nodeTlsOptions(options.tls, options.limits?.tlsSessions),
    limits: options.limits,
  };
}
