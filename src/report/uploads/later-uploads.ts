import { makeRoom } from '../../bytes/bounded-map.ts';
import type { ByteString } from '../../bytes/byte-string.ts';
import { isEarlier, isKnownTime, type Time } from '../../http/message.ts';
import type { MultipartUpload } from '../../oss/upload.ts';
import type { CaptureInfo, ResultSink } from '../input.ts';
import { mayKeepParts } from './upload-facts.ts';

/** Uploads that are remembered, as many as are carried on from capture to capture. */
const MAX_UPLOADS = 1000;

/**
 * What became of an upload that was told as open at the end of a capture: mostly in a later one, or
 * in one that was taken at another place.
 */
export interface LaterUpload {
  /** As the later capture tells it. */
  readonly upload: Omit<MultipartUpload, 'parts' | 'complete'>;
  /**
   * Path of the first capture that told of it as open, and of the last that goes on with it, or
   * shows it over.
   */
  readonly earlier: string;
  readonly capture: string;
}

/**
 * Listens to the captures of a scan for uploads that one leaves open and a later one goes on with:
 * when the first is told, nobody knows. An upload that another capture shows over is so whatever
 * the order of the two: several hosts may upload parts of one object, and one capture may end
 * before the other.
 */
export class LaterUploads {
  /**
   * Path of the capture by which an upload was told as open first, and the last time that any
   * showed it so.
   */
  readonly #told = new Map<ByteString, { readonly path: string; readonly lastTime: Time | null }>();
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
    for (const { uploadId, lastTime } of multipartUploads.filter(isOpen)) {
      const told = this.#told.get(uploadId);
      if (told === undefined) {
        makeRoom(this.#told, MAX_UPLOADS);
        this.#told.set(uploadId, { path, lastTime });
      } else if (isOrdered(told.lastTime, lastTime)) {
        this.#told.set(uploadId, { ...told, lastTime });
      }
    }
  }

  /** Of the uploads that were told as open, those that went on in a later capture. */
  list(): readonly LaterUpload[] {
    return [...this.#later].flatMap(([uploadId, later]) => {
      const earlier = this.#told.get(uploadId);
      return earlier === undefined ? [] : [{ ...later, earlier: earlier.path }];
    });
  }

  #goOn({ path, multipartUploads = [] }: CaptureInfo): void {
    for (const { parts: _, complete: __, ...upload } of multipartUploads) {
      const { uploadId, began } = upload;
      const told = this.#told.get(uploadId) ?? null;
      const one = { upload, capture: path };
      if (isOver(upload) || isAborted(upload)) {
        put(this.#over, one);
        if (told !== null && endsAllBy(upload, told.lastTime)) put(this.#later, one);
      } else {
        const over = this.#over.get(uploadId);
        if (over !== undefined && endsAllBy(over.upload, upload.lastTime)) put(this.#later, over);
        else if (began !== null && told !== null) put(this.#later, one);
        // It shows that not all was gone.
        else if (began === null && over !== undefined) this.#later.delete(uploadId);
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
 * Nothing of it can be in the bucket, wherever its parts were seen: it was completed, or the
 * service knew it no more.
 */
function isOver({ outcome, issues }: LaterUpload['upload']): boolean {
  return outcome === 'completed' || issues.some(({ kind }) => kind === 'no-such-upload');
}

/** It was aborted, and its capture shows nothing that was kept all the same. */
function isAborted(upload: LaterUpload['upload']): boolean {
  return upload.outcome === 'aborted' && !mayKeepParts(upload);
}

/**
 * Whether the end of an upload is that of all that another capture shows up to a time. Parts that
 * are under way while an upload is aborted may stay: an Abort ends what had been answered when it
 * was asked for.
 */
function endsAllBy(upload: LaterUpload['upload'], time: Time | null): boolean {
  return isOver(upload) || isOrdered(time, upload.abortedTime);
}

/** Whether two times are known, and the second is not before the first. */
function isOrdered(first: Time | null, second: Time | null): boolean {
  if (first === null || second === null || !isKnownTime(first) || !isKnownTime(second)) return false;
  return !isEarlier(second, first);
}

/** It did not end in its capture, or not well: a later one may tell otherwise. */
export function isOpen(upload: MultipartUpload): boolean {
  return upload.outcome === 'abandoned' || upload.outcome === 'failed' || mayKeepParts(upload);
}
