import { isJsonObject } from '../../engine/bytes/json.ts';
import type { Notice } from '../../engine/bytes/notice.ts';
import { fail, ok, type Result } from '../../engine/bytes/result.ts';
import { BOOLEAN, COUNT, orNull, recordFor, ShapeFault, TEXT } from '../../engine/bytes/shape.ts';
import { UPLOAD_LIMITS, type UploadLimits } from '../../engine/limits.ts';
import type { CaptureInfo, ExchangeResult, ResultSink, UnreadableInput } from '../../engine/results.ts';
import { hiderOf } from '../../features/redact/redact-exchange.ts';
import { MultipartTracker, OpenUploads, withoutElsewhere } from '../../features/uploads/upload-tracker.ts';
import type { Digest, DigestReporter } from '../digest/digest.ts';
import type { Tool } from '../json/model.ts';
import { toJsonLine } from '../json/text.ts';
import type { ScanEnd, WritePiece } from '../reporter.ts';
import { CAPTURE_INFO, EXCHANGE_RESULT, UNREADABLE } from './codec.ts';
import { MAX_SHARDS, type ScanIdentity, type Shard } from './shard.ts';

/** Version of the form of a blob, new with any change: only the release that wrote a blob reads it. */
const BLOB_VERSION = 1;

/** The first line of a blob. */
export interface BlobHeader {
  readonly tool: Tool;
  /** Null for a scan that was not divided. */
  readonly shard: Shard | null;
  readonly scan: ScanIdentity;
}

/** Every other line. `at`: place of the input in the scan, from 0; lines of one input follow each other. */
export type BlobLine =
  | { readonly type: 'begin'; readonly at: number; readonly path: string }
  | { readonly type: 'exchange'; readonly at: number; readonly result: ExchangeResult }
  | { readonly type: 'capture'; readonly at: number; readonly info: CaptureInfo }
  | { readonly type: 'unreadable'; readonly at: number; readonly input: UnreadableInput }
  /** The last line; `lines`: how many stand between it and the header. */
  | { readonly type: 'end'; readonly interrupted: boolean; readonly lines: number };

export type LineFault =
  | { readonly code: 'not-a-blob' }
  | { readonly code: 'blob-version'; readonly version: number }
  /** It is none. */
  | { readonly code: 'damaged' }
  /** `place`: where in the line. */
  | { readonly code: 'malformed'; readonly place: string };

const HEADER = recordFor<BlobHeader>({
  tool: recordFor<Tool>({ name: TEXT, version: TEXT }),
  shard: orNull(recordFor<Shard>({ index: COUNT, of: COUNT })),
  scan: recordFor<ScanIdentity>({ id: TEXT, first: TEXT, inputs: COUNT }),
});

export function encodeHeader(header: BlobHeader): object {
  return { osscapBlob: BLOB_VERSION, ...(HEADER.encode(header) as object) };
}

/** Reads the first line of what may be a blob. */
export function decodeHeader(text: string): Result<BlobHeader, LineFault> {
  const json = parse(text);
  if (!isJsonObject(json) || typeof json['osscapBlob'] !== 'number') return fail({ code: 'not-a-blob' });
  const { osscapBlob: version, ...rest } = json;
  if (version !== BLOB_VERSION) return fail({ code: 'blob-version', version: Number(version) });
  const header = guarded(() => HEADER.decode(rest));
  if (!header.ok) return header;
  const { shard } = header.value;
  if (shard !== null && (shard.index < 1 || shard.index > shard.of || shard.of > MAX_SHARDS)) {
    return fail({ code: 'malformed', place: 'shard' });
  }
  return header;
}

export function encodeLine(line: BlobLine): object {
  switch (line.type) {
    case 'begin':
    case 'end':
      return line;
    case 'exchange':
      return { type: line.type, at: line.at, result: EXCHANGE_RESULT.encode(line.result) };
    case 'capture':
      return { type: line.type, at: line.at, info: CAPTURE_INFO.encode(line.info) };
    case 'unreadable':
      return { type: line.type, at: line.at, input: UNREADABLE.encode(line.input) };
  }
}

/** Reads any line but the first. */
export function decodeLine(text: string): Result<BlobLine, LineFault> {
  const json = parse(text);
  if (!isJsonObject(json)) return fail({ code: 'damaged' });
  const { type, ...rest } = json;
  return guarded((): BlobLine => {
    switch (type) {
      case 'begin':
        return { type, ...BEGIN.decode(rest) };
      case 'exchange':
        return { type, ...EXCHANGE_LINE.decode(rest) };
      case 'capture':
        return { type, ...CAPTURE_LINE.decode(rest) };
      case 'unreadable':
        return { type, ...UNREADABLE_LINE.decode(rest) };
      case 'end':
        return { type, ...END.decode(rest) };
      default:
        throw new ShapeFault('type');
    }
  });
}

type Members<K extends BlobLine['type']> = Omit<Extract<BlobLine, { readonly type: K }>, 'type'>;

