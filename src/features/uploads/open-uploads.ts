import { makeRoom } from '../../bytes/bounded-map.ts';
import type { ByteString } from '../../bytes/byte-string.ts';
import type { HttpRequest } from '../../http/message.ts';
import { UPLOAD_LIMITS, type UploadLimits } from '../../limits.ts';
import type { UploadState } from './upload-state.ts';

/** Unfinished uploads that are remembered for the next capture. */
const MAX_CARRIED_UPLOADS = 1000;

/** Uploads that a capture left open, for the captures of the same scan that come after it. */
export class OpenUploads {
  readonly limits: UploadLimits;
  readonly #states = new Map<ByteString, UploadState>();

  constructor(limits: UploadLimits = UPLOAD_LIMITS) {
    this.limits = limits;
  }

  /** Remembers an upload; the one remembered longest goes first. */
  put(state: UploadState): void {
    this.#states.delete(state.uploadId);
    makeRoom(this.#states, MAX_CARRIED_UPLOADS);
    this.#states.set(state.uploadId, state);
  }

  /** Takes out the upload of that id, where all that is known of it was over by then. */
  take(uploadId: ByteString, request: HttpRequest): UploadState | null {
    const state = this.#states.get(uploadId);
    if (state === undefined || !state.wasOverBefore(request.time)) return null;
    this.#states.delete(uploadId);
    return state;
  }
}
