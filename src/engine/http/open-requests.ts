import type { ByteString } from '../bytes/byte-string.ts';
import type { CapturedRequest } from './captured-message.ts';
import type { ConnectionInfo } from './exchange.ts';
import { authorizationIn } from './head.ts';
import type { Ends, KnownRequest } from './pairing.ts';

/**
 * Letters and digits of a signature that are compared: more than enough for any two to differ in, however
 * they are encoded.
 */
const COMPARED = 16;
/** Places for waiting requests: of two that fall into one place, the later is known. Powers of two. */
const PLACES = 4096;
/** As long as no two meet in one: thousands of captures have a handful of requests each. */
const FIRST_PLACES = 32;
/** Characters that are looked at for them: each may be percent-encoded. */
const LOOKED_AT = 3 * COMPARED;

type Entered = Pick<CapturedRequest, 'head' | 'firstSeconds' | 'authorization'>;

/**
 * The requests of a capture that wait for their answers. One that comes meanwhile with the signature of
 * another may be that very request behind a proxy or gateway, which passes it on before it answers. So may
 * one for the same object at another server, without a signature or of another key, where a hop took the
 * signature away or signed anew. Whoever has both whole decides. One in the very segments of another, with
 * their numbers, is that one behind a translation of addresses: it is known for a while after its answer, for
 * segments that were lost delay what comes behind them. What is kept are a few numbers a request, and a head
 * that waits anyway.
 */
export class OpenRequests {
  readonly #bySequence = new RequestsByNumber();
  readonly #bySignature = new RequestsByNumber();
  readonly #byTarget = new RequestsByNumber();

  /** Enters a request by its head. `sequence`: the number of its first byte. */
  enter(index: number, request: Entered, ends: Ends, sequence: number): KnownRequest {
    const { head, firstSeconds: seconds, authorization } = request;
    const known: KnownRequest = {
      index,
      ends,
      seconds,
      sequence: sequence < LEAST_RANDOM ? 0 : sequence | 0,
      signature: signatureIn(head, authorization),
      target: targetIn(head),
      head,
      outer: null,
      isTranslated: false,
      copies: 0,
    };
    const same = this.#bySequence.find(known.sequence);
    if (same !== null && isTranslation(same, known)) {
      known.outer = same;
      known.isTranslated = true;
      return known;
    }
    const before = this.#bySignature.find(known.signature) ?? this.#withTarget(known, head);
    const first = before?.outer ?? before;
    if (first !== null && first.head !== null) {
      known.outer = first;
      first.copies++;
    }
    this.#bySequence.add(known.sequence, known);
    // the next hop is known by what this one made of it
    if (known.outer?.signature !== known.signature) this.#bySignature.add(known.signature, known);
    this.#byTarget.add(known.target, known);
    return known;
  }

  /** Nothing more comes for a request. */
  leave(known: KnownRequest): void {
    known.head = null;
    if (known.isTranslated) return;
    // what it is a copy of comes back to its place, where that still waits
    const outer = known.outer !== null && known.outer.head !== null ? known.outer : null;
    this.#bySignature.remove(known.signature, known, outer?.signature === known.signature ? outer : null);
    this.#byTarget.remove(known.target, known, outer?.target === known.target ? outer : null);
  }

  /** Of those with a target, the last one, or what that is a copy of. */
  #withTarget({ target, ends }: KnownRequest, head: ByteString): KnownRequest | null {
    const last = this.#byTarget.find(target);
    if (last === null || mayBeOne(last, head, ends)) return last;
    const { outer } = last;
    return outer !== null && mayBeOne(outer, head, ends) ? outer : null;
  }
}

/**
 * Numbers begin at random: those of a capture that was made up begin low, and are the same on many
 * connections.
 */
const LEAST_RANDOM = 1 << 20;

/** Translations change an address, and take no time. */
function isTranslation(one: KnownRequest, other: KnownRequest): boolean {
  return (
    one.signature === other.signature &&
    one.target === other.target &&
    Math.abs(one.seconds - other.seconds) <= 1 &&
    (one.ends.server !== other.ends.server || one.ends.clientHost !== other.ends.clientHost)
  );
}

