import type { CapturedRequest, CapturedResponse } from './captured-message.ts';
import type { HttpLimits } from './limits.ts';
import { type HttpRequest, header } from './message.ts';

/**
 * Bodies pass by uncounted gigabytes; only what a verdict reads is kept: the documents that report errors,
 * the small XML of multipart uploads, the fields of a form. Each within a limit.
 */

/** First bytes of a request's body to keep. */
export function keepOfRequest(request: CapturedRequest, limits: HttpLimits): number {
  if (request.method !== 'POST') return 0;
  if (request.target.includes('uploadId=')) return limits.partListBytes;
  const type = header(request, 'content-type') ?? '';
  return type.slice(0, FORM.length).toLowerCase() === FORM ? limits.formBytes : 0;
}

const FORM = 'multipart/form-data';

/** First bytes of an answer's body to keep. */
export function keepOfResponse(
  request: CapturedRequest | null,
  response: CapturedResponse,
  { errorBodyBytes }: HttpLimits,
): number {
  if (response.status >= 400) return errorBodyBytes;
  if (request === null) return 0;
  if (response.contentLength !== 0 && mayHoldError(request, response)) return errorBodyBytes;
  // also the list of an upload's parts, and what a copied part came to
  if (request.hasEquals && request.target.includes('uploadId=')) return errorBodyBytes;
  return isOfUploads(request) ? errorBodyBytes : 0;
}

/** A new upload's id, or the list of the open ones. */
function isOfUploads({ method, target }: CapturedRequest): boolean {
  if (method === 'POST') return target.includes('uploads');
  if (method !== 'GET') return false;
  // Most have no query, which is found out fast.
  const query = target.indexOf('?');
  return query >= 0 && LIST_OF_UPLOADS.test(target.slice(query));
}

const LIST_OF_UPLOADS = /[?&]uploads(?:[=&]|$)/;

/**
 * The error document of a callback that failed, or of a copy that failed after its answer had begun. An
 * upload's own answer has no body.
 */
function mayHoldError(request: CapturedRequest, { status }: CapturedResponse): boolean {
  return (
    status === CALLBACK_FAILED || (request.method === 'PUT' && (isCopy(request) || asksForCallback(request)))
  );
}

/*
 * Answers that may hold an error although their status is that of a success: what takes the service long it
 * may begin to answer before it knows how it ends.
 */

/**
 * The object is there, and the callback that was asked for failed ("Callback" in the API reference of OSS).
 */
export const CALLBACK_FAILED = 203;

/** Whether a request copies an object that is there already, in place of bringing one. */
export function isCopy(request: HttpRequest): boolean {
  return header(request, 'x-oss-copy-source') !== null || header(request, 'x-amz-copy-source') !== null;
}

/**
 * Whether a request asks the service to report the upload to a server; a form says so in its body, and is not
 * looked at.
 */
export function asksForCallback(request: HttpRequest): boolean {
  return header(request, 'x-oss-callback') !== null || /[?&]callback=/.test(request.target);
}
