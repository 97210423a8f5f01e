import { NOTICES_PER_CODE } from './bytes/notice.ts';
import { SEARCH_BUDGET } from './diagnose/ports.ts';
import { HTTP_LIMITS, type HttpLimits } from './http/limits.ts';
import { STREAM_LIMITS, type StreamLimits } from './stream/limits.ts';

export type { HttpLimits, StreamLimits };

/** Uploads followed in one capture. */
export const MAX_UPLOADS = 1000;

/** Parts kept of one capture, over all its uploads. */
const MAX_PARTS = 100_000;

/** Limits of multipart uploads. */
export interface UploadLimits {
  /** Multipart uploads followed in one capture. */
  readonly uploads: number;
  /** Parts kept of one capture, over all its uploads. */
  readonly uploadParts: number;
}

export const UPLOAD_LIMITS: UploadLimits = { uploads: MAX_UPLOADS, uploadParts: MAX_PARTS };

/**
 * Longest text that is read, in bytes. Pasted text is short; an HTTP Archive holds the bodies of a whole
 * page.
 */
const MAX_TEXT_BYTES = 128 * 1024 * 1024;

/** Entries of an HTTP Archive, and exchanges of any text. */
export const MAX_TEXT_EXCHANGES = 100_000;

/** Limits of pasted text. */
export interface TextLimits {
  /** Longest text that is read, in bytes. */
  readonly textBytes: number;
  /** Exchanges of one text. */
  readonly textExchanges: number;
}

export const TEXT_LIMITS: TextLimits = { textBytes: MAX_TEXT_BYTES, textExchanges: MAX_TEXT_EXCHANGES };

/** Sessions whose keys a key log gives; later ones are counted and not kept. */
export const MAX_KEY_LOG_SESSIONS = 262_144;

/** Exchanges that a comparison of captures keeps, over all of them, and what they take in memory. */
const MAX_COMPARED_EXCHANGES = 262_144;
const MAX_COMPARED_BYTES = 80 * 1024 * 1024;

/**
 * What a packed file may come to when it is unpacked: some minutes' work. Captures are packed to a tenth,
 * bombs to a thousandth.
 */
export const MAX_UNPACKED_BYTES = 256 * 1024 ** 3;

/**
 * The limits that a user may change; all others bound what no user needs more of. When one is reached, a
 * notice or a note says so, and reading continues.
 */
export interface Limits extends StreamLimits, HttpLimits, UploadLimits, TextLimits {
  /** Signatures that one search for what a client signed may make. */
  readonly searchBudget: number;
  /** Bytes that a compressed file may unpack to. For the command: the library's `scan` unpacks nothing. */
  readonly unpackedBytes: number;
  /** Sessions of TLS whose keys are kept. For the command: the library's `scan` takes `tls.sessions`. */
  readonly tlsSessions: number;
  /** Exchanges of all captures that the command `compare` keeps. */
  readonly comparedExchanges: number;
  /** What they take in memory, packed. */
  readonly comparedBytes: number;
  /** Warnings of one kind that are kept. */
  readonly warnings: number;
}

/** The limits that apply unless others are given. */
export const USUAL_LIMITS: Limits = {
  ...STREAM_LIMITS,
  ...HTTP_LIMITS,
  ...UPLOAD_LIMITS,
  ...TEXT_LIMITS,
  searchBudget: SEARCH_BUDGET,
  unpackedBytes: MAX_UNPACKED_BYTES,
  tlsSessions: MAX_KEY_LOG_SESSIONS,
  comparedExchanges: MAX_COMPARED_EXCHANGES,
  comparedBytes: MAX_COMPARED_BYTES,
  warnings: NOTICES_PER_CODE,
};

/**
 * All limits: the usual ones where nothing else is given, or `undefined`, which compilers allow for what is
 * optional.
 */
export function limitsWith(given: Partial<Limits> = {}): Limits {
  const limits = { ...USUAL_LIMITS };
  for (const key of LIMIT_KEYS) limits[key] = given[key] ?? limits[key];
  return limits;
}

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/**
 * The largest values that the command accepts; `scan` does not check them. They are more than any machine
 * that reads captures can spare, or all that the format can express.
 */
export const LARGEST_LIMITS: Limits = {
  connections: 16_777_216,
  bufferedBytes: 64 * GIB,
  // sequence numbers farther off belong to nobody
  bufferedBytesPerDirection: 256 * MIB,
  headBytes: 64 * MIB,
  errorBodyBytes: 64 * MIB,
  partListBytes: 64 * MIB,
  formBytes: 64 * MIB,
  pipelinedRequests: 1_048_576,
  uploads: 1_048_576,
  uploadParts: 16_777_216,
  // a text is read whole, and a string of it holds half as many characters
  textBytes: 256 * MIB,
  textExchanges: 16_777_216,
  searchBudget: 100_000_000,
  unpackedBytes: 1024 * 1024 * GIB,
  tlsSessions: 4_194_304,
  comparedExchanges: 16_777_216,
  comparedBytes: 64 * GIB,
  warnings: 100_000,
};

export type LimitKey = keyof Limits;

export const LIMIT_KEYS = Object.keys(USUAL_LIMITS) as readonly LimitKey[];

/** How a limit is written on a command line: `bufferedBytes` as `buffered-bytes`. */
export function limitName(key: LimitKey): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Whether it counts bytes. */
export function isByteLimit(key: LimitKey): boolean {
  return /bytes/i.test(key);
}