/**
 * Requests, each at the place that a number of it gives; 0 has none. The numbers stand apart, so that to look
 * for one touches no request.
 */
class RequestsByNumber {
  #numbers = new Int32Array(FIRST_PLACES);
  #known: (KnownRequest | null)[] = new Array<KnownRequest | null>(FIRST_PLACES).fill(null);

  find(number: number): KnownRequest | null {
    const place = number & (this.#numbers.length - 1);
    return number !== 0 && this.#numbers[place] === number ? (this.#known[place] ?? null) : null;
  }

  add(number: number, known: KnownRequest): void {
    if (number === 0) return;
    for (;;) {
      const place = number & (this.#numbers.length - 1);
      const other = this.#numbers[place] ?? 0;
      if (other === 0 || this.#numbers.length === PLACES || isOnePlace(other, number)) {
        this.#numbers[place] = number;
        this.#known[place] = known;
        return;
      }
      this.#grow();
    }
  }

  /** `before`: what takes its place; null for none. */
  remove(number: number, known: KnownRequest, before: KnownRequest | null): void {
    const place = number & (this.#numbers.length - 1);
    if (this.#known[place] !== known) return;
    this.#known[place] = before;
    if (before === null) this.#numbers[place] = 0;
  }

  #grow(): void {
    const [numbers, all] = [this.#numbers, this.#known];
    this.#numbers = new Int32Array(2 * numbers.length);
    this.#known = new Array<KnownRequest | null>(2 * all.length).fill(null);
    for (const [place, known] of all.entries()) if (known !== null) this.add(numbers[place] ?? 0, known);
  }
}

/** Whether two numbers fall into one place however many there are. */
function isOnePlace(one: number, other: number): boolean {
  return ((one ^ other) & (PLACES - 1)) === 0;
}

/**
 * Whether a request for the object of another can be that one, signed anew by a hop, or without its
 * signature: many clients ask for one object, with one key or none. So the signer is another one, or it comes
 * from where the other went to, or it bears a hop's marks. A form is signed in its body.
 */
function mayBeOne(asked: KnownRequest, head: ByteString, ends: Ends): boolean {
  if (asked.head === null || asked.ends.server === ends.server) return false;
  const signer = signerIn(asked.head);
  if (signer !== signerIn(head) || (signer === 0 && head.startsWith('POST'))) return true;
  if (signer === 0) return false;
  const isBeside = asked.outer !== null && asked.ends.clientHost === ends.clientHost;
  return asked.ends.serverHost === ends.clientHost || isBeside || MARKS.test(head);
}

/** Lines that proxies write. */
const MARKS = /\n(?:via|forwarded|x-forwarded-[a-z]+|x-real-ip):/i;

/** Both ends of a connection as numbers, which are never 0. */
export function endsOf({ client, server }: Pick<ConnectionInfo, 'client' | 'server'>): Ends {
  return { server: endOf(server), clientHost: hostOf(client), serverHost: hostOf(server) };
}

function endOf(endpoint: string): number {
  return numberOf(endpoint, 0, endpoint.length) || 1;
}

/** All that runs on one machine has one address there, whoever it is. */
function hostOf(endpoint: string): number {
  if (endpoint.startsWith('127.') || endpoint.startsWith('[::1]')) return 1;
  return numberOf(endpoint, 0, endpoint.lastIndexOf(':')) || 1;
}

/** A number made of the ID of the key that signs; 0 for none. */
function signerIn(head: ByteString): number {
  const start = authorizationIn(head);
  if (start < 0) {
    const named = head.indexOf(KEY_ID);
    const key = named < 0 ? head.indexOf(CREDENTIAL) + CREDENTIAL.length : named + KEY_ID.length;
    return named < 0 && key < CREDENTIAL.length ? 0 : numberUntilEnd(head, key);
  }
  if (!isOfService(head, start)) return 0;
  // V1 and V2 of the S3 dialect name the key behind the scheme
  const named = head.charCodeAt(start + 4) === FOUR || head.charCodeAt(start + 4) === TWO;
  const at = named ? head.indexOf(CREDENTIAL, start) : -1;
  return numberUntilEnd(head, at < 0 ? head.indexOf(' ', start + 1) + 1 : at + CREDENTIAL.length);
}

const [TWO, FOUR] = [0x32, 0x34];
/** In a header and in a URL. */
const CREDENTIAL = 'redential=';
/** In a URL. */
const KEY_ID = 'AccessKeyId=';
/** Characters of a key's ID that count. */
const MOST_OF_KEY = 40;

function numberUntilEnd(head: ByteString, start: number): number {
  let hash = FNV_OFFSET;
  const end = Math.min(head.length, start + MOST_OF_KEY);
  for (let at = start; at < end; at++) {
    const code = head.charCodeAt(at);
    if (code === COLON || code === SLASH || code === LINE_FEED || code === PERCENT || code === AMPERSAND)
      break;
    hash = Math.imul(hash ^ code, FNV_PRIME);
  }
  return hash | 0;
}

/**
 * A number made of method and path; 0 where there is none. A hop may change the query, and writes absolute
 * forms anew.
 */
function targetIn(head: ByteString): number {
  let at = head.indexOf(' ') + 1;
  if (at === 0) return 0;
  let hash = Math.imul(FNV_OFFSET ^ head.charCodeAt(0), FNV_PRIME) ^ at;
  // http://host before the path
  if (head.charCodeAt(at) !== SLASH) {
    const scheme = head.indexOf('://', at);
    at = scheme < 0 ? at : head.indexOf('/', scheme + 3);
    if (at < 0) return 0;
  }
  const end = Math.min(head.length, at + MOST_OF_TARGET);
  for (; at < end; at++) {
    const code = head.charCodeAt(at);
    if (code === SPACE || code === QUESTION_MARK || code === LINE_FEED) break;
    hash = Math.imul(hash ^ code, FNV_PRIME);
  }
  return hash | 0;
}

/** Characters of a path that count. */
const MOST_OF_TARGET = 256;
const [SPACE, SLASH, QUESTION_MARK, LINE_FEED, COLON, AMPERSAND] = [0x20, 0x2f, 0x3f, 0x0a, 0x3a, 0x26];

/** Of a URL, whatever stands before it. */
const NAMED = 'ignature=';

/**
 * A number made of the signature in a head: of its letters and digits alone, so that a hop which encodes it
 * otherwise leaves it the same. An Authorization header ends in it, in every version. 0 where there is none.
 */
export function signatureIn(head: ByteString, start = authorizationIn(head)): number {
  if (start < 0) {
    const named = head.indexOf(NAMED);
    return named < 0 || named > head.indexOf('\n') ? 0 : numberOfStart(head, named + NAMED.length);
  }
  if (!isOfService(head, start)) return 0;
  const end = head.indexOf('\n', start);
  return numberOfEnd(head, start, end < 0 ? head.length : end);
}

/**
 * The schemes that sign a request begin with `OSS`, `OBS`, `AWS`, `GOOG` and `TOS`; those of a login are the
 * same on many requests.
 */
function isOfService(head: ByteString, at: number): boolean {
  const start = head.charCodeAt(at) === SPACE ? at + 1 : at;
  const first = head.charCodeAt(start);
  const second = head.charCodeAt(start + 1);
  return (
    (first === LETTER_O && (second === LETTER_S || second === LETTER_B)) ||
    (first === LETTER_A && second === LETTER_W) ||
    ((first === LETTER_G || first === LETTER_T) && second === LETTER_O)
  );
}

const [LETTER_A, LETTER_B, LETTER_G, LETTER_O, LETTER_S, LETTER_T, LETTER_W] = [
  0x41, 0x42, 0x47, 0x4f, 0x53, 0x54, 0x57,
];

const FNV_OFFSET = 0x811c9dc5 | 0;
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
