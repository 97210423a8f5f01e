import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));

const MAX_COMMENT_COLUMNS = 100;

/**
 * Words that readers had to guess the meaning of here: what they stood for has a usual name
 * (report, show, receive, keep, pass on, pay off).
 */
const AVOIDED: ReadonlySet<string> = new Set([
  'tell',
  'tells',
  'telling',
  'told',
  'retold',
  'hear',
  'hears',
  'heard',
  'hearing',
  'unheard',
  'worth',
  'worthwhile',
]);

/** Names that users of the package write, too. */
const PUBLIC_NAMES: ReadonlySet<string> = new Set(['toldBy']);

const COMMENT_OR_STRING =
  /\/\*.*?\*\/|(?<=^|[\s;{}(),])\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/gs;

interface Source {
  readonly path: string;
  readonly lines: readonly string[];
}

const SOURCE_FILES: readonly Source[] = readdirSync(SOURCES, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({
    path: relative(SOURCES, path),
    lines: withoutStrings(readFileSync(path, 'utf8')).split('\n'),
  }));

/** The text with strings emptied, on as many lines as before. */
function withoutStrings(text: string): string {
  return text.replace(COMMENT_OR_STRING, (found) =>
    found.startsWith('/') ? found : found.replace(/[^\n]/g, ' '),
  );
}

/** The words of a line, and those that its names consist of. */
function wordsOf(line: string): string[] {
  return (line.match(/[A-Za-z]+/g) ?? [])
    .filter((name) => !PUBLIC_NAMES.has(name))
    .flatMap((name) => name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [])
    .map((word) => word.toLowerCase());
}

function isCommentLine(line: string): boolean {
  return /^\s*(?:\/\/|\/\*|\*[ /]|\*$)/.test(line);
}

/** An address of the web has no place where a line could end. */
function isAddress(line: string): boolean {
  return /^\s*\*? ?https:\S+$/.test(line);
}

function placesWhere(isWrong: (line: string) => boolean): string[] {
  return SOURCE_FILES.flatMap(({ path, lines }) =>
    lines.flatMap((line, at) => (isWrong(line) ? [`${path}:${at + 1}: ${line.trim()}`] : [])),
  );
}

describe('sources', () => {
  it('are found, with the words of their names and comments', () => {
    expect(SOURCE_FILES.length).toBeGreaterThan(200);
    expect(wordsOf(withoutStrings("const isToldOSS = 'heard' // worth"))).toEqual([
      'const',
      'is',
      'told',
      'oss',
      'worth',
    ]);
    expect(withoutStrings('/* it’s */ f("//", `it\n//`) // isn’t')).toBe(
      '/* it’s */ f(    ,    \n   ) // isn’t',
    );
  });

  it('have comments whose lines are no longer than a window is wide', () => {
    expect(
      placesWhere((line) => isCommentLine(line) && line.length > MAX_COMMENT_COLUMNS && !isAddress(line)),
    ).toEqual([]);
  });

  it('call things by their usual names', () => {
    expect(placesWhere((line) => wordsOf(line).some((word) => AVOIDED.has(word)))).toEqual([]);
  });
});
