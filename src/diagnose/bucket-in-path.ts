import { decodePercent } from '../sign/percent.ts';
import type { SignableRequest } from '../sign/request.ts';

/**
 * Whether the path begins with the bucket although the host stands for it: so does a client that
 * uses path style, or whose endpoint names the bucket, and it signs `/bucket/key` for what the
 * server reads as `/bucket/bucket/key`.
 */
export function isInPathToo({ bucket, key, path }: SignableRequest): boolean {
  if (bucket === null || key === null || !key.startsWith(`${bucket}/`)) return false;
  return decodePercent(path.slice(1)) === key;
}
