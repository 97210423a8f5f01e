import { fail, ok, type Result } from './result.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value that came out of JSON is an object, whatever its fields. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where a text is no JSON, as far as it is known: line and column from 1. */
export interface JsonFault {
  readonly code: 'not-json';
  readonly line: number | null;
  readonly column: number | null;
}

/**
 * The value of a JSON text. The error of `JSON.parse` quotes its input, so only the place in it is taken
 * over.
 */
export function parseJson(text: string): Result<unknown, JsonFault> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    const at = faultIndex(text, error instanceof SyntaxError ? error.message : '');
    if (at === null) return fail({ code: 'not-json', line: null, column: null });
    const before = text.slice(0, at).split('\n');
    return fail({ code: 'not-json', line: before.length, column: (before.at(-1)?.length ?? 0) + 1 });
  }
}

/**
 * Messages of V8 that name no place: of a text that ends too early, and of a character with which no value
 * begins.
 */
const ENDS_EARLY = 'Unexpected end of JSON input';
const NO_VALUE = 'Unexpected token ';

/**
 * Place of the first character that cannot stand where it does, or of the end; null for an engine that says
 * it in other words.
 */
function faultIndex(text: string, message: string): number | null {
  const named = namedIndex(message);
  if (named !== null) return named;
  if (message === ENDS_EARLY) return text.length;
  if (!message.startsWith(NO_VALUE)) return null;
  // The longest beginning that could go on: a few parses of what is broken, where a grammar of our own would
  // be a second one.
  let good = 0;
  let broken = text.length;
  while (broken - good > 1) {
    const middle = (good + broken) >> 1;
    if (couldGoOn(text.slice(0, middle))) good = middle;
    else broken = middle;
  }
  return good;
}

/** At the end of a message: within it may stand what is quoted of the text. */
function namedIndex(message: string): number | null {
  const named = /at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(message)?.[1];
  return named === undefined ? null : Number(named);
}

/** Whether a text is JSON, or the beginning of some. */
function couldGoOn(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = error instanceof SyntaxError ? error.message : '';
    return message === ENDS_EARLY || namedIndex(message) === text.length;
  }
}
