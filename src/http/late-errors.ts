import { type HttpRequest, header } from './message.ts';

/*
 * Answers that may hold an error although their status is that of a success: what takes the service
 * long it may begin to answer before it knows how it ends.
 */

/**
 * The object is there, and the callback that was asked for failed ("Callback" in the API reference
 * of OSS).
 */
export const CALLBACK_FAILED = 203;

/** Whether a request copies an object that is there already, in place of bringing one. */
export function isCopy(request: HttpRequest): boolean {
  return header(request, 'x-oss-copy-source') !== null || header(request, 'x-amz-copy-source') !== null;
}

/**
 * Whether a request asks the service to tell a server of the upload; a form says so in its body,
 * and is not looked at.
 */
export function asksForCallback(request: HttpRequest): boolean {
  return header(request, 'x-oss-callback') !== null || /[?&]callback=/.test(request.target);
}
