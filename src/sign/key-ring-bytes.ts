import { type ByteString, toByteString, toBytes } from '../bytes/byte-string.ts';
import { type KeyRing, Secret } from './secret.ts';

type Entry = readonly [
  name: ByteString,
  accessKeyId: ByteString,
  secret: ByteString,
  securityToken: ByteString | null,
];

/**
 * A key ring as bytes, for another thread of this process: a `Secret` cannot be sent. They are
 * never to be written anywhere, and to be erased when they were read.
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
