import { concatBytes, toByteString } from '../../engine/bytes/byte-string.ts';
import type { CipherSuite } from './cipher-suite.ts';
import {
  type ClientHelloFields,
  HANDSHAKE,
  MESSAGE_HEADER,
  readEncryptedPremaster,
  type ServerHelloFields,
} from './handshake.ts';
import { extendedMasterSecret, masterSecret } from './key-schedule.ts';
import { MAX_TRANSCRIPT_BYTES } from './limits.ts';
import { ciphersOfMaster, type RecordCipher } from './record-cipher.ts';
import type { TlsContext } from './tls-context.ts';

/* The keys of TLS 1.2: the secrets they are made of, and where those come from. */

/**
 * The client's cipher and the server's; or why there are none: no source has the master secret, or the
 * runtime lacks the cipher.
 */
type Ciphers12 = readonly [RecordCipher, RecordCipher] | 'no-master' | 'no-cipher';

/** The keys of one handshake of TLS 1.2, from its ClientHello on. */
export class Keys12 {
  readonly #context: TlsContext;
  /** Null where nothing is to be made of it, or no longer. */
  #transcript: Transcript | null;
  /** The encrypted premaster secret; null before ClientKeyExchange, which a resumed session does not have. */
  #keyExchange: Uint8Array | null = null;
  #master: Uint8Array | null = null;
  #ciphers: Ciphers12 = 'no-master';

  /** `mayDecrypt`: a premaster secret may be had, so that the handshake is to be kept. */
  constructor(context: TlsContext, mayDecrypt: boolean) {
    this.#context = context;
    this.#transcript = mayDecrypt ? new Transcript() : null;
  }

  /** The client has sent a premaster secret, in whichever form: the session is none that is resumed. */
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

/** The two hellos of a handshake, and the suite that they agree on. */
interface Hellos {
  readonly client: ClientHelloFields;
  readonly server: ServerHelloFields;
  readonly suite: CipherSuite;
}

/** What a TLS 1.2 handshake has shown by the time its first side encrypts. */
interface Handshake12 extends Hellos {
  /**
   * The encrypted premaster secret (RSA suites); null where no ClientKeyExchange came: the session is
   * resumed.
   */
  readonly keyExchange: Uint8Array | null;
  /** The handshake up to and including ClientKeyExchange; null where it was not kept. */
  readonly transcript: Uint8Array | null;
}

/** The master secret of a TLS 1.2 session, from whatever source has it; null where none has. */
function findMaster(context: TlsContext, handshake: Handshake12): Uint8Array | null {
  const { keyLog, remembered } = context;
  const { client, server } = handshake;
  const session = keyLog.session(toByteString(client.random));
  if (session?.master) return session.master;
  const bySessionId =
    server.sessionId.length === 0 ? null : keyLog.masterOfSessionId(toByteString(server.sessionId));
  if (bySessionId !== null) return bySessionId;
  if (handshake.keyExchange === null) {
    return remembered.find('ticket', client.ticket) ?? remembered.find('id', server.sessionId);
  }
  const premaster = session?.premaster ?? findPremaster(context, handshake.suite, handshake.keyExchange);
  return premaster === null ? null : masterOf(context, handshake, premaster);
}

function masterOf(
  { crypto }: TlsContext,
  { client, server, suite, transcript }: Handshake12,
  premaster: Uint8Array,
): Uint8Array | null {
  if (!server.extendedMasterSecret) {
    return masterSecret(crypto, suite.hash, premaster, client.random, server.random);
  }
  return transcript === null ? null : extendedMasterSecret(crypto, suite.hash, premaster, transcript);
}

function findPremaster(context: TlsContext, suite: CipherSuite, encrypted: Uint8Array): Uint8Array | null {
  if (!suite.rsa) return null;
  const logged = context.keyLog.premasterOf(encrypted);
  if (logged !== null) return logged;
  for (const padded of context.rsaKeys.decrypt(encrypted)) {
    const premaster = unpad(padded);
    if (premaster !== null) return premaster;
  }
  return null;
}

const PREMASTER_BYTES = 48;

/**
 * Takes PKCS #1 v1.5 padding away (RFC 8017 §7.2.2): 0, 2, bytes that are not 0, 0, and a premaster secret,
 * which begins with a version.
 */
function unpad(padded: Uint8Array): Uint8Array | null {
  const start = padded.length - PREMASTER_BYTES;
  if (start < 11 || padded[0] !== 0 || padded[1] !== 2 || padded.indexOf(0, 2) !== start - 1) return null;
  return padded[start] === 3 ? padded.slice(start) : null;
}

/**
 * The messages of a handshake up to and including ClientKeyExchange, which the session hash is made of (RFC
 * 7627 §3).
 */
class Transcript {
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
    return this.#length > MAX_TRANSCRIPT_BYTES ? null : concatBytes(this.#messages);
  }
}
