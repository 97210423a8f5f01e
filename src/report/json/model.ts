import type { AdviceId } from '../../diagnose/advice.ts';
import type { Certainty, Verdict } from '../../diagnose/model.ts';
import type { Waiter, WaitReason } from '../../features/timing/timing.ts';
import type { EndingKind } from '../../http/exchange.ts';
import type { UploadIssueKind } from '../../oss/upload.ts';
import type { OtherLayer } from '../../packet/other-packets.ts';
import type { SignatureVersion } from '../../sign/canonical.ts';

/**
 * Version of the report's shape. Fields may be added under one version; none changes its meaning.
 */
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
  /**
   * For format `text`: its kind (`http`, `tcpdump`, `curl`, `log`, `error-document`, `har`) and its
   * lines (entries of a `har`).
   */
  readonly text?: { readonly kind: string; readonly lines: number };
  /** False: the file ends inside a record, or a record is corrupt. */
  readonly complete: boolean;
  /** Link type names without the `LINKTYPE_` prefix. */
  readonly linkTypes: readonly string[];
  readonly packets: number;
  readonly bytes: number;
  /**
   * The files of a capture that was written in several; absent for one file. Frames are numbered
   * over all of them.
   */
  readonly parts?: readonly CapturePartJson[];
  readonly connections: number;
  /** UTC with nanoseconds; null without packets. */
  readonly firstTime: string | null;
  readonly lastTime: string | null;
  readonly warnings: readonly WarningJson[];
  /** TLS that was not opened, by server. */
  readonly tls: readonly TlsPeerJson[];
  /** TLS that was opened, with keys of the user or of the capture; absent without any. */
  readonly tlsOpened?: readonly TlsOpenedJson[];
  /**
   * Connections of HTTP/2, in the clear or opened, of which nothing is read; absent without any.
   */
  readonly http2Connections?: number;
  /** Packets that carry no TCP that could be read; absent without any. */
  readonly otherPackets?: number;
  /**
   * The same by protocol, the most frequent first; protocols past the limit are in the sum above
   * alone.
   */
  readonly otherProtocols?: readonly OtherProtocolJson[];
  readonly multipartUploads?: readonly UploadJson[];
  readonly timing?: TimingSumsJson;
  readonly advice?: readonly AdviceJson[];
  /** Exchanges that passed, and how many of them were looked at for `advice`. */
  readonly passed?: { readonly seen: number; readonly looked: number };
  /**
   * Exchanges that the filters leave out (`--only`, `--bucket NAME`, …); absent without filters.
   */
  readonly filteredOut?: number;
}

/** Packets of one protocol of which nothing is read. */
export interface OtherProtocolJson {
  /**
   * Which header names it: `ip` by its protocol number, `gre` by its protocol type, `udp` by the
   * port of a tunnel, …
   */
  readonly layer: OtherLayer;
  readonly number: number;
  /** Null for one that is known by its number alone. */
  readonly name: string | null;
  readonly packets: number;
}

export interface CapturePartJson {
  readonly path: string;
  /** Number that its first packet has. */
  readonly firstFrame: number;
  readonly packets: number;
}

export interface WarningJson {
  readonly code: string;
  readonly message: string;
  readonly frame?: number;
  /** In the file `part` where the capture has several. */
  readonly offset?: number;
  readonly part?: string;
}

export interface TlsPeerJson {
  readonly serverName: string | null;
  readonly server: string;
  readonly connections: number;
  /** The name is that of an OSS endpoint. */
  readonly oss: boolean;
  /** Bytes of each direction, TLS itself included. */
  readonly clientBytes: number;
  readonly serverBytes: number;
  /** What the first messages tell, each combination once, the most frequent first. */
  readonly handshakes: readonly TlsHandshakeJson[];
}

export interface TlsHandshakeJson {
  readonly connections: number;
  /** Versions (`TLS 1.3`, newest first) and ALPN protocols that the client offers. */
  readonly offeredVersions: readonly string[];
  readonly offeredProtocols: readonly string[];
  /** What the server chose; null where that was not captured. TLS 1.3 hides the protocol. */
  readonly version: string | null;
  readonly cipherSuite: string | null;
  readonly protocol: string | null;
  /** Number of the alert by which the server refused. */
  readonly alert: number | null;
}

/**
 * What will make exchanges fail that still pass; once for each cause. The exit code does not heed
 * it.
 */
