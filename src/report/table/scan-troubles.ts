import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { makeRoom } from '../../engine/bytes/collections.ts';
import type { MultipartUpload } from '../../engine/oss/upload.ts';
import type { CaptureInfo } from '../../engine/results.ts';
import {
  differenceOfTroubles,
  type ExchangeTroubles,
  mostTroubles,
  NO_TROUBLES,
  sumOfTroubles,
  type Troubles,
  troublesOf,
} from '../findings/troubles.ts';
import { isOpen, type LaterById, type LaterUpload, laterOf } from '../uploads/later-uploads.ts';

/** Uploads that are remembered as reported open. */
const MAX_OPEN_UPLOADS = 1000;

/**
 * The last capture that was reported with an upload as open, what is said of it there, and what is counted of
 * it, with what those before it say.
 */
interface OpenUpload {
  readonly path: string;
  readonly own: Troubles;
  readonly counted: Troubles;
  /** Another capture was reported with it as open before. */
  readonly isRepeated: boolean;
}

/** What went wrong in all captures of a scan: each upload counts once, wherever it was seen. */
export class ScanTroubles {
  #troubles: Troubles = NO_TROUBLES;
  /** Uploads that were reported as open. */
  readonly #open = new Map<ByteString, OpenUpload>();

  get sum(): Troubles {
    return this.#troubles;
  }

  /** Counts those of a capture, whose uploads went on as `later` says. */
  add({ path, multipartUploads = [] }: CaptureInfo, state: ExchangeTroubles, later: LaterById): void {
    const uploads = multipartUploads.filter((upload) => laterOf(upload, path, later) === null);
    this.#troubles = sumOfTroubles(this.#troubles, troublesOf(state, uploads));
    for (const upload of uploads.filter(isOpen)) this.#remember(path, upload);
  }

  #remember(path: string, upload: MultipartUpload): void {
    const before = this.#open.get(upload.uploadId);
    const own = troublesOf(NO_TROUBLES, [upload]);
    const counted = before === undefined ? own : mostTroubles(before.counted, own);
    if (before !== undefined) {
      // It was captured at two places, or listed twice.
      const twice = differenceOfTroubles(sumOfTroubles(before.counted, own), counted);
      this.#troubles = differenceOfTroubles(this.#troubles, twice);
    }
    makeRoom(this.#open, MAX_OPEN_UPLOADS);
    this.#open.set(upload.uploadId, { path, own, counted, isRepeated: before !== undefined });
  }

  /**
   * Takes off what was counted of uploads that went on later. Gives those that were reported as open all the
   * same, since their captures could not wait.
   */
  takeContinued(later: readonly LaterUpload[]): readonly LaterUpload[] {
    return later.filter((one) => {
      const open = this.#open.get(one.upload.uploadId);
      if (open === undefined) return false;
      // What the last of them reports is still true.
      const isLast = open.path === one.capture;
      if (isLast && !open.isRepeated) return false;
      const stale = isLast ? differenceOfTroubles(open.counted, open.own) : open.counted;
      this.#troubles = differenceOfTroubles(this.#troubles, stale);
      return true;
    });
  }
}
