/** A JSON Schema (draft 2020-12), or part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** Keys that an object of the report may lack. */
type OptionalKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];

/** A schema for each key that an object must have. */
type RequiredSchemas<T> = { readonly [K in Exclude<keyof T, OptionalKeys<T>>]: Schema };
/** A schema for each key that it may lack. */
type OptionalSchemas<T> = { readonly [K in OptionalKeys<T>]: Schema };

/**
 * The schema of an object of the report. The compiler holds it to the object's type: each key has a
 * schema, and stands among those that may lack exactly where the type says so. Keys beyond these
 * may be added by later versions.
 */
export function object<T>(
  description: string,
  required: RequiredSchemas<T>,
  optional: OptionalSchemas<T>,
): Schema {
  return {
    ...(description === '' ? {} : { description }),
    type: 'object',
    properties: { ...(required as Schema), ...(optional as Schema) },
    required: Object.keys(required),
  };
}

export const string: Schema = { type: 'string' };
export const integer: Schema = { type: 'integer' };
export const count: Schema = { type: 'integer', minimum: 0 };
/** Frames and indexes count from 1. */
export const ordinal: Schema = { type: 'integer', minimum: 1 };
export const number: Schema = { type: 'number' };
export const boolean: Schema = { type: 'boolean' };
export const yes: Schema = { const: true };

/** UTC with nanoseconds; a time beyond the calendar is `@seconds.nanos`. */
export const time: Schema = {
  type: 'string',
  pattern: '^(?:[+-]?\\d{4,6}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z|@-?\\d+(?:\\.\\d+)?)$',
};

export function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

export function list(items: Schema): Schema {
  return { type: 'array', items };
}

export function oneOf(values: readonly string[]): Schema {
  return { type: 'string', enum: [...values] };
}

export function described(description: string, schema: Schema): Schema {
  return { description, ...schema };
}

/** In an object whose texts may be no valid UTF-8. */
export const LOSSY = { lossy: yes } as const;
