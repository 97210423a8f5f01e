import type { ByteString } from '../../bytes/byte-string.ts';

/** Text as it stands in an element. */
export function escapeXml(text: ByteString): ByteString {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
