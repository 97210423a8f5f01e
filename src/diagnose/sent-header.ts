import type { ByteString } from '../bytes/byte-string.ts';
import { header } from '../http/message.ts';
import type { Evidence } from './evidence.ts';

/** The value of a request header (lower-case name); null without one. */
export function sentHeader({ sent }: Pick<Evidence, 'sent'>, lowerName: string): ByteString | null {
  return sent === null ? null : header(sent, lowerName);
}
