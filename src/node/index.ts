import { createReadStream } from 'node:fs';
import {
  type ByteString,
  type CaptureInfo,
  type CoreScanOptions,
  type ExchangeResult,
  isFailing,
  type ScanEvent,
  scan as scanCore,
  type TlsOptions,
  toBytes,
} from '../index.ts';
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

/** A text of a capture, and its bytes. */
export interface CapturedText {
  /** As UTF-8; what is not, has U+FFFD in its place. */
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** A request that failed. */
export interface FailedRequest {
  readonly bucket: CapturedText | null;
  readonly key: CapturedText | null;
  readonly requestId: CapturedText | null;
  readonly result: ExchangeResult;
}

/**
 * What failed in a capture: the usual case of `scan`, of which it takes source and options. Rejects as that
 * does, and with an `Error` where nothing in the capture can be read: it is none, is empty, or holds nothing
 * but TLS that no key opens. All failed requests are held in memory.
 */
export async function diagnose(
  source: Parameters<typeof scan>[0],
  options: NodeScanOptions = {},
): Promise<{ readonly failed: readonly FailedRequest[]; readonly info: CaptureInfo }> {
  const failed: FailedRequest[] = [];
  for await (const event of scan(source, options)) {
    if (event.type === 'capture') {
      const { info } = event;
      const { path, summary, traffic } = info;
      if (summary.format === null) throw new Error(`${path}: neither a capture nor text that contains HTTP`);
      if (traffic.httpExchanges === 0 && traffic.tls.length > 0)
        throw new Error(`${path}: nothing but TLS that no key opens`);
      return { failed, info };
    }
    const { result } = event;
    const { oss, diagnosis } = result;
    if (oss === null || diagnosis === null || !isFailing(diagnosis.verdict)) continue;
    const { bucket, key } = oss.address;
    failed.push({
      bucket: captured(bucket),
      key: captured(key),
      requestId: captured(oss.requestId),
      result,
    });
  }
  throw new Error('the scan ended without a capture');
}

function captured(text: ByteString | null): CapturedText | null {
  if (text === null) return null;
  const bytes = toBytes(text);
  return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), bytes };
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
