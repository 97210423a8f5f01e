/**
 * The public library, for Node and browsers alike: nothing below it reads files, clocks or the network. What
 * it needs of its surroundings, hashes and an XML parser, is given by the caller; `osscap/node` does that for
 * Node.
 */

import type { ByteString } from './engine/bytes/byte-string.ts';
import { nearName } from './engine/bytes/near-name.ts';
import { createCaptureParser } from './engine/capture/capture-parser.ts';
import type { CaptureParser } from './engine/capture/record.ts';
import { LIMIT_KEYS, type Limits, limitsWith } from './engine/limits.ts';
import type { OssOptions } from './engine/oss/model.ts';
import { showsOss } from './engine/oss/oss-exchange.ts';
import type { OssPorts } from './engine/oss/read-error.ts';
import type { CaptureInfo, ExchangeResult } from './engine/results.ts';
import type { Hasher } from './engine/sign/hasher.ts';
import type { KeyRing } from './engine/sign/secret.ts';
import { scanPipeline } from './features/scan-pipeline.ts';
import { TextParser } from './features/text/text-parser.ts';
import type { TlsOptions } from './features/tls/tls-context.ts';

export { type ByteString, decodeUtf8, fromText, toByteString, toBytes } from './engine/bytes/byte-string.ts';
export type { Notice, NoticeCode, NoticeSink } from './engine/bytes/notice.ts';
export type { CaptureFormat, CapturePart, CaptureSummary } from './engine/capture/record.ts';
export type { Advice, AdviceId } from './engine/diagnose/advice.ts';
export type {
  Cause,
  Certainty,
  Diagnosis,
  Divergence,
  HypothesisTally,
  Note,
  ProseArgs,
  SearchReport,
  ServerStrings,
  Verdict,
} from './engine/diagnose/model.ts';
export { isFailing, VERDICTS } from './engine/diagnose/model.ts';
export type { ConnectionFlow, ConnectionInfo, EndFlow, Exchange, Numbering } from './engine/http/exchange.ts';
export type {
  BodyDigests,
  BodyFraming,
  BodyState,
  HeaderLine,
  HttpMessage,
  HttpRequest,
  HttpResponse,
  MessageBase,
  MessageFlow,
  Time,
} from './engine/http/message.ts';
export type { TlsHandshake, TlsInfo, TlsOpened } from './engine/http/tls.ts';
export type { HttpLimits, Limits, StreamLimits, TextLimits, UploadLimits } from './engine/limits.ts';
export { LARGEST_LIMITS, USUAL_LIMITS } from './engine/limits.ts';
export type { BodyCheck } from './engine/oss/body-claims.ts';
export type { Inflate } from './engine/oss/coded-body.ts';
export type {
  AddressingStyle,
  BucketSource,
  OssAddress,
  OssError,
  OssExchange,
  RequestAlone,
} from './engine/oss/model.ts';
export type { OssPorts } from './engine/oss/read-error.ts';
export type {
  CompleteAttempt,
  MultipartUpload,
  NamedPart,
  ObjectCrc,
  UploadIssue,
  UploadIssueKind,
  UploadOutcome,
  UploadPart,
} from './engine/oss/upload.ts';
export type { XmlDocument, XmlElement, XmlParser } from './engine/oss/xml.ts';
export { type XmlLibrary, xmlParserOf } from './engine/oss/xml.ts';
export type {
  CaptureInfo,
  ExchangeResult,
  Filtered,
  TlsPeer,
  Traffic,
  Triage,
} from './engine/results.ts';
export type {
  Canonical,
  Field,
  Origin,
  Piece,
  SignatureVersion,
  SignedStrings,
} from './engine/sign/canonical.ts';
export type { Claim, ClaimProblem, Scope } from './engine/sign/claim.ts';
export type { Hasher, HashName, IncrementalDigest, KeyedMac } from './engine/sign/hasher.ts';
export type { FormField, QueryParameter, SignableHeader, SignableRequest } from './engine/sign/request.ts';
export { type Credential, type KeyRing, Secret } from './engine/sign/secret.ts';
export { KeyLog, type SessionKeys } from './features/tls/key-log.ts';
export type { TlsOptions } from './features/tls/tls-context.ts';
export type {
  AeadName,
  AeadOpener,
  CbcName,
  CbcOpener,
  RsaKeys,
  TlsCrypto,
  TlsHash,
} from './features/tls/tls-crypto.ts';

