import type { ByteString } from './bytes/byte-string.ts';
import type { Notice, NoticeSink } from './bytes/notice.ts';
import type { CaptureSummary } from './capture/record.ts';
import type { Advice } from './diagnose/advice.ts';
import type { Diagnosis } from './diagnose/model.ts';
import type { Exchange } from './http/exchange.ts';
import type { Time } from './http/message.ts';
import type { TlsOpened, TlsServer } from './http/tls.ts';
import type { BodyCheck } from './oss/body-claims.ts';
import type { OssExchange } from './oss/model.ts';
import type { FlavourId, ProviderId } from './oss/provider.ts';
import type { MultipartUpload } from './oss/upload.ts';
import type { OtherProtocol } from './packet/other-packets.ts';

/** One request, for all of its capture that are of the same client, key and operation. */
export interface Specimen {
  /** Index of the first of them in its capture, from 1, and the frame where its request begins. */
  readonly index: number;
  readonly frame: number;
  readonly count: number;
  readonly isAccepted: boolean;
  readonly operation: string;
  readonly accessKeyId: ByteString;
  readonly bucket: ByteString | null;
  /** What may bear on the signature, by name; a trait that is not known is absent. */
  readonly traits: Traits;
}

type Traits = Readonly<Record<string, ByteString>>;

/** One exchange, as soon as its response is complete, or known to be missing. */
export interface ExchangeResult {
  /** Order of the first request byte in the capture, from 1. */
  readonly index: number;
  readonly exchange: Exchange;
  /** Null for HTTP that is not OSS. */
  readonly oss: OssExchange | null;
  /** Null for HTTP that is not OSS, and only then. */
  readonly diagnosis: Diagnosis | null;
  /** The digests in the headers, compared with the captured bodies; empty or absent if none were computed. */
  readonly checks?: readonly BodyCheck[];
  /**
   * Why it does not change the exit code of the command although it fails; absent for new failures, and
   * always in the library's `scan`.
   */
  readonly triage?: Triage;
}

/** A failure that the baseline knows, or that the configuration ignores. */
export type Triage = { readonly kind: 'known' } | { readonly kind: 'ignored'; readonly reason: string };

/** A TLS endpoint whose traffic was seen, but not decrypted. */
export interface TlsPeer extends TlsServer {
  /** The name is that of an OSS endpoint. */
  readonly isOss: boolean;
}

/** What the capture contains besides OSS exchanges: enough to say why there is nothing to diagnose. */
export interface Traffic {
  /** Including those with OSS. */
  readonly httpExchanges: number;
  readonly ossExchanges: number;
  /** HTTP exchanges that are others at further points of the capture; absent for none. */
  readonly copies?: number;
  /** Those that they are with; absent for OSS alone. */
  readonly providers?: readonly ProviderId[];
  /** Kinds of their servers, where any is known. */
  readonly flavours?: readonly FlavourId[];
  /** TLS that was not decrypted, by server. */
  readonly tls: readonly TlsPeer[];
  /** TLS that was decrypted; absent if there was nothing to decrypt with (`tls` of the scan). */
  readonly tlsOpened?: readonly TlsOpened[];
  /** TCP connections that are neither HTTP nor TLS. */
  readonly otherConnections: number;
  /** HTTP/2 connections, in clear text or decrypted; absent without any. */
  readonly http2Connections?: number;
  /** All TCP connections. */
  readonly connections: number;
  /** Packets that carry no TCP that could be read. */
  readonly otherPackets: number;
  /**
   * The same by what they carry, the most frequent first and no more than `MAX_OTHER_PROTOCOLS`; absent
   * without any.
   */
  readonly otherProtocols?: readonly OtherProtocol[];
}

/** The path of a capture that is in no file: it was read as it was taken, and is gone. */
export const LIVE_CAPTURE = 'osscap capture';

