/* The signature on the wire, read whatever its text form. */

import { fromBase64 } from '../engine/bytes/base64.ts';
import type { ByteString } from '../engine/bytes/byte-string.ts';
import { fromHex } from '../engine/bytes/hex.ts';
import { cause } from '../engine/diagnose/cause.ts';
import type { Cause } from '../engine/diagnose/model.ts';
import {
  decodePercent,
  type HashName,
  isOfUrl,
  type SignatureVersion,
  signatureForm,
  signatureLength,
} from '../engine/sign/index.ts';

/** What a candidate's MAC is compared with: the bytes that the signature on the wire spells. */
export interface Target {
  readonly hash: HashName;
  readonly bytes: ByteString;
  /** False where the signature was cut, and only its beginning can be compared. */
  readonly isWhole: boolean;
  /** Null where hash and text form are those of the version. */
  readonly cause: Cause | null;
}

type Form = 'base64' | 'hex' | 'upper-case-hex' | 'base64url' | 'unpadded' | 'base64-of-hex';

interface Reading {
  readonly how: Form | 'white-space' | 'trailing-text' | 'quoted' | 'plus-as-space' | 'percent-encoded';
  readonly bytes: ByteString | null;
}

const HASH_OF_LENGTH: ReadonlyMap<number, HashName> = new Map([
  [16, 'md5'],
  [20, 'sha1'],
  [32, 'sha256'],
]);

/** Bytes of a cut signature below which a match may be chance. */
const LEAST_BYTES = 10;

/**
 * Reads the signature on the wire whatever its text form. Its length gives the hash, so a signature made with
 * another hash, or written in another form, needs no candidates of its own. Null for what is no digest.
 * `right`: that of the request as it is; its beginning may be as long as the digest of another hash.
 */
export function readTarget(
  version: SignatureVersion,
  signature: ByteString,
  right: ByteString,
): Target | null {
  const { hmac, output: due } = signatureForm(version);
  const dueHash: HashName = hmac === 'HMAC-SHA1' ? 'sha1' : 'sha256';
  const cut = cutTarget(version, signature, dueHash);
  for (const { how, bytes } of readings(signature, due)) {
    const hash = bytes === null ? undefined : HASH_OF_LENGTH.get(bytes.length);
    if (bytes === null || hash === undefined) continue;
    if (hash !== dueHash && right.startsWith(signature)) return cut;
    const otherHash = hash === dueHash ? null : cause('wrong-hash', { hash });
    return { hash, bytes, isWhole: true, cause: otherHash ?? formCause(version, how, due) };
  }
  return cut;
}

/** The signature as the beginning of a longer one; null where it is none, or too short to prove anything. */
function cutTarget(version: SignatureVersion, signature: ByteString, hash: HashName): Target | null {
  const kept = beginning(signature, signatureForm(version).output);
  if (kept === null || kept.length < LEAST_BYTES) return null;
  const due = signatureLength(version);
  return {
    hash,
    bytes: kept,
    isWhole: false,
    cause: cause('signature-cut-short', { kept: signature.length, due }),
  };
}

function formCause(version: SignatureVersion, how: Reading['how'], due: 'base64' | 'hex'): Cause | null {
  if (how === 'plus-as-space' && isOfUrl(version)) return cause('signature-not-percent-encoded', {});
  if (how === 'plus-as-space' || how === 'percent-encoded') return cause('signature-in-url-form', { how });
  return how === due ? null : cause('signature-encoding', { how });
}

/** The ways to read a signature, the likeliest first. */
function* readings(text: ByteString, due: 'base64' | 'hex'): Generator<Reading> {
  yield* formsOf(text);
  if (due === 'base64' && text.includes(' ')) {
    yield { how: 'plus-as-space', bytes: fromBase64(text.replaceAll(' ', '+')) };
  }
  if (due === 'base64' && text.includes('%')) {
    yield { how: 'percent-encoded', bytes: fromBase64(decodePercent(text)) };
  }
  const compact = text.replace(/\s+/g, '');
  if (compact !== text) {
    for (const { how, bytes } of formsOf(compact)) if (how === due) yield { how: 'white-space', bytes };
  }
  const quoted = /^(["'])(.+)\1$/.exec(text)?.[2];
  if (quoted !== undefined) {
    for (const { how, bytes } of formsOf(quoted)) if (how === due) yield { how: 'quoted', bytes };
  }
  // a URL that was copied with the bracket, full stop or quotation mark behind it
  const front =
    due === 'hex'
      ? /^([0-9a-f]{64})[^0-9a-f]/.exec(text)?.[1]
      : /^([A-Za-z0-9+/]{27}=|[A-Za-z0-9+/]{43}=)[^=]/.exec(text)?.[1];
  if (front !== undefined) {
    yield { how: 'trailing-text', bytes: due === 'hex' ? fromHex(front) : fromBase64(front) };
  }
}

/** The text forms of a digest that text without white space may be. */
function* formsOf(text: ByteString): Generator<Reading> {
  const isHex = /^(?:[0-9a-fA-F]{2})+$/.test(text);
  if (isHex) yield { how: text === text.toLowerCase() ? 'hex' : 'upper-case-hex', bytes: fromHex(text) };
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(text)) {
    const bytes = fromBase64(text);
    yield { how: text.length % 4 === 0 ? 'base64' : 'unpadded', bytes };
    if (bytes !== null && /^(?:[0-9a-fA-F]{2})+$/.test(bytes)) {
      yield { how: 'base64-of-hex', bytes: fromHex(bytes) };
    }
  }
  if (/^[A-Za-z0-9_-]+={0,2}$/.test(text)) {
    yield { how: 'base64url', bytes: fromBase64(text.replaceAll('-', '+').replaceAll('_', '/')) };
  }
}

/** The whole bytes at the beginning of a cut signature. */
function beginning(text: ByteString, due: 'base64' | 'hex'): ByteString | null {
  if (due === 'hex') return /^[0-9a-f]{1,63}$/.test(text) ? fromHex(text.slice(0, text.length & ~1)) : null;
  return /^[A-Za-z0-9+/]{1,43}$/.test(text) ? fromBase64(text.slice(0, text.length & ~3)) : null;
}
