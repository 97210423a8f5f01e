import { u16be } from '../../bytes/integers.ts';
import { HANDSHAKE, MESSAGE_HEADER, messageLength } from './handshake-reader.ts';
import { readServerHelloFields } from './hello.ts';
import { MAX_HANDSHAKE_MESSAGE_BYTES } from './limits.ts';
import { CONTENT, RECORD_HEADER } from './record-stream.ts';

/** What the server decided, as far as it says so in the clear. */
export interface ServerHello {
  /** As on the wire: 0x0303 is TLS 1.2, 0x0304 TLS 1.3. */
  readonly version: number;
  /** Number in the IANA registry. */
  readonly cipherSuite: number;
  /** ALPN protocol, e.g. `http/1.1`; null where none was chosen, or where TLS 1.3 hides it. */
  readonly protocol: string | null;
}

export type FirstMessage =
  /** It takes `needed` bytes of the stream at least to know more. */
  | { readonly kind: 'incomplete'; readonly needed: number }
  /** Type and body of the handshake message, without its header. */
  | { readonly kind: 'message'; readonly type: number; readonly body: Uint8Array }
  /** The sender ended the handshake instead: number of the alert (RFC 8446 §6). */
  | { readonly kind: 'alert'; readonly description: number }
  | { readonly kind: 'other' };

/** The first handshake message at the start of one side's stream, put together from its records. */
export function firstMessage(bytes: Uint8Array): FirstMessage {
  const message: number[] = [];
  let at = 0;
  let needed = MESSAGE_HEADER;
  while (message.length < needed) {
    const start = at + RECORD_HEADER;
    if (start > bytes.length) return { kind: 'incomplete', needed: start };
    const length = u16be(bytes, at + 3);
    const body = bytes.subarray(start, start + length);
    if (bytes[at] === CONTENT.ALERT && length >= 2) {
      return body.length < 2
        ? { kind: 'incomplete', needed: start + 2 }
        : { kind: 'alert', description: body[1] ?? 0 };
    }
    if (bytes[at] !== CONTENT.HANDSHAKE) return { kind: 'other' };
    for (const byte of body) message.push(byte);
    if (message.length >= MESSAGE_HEADER) {
      needed = messageLength(message, 0);
      if (needed > MAX_HANDSHAKE_MESSAGE_BYTES) return { kind: 'other' };
    }
    if (body.length < length && message.length < needed) {
      return { kind: 'incomplete', needed: Math.min(start + length, bytes.length + needed - message.length) };
    }
    at = start + length;
  }
  return {
    kind: 'message',
    type: message[0] ?? 0,
    body: Uint8Array.from(message.slice(MESSAGE_HEADER, needed)),
  };
}

/** What a ServerHello decides; null for any other message. */
export function serverHelloOf(message: FirstMessage): ServerHello | null {
  if (message.kind !== 'message' || message.type !== HANDSHAKE.SERVER_HELLO) return null;
  const fields = readServerHelloFields(message.body);
  if (fields === null) return null;
  return { version: fields.version, cipherSuite: fields.suite, protocol: fields.alpn };
}
