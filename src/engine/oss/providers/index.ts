import { type Provider, type ProviderId, USUAL_PROVIDER } from '../provider.ts';
import type { CodeClass } from '../vocabulary.ts';
import { COS } from './cos.ts';
import { GCS } from './gcs.ts';
import { OBS } from './obs.ts';
import { OSS } from './oss.ts';
import { S3 } from './s3.ts';
import { TOS } from './tos.ts';

/** In the order in which they are asked for: what shows one before another is of the first. */
export const PROVIDERS: readonly Provider[] = [OSS, S3, OBS, COS, GCS, TOS];

const BY_ID = { oss: OSS, s3: S3, obs: OBS, cos: COS, gcs: GCS, tos: TOS } as const satisfies Readonly<
  Record<ProviderId, Provider>
>;

export function providerRecord(id: ProviderId = USUAL_PROVIDER): Provider {
  return BY_ID[id];
}

/** Whether a code is of that kind with any of them: for where it is not known whose it is. */
export function isCodeOf(kind: CodeClass, code: string): boolean {
  return PROVIDERS.some(({ codes }) => codes[kind].has(code));
}
