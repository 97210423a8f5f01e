import type { ByteString } from '../bytes/byte-string.ts';

const MASK = '[secret]';

/**
 * An access key secret (or a security token). It has no readable property and prints as `[secret]` everywhere: in text, in JSON and
 * where Node shows values. Only what signs with it, or with variants of it, opens it, with `use`.
 */
export class Secret {
  readonly #value: ByteString;

  /** `fromText` makes a byte string of ordinary text. */
  constructor(value: ByteString) {
    this.#value = value;
  }

  /** Hands the secret to `work` and returns its result, which must not contain the secret. */
  use<T>(work: (secret: ByteString) => T): T {
    return work(this.#value);
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return MASK;
  }
}

/** An access key. */
export interface Credential {
  readonly accessKeyId: ByteString;
  readonly secret: Secret;
  /** The token of temporary credentials (STS), kept from all results as the secret is; null for a key of a user. */
  readonly securityToken: Secret | null;
}

/**
 * The user's credentials by access key id. A refused request is signed with those of other ids as well, to tell of a client that took an
 * id and the secret of another one: nothing but whether one fits leaves that.
 */
export type KeyRing = ReadonlyMap<ByteString, Credential>;
