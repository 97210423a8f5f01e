import { createReadStream } from 'node:fs';
import { type CoreScanOptions, type ScanEvent, scan as scanCore, type TlsOptions } from '../index.ts';
import { nodeHasher, nodeOssPorts } from './ports.ts';
import { nodeTlsCrypto } from './tls.ts';

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
export { nodeHasher, nodeOssPorts } from './ports.ts';
export { nodeRsaKeys, nodeTlsCrypto } from './tls.ts';

/**
 * The options of `scan` in `osscap/core`. `hasher`, `ports` and `tls.crypto` are those of Node.js, unless you
 * give others.
 */
export interface NodeScanOptions extends Partial<Omit<CoreScanOptions, 'tls'>> {
  /** Keys that decrypt TLS, besides those in the capture. */
  readonly tls?: Omit<TlsOptions, 'crypto'> & Partial<Pick<TlsOptions, 'crypto'>>;
}

/**
 * Scans one capture file, or bytes in pieces of any size, with the hashes of Node.js; for the rest, see
 * `scan` of `osscap/core`. If the file cannot be read, the first step of the iteration rejects with the error
 * of Node.js (`code`: `ENOENT`, `EACCES`, `EISDIR`, …). A compressed file (gzip, zstd) is not unpacked: give
 * the end of a `pipeline` with `createGunzip` of `node:zlib`, or use the command.
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
