import { createHash } from 'node:crypto';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../engine/bytes/result.ts';
import { type Limits, limitsWith } from '../engine/limits.ts';
import type { ResultSink } from '../engine/results.ts';
import {
  type BlobHeader,
  type BlobLine,
  BlobReplay,
  decodeHeader,
  decodeLine,
  type LineFault,
} from '../report/blob/blob.ts';
import type { BlobFacts } from '../report/blob/select.ts';
import { fileError } from './files.ts';

/** Names of blobs in a folder. */
const BLOB_SUFFIX = '.blob';

/** A line holds one exchange: two heads and two kept bodies. What is longer is none. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

const MAX_BLOBS = 10_000;

/** Why a blob could not be read. `line`: from 1. */
export type BlobFault = { readonly path: string } & (
  | (LineFault & { readonly line: number })
  | { readonly code: 'blob-cut-off' | 'blob-changed' }
  | { readonly code: 'blob-line-too-long'; readonly line: number }
  | { readonly code: 'blob-missing' | 'blob-permission' | 'blob-none-in-folder' | 'blob-no-file' }
  | { readonly code: 'blob-release'; readonly version: string; readonly own: string }
  | { readonly code: 'blob-too-many'; readonly limit: number }
  | { readonly code: 'blob-read-error'; readonly detail: string }
);

/** The blobs behind paths: files as they are, folders with their subfolders. Each once, sorted. */
export async function findBlobs(paths: readonly string[]): Promise<Result<readonly string[], BlobFault>> {
  const found = new Map<string, string>();
  for (const path of paths) {
    try {
      const facts = await stat(path);
      // A blob is read twice, to check it and to merge it, which a pipe cannot be.
      if (facts.isFIFO() || facts.isSocket()) return fail({ code: 'blob-no-file', path });
      const files = facts.isDirectory() ? await blobsOf(path) : [path];
      if (files.length === 0) return fail({ code: 'blob-none-in-folder', path });
      for (const file of files) found.set(await realpath(file), file);
    } catch (error) {
      return fail(faultOf(error, path));
    }
    if (found.size > MAX_BLOBS) return fail({ code: 'blob-too-many', path, limit: MAX_BLOBS });
  }
  return ok([...found.values()].sort());
}

async function blobsOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(BLOB_SUFFIX))
    .map((entry) => join(entry.parentPath, entry.name));
}

function faultOf(error: unknown, path: string): BlobFault {
  const { kind, detail } = fileError(error);
  if (kind !== 'other') return { code: `blob-${kind}`, path };
  return { code: 'blob-read-error', path, detail: detail === '' ? String(error) : detail };
}

/** Reads a blob whole: whether release `own` wrote it, each line is right, and what must be known of it. */
export async function checkBlob(path: string, own: string): Promise<Result<BlobFacts, BlobFault>> {
  const hash = createHash('sha256');
  let header: BlobHeader | null = null;
  let interrupted = false;
  for await (const item of readBlob(path, (bytes) => hash.update(bytes))) {
    if (!item.ok) return item;
    if (item.value.kind === 'header') {
      header = item.value.header;
      const { version } = header.tool;
      if (version !== own) return fail({ code: 'blob-release', path, version, own });
    } else if (item.value.line.type === 'end') interrupted = item.value.line.interrupted;
  }
  if (header === null) return fail({ code: 'not-a-blob', path, line: 1 });
  return ok({ ...header, path, digest: hash.digest('hex'), interrupted });
}

type BlobItem =
  | { readonly kind: 'header'; readonly header: BlobHeader }
  | { readonly kind: 'line'; readonly line: BlobLine };

/** The lines of a blob, each checked. The first fault is the last item. `see`: gets all bytes. */
export async function* readBlob(
  path: string,
  see: (bytes: Uint8Array) => void = () => {},
): AsyncGenerator<Result<BlobItem, BlobFault>> {
  let number = 0;
  let at = 0;
  let ended = false;
  for await (const text of readLines(path, see)) {
    number++;
    if (!text.ok) return yield fail({ ...text.error, path });
    if (ended) return yield fail({ code: 'damaged', path, line: number });
    if (number === 1) {
      const header = decodeHeader(text.value);
      if (!header.ok) return yield fail({ ...header.error, path, line: 1 });
      yield ok({ kind: 'header', header: header.value });
      continue;
    }
    const line = decodeLine(text.value);
    if (!line.ok) return yield fail({ ...line.error, path, line: number });
    if (line.value.type === 'end') {
      ended = true;
      if (line.value.lines !== number - 2) return yield fail({ code: 'blob-cut-off', path });
    } else {
      // Shards are merged in the order of their inputs, so each must be in order itself.
      if (line.value.at < at) return yield fail({ code: 'malformed', path, line: number, place: 'at' });
      at = line.value.at;
    }
    yield ok({ kind: 'line', line: line.value });
  }
  if (number === 0) return yield fail({ code: 'not-a-blob', path, line: 1 });
  if (!ended) yield fail({ code: 'blob-cut-off', path });
}

