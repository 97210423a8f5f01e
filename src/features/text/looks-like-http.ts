import { decodeText, textEncoding } from './decode-text.ts';
import { looksLikeHar } from './har.ts';
import { TextParser } from './text-parser.ts';

/** An archive that this program wrote of a scan: what it holds is in the capture beside it. */
const OWN_ARCHIVE = /"creator":\s*\{\s*"name":\s*"osscap"/;

/**
 * Whether the first bytes of a file show text that is worth reading: a message of HTTP, or an HTTP
 * Archive of another program.
 */
export function looksLikeHttp(head: Uint8Array): boolean {
  const encoding = textEncoding(head);
  if (head.length === 0 || encoding === null) return false;
  const text = decodeText(head, encoding);
  if (looksLikeHar(text)) return !OWN_ARCHIVE.test(text);
  let found = false;
  const parser = new TextParser({
    exchange: () => {
      found = true;
    },
    notice: () => {},
  });
  parser.push(head);
  parser.end();
  return found;
}