const BEGIN = recordFor<Members<'begin'>>({ at: COUNT, path: TEXT });
const EXCHANGE_LINE = recordFor<Members<'exchange'>>({ at: COUNT, result: EXCHANGE_RESULT });
const CAPTURE_LINE = recordFor<Members<'capture'>>({ at: COUNT, info: CAPTURE_INFO });
const UNREADABLE_LINE = recordFor<Members<'unreadable'>>({ at: COUNT, input: UNREADABLE });
const END = recordFor<Members<'end'>>({ interrupted: BOOLEAN, lines: COUNT });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function guarded<T>(decode: () => T): Result<T, LineFault> {
  try {
    return ok(decode());
  } catch (error) {
    if (!(error instanceof ShapeFault)) throw error;
    return fail({ code: 'malformed', place: error.place });
  }
}

/** What of the whole scan a blob holds. */
export interface BlobPlan extends Omit<BlobHeader, 'tool'> {
  /** Place of an input in the whole scan, by its path; undefined where that is not known. */
  readonly placeOf: (path: string) => number | undefined;
  /** Paths of all inputs, as far as they are known before they are read. */
  readonly paths: readonly string[];
}

interface BlobOptions extends Omit<BlobPlan, 'paths'>, BlobHeader {}

/**
 * Writes results so that they can be merged with those of other parts of the scan: JSON lines that hold
 * everything that any report shows, and none of its sentences. Captured evidence stands in it as it is.
 */
export class BlobReporter implements DigestReporter {
  readonly #write: WritePiece;
  readonly #places: BlobOptions['placeOf'];
  #lines = 0;
  #open: string | null = null;
  #at = 0;

  constructor(write: WritePiece, { placeOf, ...header }: BlobOptions) {
    this.#write = write;
    this.#places = placeOf;
    write(`${toJsonLine(encodeHeader(header))}\n`);
  }

  exchange(capture: string, result: ExchangeResult): void {
    this.#begin(capture);
    this.#line({ type: 'exchange', at: this.#at, result });
  }

  digest(capture: string, digest: Digest): void {
    if (digest.kind !== 'text') return;
    this.#begin(capture);
    this.#lines += digest.exchanges;
    this.#write(digest.text);
  }

  capture(info: CaptureInfo): void {
    this.#begin(info.path);
    this.#line({ type: 'capture', at: this.#at, info });
    this.#open = null;
  }

  unreadable(input: UnreadableInput): void {
    this.#at = this.#placeOf(input.path);
    this.#line({ type: 'unreadable', at: this.#at, input });
    this.#open = null;
  }

  end({ interrupted }: ScanEnd): void {
    const lines = this.#lines;
    this.#line({ type: 'end', interrupted, lines });
  }

  #begin(path: string): void {
    if (this.#open === path) return;
    this.#open = path;
    this.#at = this.#placeOf(path);
    this.#line({ type: 'begin', at: this.#at, path });
  }

  #placeOf(path: string): number {
    return this.#places(path) ?? this.#at;
  }

  #line(line: BlobLine): void {
    this.#lines++;
    this.#write(lineText(line));
  }
}

export function lineText(line: BlobLine): string {
  return `${toJsonLine(encodeLine(line))}\n`;
}

/**
 * Passes the lines of one scan's blobs, in the order of their inputs, to a sink as the scan itself would
 * have. Uploads are tracked anew: one that began in a capture of another shard is reported as one.
 */
export class BlobReplay {
  readonly #sink: ResultSink;
  readonly #open: OpenUploads;
  #path = '';
  #uploads: MultipartTracker;

  constructor(sink: ResultSink, limits: UploadLimits = UPLOAD_LIMITS) {
    this.#sink = sink;
    this.#open = new OpenUploads(limits);
    this.#uploads = new MultipartTracker('', this.#open);
  }

  line(line: BlobLine): void {
    switch (line.type) {
      case 'begin':
        this.#path = line.path;
        this.#uploads = new MultipartTracker(line.path, this.#open);
        return;
      case 'exchange': {
        const { oss, index, checks = [] } = line.result;
        if (oss !== null) this.#uploads.add(oss, index, checks, hiderOf(line.result));
        this.#sink.exchange(this.#path, line.result);
        return;
      }
      case 'capture':
        this.#sink.capture(withFollowedUploads(line.info, this.#uploads));
        return;
      case 'unreadable':
        this.#sink.unreadable(line.input);
        return;
      case 'end':
        return;
    }
  }
}

/** What is said of all uploads together. */
const OF_ALL_UPLOADS: readonly string[] = ['limit-uploads', 'limit-upload-parts'];

/**
 * A capture's account with the uploads that `tracker` followed, in place of those that were followed where
 * the capture was read: there nothing was known of the captures before it.
 */
export function withFollowedUploads(info: CaptureInfo, tracker: MultipartTracker): CaptureInfo {
  const multipartUploads = withoutElsewhere(tracker.end(), info.uploadsElsewhere ?? []);
  if (info.multipartUploads === undefined) return info;
  const notices = info.notices.filter(({ code }) => !OF_ALL_UPLOADS.includes(code));
  const again: Notice[] = [];
  tracker.reportLimits((notice) => again.push(notice));
  // What was left out of the notices is said last.
  const end = notices.findIndex(({ code }) => code === 'notices-omitted');
  const at = end < 0 ? notices.length : end;
  const ofUploads = again.filter(({ code }) => OF_ALL_UPLOADS.includes(code));
  return {
    ...info,
    notices: [...notices.slice(0, at), ...ofUploads, ...notices.slice(at)],
    multipartUploads,
  };
}
