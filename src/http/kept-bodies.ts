import type { CapturedRequest, CapturedResponse } from './captured-message.ts';
import { MAX_KEPT_FORM, MAX_KEPT_PART_LIST, MAX_KEPT_RESPONSE_BODY } from './limits.ts';
import { header } from './message.ts';

/**
 * Bodies pass by uncounted gigabytes; only what a verdict reads is kept: the documents that tell of errors, the small XML of
 * multipart uploads, the fields of a form. Each within a limit.
 */

/** First bytes of a request's body to keep. */
export function keepOfRequest(request: CapturedRequest): number {
  if (request.method !== 'POST') return 0;
  if (request.target.includes('uploadId=')) return MAX_KEPT_PART_LIST;
  const type = header(request, 'content-type') ?? '';
  return type.slice(0, FORM.length).toLowerCase() === FORM ? MAX_KEPT_FORM : 0;
}

const FORM = 'multipart/form-data';

/** First bytes of an answer's body to keep. */
export function keepOfResponse(request: CapturedRequest | null, response: CapturedResponse): number {
  if (response.status >= 400) return MAX_KEPT_RESPONSE_BODY;
  if (request === null) return 0;
  // also the list of an upload's parts, and what a copied part came to
  if (request.target.includes('uploadId=')) return MAX_KEPT_RESPONSE_BODY;
  return request.method === 'POST' && request.target.includes('uploads') ? MAX_KEPT_RESPONSE_BODY : 0;
}
