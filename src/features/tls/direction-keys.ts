import { concatBytes, toByteString } from '../../engine/bytes/byte-string.ts';
import type { CipherSuite } from './cipher-suite.ts';
import {
  type ClientHelloFields,
  HANDSHAKE,
  MESSAGE_HEADER,
  readEncryptedPremaster,
  type ServerHelloFields,
} from './handshake.ts';
import { extendedMasterSecret, masterSecret, nextTrafficSecret } from './key-schedule.ts';
import { MAX_LOST_RECORDS, MAX_TRANSCRIPT_BYTES, MAX_TRIALS } from './limits.ts';
import { cipherOfSecret, ciphersOfMaster, type OpenedRecord, type RecordCipher } from './record-cipher.ts';
import type { TlsContext, TrialBudget } from './tls-context.ts';
import type { TlsCrypto } from './tls-crypto.ts';

export type EpochKind = 'early' | 'handshake' | 'application';

/** One key of a direction and what it is for. */
export interface Epoch {
  readonly kind: EpochKind;
  readonly cipher: RecordCipher;
  /** TLS 1.3: the secret that the key was made of, for key updates. */
  readonly secret: Uint8Array | null;
  readonly suite: CipherSuite;
}

/** A record that was opened after lost packets, and how many records were lost. */
interface FoundRecord {
  readonly opened: OpenedRecord;
  readonly lostRecords: number;
  /** The sender changed to another key among what was lost; only records under that key are counted. */
  readonly isNewKey: boolean;
}

/** Bytes of the smallest record that carries anything, beside what encryption adds. */
const SMALLEST_RECORD = 6;

/**
 * The keys of one direction in the order of their use, and the number of the next record. A record that
 * cannot be opened leaves open whether it took a number (damage) or belongs to a key that is not known; the
 * next one settles that.
 */
export class DirectionKeys {
  readonly #crypto: TlsCrypto;
  readonly #budget: TrialBudget;
  #epochs: readonly Epoch[] = [];
  #at = 0;
  #sequence = 0;
  /** Records since the last one that was opened. */
  #unopened = 0;
  #trials = 0;
  opened = 0;

  constructor(crypto: TlsCrypto, budget: TrialBudget) {
    this.#crypto = crypto;
    this.#budget = budget;
  }

  /** The key in use; null before the first. */
  get current(): Epoch | null {
    return this.#epochs[this.#at] ?? null;
  }

  get isActive(): boolean {
    return this.#epochs.length > 0;
  }

  get unopened(): number {
    return this.#unopened;
  }

  /** From now on these keys count, from record 0. */
  start(epochs: readonly Epoch[]): void {
    this.#epochs = epochs;
    this.#at = 0;
    this.#sequence = 0;
    this.#unopened = 0;
  }

  /** These keys follow those that are there. */
  follow(epochs: readonly Epoch[]): void {
    this.#epochs = [...this.#epochs.slice(this.#at), ...epochs];
    this.#at = 0;
  }

