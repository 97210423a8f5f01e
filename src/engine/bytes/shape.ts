import { type ByteString, toByteString, toBytes } from './byte-string.ts';
import { isJsonObject } from './json.ts';

/**
 * The language in which values are described, once: from the shape of a value come its type, its JSON Schema,
 * and how it is written as JSON that a program reads back, which may be of unknown origin by then.
 *
 * A library for this was weighed: TypeBox takes 70 to 150 ms to load, more than all of this program, and its
 * schemas know neither byte strings nor how a value of a report is made.
 */
export interface Shape<T> {
  /** Made when it is asked for: only those who publish or check the schema need it. */
  schema(): JsonSchema;
  encode(value: T): unknown;
  /** Throws a `ShapeFault` for anything that `encode` does not make. */
  decode(json: unknown): T;
}

/** A JSON Schema (draft 2020-12), or part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** How a report takes a captured text: through a door that may mask it. */
export interface TextDoor {
  take(captured: ByteString): string;
}

/** A value that a report can show as it is, but for its captured texts. */
export interface Leaf<T> extends Shape<T> {
  show(value: T, door: TextDoor): T;
}

/** A member that is in the report too. */
export interface InReport<T> extends Shape<T> {
  readonly reported: Leaf<T>;
}

/** A member that may be absent. */
export interface OptionalShape<T> {
  readonly optional: Shape<T>;
}

type AnyShape = Shape<unknown> | OptionalShape<unknown>;

/**
 * Every member of a type with its shape: a member that is added to the type is missed here by the compiler.
 */
export type ShapesOf<T> = {
  readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K>
    ? OptionalShape<Exclude<T[K], undefined>>
    : Shape<T[K]>;
};

/** The type of what a shape describes. */
export type TypeOf<S> = S extends Shape<infer T> ? T : never;

type Flat<T> = { [K in keyof T]: T[K] };

/** The type of an object with such members. */
export type ObjectOf<M> = Flat<
  { readonly [K in keyof M as M[K] extends OptionalShape<unknown> ? never : K]: TypeOf<M[K]> } & {
    readonly [K in keyof M as M[K] extends OptionalShape<unknown> ? K : never]?: M[K] extends OptionalShape<
      infer T
    >
      ? T
      : never;
  }
>;

/**
 * JSON that is not of its shape; `place` leads to it, e.g. `exchange.request.frame`. Whoever reads a line
 * catches it and gives a `Result`: to pass a result up from every leaf would double the code.
 */
export class ShapeFault extends Error {
  readonly place: string;

  constructor(place: string) {
    super(`malformed: ${place}`);
    this.place = place;
  }
}

/** Runs `decode` for the member `name`: the place of a fault within it begins with that name. */
function within<T>(name: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof ShapeFault)) throw error;
    throw new ShapeFault(error.place === '' ? name : `${name}.${error.place}`);
  }
}

/** The members of an object with their shapes. */
export type Members = Readonly<Record<string, AnyShape>>;

/** An object with exactly these members. */
export interface RecordShape<M> extends Shape<ObjectOf<M>> {
  readonly members: M;
}

/** An object whose type comes from its members. */
export function recordOf<const M extends Members>(members: M, description = ''): RecordShape<M> {
  return { ...record<ObjectOf<M>>(members, description), members };
}

/** An object whose type has its own declaration: the compiler asks for a shape of each member. */
export function recordFor<T extends object>(members: ShapesOf<T>): Shape<T> {
  return record<T>(members, '');
}

/** Encoding reads each member, so that what is computed on demand is computed. */
function record<T extends object>(members: object, description: string): Shape<T> {
  const list = Object.entries(members).map(([name, member]: [string, AnyShape]): ListedMember => {
    const isOptional = 'optional' in member;
    return { name, isOptional, shape: isOptional ? member.optional : member };
  });
  const names = new Set(Object.keys(members));
  return {
    schema: () => recordSchema(list, description),
    encode(value: T): unknown {
      const json: Record<string, unknown> = {};
      for (const { name, isOptional, shape } of list) {
        const inner = (value as Record<string, unknown>)[name];
        if (!isOptional || inner !== undefined) json[name] = shape.encode(inner);
      }
      return json;
    },
    decode(json: unknown): T {
      if (!isJsonObject(json)) throw new ShapeFault('');
      const value: Record<string, unknown> = {};
      for (const { name, isOptional, shape } of list) {
        if (Object.hasOwn(json, name)) value[name] = within(name, () => shape.decode(json[name]));
        else if (!isOptional) throw new ShapeFault(name);
      }
      for (const name of Object.keys(json)) if (!names.has(name)) throw new ShapeFault(name);
      // Every member was decoded by its own shape above.
      return value as T;
    },
  };
}

interface ListedMember {
  readonly name: string;
  readonly isOptional: boolean;
  readonly shape: Shape<unknown>;
}

