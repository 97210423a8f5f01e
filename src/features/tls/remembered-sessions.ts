import { type ByteString, toByteString } from '../../bytes/byte-string.ts';
import { makeRoom } from '../../bytes/collections.ts';
import { MAX_REMEMBERED_SESSIONS, MAX_TICKET_BYTES } from './limits.ts';

/**
 * Master secrets of TLS 1.2 sessions that were opened, for connections that resume them. The oldest
 * are forgotten first.
 */
export class RememberedSessions {
  readonly #masters = new Map<ByteString, Uint8Array>();

  remember(kind: 'id' | 'ticket', name: Uint8Array, master: Uint8Array): void {
    if (name.length === 0 || name.length > MAX_TICKET_BYTES) return;
    const key = keyOf(kind, name);
    this.#masters.delete(key);
    makeRoom(this.#masters, MAX_REMEMBERED_SESSIONS);
    this.#masters.set(key, master);
  }

  find(kind: 'id' | 'ticket', name: Uint8Array): Uint8Array | null {
    return name.length === 0 ? null : (this.#masters.get(keyOf(kind, name)) ?? null);
  }
}

function keyOf(kind: 'id' | 'ticket', name: Uint8Array): ByteString {
  return `${kind}:${toByteString(name)}`;
}
