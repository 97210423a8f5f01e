import { concatBytes } from '../../bytes/byte-string.ts';
import { MAX_TRANSCRIPT_BYTES } from './limits.ts';

/**
 * The messages of a handshake up to and including ClientKeyExchange, which the session hash is made
 * of (RFC 7627 §3).
 */
export class Transcript {
  readonly #messages: Uint8Array[] = [];
  #length = 0;

  /** A message with its header; it is copied. */
  add(message: Uint8Array): void {
    this.#length += message.length;
    if (this.#length <= MAX_TRANSCRIPT_BYTES) this.#messages.push(message.slice());
    else this.#messages.length = 0;
  }

  /** Null where it was too long to be kept. */
  get bytes(): Uint8Array | null {
    return this.#length > MAX_TRANSCRIPT_BYTES ? null : concatBytes(...this.#messages);
  }
}
