import { makeRoom } from '../../bytes/bounded-map.ts';
import type { ByteString } from '../../bytes/byte-string.ts';
import type { CaptureInfo } from '../input.ts';
import { type LaterById, laterById } from './continued-uploads.ts';
import { isOpen, type LaterUpload } from './later-uploads.ts';

/**
 * Parts that wait for a later capture that may go on with an upload of theirs: what is read long
 * before should be seen.
 */
const MAX_WAITING = 16;
/** Uploads that are remembered as told. */
const MAX_TOLD = 1000;

/**
 * A part of a report, and how it is written once it is known, or given up, what became of the
 * uploads that it leaves open.
 */
interface Part {
  /** Null for a part that is of no capture. */
  readonly info: CaptureInfo | null;
  readonly write: (later: LaterById) => void;
}

/**
 * Holds the parts of a report back, in their order, while the first of them tells of an upload with
 * which a later capture may go on.
 */
export class WaitingParts {
  readonly #waiting: Part[] = [];
  /** The first of the captures that were written without knowing what became of an upload. */
  readonly #told = new Map<ByteString, string>();

  /** `info`: of the capture that the part tells of; null for any other part. */
  add(info: CaptureInfo | null, write: Part['write']): void {
    this.#waiting.push({ info, write });
    while (!this.#mayWait()) this.#writeFirst();
  }

  /**
   * Writes what is left. Of the uploads that went on, those are given back that parts told as open
   * which could not wait.
   */
  end(later: readonly LaterUpload[]): readonly LaterUpload[] {
    const known = laterById(later);
    for (const { write } of this.#waiting.splice(0)) write(known);
    return later.filter(({ upload, capture }) => {
      const path = this.#told.get(upload.uploadId);
      return path !== undefined && path !== capture;
    });
  }

  #mayWait(): boolean {
    const [first] = this.#waiting;
    if (first === undefined) return true;
    return this.#waiting.length <= MAX_WAITING && openUploads(first).length > 0;
  }

  #writeFirst(): void {
    const first = this.#waiting.shift();
    if (first === undefined) return;
    for (const { uploadId } of openUploads(first)) {
      if (this.#told.has(uploadId)) continue;
      makeRoom(this.#told, MAX_TOLD);
      this.#told.set(uploadId, first.info?.path ?? '');
    }
    first.write(new Map());
  }
}

function openUploads({ info }: Part): NonNullable<CaptureInfo['multipartUploads']> {
  return (info?.multipartUploads ?? []).filter(isOpen);
}
