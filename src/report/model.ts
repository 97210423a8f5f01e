import type { Certainty, Verdict } from '../diagnose/model.ts';
import type { Field, SignatureVersion } from '../sign/canonical.ts';

/** Version of the report's shape. Fields may be added under one version; none changes its meaning. */
export const SCHEMA_VERSION = 1;

/** An object in which some text was not valid UTF-8: its bytes that are not are written `\xNN`. */
export interface Lossy {
  readonly lossy?: true;
}

export interface Report {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: Tool;
  readonly captures: readonly CaptureJson[];
  /** Inputs that could not be read. */
  readonly unreadable: readonly UnreadableJson[];
  readonly summary: SummaryJson;
}

export interface Tool {
  readonly name: string;
  readonly version: string;
}

export interface CaptureJson extends CaptureHeadJson {
  readonly exchanges: readonly ExchangeJson[];
}

/** A capture without its exchanges. */
export interface CaptureHeadJson {
  readonly path: string;
  readonly format: 'pcap' | 'pcapng' | 'text' | null;
  /** False: the file ends inside a record, or a record is corrupt. */
  readonly complete: boolean;
  /** Link type names without the `LINKTYPE_` prefix. */
  readonly linkTypes: readonly string[];
  readonly packets: number;
  readonly bytes: number;
  readonly connections: number;
  /** UTC with nanoseconds; null without packets. */
  readonly firstTime: string | null;
  readonly lastTime: string | null;
  readonly warnings: readonly WarningJson[];
  /** TLS that was not opened, by server. */
  readonly tls: readonly TlsPeerJson[];
  readonly multipartUploads?: readonly UploadJson[];
}

export interface WarningJson {
  readonly code: string;
  readonly message: string;
  readonly frame?: number;
  readonly offset?: number;
}

export interface TlsPeerJson {
  readonly serverName: string | null;
  readonly server: string;
  readonly connections: number;
}

export interface UploadJson extends Lossy {
  readonly uploadId: string;
  readonly bucket: string | null;
  readonly key: string | null;
  readonly initiated: boolean;
  readonly parts: readonly {
    readonly number: number;
    readonly bytes: number;
    readonly etag: string | null;
    readonly status: number | null;
    readonly exchange: number;
  }[];
  readonly outcome: 'completed' | 'aborted' | 'failed' | 'abandoned';
  readonly leftoverBytes: number;
  readonly exchange: number | null;
}

export interface UnreadableJson {
  readonly path: string;
  readonly reason: string;
  readonly message: string;
}

export interface ExchangeJson {
  /** Order of the first request byte in the capture, from 1. */
  readonly index: number;
  readonly connection: { readonly index: number; readonly client: string; readonly server: string };
  /** Frame of the message's first byte, from 1; null without the message. */
  readonly requestFrame: number | null;
  readonly responseFrame: number | null;
  /** Capture time of the first byte; null for an exchange without any. */
  readonly time: string | null;
  /** Milliseconds from the request's first byte to the response's last; null without one of the two. */
  readonly durationMs: number | null;
  readonly request: RequestJson | null;
  readonly response: ResponseJson | null;
  /** Absent, as are the two below, for HTTP that is not OSS. */
  readonly oss?: OssJson;
  readonly signature?: SignatureJson;
  readonly diagnosis?: DiagnosisJson;
}

/** Name and value as sent, case kept, in the order sent; repeated headers stay apart. */
export type HeaderJson = readonly [name: string, value: string];

export interface RequestJson extends Lossy {
  readonly method: string;
  /** As sent. */
  readonly target: string;
  readonly host: string | null;
  readonly headers: readonly HeaderJson[];
  readonly bodyBytes: number;
  readonly complete: boolean;
}

export interface ResponseJson extends Lossy {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly HeaderJson[];
  readonly bodyBytes: number;
  readonly complete: boolean;
}

export interface OssJson extends Lossy {
  readonly operation: string;
  readonly bucket: string | null;
  readonly key: string | null;
  readonly region: string | null;
  readonly requestId: string | null;
  readonly ec: string | null;
  /** Null for an answer without an error document. */
  readonly error: OssErrorJson | null;
}

export interface OssErrorJson extends Lossy {
  readonly code: string;
  readonly message: string;
  readonly hostId: string | null;
  readonly accessKeyId: string | null;
  readonly signatureProvided: string | null;
  readonly stringToSign: string | null;
  /** The element as the server wrote it: hex bytes with blanks between. What it spells is the string of `signature`. */
  readonly stringToSignBytes: string | null;
  readonly canonicalRequest: string | null;
}

/** A string as three parties have it; null where that party's is not known. */
export interface SidesJson extends Lossy {
  /** Rebuilt from the captured request. */
  readonly wire: string | null;
  /** What the server says that it signed. */
  readonly server: string | null;
  /** What the client signed, where that is proved. */
  readonly client: string | null;
}

export interface SignatureJson extends Lossy {
  readonly version: SignatureVersion | 'none';
  readonly accessKeyId?: string;
  readonly onWire?: string;
  readonly provided?: string | null;
  readonly recomputed?: string | null;
  readonly stringToSign?: SidesJson;
  /** V4 family only. */
  readonly canonicalRequest?: SidesJson;
}

export interface DivergenceJson extends Lossy {
  readonly field: Field;
  readonly client: string | null;
  readonly server: string | null;
  readonly clientOffset: number;
  readonly serverOffset: number;
  /** Frame and place that the client's value comes from, where known. */
  readonly frame?: number;
  readonly source?: string;
}

export interface DiagnosisJson extends Lossy {
  readonly verdict: Verdict;
  readonly certainty: Certainty | null;
  /** What would settle an open verdict. */
  readonly needs?: string;
  readonly divergences: readonly DivergenceJson[];
  readonly cause: { readonly id: string; readonly summary: string; readonly advice: string } | null;
  readonly notes: readonly string[];
}

export interface SummaryJson {
  /** Captures that were read. */
  readonly captures: number;
  readonly exchanges: number;
  readonly ossExchanges: number;
  /** Exchanges whose verdict is a failing one. */
  readonly divergent: number;
  readonly unreadable: number;
  readonly byVerdict: Readonly<Partial<Record<Verdict, number>>>;
}
