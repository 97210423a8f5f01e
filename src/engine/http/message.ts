import { type ByteString, toByteString } from '../bytes/byte-string.ts';
import {
  BIG_COUNT,
  BINARY,
  BOOLEAN,
  BYTES,
  COUNT,
  inReport,
  keyOf,
  listOf,
  NUMBER,
  oneOf,
  optional,
  orNull,
  recordFor,
  recordOf,
  type ShapesOf,
} from '../bytes/shape.ts';

/** Checksums that the S3 family has headers and trailers for (`x-amz-checksum-…`). */
export const CHECKSUM_NAMES = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const;
export type ChecksumName = (typeof CHECKSUM_NAMES)[number];

/** A checksum of a body, in base64. */
export interface Checksum {
  readonly name: ChecksumName;
  readonly value: ByteString;
}

/**
 * Digests of a body on the wire: chunk framing removed (that of `aws-chunked`, too), other content codings
 * kept. One that was not asked for, or could not be computed, is null.
 */
export interface BodyDigests {
  /** Every byte of the body was seen; otherwise there are no digests of it. */
  readonly whole: boolean;
  /** Raw bytes. */
  readonly md5: Uint8Array | null;
  /** CRC-64/XZ (ECMA-182), as `x-oss-hash-crc64ecma` has it. */
  readonly crc64: bigint | null;
  readonly sha256?: Uint8Array | null;
  readonly checksums?: readonly Checksum[];
  /** Of a body in `aws-chunked`. */
  readonly chunks?: ChunkedFacts;
}

/** What a body in `aws-chunked` came to, as far as it was seen in order. */
export interface ChunkedFacts {
  /** Chunks that are there whole, the last and empty one too. */
  readonly count: number;
  /** Bytes of data in them, and those that `x-amz-decoded-content-length` says. */
  readonly dataBytes: number;
  readonly declaredBytes: number | null;
  /** Its signatures, and that of a trailer. */
  readonly signatures: 'right' | 'wrong' | 'unknown';
  /** Signatures that are right. */
  readonly verified: number;
  /**
   * Why it is unknown. `not-signed`: by its form; `no-secret`: none was given; `other-secret`: none that was
   * given fits; `asymmetric`: SigV4A; `incomplete`: the capture lacks bytes of the body.
   */
  readonly unknown: 'not-signed' | 'no-secret' | 'other-secret' | 'asymmetric' | 'incomplete' | null;
  /** The first thing that is wrong with it; null for nothing. */
  readonly fault: ChunkFault | null;
  /** Checksums behind the last chunk. */
  readonly trailer: readonly Checksum[];
}

/**
 * What is wrong with a body in chunks, and where. `data`: the data of a chunk are not what was signed, for
 * the chunks after it go on from its signature; `signature`: the text of its signature was changed, for they
 * go on from what it should be; `seed`: the first chunk does not go on from the signature of the request,
 * which is not right either; `all`: no chunk has a signature that is right, while that of the request is;
 * `trailer`: the signature behind the last chunk. `stripped`: the body is the data alone; `framing`: there is
 * no chunk where one should begin; `unsigned`: a chunk has no signature; `no-end`: the body is over before
 * the empty chunk; `length`: the data are more or fewer bytes than the request says.
 */
export interface ChunkFault {
  readonly kind: (typeof CHUNK_FAULTS)[number];
  /** Which chunk, from 1; the trailer counts as one. */
  readonly chunk: number;
  /** Where the chunk begins in the body, and in its data. */
  readonly offset: number;
  readonly dataOffset: number;
  /** Bytes of its data. */
  readonly size: number;
  /** Packet that holds its first byte. */
  readonly frame: number;
}

export const CHUNK_FAULTS = [
  'data',
  'signature',
  'seed',
  'all',
  'trailer',
  'stripped',
  'framing',
  'unsigned',
  'no-end',
  'length',
] as const;

/**
 * Capture time as two numbers, so that nanoseconds survive. Pasted text may have no times: then `seconds` is
 * NaN.
 */
