import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, it } from 'vitest';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));

const MAX_COMMENT_COLUMNS = 110;

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
  it('are found, without what stands in strings', () => {
    expect(SOURCE_FILES.length).toBeGreaterThan(200);
    expect(withoutStrings('/* it’s */ f("//", `it\n//`) // isn’t')).toBe(
      '/* it’s */ f(    ,    \n   ) // isn’t',
    );
  });

  it('have comments whose lines are no longer than a window is wide', () => {
    expect(
      placesWhere((line) => isCommentLine(line) && line.length > MAX_COMMENT_COLUMNS && !isAddress(line)),
    ).toEqual([]);
  });
});

/**
 * Calls that may get a list spread over their arguments, by file, as what is spread has few items whatever
 * the capture. All others have none but what is written there item by item, and rest parameters: a call takes
 * no more arguments than its stack has room for.
 */
const SHORT_SPREADS: Readonly<Record<string, readonly string[]>> = {
  // one each of command line, environment and configuration
  'cli/settings/limits.ts': ['Object.assign'],
  // blocks of a page about one exchange, and the two forms of one string
  'report/detail/explain-document.ts': ['part'],
  'report/document/cause.ts': ['formsOf'],
  // children of one element of the page: long lists come in portions, or as one argument
  'report/html/page/blocks.ts': ['h', 'rowOf'],
  'report/html/page/causes.ts': ['h'],
  'report/html/page/detail.ts': ['h'],
  'report/html/page/exchange-list.ts': [
    'h',
    'this.#body.replaceChildren',
    'this.#verdicts.replaceChildren',
    'this.#chosen.replaceChildren',
  ],
  'report/html/page/parts.ts': ['h'],
  'report/html/page/report.ts': ['h', 'section', 'cell', 'paper.replaceChildren'],
  'report/html/page/timeline.ts': ['h', 'svg', 'this.element.replaceChildren', 'chart.append'],
};

type SyntaxNode = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null;
}

function textOf({ start, end }: SyntaxNode, source: string): string {
  return source.slice(Number(start), Number(end));
}

/** A list that stands there item by item, whichever of two it is. */
function isWrittenOut(node: unknown): boolean {
  if (!isNode(node)) return false;
  if (node['type'] === 'ConditionalExpression')
    return isWrittenOut(node['consequent']) && isWrittenOut(node['alternate']);
  const items = node['elements'];
  return (
    Array.isArray(items) && items.every((item: unknown) => isNode(item) && item['type'] !== 'SpreadElement')
  );
}

/** The calls of a source over whose arguments a list is spread that may be long. */
function spreadingCalls(source: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown, rests: readonly string[]): void => {
    if (Array.isArray(node)) for (const each of node) visit(each, rests);
    if (!isNode(node) || Array.isArray(node)) return;
    const { params, arguments: given, callee } = node;
    const inner = [...rests];
    for (const each of [params].flat())
      if (isNode(each) && each['type'] === 'RestElement' && isNode(each['argument']))
        inner.push(String(each['argument']['name']));
    for (const each of [given].flat()) {
      if (!isNode(each) || each['type'] !== 'SpreadElement' || !isNode(callee)) continue;
      const spread = each['argument'];
      const isRest = isNode(spread) && inner.includes(String(spread['name']));
      if (!isRest && !isWrittenOut(spread)) found.push(textOf(callee, source));
    }
    for (const each of Object.values(node)) visit(each, inner);
  };
  visit(parseAst(source, { lang: 'ts' }), []);
  return found;
}

describe('arguments of calls', () => {
  it('are recognized as lists that may be long', () => {
    const long = 'a.push(...b); Math.max(0, ...c.map(f)); new D(...[1, ...e]); f.apply(null, g)';
    expect(spreadingCalls(long)).toEqual(['a.push', 'Math.max', 'D']);
    const short = 'a.push(...(x ? [1, 2] : [])); const f = (...rest: T[]) => g(...rest); h([...i])';
    expect(spreadingCalls(short)).toEqual([]);
  });

  it('are no lists that grow with a capture', () => {
    const found = new Map<string, string[]>();
    for (const { path } of SOURCE_FILES) {
      if (path === 'report/html/page-asset.ts') continue;
      const calls = new Set(spreadingCalls(readFileSync(join(SOURCES, path), 'utf8')));
      if (calls.size > 0) found.set(path, [...calls].sort());
    }
    const listed = Object.entries(SHORT_SPREADS).map(([path, calls]) => [path, [...calls].sort()] as const);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(listed));
  });
});
