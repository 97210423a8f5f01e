import { type ByteString, toBytes } from '../../bytes/byte-string.ts';
import {
  fromBase64,
  fromHex,
  type HashName,
  hasDerivedKey,
  type SignatureVersion,
} from '../../sign/index.ts';
import { cause } from '../causes.ts';
import type { Cause } from '../model.ts';

/** What a candidate's HMAC is compared with: the bytes that the signature on the wire spells. */
export interface Target {
  readonly hash: HashName;
  readonly bytes: Uint8Array;
  /** Null where hash and text form are those of the version. */
  readonly cause: Cause | null;
}

type Encoding = 'base64' | 'hex' | 'upper-case-hex' | 'base64url' | 'unpadded' | 'base64-of-hex';

const HASH_OF_LENGTH: ReadonlyMap<number, HashName> = new Map([
  [16, 'md5'],
  [20, 'sha1'],
  [32, 'sha256'],
]);

/**
 * Reads the signature on the wire whatever its text form. Its length tells the hash, so a signature made
 * with another hash, or written in another form, needs no candidates of its own. Null for what is no digest.
 */
export function readTarget(version: SignatureVersion, signature: ByteString): Target | null {
  const due: Encoding = hasDerivedKey(version) ? 'hex' : 'base64';
  const dueHash = dueHashOf(version);
  for (const [encoding, bytes] of readings(signature)) {
    const hash = bytes === null ? undefined : HASH_OF_LENGTH.get(bytes.length);
    if (bytes === null || hash === undefined) continue;
    const otherHash = hash === dueHash ? null : cause('wrong-hash', { hash });
    const otherForm = encoding === due ? null : cause('signature-encoding', { how: encoding });
    return { hash, bytes: toBytes(bytes), cause: otherHash ?? otherForm };
  }
  return null;
}

function dueHashOf(version: SignatureVersion): HashName {
  const isSha1 = version.startsWith('v1') || version.startsWith('s3v2') || version === 'post-v1';
  return isSha1 ? 'sha1' : 'sha256';
}

function readings(text: ByteString): readonly (readonly [Encoding, ByteString | null])[] {
  const isHex = /^(?:[0-9a-fA-F]{2})+$/.test(text);
  const isLower = text === text.toLowerCase();
  const inBase64 = fromBase64(text);
  return [
    [isLower ? 'hex' : 'upper-case-hex', isHex ? fromHex(text) : null],
    [text.length % 4 === 0 ? 'base64' : 'unpadded', inBase64],
    ['base64url', /[-_]/.test(text) ? fromBase64(text.replaceAll('-', '+').replaceAll('_', '/')) : null],
    ['base64-of-hex', inBase64 !== null && /^(?:[0-9a-fA-F]{2})+$/.test(inBase64) ? fromHex(inBase64) : null],
  ];
}
