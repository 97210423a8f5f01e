import { asciiLower, type ByteString, toByteString } from '../../bytes/byte-string.ts';
import type { HttpResponse } from '../../http/message.ts';
import { isRedacted, type Losses } from './losses.ts';
import type { MessageDraft } from './message-draft.ts';

/**
 * A signature that was hidden in the request and not in the error document: the server says there
 * what it was given, which is what was sent.
 */
export function fillSignature(request: MessageDraft, response: HttpResponse, losses: Losses): void {
  const header = request.headers.find(({ name }) => asciiLower(name) === 'authorization');
  if (header === undefined || response.body === null) return;
  const document = toByteString(response.body.subarray(0, MAX_LOOKED_AT));
  const provided = elementText(document, 'SignatureProvided');
  if (provided === null || isRedacted(provided)) return;
  const filled = withSignature(header.rawValue, provided);
  if (filled === null) return;
  header.rawValue = filled;
  losses.add('text-signature-filled-in', header.line);
}

/** Bytes of an error document in which the signature is looked for. */
const MAX_LOOKED_AT = 16 * 1024;

function elementText(document: ByteString, name: string): ByteString | null {
  const value = new RegExp(`<${name}>([^<]*)<`).exec(document)?.[1]?.trim();
  return value === undefined || value === '' ? null : value;
}

function withSignature(authorization: ByteString, signature: ByteString): ByteString | null {
  const v1 = /^(\s*(?:OSS|AWS) [^:\s]+:)(.*)$/.exec(authorization);
  if (v1 !== null) return isRedacted(v1[2] ?? '') ? `${v1[1] ?? ''}${signature}` : null;
  // The lines of a folded header as well: once the last of its signatures is found, all that
  // follows fits.
  const v4 = /^(.*\bSignature[=:]\s*)([^,\s]*)(.*)$/s.exec(authorization);
  if (v4 === null || !isRedacted(v4[2] ?? '')) return null;
  return `${v4[1] ?? ''}${signature}${v4[3] ?? ''}`;
}
