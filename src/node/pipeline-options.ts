import { readingFeatures } from '../features/reading-features.ts';
import { OpenUploads } from '../features/uploads/open-uploads.ts';
import { limitsWith } from '../limits.ts';
import type { BodyVerification } from '../oss/body-digest-plan.ts';
import type { PipelineOptions } from '../pipeline.ts';
import { nodeHasher } from './hasher.ts';
import { nodeOssPorts } from './ports.ts';
import type { ScanOptions } from './scan-options.ts';
import { nodeTlsOptions } from './tls-options.ts';

function askedOf({ verifyBodies }: ScanOptions): BodyVerification | undefined {
  if (verifyBodies === 'every') return verifyBodies;
  return verifyBodies === true ? 'all' : undefined;
}

/** What the captures of one scan share, with Node's own hashes and cryptography. */
export function pipelineOptions(options: ScanOptions): PipelineOptions {
  return {
    buckets: options.buckets,
    keyRing: options.keyRing,
    hasher: nodeHasher,
    ports: nodeOssPorts(),
    verifyBodies: askedOf(options),
    openUploads: new OpenUploads(limitsWith(options.limits)),
    reading: readingFeatures(nodeTlsOptions(options.tls, options.limits?.tlsSessions)),
    limits: options.limits,
  };
}