export interface Time {
  /** Whole seconds since 1970 UTC. */
  readonly seconds: number;
  /** Nanoseconds within the second. */
  readonly nanos: number;
}

/** Whether a time is one: a pasted text often has none, and then the seconds are not a number. */
export function isKnownTime(time: Time): boolean {
  return !Number.isNaN(time.seconds);
}

/** Whether `a` is before `b`, to the nanosecond. False where either is not known. */
export function isEarlier(a: Time, b: Time): boolean {
  return a.seconds < b.seconds || (a.seconds === b.seconds && a.nanos < b.nanos);
}

/**
 * Seconds that pass from one time to another, below zero where that is the earlier one; about 100 ns exact.
 */
export function secondsBetween(from: Time, to: Time): number {
  return to.seconds - from.seconds + (to.nanos - from.nanos) / 1e9;
}

/** One header line as captured. Obsolete folding (RFC 9112 §5.2) keeps its continuation lines in `value`. */
export interface HeaderLine {
  /** Name as sent, case kept. */
  readonly name: ByteString;
  /** Value as sent, without the white space around it. */
  readonly value: ByteString;
  /** Everything between the colon and the line end, white space included. */
  readonly rawValue: ByteString;
  /** Number of the packet that holds the line's first byte, from 1 (of a text, the line or entry). */
  readonly frame: number;
}

/** How much of a message's body the capture contains. */
export type BodyState =
  /** every byte of the body was seen */
  | 'complete'
  /** bytes are missing in the middle or at the end: a gap, a cut packet, or the capture's end */
  | 'incomplete';

/** How the body's end was found (RFC 9112 §6.3). `unknown`: the end of the head was not seen. */
export type BodyFraming = 'none' | 'content-length' | 'chunked' | 'until-close' | 'unknown';

/**
 * How the bytes of one message went over its connection. Times are whole µs since the connection's first
 * packet.
 */
export interface MessageFlow {
  /** Which request of its connection it is, from 1; 0 for an answer. */
  readonly order: number;
  /** First byte, end of the head (-1: not seen), and the moment from which every byte was there in order. */
  readonly firstAt: number;
  readonly headAt: number;
  readonly doneAt: number;
  /**
   * Between first and last byte: time in which the sender could have sent and did not, and its pauses of 10
   * ms and more.
   */
  readonly idle: number;
  readonly pauses: number;
  /**
   * The same: silences of a far sender after which what it sent in them may have been lost on the way to the
   * point of capture.
   */
  readonly unproven: number;
  /** The same: time in which the receiver's closed window held the sender back, and how often it closed. */
  readonly held: number;
  readonly zeroWindows: number;
  /** The same: segments sent again, and the time without progress before them. */
  readonly retransmissions: number;
  readonly stalled: number;
  /** The sender's retransmissions on this connection before the first byte. */
  readonly sentAgainBefore: number;
  /** The receiver's, up to the first byte, and when the last of them was (-1: none). */
  readonly receiverSentAgain: number;
  readonly receiverSentAgainAt: number;
  /**
   * Of an answer: how much longer than usual, in µs, the receiver's last bytes were on their way before the
   * first byte.
   */
  readonly receiverDelay: number;
}

/**
 * What requests and responses have in common. Much of it is computed when it is first read: access it by
 * name, because copies made by a spread or by JSON lack it.
 */
