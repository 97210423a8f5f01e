import { type ByteString, toByteString, toBytes } from '../bytes/byte-string.ts';

const MASK = '[secret]';

/**
 * An access key secret (or a security token). It has no readable property and prints as `[secret]`
 * everywhere: in text, in JSON and where Node shows values. Only code that signs with it, or with variants of
 * it, reads it, through `use`.
 */
export class Secret {
  readonly #value: ByteString;

  /** `fromText` makes a byte string of ordinary text. */
  constructor(value: ByteString) {
    this.#value = value;
  }

  /** Calls `work` with the secret and returns its result, which must not contain the secret. */
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
  /**
   * The token of temporary credentials (STS), kept out of all results like the secret; null for a permanent
   * key.
   */
  readonly securityToken: Secret | null;
}

/**
 * The user's credentials by access key id. A refused request is also signed with those of other ids, to find
 * a client that took the id of one key and the secret of another: the result says only whether one fits.
 */
export type KeyRing = ReadonlyMap<ByteString, Credential>;

/** How the ids begin that STS (of Amazon: "ASIA"), or a console, gives out for some minutes or hours. */
const TEMPORARY = /^(?:STS|TMP)\.|^ASIA[A-Z0-9]{12}/;

/** Whether an access key is one for some time, whose next holder gets another id. */
export function isTemporaryKey(accessKeyId: ByteString): boolean {
  return TEMPORARY.test(accessKeyId);
}

type Entry = readonly [
  name: ByteString,
  accessKeyId: ByteString,
  secret: ByteString,
  securityToken: ByteString | null,
];

/**
 * A key ring as bytes, for another thread of this process: a `Secret` cannot be sent. They are never to be
 * written anywhere, and to be erased when they were read.
 */
export function packKeyRing(ring: KeyRing): Uint8Array {
  const entries = [...ring].map(([name, { accessKeyId, secret, securityToken }]): Entry => {
    const token = securityToken === null ? null : securityToken.use((value) => value);
    return [name, accessKeyId, secret.use((value) => value), token];
  });
  return toBytes(JSON.stringify(entries));
}

/** Reads what `packKeyRing` made, and erases it. */
export function unpackKeyRing(bytes: Uint8Array): KeyRing {
  const entries: readonly Entry[] = JSON.parse(toByteString(bytes));
  bytes.fill(0);
  return new Map(
    entries.map(([name, accessKeyId, secret, securityToken]) => [
      name,
      {
        accessKeyId,
        secret: new Secret(secret),
        securityToken: securityToken === null ? null : new Secret(securityToken),
      },
    ]),
  );
}
