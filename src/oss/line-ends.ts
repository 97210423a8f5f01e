import type { ByteString } from '../bytes/byte-string.ts';

/**
 * A string of the server's as it stands in the text of a document, with line feeds for line ends: a
 * hop that wrote the document anew may have put CR LF, which XML reads as one line feed (§2.11).
 * Where not every line ends so, the carriage returns are the server's.
 */
export function withLineFeeds(text: ByteString): ByteString {
  if (!text.includes('\r\n')) return text;
  return /(?:^|[^\r])\n/.test(text) ? text : text.replaceAll('\r\n', '\n');
}