export interface MessageBase {
  /** Version as sent, e.g. `HTTP/1.1`. */
  readonly version: ByteString;
  /** The head's bytes as captured, start line included, up to and including the empty line. */
  readonly head: ByteString;
  /** Every line in the order sent, repeated names included. */
  readonly headers: readonly HeaderLine[];
  /**
   * The value of the first header of a name (lower case), found without cutting the head into lines; null
   * without one.
   */
  firstHeader?(lowerName: string): ByteString | null;
  /** Packet (its number, from 1) and capture time of the first byte. */
  readonly frame: number;
  readonly time: Time;
  /** Packet and time of the last byte seen. */
  readonly lastFrame: number;
  readonly lastTime: Time;
  /** The empty line that ends the head was seen. */
  readonly headComplete: boolean;
  /** How the body's end was found. */
  readonly framing: BodyFraming;
  /** Body bytes on the wire after removing chunk framing, missing ones not counted. */
  readonly bodyBytes: number;
  /** Content-Length as parsed, in bytes; null without a valid one. */
  readonly contentLength: number | null;
  /** Whether the capture holds all of the body. */
  readonly bodyState: BodyState;
  /**
   * The body's first bytes (chunk framing removed, content coding kept) where a verdict may need them, else
   * null. All of it when as long as `bodyBytes` and nothing is missing; otherwise what came before the limit
   * or the first gap.
   */
  readonly body: Uint8Array | null;
  /** The same as a byte string, where it was read in that form. */
  readonly bodyText?: ByteString | null;
  /** Digests of the body, where they were computed (see `verifyBodies`); else null or absent. */
  readonly digests?: BodyDigests | null;
  /** How its bytes went over the connection; absent or null where there was none (a pasted text). */
  readonly flow?: MessageFlow | null;
  /** Head and body were seen whole. */
  readonly complete: boolean;
  /** Bytes of this message that the capture lacks, as far as the sequence numbers show. */
  readonly missingBytes: number;
  /**
   * Drops what was computed when it was read and can be computed again: for whoever keeps a message for long.
   */
  forget?(): void;
}

/** A request as captured. */
export interface HttpRequest extends MessageBase {
  readonly kind: 'request';
  /** Method as sent. */
  readonly method: ByteString;
  /** Request target as sent (RFC 9112 §3.2): origin form, absolute form, authority form or `*`. */
  readonly target: ByteString;
}

/** A response as captured. */
export interface HttpResponse extends MessageBase {
  readonly kind: 'response';
  /** Status code (RFC 9110 §15), e.g. 403. */
  readonly status: number;
  /** Reason phrase as sent; it may be empty. */
  readonly reason: ByteString;
}

/** Either; `kind` says which. */
export type HttpMessage = HttpRequest | HttpResponse;

/** What is kept of a message's body, as a byte string; null where none of it is. */
export function bodyText(message: HttpMessage): ByteString | null {
  return message.bodyText ?? (message.body === null ? null : toByteString(message.body));
}

/** Bytes that whoever keeps a message keeps of it. */
export function keptOf(message: HttpMessage | null): number {
  return message === null ? 0 : message.head.length + (message.bodyText ?? message.body ?? '').length;
}

/** The value of the first header of that name (lower case); null without one. */
export function header(message: HttpMessage, lowerName: string): ByteString | null {
  if (message.firstHeader !== undefined) return message.firstHeader(lowerName);
  for (const line of message.headers) {
    if (line.name.length === lowerName.length && line.name.toLowerCase() === lowerName) return line.value;
  }
  return null;
}

/** Whether a request asks for `100 Continue` before its body (RFC 9110 §10.1.1). */
export function expectsContinue(request: HttpRequest): boolean {
  return header(request, 'expect')?.toLowerCase() === '100-continue';
}

/**
 * Takes a body's bytes as they pass (chunk framing removed, content coding kept), and holds at most some
 * kilobytes of them.
 */
export interface BodySink {
  /** `block[start]` up to `block[end]` come next, in a packet; valid only during the call. */
  take(block: Uint8Array, start: number, end: number, frame: number): void;
  /** Bytes are missing before those that come next. */
  gap?(): void;
  /** All bytes so far, where they are held until somebody asks for digests. */
  readonly held?: ByteString;
  /** What the bytes came to. `whole`: they were the whole body. Called once, after the last byte. */
  digests(whole: boolean): BodyDigests;
}

/**
 * Decides at the head of each message whether its body passes through a sink; null: it does not, and costs
 * nothing.
 */
export interface BodySinks {
  /** `server` as `address:port`. */
  request(request: HttpRequest, server: string): BodySink | null;
  response(request: HttpRequest | null, response: HttpResponse, server: string): BodySink | null;
  /** Whether anybody will ask for the digests of a request that is answered with that status. */
  isAskedAfter(status: number): boolean;
}

