import { type ByteString, toByteString } from '../../engine/bytes/byte-string.ts';
import type { TlsInfo } from '../../engine/http/tls.ts';
import { otherSide, type Side } from '../../engine/stream/stream-chunk.ts';
import { type CipherSuite, cipherSuite, suiteName, suitesWithSecretBytes } from './cipher-suite.ts';
import { type DirectionKeys, type Epoch, type EpochKind, Keys12 } from './direction-keys.ts';
import {
  type ClientHelloFields,
  HANDSHAKE,
  MESSAGE_HEADER,
  readClientHelloFields,
  readEncryptedExtensions,
  readServerHelloFields,
  readTicket,
  type ServerHelloFields,
  TLS_12,
  TLS_13,
} from './handshake.ts';
import { cipherOfSecret, type RecordCipher } from './record-cipher.ts';
import type { TlsContext } from './tls-context.ts';

export type SessionProblem =
  | { readonly kind: 'version'; readonly version: number }
  | { readonly kind: 'suite'; readonly suite: string }
  /** `missing`: labels of the key log that would open it. */
  | { readonly kind: 'no-keys'; readonly missing: string }
  /** The key log has some secrets of the session, but not those of its data. */
  | { readonly kind: 'incomplete-keys'; readonly missing: string }
  /** No key log, and the servers' private keys do not help: another key exchange, or another key. */
  | { readonly kind: 'key-exchange'; readonly suite: string }
  | { readonly kind: 'other-server-key' }
  | { readonly kind: 'no-hello' };

interface SessionEvents {
  problem(problem: SessionProblem): void;
  /** The key log lacks these labels: what they would open stays closed, the rest of the session is read. */
  incompleteKeys(missing: string): void;
  /** The server takes the early data, or it does not. */
  earlyData(isTaken: boolean): void;
  /** The sender has changed to another key. */
  newEpoch(side: Side): void;
}

/** Follows a handshake and gives each direction its keys. `side` 0 and 1 are those of the connection. */
export class Session {
  readonly #context: TlsContext;
  readonly #client: Side;
  readonly #keys: readonly [DirectionKeys, DirectionKeys];
  readonly #events: SessionEvents;
  #clientHello: ClientHelloFields | null = null;
  #serverHello: ServerHelloFields | null = null;
  #suite: CipherSuite | null = null;
  #alpn: ByteString | null = null;
  /** The client offered early data, and its secret is not known. */
  #lacksEarly = false;
  /** Of the handshake that the last ClientHello began, should it be one of TLS 1.2; null before. */
  #keys12: Keys12 | null = null;
  /** TLS 1.3: the secret of the records before the data is not known, so they look like damaged ones. */
  readonly #unreadHandshake: [boolean, boolean] = [false, false];
  /** What to do again once a growing key log has the missing keys; null while none are awaited. */
  #awaiting: (() => void) | null = null;
  #mayAwait = true;

  constructor(
    context: TlsContext,
    client: Side,
    keys: readonly [DirectionKeys, DirectionKeys],
    events: SessionEvents,
  ) {
    this.#context = context;
    this.#client = client;
    this.#keys = keys;
    this.#events = events;
  }

  get is13(): boolean {
    return this.#suite?.version === '1.3';
  }

  /** The server has chosen version and suite. */
  get isAnswered(): boolean {
    return this.#serverHello !== null;
  }

  get serverName(): ByteString | null {
    return this.#clientHello?.serverName ?? null;
  }

  /** The client's random, which names the session in a key log; it is no secret. */
  get clientRandom(): Uint8Array | null {
    return this.#clientHello?.random ?? null;
  }

  /** What is known once there is plaintext. */
  get info(): TlsInfo {
    const suite = this.#serverHello?.suite ?? 0;
    return {
      version: this.is13 ? '1.3' : '1.2',
      suite: suiteName(suite),
      serverName: this.serverName,
      alpn: this.#alpn,
    };
  }

  /** Records of this side may be of the handshake, though they cannot be opened. */
  hasUnreadHandshake(side: Side): boolean {
    return this.#unreadHandshake[side];
  }

  /** Its keys are needed, and the growing key log does not have them yet: records are to be held. */
  get awaitsKeys(): boolean {
    return this.#awaiting !== null;
  }