export interface AdviceJson {
  readonly id: AdviceId;
  /** Passing exchanges that it holds for, of those looked at (`passed` of the capture). */
  readonly count: number;
  /** Index of one of them: the first, or the one that is nearest to failing. */
  readonly exchange: number;
  readonly summary: string;
  readonly advice: string;
}

/**
 * Where the time of an exchange went, as the point of capture saw it. All times in milliseconds.
 */
export interface TimingJson {
  /** First SYN to the handshake's end; null but for the first exchange of a connection. */
  readonly connectMs: number | null;
  /**
   * The request's first byte to its last, that to the answer's first byte, and that to its last.
   */
  readonly requestMs: number;
  readonly waitMs: number;
  readonly responseMs: number;
  /** The request's first byte to the answer's first byte. */
  readonly firstByteMs: number;
  /** Connect, request, wait and answer together. */
  readonly totalMs: number;
  /** `x-oss-server-time`, what the server says that it took. */
  readonly serverTimeMs: number | null;
  /**
   * Shortest round trip seen on the connection: in all, and its two ways from the point of capture.
   */
  readonly roundTripMs: number | null;
  readonly roundTripToServerMs: number | null;
  readonly roundTripToClientMs: number | null;
  /** Segments sent again. */
  readonly retransmissions: {
    /** SYNs; their answers (SYN-ACKs), absent where none was. */
    readonly connect: number;
    readonly connectAnswers?: number;
    readonly request: number;
    readonly response: number;
  };
  /**
   * On which side of the point of capture something of the connection's start was lost or late;
   * absent where nothing was.
   */
  readonly connectLoss?: 'client' | 'server' | 'both';
  /** How often each side closed its receive window while the other was sending. */
  readonly zeroWindows: { readonly client: number; readonly server: number };
  /** Pauses of 10 ms and more while the side had window and did not send. */
  readonly pauses: { readonly client: number; readonly server: number };
  /**
   * Silences of a side after which a single segment came, as after a timeout: what it sent in them
   * may have been lost on the way to the point of capture, or it sent nothing. Absent without any.
   */
  readonly lostOrSilent?: { readonly clientMs: number; readonly serverMs: number };
  /** `totalMs`, shared out among those that were waited for. */
  readonly waits: { readonly clientMs: number; readonly networkMs: number; readonly serverMs: number };
  /** Who took at least half of it. */
  readonly waitedFor: Waiter | 'several';
  /** What took most of that one's time, and how long. */
  readonly reason: WaitReason;
  readonly reasonMs: number;
  /**
   * The speed that the request asked for at most (`x-oss-traffic-limit`), and that of the transfer
   * (null where there was none); absent where it did not ask. In bit/s, as in the header.
   */
  readonly trafficLimit?: {
    readonly askedBitsPerSecond: number;
    readonly measuredBitsPerSecond: number | null;
  };
  /**
   * `x-oss-qos-delay-time`, how long the server says that it held the transfer back; absent where
   * it does not say so.
   */
  readonly throttledMs?: number;
  /**
   * Only where the transfer was about as fast as the receiver's window lets it: the largest that it
   * offered, in bytes.
   */
  readonly windowLimit?: { readonly receiver: 'client' | 'server'; readonly bytes: number };
  /** The reason in a sentence; only where the exchange took a second or longer. */
  readonly summary?: string;
}

/** The times of a capture's OSS exchanges together, in milliseconds. */
export interface TimingSumsJson {
  /** Exchanges with request and answer in the packets. */
  readonly exchanges: number;
  readonly totalMs: number;
  /** The phases of `totalMs`. */
  readonly connectMs: number;
  readonly requestMs: number;
  readonly waitMs: number;
  readonly responseMs: number;
  /** The same, by who was waited for. */
  readonly clientMs: number;
  readonly networkMs: number;
  readonly serverMs: number;
  readonly retransmissions: number;
  readonly zeroWindows: number;
  /** Exchanges that took a second or longer. */
  readonly slow: number;
}

