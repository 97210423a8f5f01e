import { isJsonObject } from '../../engine/bytes/json.ts';
import { fail, ok, type Result } from '../../engine/bytes/result.ts';
import { BOOLEAN, COUNT, orNull, recordFor, ShapeFault, TEXT } from '../../engine/bytes/shape.ts';
import type { CaptureInfo, ExchangeResult, UnreadableInput } from '../../engine/results.ts';
import type { Tool } from '../json/model.ts';
import { CAPTURE_INFO, EXCHANGE_RESULT, UNREADABLE } from './codec.ts';
import { MAX_SHARDS, type ScanIdentity, type Shard } from './shard.ts';

/**
 * Version of the form of a blob. Any change of it is a new version: a blob is read by the release that wrote
 * it, or by none.
 */
const BLOB_VERSION = 1;

/** The first line of a blob. */
export interface BlobHeader {
  readonly tool: Tool;
  /** Null for a scan that was not divided. */
  readonly shard: Shard | null;
  readonly scan: ScanIdentity;
}

/**
 * Every other line. `at`: place of the input in the whole scan, from 0; lines of one input follow each other.
 */
export type BlobLine =
  | { readonly type: 'begin'; readonly at: number; readonly path: string }
  | { readonly type: 'exchange'; readonly at: number; readonly result: ExchangeResult }
  | { readonly type: 'capture'; readonly at: number; readonly info: CaptureInfo }
  | { readonly type: 'unreadable'; readonly at: number; readonly input: UnreadableInput }
  /** The last line; `lines`: how many stand between it and the header. */
  | { readonly type: 'end'; readonly interrupted: boolean; readonly lines: number };

/** What is wrong with a line. */
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
const EXCHANGE_LINE = recordFor<Members<'exchange'>>({
  at: COUNT,
  result: EXCHANGE_RESULT,
});
const CAPTURE_LINE = recordFor<Members<'capture'>>({ at: COUNT, info: CAPTURE_INFO });
const UNREADABLE_LINE = recordFor<Members<'unreadable'>>({
  at: COUNT,
  input: UNREADABLE,
});
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
