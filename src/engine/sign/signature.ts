import { toBase64 } from '../bytes/base64.ts';
import { type ByteString, toByteString } from '../bytes/byte-string.ts';
import { toHex } from '../bytes/hex.ts';
import type { SignatureVersion } from './canonical.ts';
import type { Scope } from './claim.ts';
import type { Hasher, HashName } from './hasher.ts';
import { Secret } from './secret.ts';
import { versionRecord } from './versions.ts';

/** Does the version sign with a key that is derived from secret and scope? */
export function hasDerivedKey(version: SignatureVersion): boolean {
  return versionRecord(version).digest.derived !== null;
}

/** Does the version sign with a key for a time? */
export function isTimed(version: SignatureVersion): boolean {
  return versionRecord(version).digest.isTimed === true;
}

/** How a V4-family key is made of the secret: HMAC-SHA256 of each part of the scope in turn. */
interface Derivation {
  /** Stands before the secret in the first key. */
  readonly prefix: ByteString;
  readonly scope: Scope;
}

/** The text form of a version's signature, and the HMAC that it is. */
export function signatureForm(version: SignatureVersion): {
  readonly hmac: 'HMAC-SHA1' | 'HMAC-SHA256';
  readonly output: 'base64' | 'hex';
} {
  const { hash, output } = versionRecord(version).digest;
  return { hmac: hash === 'sha1' ? 'HMAC-SHA1' : 'HMAC-SHA256', output };
}

/** Bytes of a digest. */
const DIGEST_LENGTHS: Readonly<Record<HashName, number>> = { md5: 16, sha1: 20, sha256: 32 };

/** Characters of a version's signature. */
export function signatureLength(version: SignatureVersion): number {
  const { hash, output } = versionRecord(version).digest;
  const bytes = DIGEST_LENGTHS[hash];
  return output === 'hex' ? bytes * 2 : Math.ceil(bytes / 3) * 4;
}

/**
 * Null for the versions that sign with the secret itself, or a key for a time. A missing scope counts as
 * empty.
 */
export function derivationOf(version: SignatureVersion, scope: Scope | null): Derivation | null {
  const own = versionRecord(version).digest.derived;
  if (own === null) return null;
  return { prefix: own.keyPrefix, scope: scope ?? { date: '', region: '', product: '', terminator: '' } };
}

/**
 * The key that a version signs with: the secret itself, or for the V4 family the one derived from it and the
 * scope. Derive it once, then `signWithKey` any number of strings.
 */
export function deriveKey(
  version: SignatureVersion,
  scope: Scope | null,
  secret: Secret,
  hasher: Hasher,
): Secret {
  if (isTimed(version))
    return new Secret(toHex(secret.use((text) => hasher.hmac('sha1', text, scope?.date ?? ''))));
  const derivation = derivationOf(version, scope);
  return derivation === null ? secret : deriveScopedKey(derivation.prefix, derivation.scope, secret, hasher);
}

/**
 * The V4 signing key with the given prefix before the secret (`aliyun_v4`, `AWS4`). It is a secret as well.
 */
export function deriveScopedKey(prefix: ByteString, scope: Scope, secret: Secret, hasher: Hasher): Secret {
  let key = secret.use((text) => hasher.hmac('sha256', prefix + text, scope.date));
  for (const step of [scope.region, scope.product, scope.terminator]) key = hasher.hmac('sha256', key, step);
  return new Secret(toByteString(key));
}

/** Signs with the key that `deriveKey` gave, in the text form of the version: base64, or lower-case hex. */
export function signWithKey(
  version: SignatureVersion,
  key: Secret,
  stringToSign: ByteString,
  hasher: Hasher,
): ByteString {
  const { hash, output } = versionRecord(version).digest;
  const mac = key.use((bytes) => hasher.hmac(hash, bytes, stringToSign));
  return output === 'hex' ? toHex(mac) : toBase64(mac);
}

/** `sig(K, x)`: the signature of a string under a secret, as the version writes it. */
export function computeSignature(
  version: SignatureVersion,
  scope: Scope | null,
  secret: Secret,
  stringToSign: ByteString,
  hasher: Hasher,
): ByteString {
  return signWithKey(version, deriveKey(version, scope, secret, hasher), stringToSign, hasher);
}