export interface UploadJson extends Lossy {
  readonly uploadId: string;
  readonly bucket: string | null;
  readonly key: string | null;
  readonly initiated: boolean;
  /**
   * Path of the earlier capture of this scan that the upload began in; null where it began here.
   */
  readonly began: string | null;
  /** One for each number. */
  readonly parts: readonly UploadPartJson[];
  /** Uploads of parts beyond what is kept of one capture. */
  readonly partsNotKept?: number;
  readonly outcome: 'completed' | 'aborted' | 'failed' | 'abandoned';
  /** Numbers and bytes of the stored parts that no completed upload uses. */
  readonly leftoverParts: readonly number[];
  readonly leftoverBytes: number;
  readonly exchange: number | null;
  /**
   * The last CompleteMultipartUpload; `parts` as its body names them, null where no list was seen.
   */
  readonly complete: {
    readonly exchange: number;
    readonly status: number | null;
    /** Code of the error in its answer, which an answer of 200 may hold too. */
    readonly error: string | null;
    readonly all: boolean;
    /** The capture has the whole list. */
    readonly whole: boolean;
    readonly parts: readonly { readonly number: number; readonly etag: string }[] | null;
  } | null;
  /**
   * CRC-64 of the object as answered, and as combined from its parts; null before the upload is
   * complete.
   */
  readonly crc64: {
    readonly claimed: string;
    readonly combined: string | null;
    readonly result: 'matches' | 'differs' | 'unknown';
  } | null;
  readonly issues: readonly UploadIssueJson[];
  /** How to remove what stays behind; null where nothing does. */
  readonly cleanUp: { readonly command: string | null; readonly request: string } | null;
}

export interface UploadPartJson {
  readonly number: number;
  readonly bytes: number;
  readonly etag: string | null;
  readonly status: number | null;
  readonly exchange: number;
  /** The service holds it: it answered 2xx, or lists the part. */
  readonly stored: boolean;
  /** Uploads of this number beside the one told. */
  readonly retries: number;
  /** As answered. */
  readonly crc64: string | null;
  /** `bytes` is 0 because the size is not known. */
  readonly sizeKnown?: false;
  /** The earlier capture that `exchange` is in. */
  readonly capture?: string;
  /** Made by UploadPartCopy. */
  readonly copied?: true;
  /** Known from ListParts alone. */
  readonly listed?: true;
  readonly md5Sent?: string;
  readonly crc64Sent?: string;
  /** The captured bytes against their digests, where they were compared. */
  readonly body?: 'matches' | 'differs' | 'unknown';
}

export interface UploadIssueJson {
  readonly id: UploadIssueKind;
  readonly parts: readonly number[];
  readonly exchange: number;
  readonly message: string;
}

/** A header that says what a body should be, against the captured bytes of that body. */
export interface IntegrityJson extends Lossy {
  readonly body: 'request' | 'response';
  readonly claim: 'content-md5' | 'etag' | 'crc64';
  readonly claimedBy: 'client' | 'server';
  readonly claimed: string;
  readonly actual: string | null;
  readonly result: 'matches' | 'differs' | 'unknown';
  /** For `differs`: the bytes changed before they came to the capture point, or after it. */
  readonly damage?: 'before-capture' | 'after-capture';
  readonly unknown?: 'incomplete' | 'earlier-bytes' | 'not-computed';
}

export interface UnreadableJson {
  readonly path: string;
  readonly reason: string;
  readonly message: string;
}

export interface ConnectionJson {
  readonly index: number;
  readonly client: string;
  readonly server: string;
  /**
   * The client that a proxy or a load balancer named before the first byte (PROXY protocol); absent
   * where none did.
   */
  readonly originalClient?: string;
}

export interface ExchangeJson {
  /** Order of the first request byte in the capture, from 1. */
  readonly index: number;
  readonly connection: ConnectionJson;
  /** The TLS that the exchange was opened from; absent where it was sent in the clear. */
  readonly tls?: TlsJson;
  /** Frame of the message's first byte, from 1; null without the message. */
  readonly requestFrame: number | null;
  readonly responseFrame: number | null;
  /** Capture time of the first byte; null for an exchange without any. */
  readonly time: string | null;
  /**
   * Milliseconds from the request's first byte to the response's last; null without one of the two.
   */
  readonly durationMs: number | null;
  readonly request: RequestJson | null;
  readonly response: ResponseJson | null;
  /** Absent, as are the two below, for HTTP that is not OSS. */
  readonly oss?: OssJson;
  readonly signature?: SignatureJson;
  readonly diagnosis?: DiagnosisJson;
  /** Digests against the captured bytes; absent where no body was compared. */
  readonly integrity?: readonly IntegrityJson[];
  /** OSS exchanges with request and answer in the packets only. */
  readonly timing?: TimingJson;
  /** OSS exchanges whose answer is missing or not whole, where the packets tell why. */
  readonly ending?: EndingJson;
}

