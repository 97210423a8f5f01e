import type { Notice } from '../../bytes/notice.ts';
import { type MultipartTracker, withoutElsewhere } from '../../features/uploads/upload-tracker.ts';
import type { CaptureInfo } from '../input.ts';

/** What is said of all uploads together. */
const OF_ALL_UPLOADS: readonly string[] = ['limit-uploads', 'limit-upload-parts'];

/**
 * A capture's account with the uploads that `tracker` followed, in place of those that were
 * followed where the capture was read: there nothing was known of the captures before it.
 */
export function withFollowedUploads(info: CaptureInfo, tracker: MultipartTracker): CaptureInfo {
  const multipartUploads = withoutElsewhere(tracker.end(), info.uploadsElsewhere ?? []);
  if (info.multipartUploads === undefined) return info;
  const notices: Notice[] = info.notices.filter(({ code }) => !OF_ALL_UPLOADS.includes(code));
  const again: Notice[] = [];
  tracker.reportLimits((notice) => again.push(notice));
  // What was left out of the notices is said last.
  const end = notices.findIndex(({ code }) => code === 'notices-omitted');
  notices.splice(
    end < 0 ? notices.length : end,
    0,
    ...again.filter(({ code }) => OF_ALL_UPLOADS.includes(code)),
  );
  return { ...info, notices, multipartUploads };
}