/** What a scan needs, and what it may be given. Nothing in it is changed. */
export interface CoreScanOptions {
  /** Hashes and HMACs; `nodeHasher` in Node. */
  readonly hasher: Hasher;
  /** An XML parser, and what unpacks error documents; `nodeOssPorts()` in Node. */
  readonly ports: OssPorts;
  /** Credentials by access key id; without them, the diagnosis says all that can be said without a secret. */
  readonly keyRing?: KeyRing;
  /** Bucket behind a custom domain, by lower-case host name without port. */
  readonly buckets?: ReadonlyMap<string, ByteString>;
  /** Endpoints whose names do not show whose they are; see `OssOptions`. */
  readonly endpoints?: OssOptions['endpoints'];
  /** Compares every body with the digests in its headers; needs `hasher.incremental` for MD5. */
  readonly verifyBodies?: boolean;
  /** Decrypts TLS with these keys, and with those in the capture; without it, TLS stays encrypted. */
  readonly tls?: TlsOptions;
  /** `USUAL_LIMITS` for those that are absent. */
  readonly limits?: Partial<Limits>;
  /** Name of the capture in the results; `capture` by default. */
  readonly path?: string;
}

/**
 * What a scan gives: each exchange as soon as it is complete, or known to stay incomplete, and at the end,
 * once, what is known about the capture as a whole. Exchanges of different connections come in the order in
 * which they end: `result.index` is the order in which they began.
 */
export type ScanEvent =
  | { readonly type: 'exchange'; readonly result: ExchangeResult }
  | { readonly type: 'capture'; readonly info: CaptureInfo };

/**
 * Scans the bytes of one capture (pcap or pcapng, not compressed) or of a text that contains HTTP, in pieces
 * of any size. Bad input throws nothing: what is odd is in `info.notices`, and `not-a-capture` or
 * `empty-file` there means that nothing could be read. What `source` throws is thrown, and a `TypeError`
 * where its pieces are not bytes, where `hasher` or `ports` is missing, and
 * where an option is not known.
 */
export async function* scan(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: CoreScanOptions,
): AsyncGenerator<ScanEvent, void, undefined> {
  // A compiler gives `osscap` the types of Node.js, where both are built in; what a bundler makes of it for a
  // browser is this function.
  const given: Partial<CoreScanOptions> | undefined = options;
  if (given?.hasher === undefined || given.ports === undefined) {
    throw new TypeError('scan needs the options hasher and ports where there is no Node.js');
  }
  checkNames('option', options, OPTION_NAMES);
  checkNames('limit', options.limits ?? {}, LIMIT_KEYS);
  checkNames('option of tls', options.tls ?? {}, ['crypto', 'keyLog', 'rsaKeys', 'sessions']);
  const events: ScanEvent[] = [];
  const { hasher, ports, keyRing = new Map(), buckets = new Map(), path = 'capture' } = options;
  const pipeline = scanPipeline(
    path,
    {
      hasher,
      ports,
      keyRing,
      buckets,
      endpoints: options.endpoints,
      verifyBodies: options.verifyBodies === true ? 'all' : undefined,
      tls: options.tls,
      limits: options.limits,
    },
    {
      exchange: (_, result) => {
        // Notes are made when they are read, of the capture as it is then. A caller may read them when more
        // of a piece has come, or all: what they say depends on neither.
        void result.diagnosis?.notes;
        events.push({ type: 'exchange', result });
      },
      capture: (info) => events.push({ type: 'capture', info }),
      unreadable: () => {},
    },
  );
  const text = (): CaptureParser =>
    new TextParser(
      {
        exchange: (exchange) => pipeline.exchange(exchange),
        notice: (notice) => pipeline.notice(notice),
        isSought: showsOss,
        inflate: (packed, limit) => options.ports.inflate?.('deflate', packed, limit) ?? null,
      },
      limitsWith(options.limits),
    );
  const parser = createCaptureParser(pipeline, text);
  for await (const block of source) {
    // The types of Node's streams do not distinguish one that decodes, and JavaScript has no types at all.
    const kind = kindOf(block);
    if (kind !== 'Uint8Array') {
      throw new TypeError(`scan takes pieces of bytes (Uint8Array); the source gives ${kind}`);
    }
    parser.push(block);
    yield* events.splice(0);
    if (parser.isOver === true) break;
  }
  parser.end();
  pipeline.end(parser.summary);
  yield* events.splice(0);
}

const OPTION_NAMES = Object.keys({
  hasher: 0,
  ports: 0,
  keyRing: 0,
  buckets: 0,
  endpoints: 0,
  verifyBodies: 0,
  tls: 0,
  limits: 0,
  path: 0,
} satisfies Record<keyof CoreScanOptions, 0>);

/** JavaScript has no types: a name that is mistyped would be ignored, and its scan say less than it could. */
function checkNames(what: string, given: object, known: readonly string[]): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const near = nearName(name, known);
    const hint = near === null ? `known: ${known.join(', ')}` : `did you mean ${near}?`;
    throw new TypeError(`scan has no ${what} ${name}: ${hint}`);
  }
}

/**
 * Name of what a program gives: `instanceof` knows no arrays of another realm, such as a frame or a `vm`
 * context, nor `typeof` any.
 */
function kindOf(piece: unknown): string {
  return typeof piece === 'object'
    ? Object.prototype.toString.call(piece).slice('[object '.length, -1)
    : typeof piece;
}
