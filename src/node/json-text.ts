import { fail, ok, type Result } from '../bytes/result.ts';

/** Where a text is no JSON, as far as it is told: line and column from 1. */
export interface JsonFault {
  readonly code: 'not-json';
  readonly line: number | null;
  readonly column: number | null;
}

/** The value of a JSON text. The error of `JSON.parse` quotes its input, so only the place in it is taken over. */
export function parseJson(text: string): Result<unknown, JsonFault> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    const position = error instanceof SyntaxError ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    if (position === undefined) return fail({ code: 'not-json', line: null, column: null });
    const before = text.slice(0, Number(position)).split('\n');
    return fail({ code: 'not-json', line: before.length, column: (before.at(-1)?.length ?? 0) + 1 });
  }
}
