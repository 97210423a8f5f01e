import { toByteString, toBytes } from '../../bytes/byte-string.ts';
import { isJsonObject } from '../../bytes/json.ts';

/** How one type of value is written as JSON, and read back from JSON of unknown origin. */
export interface Codec<T> {
  encode(value: T): unknown;
  /** Throws a `CodecFault` for anything that `encode` does not make. */
  decode(json: unknown): T;
}

/** A member that may be absent. */
interface OptionalCodec<T> {
  readonly optional: Codec<T>;
}

/**
 * JSON that is not of its type; `place` leads to it, e.g. `exchange.request.frame`. Thrown within
 * this folder only: whoever reads a line catches it and gives a `Result`. Handing a result up from
 * every leaf would double the code.
 */
export class CodecFault extends Error {
  readonly place: string;

  constructor(place: string) {
    super(`malformed: ${place}`);
    this.place = place;
  }
}

/** Runs `decode` for the member `name`: a fault within it is told with the whole way. */
function within<T>(name: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof CodecFault)) throw error;
    throw new CodecFault(error.place === '' ? name : `${name}.${error.place}`);
  }
}

/**
 * Every member of a type with its codec: a member that is added to the type is missed here by the
 * compiler.
 */
export type Shape<T> = {
  readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K>
    ? OptionalCodec<Exclude<T[K], undefined>>
    : Codec<T[K]>;
};

export function optional<T>(codec: Codec<T>): OptionalCodec<T> {
  return { optional: codec };
}

type AnyMember = Codec<unknown> | OptionalCodec<unknown>;

/**
 * An object with exactly these members. Encoding reads each of them, so that what is computed on
 * demand is computed.
 */
export function object<T extends object>(shape: Shape<T>): Codec<T> {
  const members = Object.entries(shape) as [string, AnyMember][];
  const names = new Set(members.map(([name]) => name));
  return {
    encode(value: T): unknown {
      const json: Record<string, unknown> = {};
      for (const [name, member] of members) {
        const inner = (value as Record<string, unknown>)[name];
        if ('optional' in member) {
          if (inner !== undefined) json[name] = member.optional.encode(inner);
        } else json[name] = member.encode(inner);
      }
      return json;
    },
    decode(json: unknown): T {
      if (!isJsonObject(json)) throw new CodecFault('');
      const value: Record<string, unknown> = {};
      for (const [name, member] of members) {
        const codec = 'optional' in member ? member.optional : member;
        if (Object.hasOwn(json, name)) value[name] = within(name, () => codec.decode(json[name]));
        else if (!('optional' in member)) throw new CodecFault(name);
      }
      for (const name of Object.keys(json)) if (!names.has(name)) throw new CodecFault(name);
      // Every member of the shape was decoded by its own codec above.
      return value as T;
    },
  };
}

export function array<T>(codec: Codec<T>): Codec<readonly T[]> {
  return {
    encode: (values) => values.map((value) => codec.encode(value)),
    decode(json: unknown): readonly T[] {
      if (!Array.isArray(json)) throw new CodecFault('');
      return json.map((inner: unknown, at) => within(String(at), () => codec.decode(inner)));
    },
  };
}

export function nullable<T>(codec: Codec<T>): Codec<T | null> {
  return {
    encode: (value) => (value === null ? null : codec.encode(value)),
    decode: (json) => (json === null ? null : codec.decode(json)),
  };
}

export function pair<A, B>(first: Codec<A>, second: Codec<B>): Codec<readonly [A, B]> {
  return {
    encode: ([a, b]) => [first.encode(a), second.encode(b)],
    decode(json: unknown): readonly [A, B] {
      if (!Array.isArray(json) || json.length !== 2) throw new CodecFault('');
      return [first.decode(json[0]), second.decode(json[1])];
    },
  };
}

/** A value that a predicate knows, written as it is. */
export function checked<T>(is: (json: unknown) => json is T): Codec<T> {
  return {
    encode: (value) => value,
    decode(json: unknown): T {
      if (!is(json)) throw new CodecFault('');
      return json;
    },
  };
}

const BYTES_ONLY = /^[\0-\xff]*$/;

/** A byte string. */
export const BYTES: Codec<string> = checked(
  (json): json is string => typeof json === 'string' && BYTES_ONLY.test(json),
);

/** Ordinary text: paths, and words of this program. */
export const TEXT: Codec<string> = checked((json): json is string => typeof json === 'string');

/** A name that this program gave: an operation, an id. Never a captured text. */
export const WORD: Codec<string> = checked(
  (json): json is string => typeof json === 'string' && /^[\w.:-]{1,100}$/.test(json),
);

export const BOOLEAN: Codec<boolean> = checked((json): json is boolean => typeof json === 'boolean');

export const TRUE: Codec<true> = checked((json): json is true => json === true);

/** A whole number from 0. */
export const COUNT: Codec<number> = checked(
  (json): json is number => typeof json === 'number' && Number.isSafeInteger(json) && json >= 0,
);

/** Numbers that JSON has no words for. */
const ODD_NUMBERS = ['NaN', 'Infinity', '-Infinity'];

/** Any number, also one that is none (a time that is not known). */
export const NUMBER: Codec<number> = {
  encode: (value) => (Number.isFinite(value) ? value : String(value)),
  decode(json: unknown): number {
    if (typeof json === 'number') return json;
    if (typeof json === 'string' && ODD_NUMBERS.includes(json)) return Number(json);
    throw new CodecFault('');
  },
};

/** Bytes, as a byte string: most bodies are text. */
export const BINARY: Codec<Uint8Array> = {
  encode: (value) => toByteString(value),
  decode: (json) => toBytes(BYTES.decode(json)),
};

/** A whole number of up to 64 bits, in decimal digits. */
export const BIG_COUNT: Codec<bigint> = {
  encode: (value) => value.toString(),
  decode(json: unknown): bigint {
    if (typeof json !== 'string' || !/^\d{1,20}$/.test(json)) throw new CodecFault('');
    return BigInt(json);
  },
};

/** One of the names of a list. */
export function oneOf<T extends string>(names: readonly T[]): Codec<T> {
  return checked((json): json is T => names.some((name) => name === json));
}

/** One of the names of a type that has no list: the compiler asks for all of them. */
export function keyOf<T extends string>(names: Readonly<Record<T, true>>): Codec<T> {
  return checked((json): json is T => typeof json === 'string' && Object.hasOwn(names, json));
}

/** Values by name, as sentences take them. */
export const ARGS: Codec<Readonly<Record<string, string | number>>> = {
  encode: (args) => Object.fromEntries(Object.entries(args).map(([name, value]) => [name, encodeArg(value)])),
  decode(json: unknown): Readonly<Record<string, string | number>> {
    if (!isJsonObject(json)) throw new CodecFault('');
    const entries = Object.entries(json).map(
      ([name, value]) =>
        [
          name,
          within(name, () => (typeof value === 'string' ? BYTES.decode(value) : decodeNumberArg(value))),
        ] as const,
    );
    return Object.fromEntries(entries);
  },
};

/** In a list, so that it is told from a text that spells the same. */
function encodeArg(value: string | number): unknown {
  return typeof value === 'string' || Number.isFinite(value) ? value : [String(value)];
}

function decodeNumberArg(json: unknown): number {
  return NUMBER.decode(Array.isArray(json) && json.length === 1 ? json[0] : json);
}