/** Why an answer is missing or not whole. */
export interface EndingJson {
  readonly kind: EndingKind;
  /**
   * Packet whose FIN or RST ended the connection, or that acknowledged an answer that was not
   * captured; null where the capture ended first.
   */
  readonly frame: number | null;
  /**
   * Milliseconds from the last byte of the request, or of the answer, to that packet, or to the end
   * of the capture.
   */
  readonly afterMs: number;
  /**
   * Milliseconds that the connection had been idle before, since its last answer; null for its
   * first request.
   */
  readonly idleMs: number | null;
  /** Segments that the client sent again, and its bytes that were never acknowledged. */
  readonly retransmissions: number;
  readonly unacknowledgedBytes: number;
  /**
   * Bytes in the place of the answer that the client acknowledged and the capture lost; absent for
   * none.
   */
  readonly lostBytes?: number;
  readonly summary: string;
  readonly happened: string;
  readonly advice: string;
}

export interface TlsOpenedJson extends TlsJson {
  readonly connections: number;
}

export interface TlsJson extends Lossy {
  readonly version: '1.2' | '1.3';
  /** Name in the IANA registry. */
  readonly suite: string;
  /**
   * Host that the client named (SNI), and the protocol that was agreed on (ALPN); null without one.
   */
  readonly serverName: string | null;
  readonly alpn: string | null;
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
  /**
   * The element as the server wrote it: hex bytes with blanks between. What it spells is the string
   * of `signature`.
   */
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
  /** The name of a `Field`, whose variable part is captured text. */
  readonly field: string;
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
  /**
   * The same request further on in this capture: it is reported once, by its first exchange. Absent
   * where it is not seen again.
   */
  readonly hops?: readonly HopJson[];
  readonly notes: readonly string[];
  /** The baseline knows this cause. */
  readonly known?: true;
  /** The configuration says not to care, and why. */
  readonly ignored?: { readonly reason: string };
}

export interface HopJson extends Lossy {
  /** Index of that exchange, which is not reported by itself. */
  readonly exchange: number;
  /** The capture that shows it, where it is another one of the scan. */
  readonly capture?: string;
  /** The servers before and behind the hop. */
  readonly between: string;
  /** What it changed, named as `compare` names it: first what breaks the signature. */
  readonly changed: readonly string[];
}

export interface ContinuedUploadJson extends Lossy {
  readonly uploadId: string;
  readonly bucket: string | null;
  readonly key: string | null;
  /** Path of the first capture that leaves it open. */
  readonly capture: string;
  /**
   * Path of the last capture that goes on with it, and what is known there: see `multipartUploads`
   * of that capture.
   */
  readonly continuedIn: string;
  readonly outcome: UploadJson['outcome'];
  readonly exchange: number | null;
  readonly leftoverParts: readonly number[];
  readonly leftoverBytes: number;
}

/** An exchange that fails in one capture, against the like of it that was accepted in another. */
export interface ContrastJson extends Lossy {
  readonly id: 'works-in-other-capture';
  readonly operation: string;
  readonly capture: string;
  readonly exchange: number;
  /** Exchanges of that capture that are alike, this one included. */
  readonly count: number;
  readonly worksIn: string;
  readonly worksAs: number;
  /** Whether the two have one AccessKey ID. */
  readonly sameKey: boolean;
  readonly message: string;
  /** Empty where the two are alike in everything that is compared. */
  readonly differences: readonly ContrastDifferenceJson[];
}

export interface ContrastDifferenceJson extends Lossy {
  readonly what: string;
  /** Empty where the request has nothing of the kind. */
  readonly here: string;
  readonly there: string;
  readonly message: string;
}

export interface SummaryJson {
  /** Captures that were read. */
  readonly captures: number;
  readonly exchanges: number;
  readonly ossExchanges: number;
  /** Exchanges whose verdict is a failing one. */
  readonly divergent: number;
  readonly unreadable: number;
  /**
   * Captures of which nothing could be read: TLS without keys, or packets of other kinds. Absent
   * for none.
   */
  readonly unreadCaptures?: number;
  readonly byVerdict: Readonly<Partial<Record<Verdict, number>>>;
  /**
   * Of those that fail: known to the baseline, and ignored by the configuration. Absent for none.
   */
  readonly known?: number;
  readonly ignored?: number;
  /**
   * Uploads that a capture left open, as its account tells, and that a later one went on with.
   * Absent for none.
   */
  readonly continuedUploads?: readonly ContinuedUploadJson[];
  /**
   * Exchanges that fail in one capture, each against the like of it that was accepted in another.
   * Absent for none.
   */
  readonly contrasts?: readonly ContrastJson[];
  /** Exchanges that the filters leave out, which no other number counts; absent without filters. */
  readonly filteredOut?: number;
}