/**
 * The schema of an object: what it must have before what it may have. Members beyond these may be added by
 * later versions.
 */
function recordSchema(members: readonly ListedMember[], description: string): JsonSchema {
  const required = members.filter(({ isOptional }) => !isOptional);
  const all = [...required, ...members.filter(({ isOptional }) => isOptional)];
  return {
    ...(description === '' ? {} : { description }),
    type: 'object',
    properties: Object.fromEntries(all.map(({ name, shape }) => [name, shape.schema()])),
    ...(required.length === 0 ? {} : { required: required.map(({ name }) => name) }),
  };
}

/** Marks a member that is in the report too; `as`: where the report says more precisely what it is. */
export function inReport<T>(shape: Leaf<T>, as: Leaf<T> = shape): InReport<T> {
  const { schema, encode, decode } = shape;
  return { schema, encode, decode, reported: as };
}

/** The members of a record that are in the report too, as the report has them. */
type ReportMembers<M> = {
  readonly [K in keyof M as M[K] extends InReport<unknown> ? K : never]: M[K] extends InReport<infer T>
    ? Leaf<T>
    : never;
};

export function reportMembers<M extends Members>({ members }: RecordShape<M>): ReportMembers<M> {
  // `reportedIn` picks them by the mark by which the type does.
  return Object.fromEntries(reportedIn(members)) as ReportMembers<M>;
}

/** Adds those members of a value to an object, as the report shows them. */
export function reportOf<M extends Members>({
  members,
}: RecordShape<M>): <A extends object>(
  value: ObjectOf<M>,
  door: TextDoor,
  into: A,
) => A & ObjectOf<ReportMembers<M>> {
  const list = reportedIn(members);
  return (value, door, into) => {
    const made = into as Record<string, unknown>;
    for (const [name, { show }] of list) made[name] = show((value as Record<string, unknown>)[name], door);
    return into as typeof into & ObjectOf<ReportMembers<M>>;
  };
}

function reportedIn(members: Members): readonly (readonly [string, Leaf<unknown>])[] {
  return Object.entries(members).flatMap(([name, member]) =>
    'reported' in member ? [[name, (member as InReport<unknown>).reported] as const] : [],
  );
}

/** A copy of all that a value must have: what is computed on demand is computed. */
export function copyOf<M extends Members>({ members }: RecordShape<M>, value: ObjectOf<M>): ObjectOf<M> {
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(members)) {
    if (!('optional' in member)) copy[name] = (value as Record<string, unknown>)[name];
  }
  return copy as ObjectOf<M>;
}

export function optional<S extends Shape<unknown>>(shape: S): { readonly optional: S } {
  return { optional: shape };
}

export function listOf<T>(shape: Shape<T>): Shape<readonly T[]> {
  return {
    schema: () => ({ type: 'array', items: shape.schema() }),
    encode: (values) => values.map((value) => shape.encode(value)),
    decode(json: unknown): readonly T[] {
      if (!Array.isArray(json)) throw new ShapeFault('');
      return json.map((inner: unknown, at) => within(String(at), () => shape.decode(inner)));
    },
  };
}

export function orNull<T>(shape: Leaf<T>): Leaf<T | null>;
export function orNull<T>(shape: Shape<T>): Shape<T | null>;
export function orNull<T>(shape: Shape<T> & Partial<Leaf<T>>): Shape<T | null> & Partial<Leaf<T | null>> {
  const { show } = shape;
  return {
    schema: () => ({ anyOf: [shape.schema(), { type: 'null' }] }),
    encode: (value) => (value === null ? null : shape.encode(value)),
    decode: (json) => (json === null ? null : shape.decode(json)),
    ...(show === undefined
      ? {}
      : { show: (value: T | null, door: TextDoor) => (value === null ? null : show(value, door)) }),
  };
}

export function pairOf<A, B>(first: Shape<A>, second: Shape<B>): Shape<readonly [A, B]> {
  return {
    schema: () => ({
      type: 'array',
      prefixItems: [first.schema(), second.schema()],
      minItems: 2,
      maxItems: 2,
    }),
    encode: ([a, b]) => [first.encode(a), second.encode(b)],
    decode(json: unknown): readonly [A, B] {
      if (!Array.isArray(json) || json.length !== 2) throw new ShapeFault('');
      return [first.decode(json[0]), second.decode(json[1])];
    },
  };
}

/** The same shape, with a sentence for those who read the schema. */
export function described<S extends Shape<unknown>>(description: string, shape: S): S {
  return { ...shape, schema: () => ({ description, ...shape.schema() }) };
}

/** A value that a predicate knows, written as it is. */
export function leafOf<T>(schema: JsonSchema, is: (json: unknown) => json is T): Leaf<T> {
  return {
    schema: () => schema,
    encode: (value) => value,
    decode(json: unknown): T {
      if (!is(json)) throw new ShapeFault('');
      return json;
    },
    show: (value) => value,
  };
}

