import { makeRoom } from '../bytes/bounded-map.ts';
import type { ByteString } from '../bytes/byte-string.ts';
import type { MultipartUpload } from '../oss/upload.ts';
import type { CaptureInfo, ResultSink } from './input.ts';
import { mayKeepParts } from './upload-facts.ts';

/** Uploads that are remembered, as many as are carried on from capture to capture. */
const MAX_UPLOADS = 1000;

/** What became of an upload that was told as open at the end of a capture: mostly in a later one, or in one that was taken at another place. */
export interface LaterUpload {
  /** As the later capture tells it. */
  readonly upload: Omit<MultipartUpload, 'parts' | 'complete'>;
  /** Path of the first capture that told of it as open, and of the last that goes on with it, or shows it over. */
  readonly earlier: string;
  readonly capture: string;
}

/**
 * Listens to the captures of a scan for uploads that one leaves open and a later one goes on with: when the first is told, nobody knows.
 * An upload that another capture shows over is so whatever the order of the two: several hosts may upload parts of one object, and one
 * capture may end before the other.
 */
export class LaterUploads {
  /** Path of the capture by which an upload was told as open first. */
  readonly #told = new Map<ByteString, string>();
  readonly #later = new Map<ByteString, Omit<LaterUpload, 'earlier'>>();
  /** Uploads that a capture showed over. */
  readonly #over = new Map<ByteString, Omit<LaterUpload, 'earlier'>>();

  /** Hears of every capture, before a filter takes uploads out, and hands all on. */
  before(next: ResultSink): ResultSink {
    return {
      exchange: (capture, result) => next.exchange(capture, result),
      capture: (info) => {
        this.#goOn(info);
        next.capture(info);
      },
      unreadable: (input) => next.unreadable(input),
    };
  }

  /** Hears of what reports tell. */
  capture({ path, multipartUploads = [] }: CaptureInfo): void {
    for (const { uploadId } of multipartUploads.filter(isOpen)) {
      if (this.#told.has(uploadId)) continue;
      makeRoom(this.#told, MAX_UPLOADS);
      this.#told.set(uploadId, path);
    }
  }

  /** Of the uploads that were told as open, those that went on in a later capture. */
  list(): readonly LaterUpload[] {
    return [...this.#later].flatMap(([uploadId, later]) => {
      const earlier = this.#told.get(uploadId);
      return earlier === undefined ? [] : [{ ...later, earlier }];
    });
  }

  #goOn({ path, multipartUploads = [] }: CaptureInfo): void {
    for (const { parts: _, complete: __, ...upload } of multipartUploads) {
      const { uploadId, began } = upload;
      const told = this.#told.has(uploadId);
      if (isOver(upload)) {
        put(this.#over, { upload, capture: path });
        if (told) put(this.#later, { upload, capture: path });
      } else if (began !== null) {
        if (told) put(this.#later, { upload, capture: path });
      } else {
        const over = this.#over.get(uploadId);
        if (over !== undefined) put(this.#later, over);
      }
    }
  }
}

/** The newest stands last. */
function put(map: Map<ByteString, Omit<LaterUpload, 'earlier'>>, one: Omit<LaterUpload, 'earlier'>): void {
  map.delete(one.upload.uploadId);
  makeRoom(map, MAX_UPLOADS);
  map.set(one.upload.uploadId, one);
}

/**
 * Nothing of it can be in the bucket, wherever its parts were seen: it was completed, or the service knew it no more. Parts that are under
 * way while an upload is aborted may stay, and another capture may show such.
 */
function isOver({ outcome, issues }: LaterUpload['upload']): boolean {
  return outcome === 'completed' || issues.some(({ kind }) => kind === 'no-such-upload');
}

/** It did not end in its capture, or not well: a later one may tell otherwise. */
export function isOpen(upload: MultipartUpload): boolean {
  return upload.outcome === 'abandoned' || upload.outcome === 'failed' || mayKeepParts(upload);
}
