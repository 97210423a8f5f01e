import { HANDSHAKE, MESSAGE_HEADER } from './handshake-reader.ts';
import { readEncryptedPremaster } from './hello.ts';
import { findMaster, type Hellos } from './master-secret.ts';
import { ciphersOfMaster, type RecordCipher } from './record-cipher.ts';
import type { TlsContext } from './tls-context.ts';
import { Transcript } from './transcript.ts';

/**
 * The client's cipher and the server's; or why there are none: no source has the master secret, or
 * the runtime lacks the cipher.
 */
type Ciphers12 = readonly [RecordCipher, RecordCipher] | 'no-master' | 'no-cipher';

/** The keys of one handshake of TLS 1.2, from its ClientHello on. */
export class Keys12 {
  readonly #context: TlsContext;
  /** Null where nothing is to be made of it, or no longer. */
  #transcript: Transcript | null;
  /**
   * The encrypted premaster secret; null before ClientKeyExchange, which a resumed session does not
   * have.
   */
  #keyExchange: Uint8Array | null = null;
  #master: Uint8Array | null = null;
  #ciphers: Ciphers12 = 'no-master';

  /** `mayDecrypt`: a premaster secret may be had, so that the handshake is to be kept. */
  constructor(context: TlsContext, mayDecrypt: boolean) {
    this.#context = context;
    this.#transcript = mayDecrypt ? new Transcript() : null;
  }

  /**
   * The client has sent a premaster secret, in whichever form: the session is none that is resumed.
   */
  get hasKeyExchange(): boolean {
    return this.#keyExchange !== null;
  }

  /** A handshake message with its header, of either side. */
  message(fromClient: boolean, type: number, message: Uint8Array): void {
    if (this.#keyExchange === null) this.#transcript?.add(message);
    if (fromClient && type === HANDSHAKE.CLIENT_KEY_EXCHANGE) {
      this.#keyExchange = readEncryptedPremaster(message.subarray(MESSAGE_HEADER));
    }
  }

  /** Looked for anew as long as no source has the master secret: a key log may be growing. */
  ciphers(hellos: Hellos): Ciphers12 {
    if (this.#master !== null) return this.#ciphers;
    const { crypto, remembered } = this.#context;
    const { client, server, suite } = hellos;
    const transcript = this.#transcript?.bytes ?? null;
    const master = findMaster(this.#context, { ...hellos, keyExchange: this.#keyExchange, transcript });
    if (master === null) return 'no-master';
    this.#master = master;
    this.#transcript = null;
    remembered.remember('id', server.sessionId, master);
    const randoms = { client: client.random, server: server.random };
    this.#ciphers = ciphersOfMaster(crypto, suite, master, randoms, server.encryptThenMac) ?? 'no-cipher';
    return this.#ciphers;
  }

  /** The session may be resumed with this ticket. */
  rememberTicket(ticket: Uint8Array): void {
    if (this.#master !== null) this.#context.remembered.remember('ticket', ticket, this.#master);
  }
}
