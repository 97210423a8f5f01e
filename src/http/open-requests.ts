import type { ByteString } from '../bytes/byte-string.ts';
import type { ConnectionInfo } from './exchange.ts';
import type { Pair } from './pair.ts';

/** Characters of a signature that are compared: enough to tell any two apart, however they are encoded. */
const COMPARED = 40;
/** Waiting requests that are known: of two that fall into one place, the later is. A power of two. */
const PLACES = 4096;
/** Characters that are looked at for them: each may be percent-encoded. */
const LOOKED_AT = 3 * COMPARED;

/** The two ends of a connection, as numbers that are equal where the addresses are. */
export interface Ends {
  /** Address of the client, without its port. */
  readonly client: number;
  /** Address and port of the server. */
  readonly server: number;
}

export function endsOf({ client, server }: ConnectionInfo): Ends {
  return {
    client: numberOf(client, 0, client.lastIndexOf(':')),
    server: numberOf(server, 0, server.length),
  };
}

/**
 * The signed requests of a capture that wait for their answers. One that comes while another with its signature waits
 * on another connection is that very request behind a proxy or gateway, which passes it on before it answers. What is
 * kept are a few numbers a waiting request.
 */
export class OpenRequests {
  readonly #signature = new Int32Array(PLACES);
  readonly #index = new Int32Array(PLACES);
  readonly #client = new Int32Array(PLACES);
  readonly #server = new Int32Array(PLACES);
  /** How many copies those have that wait and have any, by index. */
  readonly #copies = new Map<number, number>();

  /** Enters a request by its head. Where it is another's copy, both pairs say so in the end. */
  enter(pair: Pair, head: ByteString, { client, server }: Ends): void {
    const signature = signatureIn(head);
    if (signature === 0) return;
    const place = signature & (PLACES - 1);
    if (this.#signature[place] !== signature) {
      pair.signature = signature;
      this.#signature[place] = signature;
      this.#index[place] = pair.index;
      this.#client[place] = client;
      this.#server[place] = server;
      return;
    }
    // between the same two machines and to the same port, a client has asked twice
    if (this.#client[place] === client && this.#server[place] === server) return;
    const first = this.#index[place] ?? 0;
    pair.outer = first;
    this.#copies.set(first, (this.#copies.get(first) ?? 0) + 1);
  }

  /** Nothing more comes for a pair. Gives the number of its copies that have begun. */
  leave({ signature, index }: Pair): number {
    if (signature === 0) return 0;
    const place = signature & (PLACES - 1);
    if (this.#signature[place] === signature && this.#index[place] === index) this.#signature[place] = 0;
    if (this.#copies.size === 0) return 0;
    const copies = this.#copies.get(index) ?? 0;
    this.#copies.delete(index);
    return copies;
  }
}

/** Of a URL, whatever stands before it. */
const NAMED = 'ignature=';
/** The header, with either case of its first letter. */
const AUTHORIZATION = 'uthorization:';

/**
 * A number made of the signature in a head: of its letters and digits alone, so that a hop which encodes it otherwise
 * leaves it the same. An Authorization header ends in it, in every version. 0 where there is none.
 */
function signatureIn(head: ByteString): number {
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

const SPACE = 0x20;

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
