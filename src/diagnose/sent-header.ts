import type { ByteString } from '../bytes/byte-string.ts';
import { type HttpRequest, header } from '../http/message.ts';

/** The value of a request header (lower-case name); null without one, or without the request. */
export function sentHeader(
  { sent }: { readonly sent: HttpRequest | null },
  lowerName: string,
): ByteString | null {
  return sent === null ? null : header(sent, lowerName);
}
