import type { Notice } from '../../bytes/notice.ts';
import { type MultipartTracker, withoutElsewhere } from '../../features/uploads/upload-tracker.ts';
import type { CaptureInfo } from '../input.ts';

/** What is said of all uploads together. */
const RETOLD: readonly string[] = ['limit-uploads', 'limit-upload-parts'];

/**
 * A capture's account with the uploads that `tracker` followed, in place of those that were
 * followed where the capture was read: there nothing was known of the captures before it.
 */
export function retoldUploads(info: CaptureInfo, tracker: MultipartTracker): CaptureInfo {
  const multipartUploads = withoutElsewhere(tracker.end(), info.uploadsElsewhere ?? []);
  if (info.multipartUploads === undefined) return info;
  const notices: Notice[] = info.notices.filter(({ code }) => !RETOLD.includes(code));
  const told: Notice[] = [];
  tracker.tellLimits((notice) => told.push(notice));
  // What was left out of the notices is told last.
  const end = notices.findIndex(({ code }) => code === 'notices-omitted');
  notices.splice(end < 0 ? notices.length : end, 0, ...told.filter(({ code }) => RETOLD.includes(code)));
  return { ...info, notices, multipartUploads };
}
