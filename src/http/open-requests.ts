import type { ByteString } from '../bytes/byte-string.ts';
import type { Pair } from './pair.ts';

/** Characters of a signature that are compared: enough to tell any two apart, however they are encoded. */
const COMPARED = 40;
/** Waiting requests that are known: of two that fall into one place, the later is. A power of two. */
const PLACES = 4096;
/** Characters that are looked at for them: each may be percent-encoded. */
const LOOKED_AT = 3 * COMPARED;

/** Requests that wait, by one number each: of two that fall into one place, the later is known. */
class Waiting {
  readonly #key = new Int32Array(PLACES);
  readonly #index = new Int32Array(PLACES);
  readonly #server = new Int32Array(PLACES);

  /** The index of the one that is known by a number, where its server is another than `server` (0: any); 0 for none. */
  find(key: number, server: number): number {
    const place = key & (PLACES - 1);
    if (this.#key[place] !== key || this.#server[place] === server) return 0;
    return this.#index[place] ?? 0;
  }

  add(key: number, index: number, server: number): void {
    const place = key & (PLACES - 1);
    this.#key[place] = key;
    this.#index[place] = index;
    this.#server[place] = server;
  }

  remove(key: number, index: number): void {
    const place = key & (PLACES - 1);
    if (this.#key[place] === key && this.#index[place] === index) this.#key[place] = 0;
  }
}

/**
 * The requests of a capture that wait for their answers. One that comes meanwhile with the signature of another may be that very
 * request behind a proxy or gateway, which passes it on before it answers; one for the same object at another server may be it too,
 * where the hop took the signature away or signed anew. Whoever has both whole decides. What is kept are a few numbers a request.
 */
export class OpenRequests {
  readonly #bySignature = new Waiting();
  readonly #byTarget = new Waiting();
  /** How many such requests those have that wait and have any, by index. */
  readonly #copies = new Map<number, number>();

  /** Enters a request by its head; `server`: the address that it goes to, as `endOf` gives it. */
  enter(pair: Pair, head: ByteString, server: number): void {
    const signature = signatureIn(head);
    const target = targetIn(head);
    const first =
      (signature === 0 ? 0 : this.#bySignature.find(signature, 0)) || this.#byTarget.find(target, server);
    if (first !== 0) {
      pair.outer = first;
      this.#copies.set(first, (this.#copies.get(first) ?? 0) + 1);
      return;
    }
    pair.signature = signature;
    pair.target = target;
    if (signature !== 0) this.#bySignature.add(signature, pair.index, server);
    this.#byTarget.add(target, pair.index, server);
  }

  /** Nothing more comes for a pair. Gives the number of those that came while it waited. */
  leave({ signature, target, index }: Pair): number {
    if (signature !== 0) this.#bySignature.remove(signature, index);
    if (target !== 0) this.#byTarget.remove(target, index);
    if (this.#copies.size === 0) return 0;
    const copies = this.#copies.get(index) ?? 0;
    this.#copies.delete(index);
    return copies;
  }
}

/** An address and port as a number, never 0. */
export function endOf(endpoint: string): number {
  return numberOf(endpoint, 0, endpoint.length) || 1;
}

/** A number made of method and path; 0 where there is none. A hop may change the query, and writes absolute forms anew. */
function targetIn(head: ByteString): number {
  let hash = FNV_OFFSET;
  const end = Math.min(head.length, MOST_OF_TARGET);
  let at = 0;
  for (; at < end; at++) {
    const code = head.charCodeAt(at);
    if (code === SPACE) break;
    hash = Math.imul(hash ^ code, FNV_PRIME);
  }
  at++;
  // http://host before the path
  if (head.charCodeAt(at) !== SLASH) {
    const scheme = head.indexOf('://', at);
    at = scheme < 0 ? at : head.indexOf('/', scheme + 3);
    if (at < 0) return 0;
  }
  for (; at < end; at++) {
    const code = head.charCodeAt(at);
    if (code === SPACE || code === QUESTION_MARK || code === LINE_FEED) break;
    hash = Math.imul(hash ^ code, FNV_PRIME);
  }
  return hash | 0;
}

/** Characters of a head that count for its target. */
const MOST_OF_TARGET = 256;
const [SPACE, SLASH, QUESTION_MARK, LINE_FEED] = [0x20, 0x2f, 0x3f, 0x0a];

/** Of a URL, whatever stands before it. */
const NAMED = 'ignature=';
/** The header, with either case of its first letter. */
const AUTHORIZATION = 'uthorization:';

/**
 * A number made of the signature in a head: of its letters and digits alone, so that a hop which encodes it otherwise
 * leaves it the same. An Authorization header ends in it, in every version. 0 where there is none.
 */
export function signatureIn(head: ByteString): number {
  const header = head.indexOf(AUTHORIZATION);
  if (header < 0) {
    const named = head.indexOf(NAMED);
    return named < 0 || named > head.indexOf('\n') ? 0 : numberOfStart(head, named + NAMED.length);
  }
  const start = header + AUTHORIZATION.length;
  if (!isOfService(head, start)) return 0;
  const end = head.indexOf('\n', start);
  return numberOfEnd(head, start, end < 0 ? head.length : end);
}

/** The schemes that sign a request begin with `OSS` and `AWS`; those of a login are the same on many requests. */
function isOfService(head: ByteString, at: number): boolean {
  const start = head.charCodeAt(at) === SPACE ? at + 1 : at;
  return head.startsWith('OSS', start) || head.startsWith('AWS', start);
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const PERCENT = 0x25;
/** Fewer letters and digits than this are no signature. */
const LEAST = 8;

function numberOf(text: string, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  return hash | 0;
}

/** Of the first letters and digits of a parameter's value. */
function numberOfStart(head: ByteString, start: number): number {
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

/** Of the last letters and digits of a line. */
function numberOfEnd(head: ByteString, start: number, end: number): number {
  let hash = FNV_OFFSET;
  let count = 0;
  for (let at = end - 1; at >= start && count < COMPARED; at--) {
    const code = head.charCodeAt(at);
    if (!isAlphanumeric(code)) continue;
    hash = Math.imul(hash ^ code, FNV_PRIME);
    count++;
  }
  return count < LEAST ? 0 : hash;
}

function isAlphanumeric(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** What ends a signature in a URL: an ampersand, a line's end, or a space before the version. */
function isDelimiter(code: number): boolean {
  return code === 0x26 || code === 0x0d || code === 0x0a;
}
