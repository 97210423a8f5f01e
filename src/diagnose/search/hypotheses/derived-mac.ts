import type { ByteString } from '../../../bytes/byte-string.ts';
import {
  deriveScopedKey,
  type Family,
  keyedMac,
  type Scope,
  type SignatureVersion,
  versionRecord,
  versionsWith,
} from '../../../sign/index.ts';
import type { MacOf, Subject } from '../hypothesis.ts';

/**
 * Families whose key may be derived; a form's string says nothing of the version, its claim does.
 */
export const DERIVED: readonly Family[] = ['v4', 'policy'];

/** Of these the forms that are signed with the secret itself. */
export const WITHOUT_SCOPE: readonly SignatureVersion[] = versionsWith({ carrier: 'form' }).filter(
  (each) => !versionRecord(each).digest.derived,
);

/** Signs with the key that a scope and a prefix give. */
export function macWithScope({ hasher, hash }: Subject, prefix: ByteString, scope: Scope): MacOf {
  return (secret) => deriveScopedKey(prefix, scope, secret, hasher).use((key) => keyedMac(hasher, hash, key));
}

/** What is put before the secret that the key of a scope is derived from. */
export function prefixOf(scope: Scope): ByteString {
  return scope.terminator === 'aws4_request' ? 'AWS4' : 'aliyun_v4';
}
