import { createReadStream } from 'node:fs';
import { type CoreScanOptions, type ScanEvent, scan as scanCore, type TlsOptions } from '../index.ts';
import { nodeHasher } from './hasher.ts';
import { nodeOssPorts } from './ports.ts';
import { nodeTlsCrypto } from './tls-crypto.ts';

export type * from '../index.ts';
export {
  decodeUtf8,
  fromText,
  isFailing,
  KeyLog,
  LARGEST_LIMITS,
  Secret,
  toByteString,
  toBytes,
  USUAL_LIMITS,
  VERDICTS,
  xmlParserOf,
} from '../index.ts';
export { nodeHasher } from './hasher.ts';
export { nodeOssPorts } from './ports.ts';
export { nodeRsaKeys, nodeTlsCrypto } from './tls-crypto.ts';

/** What the core's `scan` takes, of which Node has the rest: `hasher`, `ports` and `tls.crypto` may be given all the same. */
export interface NodeScanOptions extends Partial<Omit<CoreScanOptions, 'tls'>> {
  /** Keys that open TLS, beside those that the capture brings. */
  readonly tls?: Omit<TlsOptions, 'crypto'> & Partial<Pick<TlsOptions, 'crypto'>>;
}

/**
 * Scans one capture file, or bytes in pieces of any size, with Node's own hashes; `scan` of `osscap/core` says the rest. The first step
 * of the iteration rejects with Node's own error (`code`: `ENOENT`, `EACCES`, `EISDIR`, …) where the file cannot be read. A packed
 * file (gzip, zstd) is not unpacked: give the end of a `pipeline` with `createGunzip` of `node:zlib`, or use the command.
 */
export async function* scan(
  source: string | AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: NodeScanOptions = {},
): AsyncGenerator<ScanEvent, void, undefined> {
  const bytes =
    typeof source === 'string' ? createReadStream(source, { highWaterMark: 1024 * 1024 }) : source;
  const path = options.path ?? (typeof source === 'string' ? source : undefined);
  yield* scanCore(bytes, {
    ...options,
    hasher: options.hasher ?? nodeHasher,
    ports: options.ports ?? nodeOssPorts(),
    ...(path === undefined ? {} : { path }),
    tls: { ...options.tls, crypto: options.tls?.crypto ?? nodeTlsCrypto },
  });
}