// Every field of a message, for all that write one down or show it: see `bytes/shape.ts`.

export const TIME = recordFor<Time>({ seconds: NUMBER, nanos: NUMBER });

const HEADER_LINE = recordFor<HeaderLine>({
  name: BYTES,
  value: BYTES,
  rawValue: BYTES,
  frame: COUNT,
});

const CHECKSUMS = listOf(recordFor<Checksum>({ name: oneOf(CHECKSUM_NAMES), value: BYTES }));

export const CHUNK_FAULT = recordOf({
  kind: inReport(oneOf(CHUNK_FAULTS)),
  chunk: inReport(COUNT),
  offset: inReport(COUNT),
  dataOffset: inReport(COUNT),
  size: inReport(COUNT),
  frame: inReport(COUNT),
} satisfies ShapesOf<ChunkFault>);

/** Every field of it, for all that write one down or show it. */
export const CHUNKED_FACTS = recordOf({
  count: inReport(COUNT),
  dataBytes: inReport(COUNT),
  declaredBytes: inReport(orNull(COUNT)),
  signatures: inReport(oneOf(['right', 'wrong', 'unknown'])),
  verified: inReport(COUNT),
  unknown: orNull(oneOf(['not-signed', 'no-secret', 'other-secret', 'asymmetric', 'incomplete'])),
  fault: orNull(CHUNK_FAULT),
  trailer: CHECKSUMS,
} satisfies ShapesOf<ChunkedFacts>);

export const BODY_DIGESTS = recordOf({
  whole: BOOLEAN,
  md5: orNull(BINARY),
  crc64: orNull(BIG_COUNT),
  sha256: optional(orNull(BINARY)),
  checksums: optional(CHECKSUMS),
  chunks: optional(CHUNKED_FACTS),
} satisfies ShapesOf<BodyDigests>);

const MESSAGE_FLOW = recordFor<MessageFlow>({
  order: NUMBER,
  firstAt: NUMBER,
  headAt: NUMBER,
  doneAt: NUMBER,
  idle: NUMBER,
  pauses: NUMBER,
  unproven: NUMBER,
  held: NUMBER,
  zeroWindows: NUMBER,
  retransmissions: NUMBER,
  stalled: NUMBER,
  sentAgainBefore: NUMBER,
  receiverSentAgain: NUMBER,
  receiverSentAgainAt: NUMBER,
  receiverDelay: NUMBER,
});

/** A look-up of a header is no part of a message that is written down: it can be made again. */
type Written<M> = Omit<M, 'firstHeader' | 'bodyText' | 'forget'>;

const MESSAGE = {
  version: BYTES,
  head: BYTES,
  headers: listOf(HEADER_LINE),
  frame: COUNT,
  time: TIME,
  lastFrame: COUNT,
  lastTime: TIME,
  headComplete: BOOLEAN,
  framing: keyOf<HttpRequest['framing']>({
    none: true,
    'content-length': true,
    chunked: true,
    'until-close': true,
    unknown: true,
  }),
  bodyBytes: inReport(NUMBER, COUNT),
  contentLength: orNull(NUMBER),
  bodyState: oneOf(['complete', 'incomplete']),
  body: orNull(BINARY),
  digests: optional(orNull(BODY_DIGESTS)),
  flow: optional(orNull(MESSAGE_FLOW)),
  complete: inReport(BOOLEAN),
  missingBytes: NUMBER,
} satisfies ShapesOf<Written<MessageBase>>;

export const REQUEST = recordOf({
  ...MESSAGE,
  kind: oneOf(['request']),
  method: BYTES,
  target: BYTES,
} satisfies ShapesOf<Written<HttpRequest>>);

export const RESPONSE = recordOf({
  ...MESSAGE,
  kind: oneOf(['response']),
  status: COUNT,
  reason: BYTES,
} satisfies ShapesOf<Written<HttpResponse>>);
