/**
 * Odd input is data, never an exception: a Notice says what was odd and where, and parsing goes on. The codes
 * are names that other tools may rely on; their sentences live in `report/text/`.
 */
export const NOTICE_CODES = [
  // capture files
  'empty-file',
  'not-a-capture',
  'unsupported-version',
  'unsupported-section',
  'truncated-record',
  'truncated-header',
  'absurd-length',
  'damaged-record',
  'damaged-block',
  'resumed-after-damage',
  'unknown-interface',
  'limit-interfaces',
  'truncated-gzip',
  'damaged-gzip',
  'truncated-zstd',
  'damaged-zstd',
  'limit-unpacked-bytes',
  'read-error',
  'file-shrank',
  'file-grew',
  // captures of several files
  'parts-overlap',
  'parts-missing',
  'file-replaced',
  'file-shortened',
  // packets
  'unknown-link-type',
  'truncated-packet',
  'malformed-packet',
  'fragment-incomplete',
  'fragment-overlap',
  'tunnel-too-deep',
  // streams
  'stream-gap',
  'capture-loss',
  'overlap-differs',
  'overlap-ttl',
  'bad-checksum',
  'reset-ttl',
  'bytes-after-end',
  'far-segment',
  'stray-syn',
  'connection-refused',
  'connection-unanswered',
  'limit-connections',
  'limit-unanswered',
  'limit-buffered-bytes',
  'limit-direction-bytes',
  // http
  'bad-request-line',
  'bad-status-line',
  'bad-header-line',
  'head-too-long',
  'bad-chunk',
  'bad-content-length',
  'length-and-chunked',
  'bad-transfer-encoding',
  'bare-lf',
  'obsolete-folding',
  'response-without-request',
  'answers-in-doubt',
  'limit-pipeline',
  // oss
  'bad-error-body',
  'error-body-too-long',
  'xml-document-type',
  'limit-xml-depth',
  'limit-error-fields',
  'limit-form-bytes',
  'limit-form-fields',
  'limit-part-list',
  'limit-uploads',
  'limit-upload-parts',
  // pasted text: what it has lost
  'text-colours',
  'text-flows-cut',
  'text-blank-lines-lost',
  'text-indentation',
  'text-spaces-added',
  'text-lines-wrapped',
  'text-redacted',
  'text-body-cut',
  'text-bytes-replaced',
  'text-headers-only',
  'text-request-missing',
  'text-request-cut',
  'text-status-missing',
  'text-signature-filled-in',
  'text-no-signature',
  'text-too-long',
  'text-too-many-exchanges',
  // tls, with keys
  'tls-key-log-lines',
  'tls-key-log-full',
  'tls-key-log-unused',
  'tls-keys-missing',
  'tls-keys-incomplete',
  'tls-server-key-unfit',
  'tls-server-key-other',
  'tls-wrong-keys',
  'tls-bad-record',
  'tls-unsupported',
  'tls-no-hello',
  'tls-malformed',
  'tls-given-up',
  'tls-limit',
  'tls-certificate-refused',
  'tls-server-alert',
  'tls-client-alert',
  'tls-handshake-too-long',
  'http2',
  // the user's own
  'secret-in-capture',
  'secret-unfit',
  'secret-or-bucket-unfit',
  'reported-in-other-capture',
  'limit-captures-compared',
  // any stage: a fault of the program itself
  'internal-error',
  // any stage: further notices of one code that were counted and not kept
  'notices-omitted',
] as const;

/** What was odd; `docs/reference/notices.md` has a sentence for each. Codes may be added. */
export type NoticeCode = (typeof NOTICE_CODES)[number];

/**
 * What the argument `form` of `not-a-capture` names: what people give in the place of a capture and what
 * cannot be read, though the same tool, or another, can give what can.
 */
export const OTHER_FORMS = [
  /** a packed file of a kind that is not unpacked */
  'packed',
  /** of `netsh trace` or pktmon (.etl), or printed from it */
  'windows-trace',
  /** what a scan found, for `osscap merge` */
  'blob',
  /** what tshark or tcpdump says of packets, in the place of their bytes */
  'dissection',
  /** a command, or a piece of a script, that sends a request */
  'command',
  /** JSON of more values than are read */
  'json-too-large',
  /** the debug log of s3cmd, in which requests do not stand as they were sent */
  's3cmd',
  /** the message of an SDK's exception; of which SDK, where it shows */
  'error-message',
  'error-message-java',
  'error-message-python',
  'error-message-go',
  'error-message-node',
  'error-message-php',
  'error-message-dotnet',
  'error-message-ruby',
  'error-message-cpp',
  'error-message-mobile',
  'error-message-aws',
  /** of another service, whose signatures are none of these */
  'error-message-azure',
  /** the configuration of a proxy in front of a server */
  'proxy-settings',
  /** HTTP between others */
  'other-http',
  'other-har',
] as const;

export type OtherForm = (typeof OTHER_FORMS)[number];

/** What the argument `faults` of it names behind the number of a line: what breaks signatures there. */
export const PROXY_FAULTS = [
  'host-replaced',
  'host-without-port',
  'host-not-passed',
  'path-replaced',
  'path-decoded',
  'path-rewritten',
  'head-becomes-get',
  'header-changed',
] as const;

export type ProxyFault = (typeof PROXY_FAULTS)[number];

/** Something odd about a capture, and where. Reading went on. */
export interface Notice {
  readonly code: NoticeCode;
  /**
   * Number of the packet in the capture, from 1 (of a text, the line or entry); null where none can be named.
   */
  readonly frame: number | null;
  /** Byte offset in the capture file (after decompression); null where none can be named. */
  readonly offset: number | null;
  /** Path of the file that it is about, where the capture is a set of several. */
  readonly part?: string;
  /** Values that the sentence names; plain numbers and ASCII words, or captured text still to be escaped. */
  readonly args: Readonly<Record<string, string | number>>;
}

/** Takes notices as they are made. */
export type NoticeSink = (notice: Notice) => void;

/** How many notices of one code a stage passes on by default; the rest is counted. */
export const NOTICES_PER_CODE = 16;

/**
 * Passes on the first notices of each code and counts the rest, so that a capture with a million odd packets
 * does not make a million notices.
 */
export class NoticeLimiter {
  readonly #sink: NoticeSink;
  readonly #limit: number;
  readonly #counts = new Map<NoticeCode, number>();

  constructor(sink: NoticeSink, limit: number = NOTICES_PER_CODE) {
    this.#sink = sink;
    this.#limit = limit;
  }

  add(notice: Notice): void {
    const count = (this.#counts.get(notice.code) ?? 0) + 1;
    this.#counts.set(notice.code, count);
    if (count <= this.#limit) this.#sink(notice);
  }

  /** Notices of this code that came, passed on or not. */
  count(code: NoticeCode): number {
    return this.#counts.get(code) ?? 0;
  }

  /** Says once for each code how many were left out: `notices-omitted` with args `of` and `count`. */
  end(): void {
    for (const [code, count] of this.#counts) {
      if (count <= this.#limit) continue;
      const args = { of: code, count: count - this.#limit };
      this.#sink({ code: 'notices-omitted', frame: null, offset: null, args });
    }
    this.#counts.clear();
  }
}