const STRING: JsonSchema = { type: 'string' };
const BYTES_ONLY = /^[\0-\xff]*$/;

/** Captured bytes, as a byte string. */
export const BYTES: Leaf<ByteString> = {
  ...leafOf(STRING, (json): json is string => typeof json === 'string' && BYTES_ONLY.test(json)),
  show: (value, door) => door.take(value),
};

/** Ordinary text: paths, and sentences of this program. */
export const TEXT: Leaf<string> = leafOf(STRING, (json): json is string => typeof json === 'string');

/** A name that this program gave: an operation, an id. Never a captured text. */
export const WORD: Leaf<string> = leafOf(
  STRING,
  (json): json is string => typeof json === 'string' && /^[\w.:-]{1,100}$/.test(json),
);

export const BOOLEAN: Leaf<boolean> = leafOf(
  { type: 'boolean' },
  (json): json is boolean => typeof json === 'boolean',
);

/** This value and no other. */
export function constant<const T extends string | number | boolean>(value: T): Leaf<T> {
  return leafOf({ const: value }, (json): json is T => json === value);
}

export const TRUE: Leaf<true> = constant(true);

function isWhole(json: unknown): json is number {
  return typeof json === 'number' && Number.isSafeInteger(json);
}

export const INTEGER: Leaf<number> = leafOf({ type: 'integer' }, isWhole);

/** A whole number from 0. */
export const COUNT: Leaf<number> = leafOf(
  { type: 'integer', minimum: 0 },
  (json): json is number => isWhole(json) && json >= 0,
);

/** A number of those that count from 1, as frames and indexes do. */
export const ORDINAL: Leaf<number> = leafOf(
  { type: 'integer', minimum: 1 },
  (json): json is number => isWhole(json) && json >= 1,
);

/** Numbers that JSON has no words for. */
const ODD_NUMBERS = ['NaN', 'Infinity', '-Infinity'];

/** Any number, also one that is none (a time that is not known). */
export const NUMBER: Leaf<number> = {
  schema: () => ({ type: 'number' }),
  encode: (value) => (Number.isFinite(value) ? value : String(value)),
  decode(json: unknown): number {
    if (typeof json === 'number') return json;
    if (typeof json === 'string' && ODD_NUMBERS.includes(json)) return Number(json);
    throw new ShapeFault('');
  },
  show: (value) => value,
};

/** A length of time in milliseconds. */
export const MILLISECONDS: Leaf<number> = { ...NUMBER, schema: () => ({ type: 'number', minimum: 0 }) };

/** Bytes, as a byte string: most bodies are text. */
export const BINARY: Shape<Uint8Array> = {
  schema: () => STRING,
  encode: (value) => toByteString(value),
  decode: (json) => toBytes(BYTES.decode(json)),
};

/** A whole number of up to 64 bits, in decimal digits. */
export const BIG_COUNT: Shape<bigint> = {
  schema: () => STRING,
  encode: (value) => value.toString(),
  decode(json: unknown): bigint {
    if (typeof json !== 'string' || !/^\d{1,20}$/.test(json)) throw new ShapeFault('');
    return BigInt(json);
  },
};

/** One of the names of a list. */
export function oneOf<const T extends string>(names: readonly T[]): Leaf<T> {
  return leafOf({ type: 'string', enum: [...names] }, (json): json is T =>
    names.some((name) => name === json),
  );
}

/** One of the names of a type that has no list: the compiler asks for all of them. */
export function keyOf<T extends string>(names: Readonly<Record<T, true>>): Leaf<T> {
  return leafOf(
    { type: 'string', enum: Object.keys(names) },
    (json): json is T => typeof json === 'string' && Object.hasOwn(names, json),
  );
}

/** One of these names; the schema leaves open which, as there may be more. */
export function nameIn<T extends string>(names: Readonly<Record<T, unknown>>): Leaf<T> {
  return leafOf(STRING, (json): json is T => typeof json === 'string' && Object.hasOwn(names, json));
}

/** Values by name, as sentences take them. */
export const ARGS: Shape<Readonly<Record<string, string | number>>> = {
  schema: () => ({ type: 'object' }),
  encode: (args) => Object.fromEntries(Object.entries(args).map(([name, value]) => [name, encodeArg(value)])),
  decode(json: unknown): Readonly<Record<string, string | number>> {
    if (!isJsonObject(json)) throw new ShapeFault('');
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

/** In a list, so that it differs from a text that spells the same. */
function encodeArg(value: string | number): unknown {
  return typeof value === 'string' || Number.isFinite(value) ? value : [String(value)];
}

function decodeNumberArg(json: unknown): number {
  return NUMBER.decode(Array.isArray(json) && json.length === 1 ? json[0] : json);
}
