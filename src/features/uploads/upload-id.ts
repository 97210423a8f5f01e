import type { ByteString } from '../../bytes/byte-string.ts';
import { answerDocument } from '../../oss/coded-body.ts';
import type { OssExchange } from '../../oss/model.ts';
import { leaf } from './part-list.ts';

/** What is read of an answer to find an upload id. */
const MAX_INITIATE_RESULT_BYTES = 64 * 1024;

/** What an answer to InitiateMultipartUpload says that is needed of it. */
interface InitiateResult {
  readonly uploadId: ByteString;
  /** Null where the answer does not name it. */
  readonly bucket: ByteString | null;
}

/**
 * What the answer to InitiateMultipartUpload says; null for an error, and where it is not in the
 * capture.
 */
export function initiateResult(oss: OssExchange): InitiateResult | null {
  const { response } = oss.exchange;
  if (response === null || response.status >= 300) return null;
  const text = answerDocument(oss)?.slice(0, MAX_INITIATE_RESULT_BYTES) ?? null;
  const uploadId = text === null ? null : leaf(text, 'UploadId');
  if (text === null || uploadId === null || uploadId === '') return null;
  return { uploadId, bucket: leaf(text, 'Bucket') };
}

/**
 * The multipart upload that an exchange is of: the one that its request names, or that it began;
 * null for none.
 */
export function uploadIdOf(oss: OssExchange): ByteString | null {
  const named = oss.request?.query.find(({ name }) => name === 'uploadId')?.value;
  if (named !== undefined) return named;
  if (oss.operation !== 'InitiateMultipartUpload') return null;
  return initiateResult(oss)?.uploadId ?? null;
}