  /** Looks once more for the keys that are awaited. `isLast`: where they are not there, they are missing. */
  retry(isLast: boolean): void {
    const again = this.#awaiting;
    if (again === null) return;
    this.#awaiting = null;
    if (isLast) this.#mayAwait = false;
    this.#context.keyLog.grow();
    again();
  }

  /** A handshake message with its header. */
  message(side: Side, type: number, message: Uint8Array): void {
    const body = message.subarray(MESSAGE_HEADER);
    const fromClient = side === this.#client;
    if (type === HANDSHAKE.CLIENT_HELLO && fromClient) this.#onClientHello(body);
    this.#keys12?.message(fromClient, type, message);
    switch (type) {
      case HANDSHAKE.SERVER_HELLO:
        if (!fromClient) this.#onServerHello(body);
        return;
      case HANDSHAKE.NEW_SESSION_TICKET:
        if (!fromClient && !this.is13) this.#onTicket(readTicket(body));
        return;
      case HANDSHAKE.ENCRYPTED_EXTENSIONS: {
        if (fromClient || !this.is13) return;
        const extensions = readEncryptedExtensions(body);
        this.#alpn = extensions.alpn;
        if (this.#clientHello?.earlyData === true) this.#events.earlyData(extensions.earlyData);
        if (extensions.earlyData && this.#lacksEarly)
          this.#events.incompleteKeys('CLIENT_EARLY_TRAFFIC_SECRET');
        return;
      }
      case HANDSHAKE.END_OF_EARLY_DATA:
        if (!this.is13 || !fromClient) return;
        this.#events.earlyData(true);
        this.#advance(side);
        return;
      case HANDSHAKE.FINISHED:
        if (this.is13) this.#advance(side);
        return;
      case HANDSHAKE.KEY_UPDATE:
        if (!this.is13) return;
        this.#keys[side].update();
        this.#events.newEpoch(side);
        return;
    }
  }

  /** TLS 1.2: what this side sends from now on is encrypted. */
  changeCipherSpec(side: Side): void {
    // TLS 1.3 sends it only to look like TLS 1.2, perhaps before the ServerHello (RFC 8446 appendix D.4).
    if (this.is13 || this.#serverHello === null) return;
    const ciphers = this.#ciphers12(() => this.changeCipherSpec(side));
    const suite = this.#suite;
    if (ciphers === null || suite === null) return;
    const cipher = ciphers[side === this.#client ? 0 : 1];
    this.#keys[side].start([{ kind: 'application', cipher, secret: null, suite }]);
    this.#events.newEpoch(side);
  }

  #advance(side: Side): void {
    this.#keys[side].advance();
    this.#events.newEpoch(side);
  }

  #onClientHello(body: Uint8Array): void {
    const hello = readClientHelloFields(body);
    // A second hello after HelloRetryRequest has the same random; another random begins a renegotiation.
    this.#clientHello = hello;
    this.#serverHello = null;
    this.#suite = null;
    this.#keys12 = null;
    if (hello === null) return;
    const { keyLog, rsaKeys } = this.#context;
    const session = keyLog.session(toByteString(hello.random));
    const mayDecrypt = rsaKeys.count > 0 || keyLog.hasPremasters || (session?.premaster ?? null) !== null;
    this.#keys12 = new Keys12(this.#context, mayDecrypt);
    const early = session?.clientEarly ?? null;
    this.#lacksEarly = hello.earlyData && early === null;
    if (!hello.earlyData || early === null) return;
    // The suite is that of the session that is resumed, which this hello does not name.
    const epochs = suitesWithSecretBytes(early.length).map((suite) => this.#epoch('early', suite, early));
    this.#keys[this.#client].start(epochs.filter((epoch) => epoch !== null));
  }

  #onServerHello(body: Uint8Array): void {
    const hello = readServerHelloFields(body);
    if (hello === null || this.#serverHello !== null) return;
    if (hello.isRetryRequest) {
      this.#events.earlyData(false);
      return;
    }
    this.#serverHello = hello;
    this.#alpn = hello.alpn;
    if (hello.version !== TLS_12 && hello.version !== TLS_13) {
      this.#events.problem({ kind: 'version', version: hello.version });
      return;
    }
    const suite = cipherSuite(hello.suite);
    const fits = suite !== null && suite.version === (hello.version === TLS_13 ? '1.3' : '1.2');
    if (!fits || hello.compression !== 0) {
      this.#events.problem({ kind: 'suite', suite: suiteName(hello.suite) });
      return;
    }
    this.#suite = suite;
    if (suite.version === '1.3') this.#start13(suite);
  }

  #start13(suite: CipherSuite): void {
    const hello = this.#clientHello;
    const session = hello === null ? null : this.#context.keyLog.session(toByteString(hello.random));
    if (hello === null) {
      this.#events.problem({ kind: 'no-hello' });
      return;
    }
    // Clients write the secrets of the data last, some those of one direction before the other's.
    const isWhole = session !== null && session.client !== null && session.server !== null;
    if (!isWhole && this.#mayCome(() => this.#start13(suite))) return;
    if (session === null || (session.client === null && session.server === null)) {
      const missing = 'CLIENT_TRAFFIC_SECRET_0 SERVER_TRAFFIC_SECRET_0';
      const isPart = session !== null;
      this.#events.problem(isPart ? { kind: 'incomplete-keys', missing } : this.#noKeys(suite, missing));
      return;
    }
    if (session.client === null) this.#events.incompleteKeys('CLIENT_TRAFFIC_SECRET_0');
    if (session.server === null) this.#events.incompleteKeys('SERVER_TRAFFIC_SECRET_0');
    const ways = [
      [this.#client, session.clientHandshake, session.client],
      [otherSide(this.#client), session.serverHandshake, session.server],
    ] as const;
    for (const [side, handshake, application] of ways) {
      const epochs = [
        this.#epoch('handshake', suite, handshake),
        this.#epoch('application', suite, application),
      ];
      this.#unreadHandshake[side] = epochs[0] === null || (side === this.#client && this.#lacksEarly);
      const known = epochs.filter((epoch) => epoch !== null);
      if (known.length === 0 && (handshake ?? application) !== null) {
        this.#events.problem({ kind: 'suite', suite: `TLS_${suite.name}` });
        return;
      }
      this.#keys[side].follow(known);
    }
  }

  #epoch(kind: EpochKind, suite: CipherSuite, secret: Uint8Array | null): Epoch | null {
    if (secret === null) return null;
    const cipher = cipherOfSecret(this.#context.crypto, suite, secret);
    return cipher === null ? null : { kind, cipher, secret, suite };
  }

  /** The client's and the server's; null without keys. `again`: what needs them when they come. */
  #ciphers12(again: () => void): readonly [RecordCipher, RecordCipher] | null {
    const client = this.#clientHello;
    const server = this.#serverHello;
    const suite = this.#suite;
    if (this.#keys12 === null || client === null || server === null) {
      this.#events.problem({ kind: 'no-hello' });
      return null;
    }
    if (suite === null) return null;
    const ciphers = this.#keys12.ciphers({ client, server, suite });
    switch (ciphers) {
      case 'no-master':
        if (!this.#mayCome(again)) this.#events.problem(this.#noKeys(suite, 'CLIENT_RANDOM'));
        return null;
      case 'no-cipher':
        this.#events.problem({ kind: 'suite', suite: `TLS_${suite.name}` });
        return null;
      default:
        return ciphers;
    }
  }

  /** Whether keys that are missing may still be written; then `again` is what needs them. */
  #mayCome(again: () => void): boolean {
    if (!this.#mayAwait || !this.#context.keyLog.isGrowing) return false;
    this.#awaiting = again;
    return true;
  }

  /** What to say where nothing opens the session: of its key log, or of servers' private keys alone. */
  #noKeys(suite: CipherSuite, missing: string): SessionProblem {
    const { keyLog, rsaKeys } = this.#context;
    if (keyLog.size > 0 || rsaKeys.count === 0) return { kind: 'no-keys', missing };
    if (!suite.rsa) return { kind: 'key-exchange', suite: `TLS_${suite.name}` };
    // A resumed session shows no key exchange that a key could be tried on.
    return this.#keys12?.hasKeyExchange === true
      ? { kind: 'other-server-key' }
      : { kind: 'no-keys', missing };
  }

  /** The server sends the ticket when it knows the master secret, before it encrypts anything. */
  #onTicket(ticket: Uint8Array): void {
    if (ticket.length === 0) return;
    const own = ticket.slice();
    if (this.#ciphers12(() => this.#onTicket(own)) !== null) this.#keys12?.rememberTicket(own);
  }
}
