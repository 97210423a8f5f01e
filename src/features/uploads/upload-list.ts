import type { ByteString } from '../../bytes/byte-string.ts';
import { decodePercent } from '../../sign/percent.ts';
import { elementsOf, leaf } from './part-list.ts';

/** An upload that the service says is open. */
interface ListedUpload {
  readonly uploadId: ByteString;
  readonly key: ByteString;
}

/** What one ListMultipartUploads answers at most ("ListMultipartUploads" in the API reference). */
const MAX_LISTED = 1000;

/**
 * The uploads of a ListMultipartUploads answer, in its order; those of a document that is cut, up
 * to there. Empty for any other.
 */
export function readUploadList(document: ByteString): readonly ListedUpload[] {
  if (!document.includes('<ListMultipartUploadsResult')) return [];
  const isEncoded = leaf(document, 'EncodingType') === 'url';
  const uploads: ListedUpload[] = [];
  for (const inner of elementsOf(document, 'Upload')) {
    const uploadId = leaf(inner, 'UploadId') ?? '';
    const key = leaf(inner, 'Key') ?? '';
    if (uploadId === '' || key === '') continue;
    uploads.push({ uploadId, key: isEncoded ? decodePercent(key) : key });
    if (uploads.length >= MAX_LISTED) break;
  }
  return uploads;
}
