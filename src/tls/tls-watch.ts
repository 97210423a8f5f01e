import { MAX_CLIENT_HELLO_BYTES, readClientHello } from './client-hello.ts';

/** Watches the client's side of a TLS connection until the server name is known (or cannot be). */
export class TlsWatch {
  serverName: string | null = null;
  #bytes: Uint8Array | null = new Uint8Array(0);

  push(block: Uint8Array, start: number, end: number): void {
    const held = this.#bytes;
    if (held === null) return;
    const joined = new Uint8Array(held.length + (end - start));
    joined.set(held);
    joined.set(block.subarray(start, end), held.length);
    const result = readClientHello(joined);
    if (result.kind === 'hello') this.serverName = result.serverName;
    this.#bytes = result.kind === 'incomplete' && joined.length <= MAX_CLIENT_HELLO_BYTES ? joined : null;
  }
}
