import { asksForCallback, CALLBACK_FAILED } from '../http/kept-bodies.ts';
import type { OssExchange } from './model.ts';

/**
 * What failed although the answer has the status of a success. `callback-failed`: the object is
 * stored, and the callback that was asked for failed. `not-done`: an error document stands in the
 * answer, and what was asked for was not done.
 */
export type LateFailure = 'callback-failed' | 'not-done';

/** Code of the error document that tells of a callback. */
export const CALLBACK_FAILED_CODE = 'CallbackFailed';

/**
 * Null for an exchange in which nothing failed so. Verdicts do not heed it: the signature was
 * accepted.
 */
export function lateFailureOf({ exchange, error }: OssExchange): LateFailure | null {
  const { request, response } = exchange;
  if (response === null || response.status < 200 || response.status >= 300) return null;
  if (error !== null)
    return isCallbackFailure(response.status, error.code.trim()) ? 'callback-failed' : 'not-done';
  // A proxy that changes an answer may make it a 203, too (RFC 9110 §15.3.4).
  if (response.status !== CALLBACK_FAILED || request === null) return null;
  return asksForCallback(request) ? 'callback-failed' : null;
}

/**
 * Whether an answer with that status and error code tells of a callback, and so of something that
 * was done.
 */
export function isCallbackFailure(status: number, code: string): boolean {
  return status === CALLBACK_FAILED || code === CALLBACK_FAILED_CODE;
}
