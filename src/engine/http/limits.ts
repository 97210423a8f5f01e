import { NewestItems } from '../bytes/collections.ts';

/* What all connections of a capture keep together, within limits. */

/** Longest head that is read, in bytes; past it the message is given up and the next one looked for. */
export const MAX_HEAD_BYTES = 1024 * 1024;

/** Longest first line that is waited for before a stream is taken for something other than HTTP. */
export const MAX_START_LINE_BYTES = 64 * 1024;

/** Of a request line that is none, what a notice may show. */
export const MAX_SHOWN_LINE = 200;

/**
 * Segments that are held back in place of a refused body until the end of what begins as a request line is
 * there.
 */
export const MAX_UNDECIDED_SEGMENTS = 64;

/** Longest chunk-size line (RFC 9112 §7.1), extensions included. */
export const MAX_CHUNK_LINE_BYTES = 16 * 1024;

/** Longest trailer section after a chunked body. */
export const MAX_TRAILER_BYTES = 64 * 1024;

/** Bytes kept of the body of an answer that reports an error, or of a small XML answer. */
const MAX_KEPT_RESPONSE_BODY = 256 * 1024;

/**
 * Bytes kept of the list of parts that a CompleteMultipartUpload sends: 10,000 parts of about 120 bytes each.
 */
const MAX_KEPT_PART_LIST = 1536 * 1024;

/** Bytes kept of a multipart/form-data body: its fields come before the file. */
const MAX_KEPT_FORM = 64 * 1024;

/**
 * Messages, and bytes of their heads and kept bodies, that are remembered over all connections after they
 * have ended.
 */
export const MAX_REMEMBERED_MESSAGES = 1024;
export const MAX_REMEMBERED_BYTES = 4 * 1024 * 1024;

/** Requests of one connection that may wait for their answers. */
export const MAX_PIPELINED_REQUESTS = 4096;

/**
 * A waiting request that holds less than this is kept even where all together hold too much: its answer is
 * more useful.
 */
export const SMALL_BUFFERED_BYTES = 8192;
/** So many bytes of such requests are kept past the limit. */
export const MAX_SMALL_BYTES_PAST_LIMIT = 64 * 1024 * 1024;

/** Interim (1xx) answers kept for one request. */
export const MAX_INTERIM_RESPONSES = 16;

/** Limits that a user may change. */
export interface HttpLimits {
  /** Longest head of a message, in bytes. */
  readonly headBytes: number;
  /** Bytes kept of the body of an answer that reports an error, also unpacked. */
  readonly errorBodyBytes: number;
  /** Bytes kept of the list of parts that a CompleteMultipartUpload sends. */
  readonly partListBytes: number;
  /** Bytes kept of a multipart/form-data body (PostObject); its fields come before the file. */
  readonly formBytes: number;
  /** Requests of one connection that may wait for their answers. */
  readonly pipelinedRequests: number;
}

export const HTTP_LIMITS: HttpLimits = {
  headBytes: MAX_HEAD_BYTES,
  errorBodyBytes: MAX_KEPT_RESPONSE_BODY,
  partListBytes: MAX_KEPT_PART_LIST,
  formBytes: MAX_KEPT_FORM,
  pipelinedRequests: MAX_PIPELINED_REQUESTS,
};

/**
 * Bytes that all connections of a capture hold of messages that are not given yet: heads whose end has not
 * come, what comes in place of a refused body until it is known what it is, and requests and answers of
 * exchanges that are not over, with what is kept of their bodies. Of what is over, connections hold numbers
 * alone; what `RecentMessages` has is counted there.
 */
export class BufferedText {
  readonly limit: number;
  /** Small requests are kept past the limit, up to this. */
  readonly most: number;
  bytes = 0;

  constructor(limit: number) {
    this.limit = limit;
    this.most = limit + MAX_SMALL_BYTES_PAST_LIMIT;
  }

  get isFull(): boolean {
    return this.bytes > this.limit;
  }
}

/** Keeps the last message that is over, to compare it with what comes again. */
export interface Remembers {
  /** Number of its latest message, in the order of the capture. */
  latest: number;
  forget(): void;
}

/**
 * Over all connections the latest messages are remembered for a while: bytes that come again are compared
 * with them.
 */
export class RecentMessages {
  readonly #owners = new NewestItems<Remembers>(
    MAX_REMEMBERED_MESSAGES,
    MAX_REMEMBERED_BYTES,
    // It may have had another message since, which is remembered instead.
    (owner, number) => {
      if (owner.latest === number) owner.forget();
    },
  );

  /** A message is over, of which `size` bytes are kept. */
  add(owner: Remembers, size: number): void {
    owner.latest = this.#owners.next;
    this.#owners.add(owner, size);
  }
}