type LinesFault =
  | { readonly code: 'blob-line-too-long'; readonly line: number }
  | { readonly code: 'not-a-blob'; readonly line: number }
  | { readonly code: 'blob-missing' | 'blob-permission' }
  | { readonly code: 'blob-read-error'; readonly detail: string };

const LINE_FEED = 10;

/** Size of a read, in bytes. */
const PIECE_BYTES = 64 * 1024;

/** A file's bytes, open only per piece: shards are read side by side, and more than files may be open. */
async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; ; ) {
    const piece = await readPiece(path, at);
    if (piece.length === 0) return;
    at += piece.length;
    yield piece;
  }
}

async function readPiece(path: string, at: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    const { bytesRead } = await file.read(piece, 0, PIECE_BYTES, at);
    // Not a view: a small shard would hold on to all of the piece.
    return bytesRead === PIECE_BYTES ? piece : Uint8Array.from(piece.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Lines of a text in UTF-8. */
async function* readLines(
  path: string,
  see: (bytes: Uint8Array) => void,
): AsyncGenerator<Result<string, LinesFault>> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let parts: Uint8Array[] = [];
  let length = 0;
  let line = 1;
  const take = (): Result<string, LinesFault> => {
    try {
      return ok(decoder.decode(Buffer.concat(parts)));
    } catch {
      return fail({ code: 'not-a-blob', line });
    }
  };
  try {
    for await (const bytes of piecesOf(path)) {
      see(bytes);
      let start = 0;
      for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
        parts.push(bytes.subarray(start, end));
        yield take();
        parts = [];
        length = 0;
        line++;
        start = end + 1;
      }
      length += bytes.length - start;
      if (length > MAX_LINE_BYTES) return yield fail({ code: 'blob-line-too-long', line });
      parts.push(bytes.subarray(start));
    }
    if (length > 0) yield take();
  } catch (error) {
    const { path: _, ...fault } = faultOf(error, path);
    yield fail(fault as LinesFault);
  }
}

/** A blob that is being read: the line that comes next, of the input at `at`. */
class Part {
  readonly #blob: BlobFacts;
  readonly #items: ReturnType<typeof readBlob>;
  readonly #hash = createHash('sha256');
  line: BlobLine | null = null;
  at = 0;

  constructor(blob: BlobFacts) {
    this.#blob = blob;
    this.#items = readBlob(blob.path, (bytes) => this.#hash.update(bytes));
  }

  /** Goes on to the next line; null at the end. */
  async next(): Promise<BlobFault | null> {
    for (;;) {
      const { value: item, done } = await this.#items.next();
      this.line = null;
      if (done === true || item === undefined) return this.#changed();
      if (!item.ok) return item.error;
      if (item.value.kind === 'header') continue;
      const { line } = item.value;
      if (line.type === 'end') continue;
      this.line = line;
      this.at = line.at;
      return null;
    }
  }

  /** What was replayed is to be what was checked, and chosen. */
  #changed(): BlobFault | null {
    const { path, digest } = this.#blob;
    return this.#hash.digest('hex') === digest ? null : { code: 'blob-changed', path };
  }

  async close(): Promise<void> {
    await this.#items.return(undefined);
  }
}

/**
 * Passes the results of a scan's blobs to a sink, in the order of the scan's inputs, with one line of each
 * blob in memory. `reach`: receives the place of each input before its results. Gives the fault that ended
 * it: the blobs were checked before, but may have changed.
 */
export async function replayScan(
  blobs: readonly BlobFacts[],
  sink: ResultSink,
  signal: AbortSignal,
  reach: (at: number) => void,
  limits: Partial<Limits> = {},
): Promise<BlobFault | null> {
  const replay = new BlobReplay(sink, limitsWith(limits));
  const parts = blobs.map((blob) => new Part(blob));
  try {
    for (const part of parts) {
      const fault = await part.next();
      if (fault !== null) return fault;
    }
    for (let part = nextOf(parts); part !== null && !signal.aborted; part = nextOf(parts)) {
      const { at } = part;
      reach(at);
      while (part.line !== null && part.at === at) {
        replay.line(part.line);
        const fault = await part.next();
        if (fault !== null) return fault;
      }
    }
    return null;
  } finally {
    for (const part of parts) await part.close();
  }
}

/** The part whose next line is of the earliest input. */
function nextOf(parts: readonly Part[]): Part | null {
  let first: Part | null = null;
  for (const part of parts) if (part.line !== null && (first === null || part.at < first.at)) first = part;
  return first;
}
