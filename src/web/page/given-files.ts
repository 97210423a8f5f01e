import { type ByteString, toBytes } from '../../engine/bytes/byte-string.ts';
import { MAX_UNPACKED_BYTES } from '../../engine/limits.ts';
import type { ReadControl } from '../../run/input.ts';
import type { ProbedFile } from '../../run/probe-capture.ts';
import { type ByteReader, type ReadOutcome, unpackBytes } from '../../run/read-bytes.ts';
import type { FileLooks } from '../../run/refusing-captures.ts';
import { Gunzip } from '../../run/unpack/gunzip.ts';
import { UnpackedOutput } from '../../run/unpack/unpacker.ts';
import { webGzip } from '../inflate.ts';

/** Only a worker has it, and the types of a page do not know it. */
declare const FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };

/** Bytes of a file that are in memory at a time, and as many that are being read. */
const SLICE_BYTES = 512 * 1024;
/** The same where a text is looked for in a file. */
const LOOK_BYTES = 1024 * 1024;

/** The files that were given to the page, by their names. */
export class GivenFiles implements FileLooks {
  readonly #files: ReadonlyMap<string, Blob>;

  constructor(files: ReadonlyMap<string, Blob>) {
    this.#files = files;
  }

  sizeOf(path: string): number {
    return this.#files.get(path)?.size ?? 0;
  }

  holds(path: string, size: number, texts: readonly ByteString[]): boolean {
    const file = this.#file(path);
    const sought = texts.map(toBytes);
    const overlap = sought.reduce((most, { length }) => Math.max(most, length), 1) - 1;
    const reader = new FileReaderSync();
    try {
      for (let at = 0; at < size; at += LOOK_BYTES) {
        const slice = file.slice(at, Math.min(size, at + LOOK_BYTES + overlap));
        const bytes = new Uint8Array(reader.readAsArrayBuffer(slice));
        if (sought.some((text) => includes(bytes, text))) return true;
      }
      return false;
    } catch {
      // reading it meets the same error, and reports it
      return false;
    }
  }

  probed(path: string): ProbedFile {
    const file = this.#file(path);
    return {
      size: file.size,
      read: (at, length) => bytesOf(file.slice(at, at + length)),
      readWhole: (reader) => this.read(path, reader, {}),
    };
  }

  /** Reads a file slice by slice, however large; unpacks gzip, recognized by content. */
  async read(path: string, reader: ByteReader, control: ReadControl): Promise<ReadOutcome> {
    const limit = control.limits?.unpackedBytes ?? MAX_UNPACKED_BYTES;
    try {
      return await unpackBytes(slicesOf(this.#file(path), control), reader, control, async (packing, sink) =>
        packing === 'gzip'
          ? new Gunzip(new UnpackedOutput(sink, limit), webGzip)
          : { reason: 'zstd-in-page', detail: '' },
      );
    } catch (error) {
      // such as a file that was changed since it was chosen; every other error is ours
      if (!(error instanceof DOMException)) throw error;
      return { kind: 'failed', reason: 'read-error', detail: error.name };
    }
  }

  #file(path: string): Blob {
    return this.#files.get(path) ?? new Blob([]);
  }
}

/** The next slice is read while one is worked on. Messages are taken between the two. */
async function* slicesOf(file: Blob, { signal }: ReadControl): AsyncGenerator<Uint8Array> {
  const slice = (at: number): Promise<Uint8Array> => bytesOf(file.slice(at, at + SLICE_BYTES));
  let next = slice(0);
  for (let at = 0; at < file.size; at += SLICE_BYTES) {
    const bytes = await next;
    if (signal?.aborted === true) return;
    next = slice(at + SLICE_BYTES);
    // what fails while this slice is worked on is met at the next turn
    next.catch(() => {});
    yield bytes;
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

function includes(bytes: Uint8Array, text: Uint8Array): boolean {
  const [first = 0] = text;
  const last = bytes.length - text.length;
  for (let at = bytes.indexOf(first); at >= 0 && at <= last; at = bytes.indexOf(first, at + 1)) {
    if (text.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}
