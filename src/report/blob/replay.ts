import { MultipartTracker, OpenUploads } from '../../features/uploads/upload-tracker.ts';
import { UPLOAD_LIMITS, type UploadLimits } from '../../limits.ts';
import type { ResultSink } from '../input.ts';
import { withFollowedUploads } from '../uploads/later-uploads.ts';
import type { BlobLine } from './line.ts';

/**
 * Passes the lines of one scan's blobs, in the order of their inputs, to a sink as the scan itself
 * would have. Uploads are tracked anew: one that began in a capture of another shard is reported as
 * one.
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
        const { oss, index, checks } = line.result;
        if (oss !== null) this.#uploads.add(oss, index, checks ?? []);
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
