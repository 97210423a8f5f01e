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
