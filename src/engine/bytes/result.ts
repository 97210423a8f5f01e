/** The code of an error of the system or of Node.js, such as `ENOENT`; empty where it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * The class of an error, and a code such as `ERR_OUT_OF_RANGE`: names in code, which hold no data. The
 * message, which may quote what was captured or a secret, is not in it.
 */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const parts = [error.constructor.name, 'code' in error ? error.code : undefined];
  const names = parts.filter((part): part is string => typeof part === 'string' && /^\w{1,60}$/.test(part));
  return names.length === 0 ? 'Error' : names.join(' ');
}

/** Ends an exhaustive `switch`: a new member of the union makes this call a type error. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${String(value)}`);
}

/** The outcome of something that bad input can make fail. */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

export function fail<E>(error: E): Result<never, E> {
  return { ok: false, error };
}
