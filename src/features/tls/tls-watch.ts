import { clientOfferOf } from './client-offer.ts';
import { MAX_HELLO_BYTES } from './limits.ts';
import { type FirstMessage, firstMessage, type ServerHello, serverHelloOf } from './server-hello.ts';

/** What the first messages of a TLS connection tell without any key. */
export interface TlsSeen {
  readonly serverName: string | null;
  /**
   * Versions and ALPN protocols that the client offers; empty where its ClientHello was not seen.
   */
  readonly versions: readonly number[];
  readonly protocols: readonly string[];
  /** What the server chose; null where it was not seen. */
  readonly chosen: ServerHello | null;
  /** Number of the alert that the server sent instead; null without one. */
  readonly alert: number | null;
}

/** Watches the start of a TLS connection until both hellos are read (or cannot be). */
export class TlsWatch implements TlsSeen {
  serverName: string | null = null;
  versions: readonly number[] = [];
  protocols: readonly string[] = [];
  chosen: ServerHello | null = null;
  alert: number | null = null;
  /**
   * Number of the alert that the client sent after its ClientHello, in the clear; null without one.
   */
  clientAlert: number | null = null;
  /** What the client says to the server's answer; null before. */
  #reply: StartOfStream | null = null;
  readonly #client = new StartOfStream();
  readonly #server = new StartOfStream();

  push(from: 'client' | 'server', block: Uint8Array, start: number, end: number): void {
    if (from === 'client') {
      if (this.#reply !== null) {
        const reply = this.#reply.push(block, start, end);
        if (reply.kind === 'alert') this.clientAlert = reply.description;
        return;
      }
      const offer = clientOfferOf(this.#client.push(block, start, end));
      if (offer === null) return;
      this.#reply = new StartOfStream();
      this.serverName = offer.serverName;
      this.versions = offer.versions;
      this.protocols = offer.protocols;
      return;
    }
    const message = this.#server.push(block, start, end);
    if (message.kind === 'alert') this.alert = message.description;
    this.chosen ??= serverHelloOf(message);
  }

  /** Bytes of that side are missing. */
  gap(from: 'client' | 'server'): void {
    if (from === 'client') this.#reply?.stop();
    (from === 'client' ? this.#client : this.#server).stop();
  }
}

/** Bytes that are made room for at first: most hellos fit. */
const USUAL_HELLO_BYTES = 1024;

/** Holds a stream's first bytes until they make a message. */
class StartOfStream {
  #bytes: Uint8Array | null = null;
  #length = 0;
  /** Bytes at which it is worth while to look for the message again. */
  #needed = 0;
  #isOver = false;

  /** The first message, once: from then on, or where none can come, nothing is held. */
  push(block: Uint8Array, start: number, end: number): FirstMessage {
    if (this.#isOver) return { kind: 'incomplete', needed: 0 };
    const held = this.#append(block, start, Math.min(end, start + MAX_HELLO_BYTES - this.#length));
    const isFull = this.#length === MAX_HELLO_BYTES;
    if (this.#length < this.#needed && !isFull) return { kind: 'incomplete', needed: this.#needed };
    const message = firstMessage(held.subarray(0, this.#length));
    if (message.kind === 'incomplete' && !isFull) this.#needed = message.needed;
    else this.stop();
    return message;
  }

  stop(): void {
    this.#isOver = true;
    this.#bytes = null;
  }

  #append(block: Uint8Array, start: number, end: number): Uint8Array {
    const length = this.#length + end - start;
    let held = this.#bytes;
    if (held === null || length > held.length) {
      const grown = new Uint8Array(Math.max(USUAL_HELLO_BYTES, length * 2));
      if (held !== null) grown.set(held.subarray(0, this.#length));
      held = grown;
      this.#bytes = grown;
    }
    held.set(block.subarray(start, end), this.#length);
    this.#length = length;
    return held;
  }
}
