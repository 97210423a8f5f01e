import type { Provider, ProviderId } from '../provider.ts';
import { OSS } from './oss.ts';
import { S3 } from './s3.ts';

/** In the order in which they are asked for: what shows one before another is of the first. */
export const PROVIDERS: readonly Provider[] = [OSS, S3];

const BY_ID = { oss: OSS, s3: S3 } as const satisfies Readonly<Record<ProviderId, Provider>>;

export function providerRecord(id: ProviderId): Provider {
  return BY_ID[id];
}
