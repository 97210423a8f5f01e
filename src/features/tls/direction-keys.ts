import type { CipherSuite } from './cipher-suite.ts';
import { nextTrafficSecret } from './key-schedule.ts';
import { MAX_LOST_RECORDS, MAX_TRIALS } from './limits.ts';
import { cipherOfSecret, type OpenedRecord, type RecordCipher } from './record-cipher.ts';
import type { TrialBudget } from './tls-context.ts';
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
  /** Records opened in all. */
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

  /** Records in a row that could not be opened. */
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
