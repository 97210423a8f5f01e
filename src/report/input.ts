import type { ByteString } from '../bytes/byte-string.ts';
import type { Notice } from '../bytes/notice.ts';
import type { CaptureSummary } from '../capture/record.ts';
import type { Diagnosis } from '../diagnose/model.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Time } from '../http/message.ts';
import type { OssExchange } from '../oss/model.ts';

/** One exchange as the pipeline hands it over, as soon as its answer is complete (or known to be missing). */
export interface ExchangeResult {
  /** Order of the first request byte in the capture, from 1. */
  readonly index: number;
  readonly exchange: Exchange;
  /** Null for HTTP that is not OSS. */
  readonly oss: OssExchange | null;
  readonly diagnosis: Diagnosis | null;
}

/** A TLS endpoint that was seen and not opened. */
export interface TlsPeer {
  /** Name from the ClientHello's server_name extension; null without one. */
  readonly serverName: string | null;
  readonly server: string;
  readonly connections: number;
}

/** What the capture holds beside OSS exchanges: enough to say why there is nothing to diagnose. */
export interface Traffic {
  readonly httpExchanges: number;
  readonly ossExchanges: number;
  readonly tls: readonly TlsPeer[];
  /** TCP connections that are neither HTTP nor TLS. */
  readonly otherConnections: number;
  readonly connections: number;
  /** Packets that carry no TCP. */
  readonly otherPackets: number;
}

/** What the pipeline knows at the end of a capture. */
export interface CaptureInfo {
  readonly path: string;
  readonly summary: CaptureSummary;
  readonly traffic: Traffic;
  readonly firstTime: Time | null;
  readonly lastTime: Time | null;
  readonly notices: readonly Notice[];
  /** Multipart uploads in order of their first exchange; absent where they were not followed. */
  readonly multipartUploads?: readonly MultipartUpload[];
}

/** Why an input could not be read. */
export const INPUT_FAILURE_REASONS = [
  'missing',
  'permission',
  'not-a-capture',
  'empty-file',
  'unsupported-version',
  'no-captures-in-folder',
  'read-error',
] as const;

export type InputFailureReason = (typeof INPUT_FAILURE_REASONS)[number];

/** A part of a multipart upload as the capture shows it. */
export interface UploadPart {
  readonly number: number;
  readonly bytes: number;
  readonly etag: ByteString | null;
  readonly status: number | null;
  /** Index of the exchange. */
  readonly exchange: number;
}

/** A multipart upload as the capture shows it. */
export interface MultipartUpload {
  readonly uploadId: ByteString;
  readonly bucket: ByteString | null;
  readonly key: ByteString | null;
  /** Its InitiateMultipartUpload is in the capture. */
  readonly initiated: boolean;
  readonly parts: readonly UploadPart[];
  readonly outcome: 'completed' | 'aborted' | 'failed' | 'abandoned';
  /** Bytes of stored parts that no completed upload uses. */
  readonly leftoverBytes: number;
  /** Index of the exchange that decided the outcome; null where none did. */
  readonly exchange: number | null;
}

/** A path that could not be read at all, or that is no capture: exit code 2. */
export interface UnreadableInput {
  readonly path: string;
  /** `missing`, `permission`, `not-a-capture`, `empty-file`, `unsupported-version`, `no-captures-in-folder`, `read-error`. */
  readonly reason: string;
  readonly detail: string;
}

/** Takes the results of a scan in the order of their making: exchanges of a capture, then its `capture`. */
export interface ResultSink {
  exchange(capture: string, result: ExchangeResult): void;
  capture(info: CaptureInfo): void;
  unreadable(input: UnreadableInput): void;
}
