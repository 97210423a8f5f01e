import { fromBase64 } from '../bytes/base64.ts';
import { asciiLower, type ByteString, decodeUtf8, fromText } from '../bytes/byte-string.ts';
import { isJsonObject } from '../bytes/json-object.ts';
import type { SignableRequest } from '../sign/request.ts';

/** Longest callback that is looked into, in characters of base64. */
const MAX_CALLBACK = 16 * 1024;

/**
 * Whom an upload asks the service to call, as its callback says ("Callback" in the API reference of
 * OSS): scheme, host and path of each address, without the query and the user's name, which may
 * hold secrets. Empty where none can be read.
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