  /** Opens a record where one is known to start; null where no key and number fit. */
  open(type: number, block: Uint8Array, start: number, end: number): OpenedRecord | null {
    let attempts = 0;
    for (let at = this.#at; at < this.#epochs.length; at++) {
      const first = at === this.#at ? this.#sequence : 0;
      for (let number = first + this.#unopened; number >= first; number--) {
        // The likeliest is always tried.
        if (attempts++ > 0 && !this.#mayTry) break;
        const opened = this.#try(at, number, type, block, start, end);
        if (opened !== null) return opened;
      }
    }
    this.#unopened++;
    return null;
  }

  /** Opens a record that follows `missing` lost bytes, whatever its number; null where none fits. */
  openAfterLoss(
    type: number,
    block: Uint8Array,
    start: number,
    end: number,
    missing: number,
  ): FoundRecord | null {
    const unopened = this.#unopened;
    for (let at = this.#at; at < this.#epochs.length; at++) {
      const overhead = this.#epochs[at]?.cipher.overhead ?? 0;
      const most = unopened + Math.min(MAX_LOST_RECORDS, Math.ceil(missing / (SMALLEST_RECORD + overhead)));
      const isNewKey = at !== this.#at;
      const first = isNewKey ? 0 : this.#sequence;
      for (let lost = 0; lost <= most && this.#mayTry; lost++) {
        const opened = this.#try(at, first + lost, type, block, start, end);
        if (opened === null) continue;
        return { opened, lostRecords: isNewKey ? lost : Math.max(0, lost - unopened), isNewKey };
      }
    }
    return this.#openUpdated(type, block, start, end, missing);
  }

  /** A record was lost whose place is known. */
  miss(): void {
    this.#unopened++;
  }

  /** The sender goes on to its next key; where that is not known, nothing more of it can be opened. */
  advance(): void {
    const kind = this.current?.kind;
    const next = this.#epochs.findIndex((epoch, at) => at > this.#at && epoch.kind !== kind);
    if (next < 0) {
      // A client that proves itself later does so under the key of its data (RFC 8446 §4.6.2).
      if (kind !== 'application') this.start([]);
      return;
    }
    this.#at = next;
    this.#sequence = 0;
    this.#unopened = 0;
  }

  /** The sender's next key is made of the one in use (RFC 8446 §4.6.3). */
  update(): void {
    const next = this.#updated();
    if (next === null) return;
    this.start([next]);
  }

  #try(
    at: number,
    number: number,
    type: number,
    block: Uint8Array,
    start: number,
    end: number,
  ): OpenedRecord | null {
    const epoch = this.#epochs[at];
    if (epoch === undefined) return null;
    const opened = epoch.cipher.open(type, number, block, start, end);
    if (opened === null) {
      this.#failed(end - start);
      return null;
    }
    this.#at = at;
    this.#sequence = number + 1;
    this.#unopened = 0;
    this.opened++;
    return opened;
  }

  get #mayTry(): boolean {
    return this.#trials < MAX_TRIALS && !this.#budget.isSpent;
  }

  #failed(bytes: number): void {
    this.#trials++;
    this.#budget.spend(bytes);
  }

  /** A key update may have been among what was lost. */
  #openUpdated(
    type: number,
    block: Uint8Array,
    start: number,
    end: number,
    missing: number,
  ): FoundRecord | null {
    const next = this.#updated();
    if (next === null) return null;
    const most = Math.min(MAX_LOST_RECORDS, Math.ceil(missing / (SMALLEST_RECORD + next.cipher.overhead)));
    for (let number = 0; number <= most && this.#mayTry; number++) {
      const opened = next.cipher.open(type, number, block, start, end);
      if (opened === null) {
        this.#failed(end - start);
        continue;
      }
      this.start([next]);
      this.#sequence = number + 1;
      this.opened++;
      return { opened, lostRecords: number, isNewKey: true };
    }
    return null;
  }

  #updated(): Epoch | null {
    const current = this.current;
    if (current === null || current.secret === null || current.kind !== 'application') return null;
    const secret = nextTrafficSecret(this.#crypto, current.suite.hash, current.secret);
    const cipher = cipherOfSecret(this.#crypto, current.suite, secret);
    return cipher === null ? null : { ...current, secret, cipher };
  }
}

/* The keys of TLS 1.2: the secrets they are made of, and where those come from. */

/** The client's cipher and the server's; or why not: no master secret, or a cipher the runtime lacks. */
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
  /** The encrypted premaster secret (RSA suites); null without ClientKeyExchange: a resumed session. */
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

/** Removes PKCS #1 v1.5 padding (RFC 8017 §7.2.2) from a premaster secret, which begins with a version. */
function unpad(padded: Uint8Array): Uint8Array | null {
  const start = padded.length - PREMASTER_BYTES;
  if (start < 11 || padded[0] !== 0 || padded[1] !== 2 || padded.indexOf(0, 2) !== start - 1) return null;
  return padded[start] === 3 ? padded.slice(start) : null;
}

/** The handshake up to and including ClientKeyExchange, of which the session hash is (RFC 7627 §3). */
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
