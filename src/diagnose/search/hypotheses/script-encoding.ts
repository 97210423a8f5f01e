import type { ByteString } from '../../../bytes/byte-string.ts';
import { encodeComponent } from '../../../sign/index.ts';

/** JavaScript's encodeURI leaves these alone. */
export function encodeLikeUri(key: ByteString): ByteString {
  return key.replace(/[^A-Za-z0-9\-_.!~*'();/?:@&=+$,#]/g, encodeComponent);
}

/** JavaScript's encodeURIComponent leaves these alone. */
export function encodeLikeUriComponent(key: ByteString): ByteString {
  return key.replace(/[^A-Za-z0-9\-_.!~*'()]/g, encodeComponent);
}

/** Java's URLEncoder and PHP's urlencode: space is `+`. Slashes are kept. */
export function encodeForm(key: ByteString): ByteString {
  return encodeComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
}

/** How encoders of other rules write a text. The word says what is wrong with it. */
export const OTHER_ENCODERS: readonly (readonly [how: string, encode: (text: ByteString) => ByteString])[] = [
  ['script-encoded', encodeLikeUriComponent],
  ['uri-encoded', encodeLikeUri],
  // urlencode of PHP, QueryEscape of Go
  ['form-encoded', (text) => encodeComponent(text).replaceAll('%20', '+').replaceAll('~', '%7E')],
  ['form-encoded', (text) => encodeComponent(text).replaceAll('%20', '+')],
  // URLEncoder of Java, URLSearchParams
  ['form-encoded', (text) => keepStars(encodeComponent(text)).replaceAll('%20', '+').replaceAll('~', '%7E')],
  // the same, mended by half
  ['star-kept', (text) => keepStars(encodeComponent(text))],
  // PathEscape of Go
  ['segment-encoded', (text) => text.replace(/[^A-Za-z0-9\-._~$&+=:@]/g, encodeComponent)],
  // all that RFC 3986 (section 3.3) lets stand in a path
  ['segment-encoded', (text) => text.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@]/g, encodeComponent)],
  // escape of JavaScript
  ['script-encoded', (text) => text.replace(/[^A-Za-z0-9@*_+\-./]/g, encodeComponent)],
  ['script-encoded', (text) => encodeLikeUriComponent(text).replaceAll("'", '%27')],
  ['spaces-alone', (text) => text.replaceAll(' ', '%20')],
  ['spaces-alone', (text) => text.replaceAll(' ', '+')],
  ['encoded-twice', (text) => encodeComponent(encodeComponent(text))],
  ['encoded-twice', (text) => encodeLikeUriComponent(encodeLikeUriComponent(text))],
];

function keepStars(text: ByteString): ByteString {
  return text.replaceAll('%2A', '*');
}
