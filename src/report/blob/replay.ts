import type { Notice } from '../../engine/bytes/notice.ts';
import { UPLOAD_LIMITS, type UploadLimits } from '../../engine/limits.ts';
import type { CaptureInfo, ResultSink } from '../../engine/results.ts';
import { hiderOf } from '../../features/redact/redact-exchange.ts';
import { MultipartTracker, OpenUploads, withoutElsewhere } from '../../features/uploads/upload-tracker.ts';
import type { BlobLine } from './line.ts';

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
