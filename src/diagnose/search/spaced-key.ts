import type { ByteString } from '../../bytes/byte-string.ts';
import { decodePercent, type SignableRequest } from '../../sign/index.ts';

/**
 * The key with each raw `+` of the path a space; an escaped one stays what it is. Null where the
 * key has no raw one.
 */
export function spacedKey({ path, key }: SignableRequest): ByteString | null {
  if (!path.includes('+')) return null;
  const inPath = [path.replace(/^\//, ''), path.replace(/^\/[^/]*\//, '')];
  const raw = inPath.find((each) => decodePercent(each) === key);
  return raw?.includes('+') === true ? decodePercent(raw.replaceAll('+', '%20')) : null;
}
