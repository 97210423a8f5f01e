/*
 * What failed although the answer has the status of a success: a callback, or all of it behind a status that
 * was sent early.
 */

import { fromBase64 } from '../bytes/base64.ts';
import { asciiLower, type ByteString, decodeUtf8, fromText } from '../bytes/byte-string.ts';
import { isJsonObject } from '../bytes/json.ts';
import { asksForCallback, CALLBACK_FAILED } from '../http/kept-bodies.ts';
import type { SignableRequest } from '../sign/request.ts';
import type { OssExchange } from './model.ts';
import { providerRecord } from './providers/index.ts';

/**
 * What failed although the answer has the status of a success. `callback-failed`: the object is stored, and
 * the callback that was asked for failed. `not-done`: an error document stands in the answer, and what was
 * asked for was not done.
 */
export type LateFailure = 'callback-failed' | 'not-done';

/** Code of the error document of a failed callback. */
export const CALLBACK_FAILED_CODE = 'CallbackFailed';

/** Null for an exchange in which nothing failed so. Verdicts leave it aside: the signature was accepted. */
export function lateFailureOf({ exchange, error, provider }: OssExchange): LateFailure | null {
  const { request, response } = exchange;
  if (response === null || response.status < 200 || response.status >= 300) return null;
  const { calls } = providerRecord(provider);
  if (error !== null) {
    return calls && isCallbackFailure(response.status, error.code.trim()) ? 'callback-failed' : 'not-done';
  }
  // A proxy that changes an answer may make it a 203, too (RFC 9110 §15.3.4).
  if (!calls || response.status !== CALLBACK_FAILED || request === null) return null;
  return asksForCallback(request) ? 'callback-failed' : null;
}

/**
 * Whether an answer with that status and error code speaks of a callback, and so of something that was done.
 */
export function isCallbackFailure(status: number, code: string): boolean {
  return status === CALLBACK_FAILED || code === CALLBACK_FAILED_CODE;
}

/** Longest callback that is looked into, in characters of base64. */
const MAX_CALLBACK = 16 * 1024;

/**
 * Whom an upload asks the service to call, as its callback says ("Callback" in the API reference of OSS):
 * scheme, host and path of each address, without the query and the user's name, which may hold secrets. Empty
 * where none can be read.
 */
export function callbackAddresses(request: SignableRequest): readonly ByteString[] {
  const callback = callbackOf(request);
  if (callback === null || callback.length > MAX_CALLBACK) return [];
  const spelled = fromBase64(callback);
  const url = spelled === null ? null : urlIn(decodeUtf8(spelled) ?? '');
  return url === null
    ? []
    : url
        .split(';')
        .map(withoutSecrets)
        .filter((address) => address !== '')
        .map(fromText);
}

function callbackOf({ headers, query, form }: SignableRequest): ByteString | null {
  return (
    headers.find(({ name }) => asciiLower(name) === 'x-oss-callback')?.value ??
    query.find(({ name }) => name === 'callback')?.value ??
    form?.find(({ name }) => asciiLower(name) === 'callback')?.value ??
    null
  );
}

function urlIn(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    const url = isJsonObject(value) ? value['callbackUrl'] : null;
    return typeof url === 'string' ? url : null;
  } catch {
    return null;
  }
}

function withoutSecrets(address: string): string {
  return address
    .trim()
    .replace(/[?#].*$/s, '')
    .replace(/^(\w+:\/\/)?[^/]*@/, '$1');
}
