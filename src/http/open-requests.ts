import type { ByteString } from '../bytes/byte-string.ts';
import type { ConnectionInfo } from './exchange.ts';
import type { Pair } from './pair.ts';

/** Characters of a signature that are compared: enough to tell any two apart, however they are encoded. */
const COMPARED = 24;
/** Places that are looked at for them: each may be percent-encoded. */
const LOOKED_AT = 3 * COMPARED;

/**
 * The signed requests of a capture that wait for their answers. One that comes while another with its signature waits
 * on another connection is that very request behind a proxy or gateway, which passes it on before it answers. What is
 * kept is one number a waiting request.
 */
export class OpenRequests {
  readonly #bySignature = new Map<number, Pair>();

  /** Enters a request by its head. Where it is another's copy, both pairs say so. */
  enter(pair: Pair, head: ByteString, info: () => ConnectionInfo): void {
    const signature = signatureIn(head);
    if (signature === 0) return;
    const first = this.#bySignature.get(signature);
    if (first === undefined) {
      pair.signature = signature;
      pair.info = info;
      this.#bySignature.set(signature, pair);
      return;
    }
    if (first.info === null || !isOtherWay(first.info(), info())) return;
    pair.outer = first.index;
    first.inner++;
  }

  /** Nothing more comes for a pair. */
  leave(pair: Pair): void {
    if (pair.signature !== 0 && this.#bySignature.get(pair.signature) === pair) {
      this.#bySignature.delete(pair.signature);
    }
  }
}

/** Between the same two machines and to the same port, a client has asked twice. */
function isOtherWay(first: ConnectionInfo, second: ConnectionInfo): boolean {
  return first.server !== second.server || hostOf(first.client) !== hostOf(second.client);
}

function hostOf(endpoint: string): string {
  return endpoint.slice(0, endpoint.lastIndexOf(':'));
}

/** `Signature=` of URLs and of V2 and V4 headers, whatever stands before it and with either case of its first letter. */
const NAMED = 'ignature=';
/** The header of V1, of which the signature is what follows the last colon. */
const AUTHORIZATION = 'uthorization: ';

/**
 * A number made of the signature in a head: of its letters and digits alone, so that a hop which encodes it otherwise
 * leaves it the same. 0 where there is none.
 */
function signatureIn(head: ByteString): number {
  const named = head.indexOf(NAMED);
  if (named >= 0) return numberOf(head, named + NAMED.length);
  const header = head.indexOf(AUTHORIZATION);
  if (header < 0) return 0;
  const start = header + AUTHORIZATION.length;
  const end = head.indexOf('\n', start);
  const colon = head.lastIndexOf(':', end < 0 ? head.length : end);
  return colon < start ? 0 : numberOf(head, colon + 1);
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const PERCENT = 0x25;
/** Fewer letters and digits than this are no signature. */
const LEAST = 8;

function numberOf(head: ByteString, start: number): number {
  let hash = FNV_OFFSET;
  let count = 0;
  const end = Math.min(head.length, start + LOOKED_AT);
  for (let at = start; at < end && count < COMPARED; at++) {
    const code = head.charCodeAt(at);
    if (code === PERCENT) at += 2;
    else if (isAlphanumeric(code)) {
      hash = Math.imul(hash ^ code, FNV_PRIME);
      count++;
    } else if (isDelimiter(code)) break;
  }
  return count < LEAST ? 0 : hash;
}

function isAlphanumeric(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** What ends a signature: an ampersand, a line's end, or a comma. A space may stand for a `+`, and more follows one only in the request line. */
function isDelimiter(code: number): boolean {
  return code === 0x26 || code === 0x0d || code === 0x0a || code === 0x2c;
}