/** What the pipeline knows at the end of a capture. */
export interface CaptureInfo {
  /** The path that was read, or the name that the scan was given. */
  readonly path: string;
  readonly summary: CaptureSummary;
  readonly traffic: Traffic;
  /** Capture time of the first and the last packet; null where there is none, as in a text. */
  readonly firstTime: Time | null;
  readonly lastTime: Time | null;
  /**
   * What was odd, in the order in which it was found; of each code no more than `limits.warnings`, and then
   * `notices-omitted`.
   */
  readonly notices: readonly Notice[];
  /** Multipart uploads in order of their first exchange; absent where they were not followed. */
  readonly multipartUploads?: readonly MultipartUpload[];
  /**
   * Ids of uploads whose refused requests, and so the account, are with another capture of the scan; absent
   * for none.
   */
  readonly uploadsElsewhere?: readonly ByteString[];
  /** What will make exchanges fail that pass now; absent if this was not checked. */
  readonly advice?: readonly Advice[];
  /** A few requests, to be set against those of other captures; absent if none were kept. */
  readonly specimens?: readonly Specimen[];
  /** Exchanges that passed, and how many of them were checked for `advice`. */
  readonly passed?: { readonly seen: number; readonly looked: number };
  /** What a filter of the command left of the exchanges; absent without one. */
  readonly filtered?: Filtered;
}

/** How many exchanges of a capture a filter lets through. */
export interface Filtered {
  /** Exchanges that it lets through, of all. */
  readonly shown: number;
  readonly of: number;
  /** Of these, those with OSS. */
  readonly shownOss: number;
  readonly ofOss: number;
  /** Exchanges that no time is known of, where the filter asks for times. */
  readonly timeless: number;
}

/** Why an input could not be read. */
// biome-ignore format: a table of data
const INPUT_FAILURE_REASONS = [
  'missing', 'name-not-utf8', 'no-match', 'permission', 'not-a-capture', 'empty-file', 'unsupported-version',
  'no-captures-in-folder', 'not-packets', 'read-error', 'zstd-unsupported', 'zstd-in-page', 'zstd-window',
  'zstd-dictionary', 'nothing-unpacked', 'reader-failed',
] as const;

export type InputFailureReason = (typeof INPUT_FAILURE_REASONS)[number];

/** A path that could not be read at all, or that is no capture: exit code 2. */
export interface UnreadableInput {
  readonly path: string;
  /** One of `INPUT_FAILURE_REASONS`. */
  readonly reason: string;
  readonly detail: string;
}

/** Takes the user's own secrets out of what a capture shows, before anything else sees it. */
export interface Hiding {
  result(result: ExchangeResult): ExchangeResult;
  /** Of a notice that is reported before its capture is over. */
  notice(notice: Notice): Notice;
  /** To be asked once, at the end: it says what was hidden, too. */
  capture(info: CaptureInfo): CaptureInfo;
}

/** Gives a result on to what reports it. */
export type Give = (result: ExchangeResult) => void;

/** Takes the results of a scan in the order of their making: exchanges of a capture, then its `capture`. */
export interface ResultSink {
  exchange(capture: string, result: ExchangeResult): void;
  capture(info: CaptureInfo): void;
  unreadable(input: UnreadableInput): void;
}

/** What features find in an exchange before it is diagnosed. Plain values. */
export interface ExchangeFacts {
  /** See `ExchangeResult.checks`. */
  readonly checks: readonly BodyCheck[];
}

/** The result of an exchange with OSS. */
export interface DiagnosedExchange extends ExchangeResult {
  readonly oss: OssExchange;
  readonly diagnosis: Diagnosis;
  readonly checks: readonly BodyCheck[];
}

/** What features find in a capture: members of its account that are absent without them. */
export type CaptureFacts = Pick<
  CaptureInfo,
  'multipartUploads' | 'uploadsElsewhere' | 'advice' | 'specimens' | 'passed'
>;

/**
 * Where a feature attaches to a pipeline: it is called with every exchange with OSS, in the order in which
 * they are reported, and once at the end of the capture. What it throws ends the reading.
 */
export interface ExchangeObserver {
  /** Before the diagnosis, which takes what is found here into account. */
  facts?(oss: OssExchange): ExchangeFacts;
  /** After the diagnosis, and before the result is reported. */
  diagnosed?(result: DiagnosedExchange, notice: NoticeSink): void;
  /**
   * Gives a result on at once, or later with what the exchanges after it show: in `quiet` at the latest. It
   * is called with HTTP that is not OSS, too, and with what `Hiding` leaves of an exchange. One of the
   * observers of a pipeline may have it.
   */
  delayed?(result: ExchangeResult, give: Give): void;
  /** Nothing more comes, or not for now: what waits is to be given. */
  quiet?(give: Give): void;
  /** All exchanges have come; what is returned becomes part of the account of the capture. */
  end?(notice: NoticeSink): CaptureFacts;
}
