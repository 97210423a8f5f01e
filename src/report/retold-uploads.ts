import type { Notice } from '../bytes/notice.ts';
import { MAX_UPLOADS, type MultipartTracker } from '../oss/multipart.ts';
import type { CaptureInfo } from './input.ts';

/**
 * A capture's account with the uploads that `tracker` followed, in place of those that were followed where the capture was read:
 * there nothing was known of the captures before it.
 */
export function retoldUploads(info: CaptureInfo, tracker: MultipartTracker): CaptureInfo {
  const multipartUploads = tracker.end();
  if (info.multipartUploads === undefined) return info;
  const notices: Notice[] = info.notices.filter(({ code }) => code !== 'limit-uploads');
  if (tracker.notFollowed > 0) {
    const args = { limit: MAX_UPLOADS, exchanges: tracker.notFollowed };
    // What was left out of the notices is told last.
    const end = notices.findIndex(({ code }) => code === 'notices-omitted');
    const notice: Notice = { code: 'limit-uploads', frame: null, offset: null, args };
    notices.splice(end < 0 ? notices.length : end, 0, notice);
  }
  return { ...info, notices, multipartUploads };
}
