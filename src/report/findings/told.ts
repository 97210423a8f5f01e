/*
 * What is told of a failing exchange, in the block of the terminal report and in the findings that
 * other formats hand on.
 */

import type { Diagnosis, Note } from '../../diagnose/model.ts';
import type { OssExchange } from '../../oss/model.ts';
import type { MultipartUpload } from '../../oss/upload.ts';
import { label, type View } from '../terminal/view.ts';
import { leftoverSize } from '../uploads/upload-facts.ts';

/** Whether a verdict is about the strings that were signed. */
export function showsStrings({ verdict, divergences, cause }: Diagnosis): boolean {
  // what differs is of the body, and no string of the request
  if (cause?.id === 'chunk-signature-differs') return false;
  switch (verdict) {
    case 'transit-modified':
    case 'client-miscomputed':
    case 'wrong-secret':
    case 'needs-secret':
    case 'undecided':
      return true;
    default:
      return divergences.length > 0 && verdict !== 'token';
  }
}

/**
 * Notes that help only where the verdict is about what they tell, and where its cause does not say
 * the same.
 */
export function isTold(note: Note, { verdict, certainty, cause }: Diagnosis): boolean {
  switch (note.id) {
    case 'clock':
    case 'clock-no-server':
    case 'clock-no-signed':
      return verdict === 'clock-skew' || verdict === 'expired';
    case 'content-md5-matches':
      return (
        verdict === 'digest' && !(cause?.id === 'body-altered' && cause.args['claim'] === 'claim-content-md5')
      );
    case 'crc64-matches':
      return verdict === 'digest';
    case 'content-md5-differs':
      return cause?.id !== 'body-md5-differs';
    case 'content-md5-malformed':
      return cause?.id !== 'digest-not-base64-md5' && cause?.id !== 'digest-of-hex';
    case 'listed-header-absent':
      return cause?.id !== 'listed-header-gone';
    case 'search-tried':
      return certainty !== 'proven';
    // Told beside the strings themselves.
    case 'string-edited':
    case 'no-server-string':
      return false;
    default:
      return true;
  }
}

/** Uploads that this exchange was part of and that keep parts in the bucket. */
export function leftUploads(oss: OssExchange, uploads: readonly MultipartUpload[], view: View): string[] {
  const uploadId = oss.request?.query.find((parameter) => parameter.name === 'uploadId')?.value;
  return uploads
    .filter((upload) => upload.uploadId === uploadId && upload.leftoverParts.length > 0)
    .map((upload) =>
      label(view, 'upload-left', {
        id: upload.uploadId,
        n: upload.leftoverParts.length,
        size: leftoverSize(upload),
      }),
    );
}
