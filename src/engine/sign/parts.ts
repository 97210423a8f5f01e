import type { ByteString } from '../bytes/byte-string.ts';
import type { Origin } from './canonical.ts';

/**
 * The parts of a canonical string stand between the request and its text: each holds its text exactly as it
 * stands in the string (encoded where the version encodes), in the order in which it stands there. Whoever
 * changes one part and formats again gets the string that a client with that deviation would have signed.
 */
export interface Part {
  readonly value: ByteString;
  /** Null where the request has no such value. */
  readonly origin: Origin | null;
}

/** A header line of a canonical string. */
export interface HeaderPart extends Part {
  /** Lower case. */
  readonly name: ByteString;
}

/** A query parameter of a canonical string. */
export interface ParameterPart {
  /** Name as in the string; encoded where the version encodes. */
  readonly name: ByteString;
  /** Null stands as the bare name, an empty value as `name=`. */
  readonly value: ByteString | null;
  readonly origin: Origin | null;
}

export const ABSENT: Part = { value: '', origin: null };
