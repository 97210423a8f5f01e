import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { lexer, marked, type Token, walkTokens } from 'marked';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { printable, toReportText, withoutCommands } from '../rooms/bytes.ts';
import { temporaryFolder } from '../support/command.ts';
import { fakeIo } from '../support/fake-io.ts';
import { FILE_FORMATS } from '../support/formats.ts';
import { reportProblems } from '../support/schema.ts';
import { hostileCapture } from './captures.ts';
import { obeyedIn, readCsv, readWorkflowCommand, stringsIn, withoutPaint } from './readers.ts';
import { HOSTILE_VALUES } from './values.ts';

/**
 * Zero width spaces are put into Markdown on purpose: they keep `@name` and `#9` from being taken for links.
 */
const ZERO_WIDTH_SPACE = '\u200b';

const folder = temporaryFolder();
const inputs = join(folder, 'in');
const nameOf = (at: number): string => join(inputs, `${at}.pcapng`);
/** The same in masked reports: relative to the working directory. */
const shownName = (at: number): string => `in/${at}.pcapng`;
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** What stands for a captured value where a terminal shows it, and where JSON keeps it. */
const VALUES = HOSTILE_VALUES.map(({ name, value }, at) => {
  const { text } = toReportText(value);
  return { name, at, value, text, shown: printable(text) };
});

/** The path of a value's capture, and all that a format says behind it until the next one's. */
function partsOf(text: string, startOf: (path: string) => string): readonly string[] {
  const starts = VALUES.map(({ at }) => text.indexOf(startOf(shownName(at))));
  return starts.map((start, at) => {
    const later = starts.filter((other) => other > start);
    expect(start, nameOf(at)).toBeGreaterThanOrEqual(0);
    return text.slice(start, Math.min(text.length, ...later));
  });
}

let table = '';
let stderr = '';

beforeAll(async () => {
  mkdirSync(inputs);
  for (const { at, value } of VALUES) writeFileSync(nameOf(at), hostileCapture(value));
  const env = { GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  const { io, written } = fakeIo({ cwd: folder, columns: 100, env });
  const files = FILE_FORMATS.flatMap((name) => ['--format', `${name}=${join(folder, name)}`]);
  expect(await run(['scan', inputs, '--all', '--color', '--format', 'table', ...files], io)).toBe(1);
  table = written.stdout;
  stderr = written.stderr;
}, 180_000);

describe('hostile captures', { timeout: 120_000 }, () => {
  it('are read to their ends, and every value gets into the reports', () => {
    const { captures } = JSON.parse(read('json')) as { captures: { exchanges: unknown[] }[] };
    expect(captures).toHaveLength(VALUES.length);
    // the exchanges that do not come through are those whose value is no start line
    for (const [at, { exchanges }] of captures.entries()) {
      expect(exchanges.length, VALUES[at]?.name).toBeGreaterThan(28);
    }
  });

  it.each([...FILE_FORMATS, 'summary'])('reach no terminal as they are: %s', (name) => {
    const text = name === 'csv' ? read(name).replaceAll('\r\n', '\n') : read(name);
    const allowed = name === 'markdown' || name === 'summary' ? ZERO_WIDTH_SPACE : '';
    expect(obeyedIn(text, allowed)).toEqual([]);
  });

  it('reach no terminal as they are: the table and the error stream', () => {
    expect(table).toMatch(/\x1b\[1m/);
    expect(obeyedIn(withoutPaint(table))).toEqual([]);
    expect(obeyedIn(stderr)).toEqual([]);
    expect(stderr).toContain('0.pcapng');
  });

  it('are shown in the table', () => {
    const whole = withoutPaint(table).replace(/\s+/g, '');
    for (const { name, shown } of VALUES) {
      expect(whole.includes(withoutCommands(shown).slice(0, 30).replace(/\s+/g, '')), name).toBe(true);
    }
  });

  it('are data in JSON', () => {
    const report = JSON.parse(read('json')) as { captures: { exchanges: ReportedExchange[] }[] };
    expect(reportProblems(report)).toEqual([]);
    for (const { name, at, text } of VALUES) {
      const { exchanges } = report.captures[at] ?? { exchanges: [] };
      const keys = exchanges.map(({ oss }) => oss?.key);
      expect(keys, name).toContain(text);
      const codes = exchanges.map(({ oss }) => oss?.error?.code);
      expect(
        codes.some((code) => code?.includes(text.trim()) === true),
        name,
      ).toBe(true);
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('are data in the lines of NDJSON', () => {
    const lines = read('ndjson').split('\n');
    expect(lines.pop()).toBe('');
    const parsed = lines.map((line) => JSON.parse(line) as { type: string; capture?: string });
    expect(parsed.flatMap((line) => reportProblems(line, 'line'))).toEqual([]);
    expect(parsed.filter(({ type }) => type === 'capture')).toHaveLength(VALUES.length);
    for (const { name, at, text } of VALUES) {
      const own = parsed.filter(({ capture }) => capture === nameOf(at));
      expect(stringsIn(own).includes(text), name).toBe(true);
    }
  });

  it('are text in the cells of CSV, and no formulas', () => {
    const rows = readCsv(read('csv'));
    const [head] = rows;
    for (const row of rows) expect(row).toHaveLength(head?.length ?? 0);
    // what spreadsheets, also East Asian ones, take for the beginning of a formula
    for (const cell of rows.flat())
      expect(/^\s*[=+\-@|%\t\r＝＋－＠]/.test(cell), cell.slice(0, 50)).toBe(false);
    for (const { name, at, shown } of VALUES) {
      const own = rows.filter(([capture]) => capture === shownName(at)).flat();
      expect(
        own.some((cell) => cell === shown || cell === `'${shown}`),
        name,
      ).toBe(true);
    }
  });

  it.each(['markdown', 'summary'])('are text in Markdown: %s', (name) => {
    const tokens = lexer(read(name), { gfm: true });
    const odd: string[] = [];
    let headings = 0;
    walkTokens([...tokens], (token: Token) => {
      if (token.type === 'heading') headings++;
      if (['link', 'image', 'def', 'checkbox'].includes(token.type)) odd.push(token.raw);
      if (token.type === 'html' && !/^<(?:br|\/?details|summary)>/.test(token.raw)) odd.push(token.raw);
      if (token.type === 'code' && token['lang'] !== 'text') odd.push(token.raw);
    });
    expect(odd).toEqual([]);
    // one for the title, one a capture, one a cause: none of a value's own making
    const lines = read(name).match(/^#{1,3} /gm) ?? [];
    expect(headings).toBe(lines.length);
    expect(read(name)).not.toMatch(/^#{4,}|^#{1,3}\s*$/m);
    if (name === 'summary') return;
    for (const [at, part] of partsOf(read(name), (path) => `## \`${path}\``).entries()) {
      const plain = lexer(part, { gfm: true });
      const texts: string[] = [];
      walkTokens([...plain], (token: Token) => {
        if (token.type === 'code' || token.type === 'codespan') texts.push(token['text']);
      });
      const { shown = '', name: value } = VALUES[at] ?? {};
      const sought = withoutCommands(shown).slice(0, 200).trim();
      expect(
        texts.some((text) => text.includes(sought)),
        value,
      ).toBe(true);
    }
  });

  it('mention nobody and refer to nothing in Markdown', () => {
    const html = marked.parse(read('markdown'), { gfm: true, async: false });
    const prose = html.replace(/<(code|pre)[\s>].*?<\/\1>/gs, ' ').replace(/<[^>]*>/g, ' ');
    const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
    const unescaped = prose.replace(/&(\w+|#\d+);/g, (whole, name: string) => entities[name] ?? whole);
    expect(unescaped).toContain(`@${ZERO_WIDTH_SPACE}octocat`);
    const taken = /[@#]\w.{0,20}|\bGH-\d|(?:^|\s)[!&]\d/g;
    expect([...new Set(unescaped.match(taken) ?? [])]).toEqual([]);
  });

  it('are text in the elements of JUnit', () => {
    const xml = read('junit');
    expect(XMLValidator.validate(xml)).toBe(true);
    expect([...xml].filter((c) => !/[\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(c))).toEqual(
      [],
    );
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      parseAttributeValue: false,
      parseTagValue: false,
      trimValues: false,
      htmlEntities: true,
      processEntities: { maxTotalExpansions: 1e7, maxExpandedLength: 1e9 },
      isArray: (name) => name === 'testsuite' || name === 'testcase',
    });
    const { testsuites } = parser.parse(xml) as { testsuites: { testsuite: { '@name': string }[] } };
    const names = new Set<string>();
    const elements = (value: unknown): void => {
      if (Array.isArray(value)) for (const each of value) elements(each);
      else if (typeof value === 'object' && value !== null) {
        for (const [name, each] of Object.entries(value)) {
          names.add(name.startsWith('@') ? '@' : name);
          elements(each);
        }
      }
    };
    elements(testsuites);
    expect([...names].sort()).toEqual(['#text', '@', 'failure', 'skipped', 'testcase', 'testsuite']);
    expect(testsuites.testsuite.map((suite) => suite['@name'])).toEqual(
      VALUES.map(({ at }) => shownName(at)),
    );
    for (const { name, at, shown } of VALUES) {
      // noncharacters cannot be written in XML at all
      const sought = shown.replace(/[\ufffe\uffff]/g, '\ufffd').slice(0, 200);
      expect(
        stringsIn(testsuites.testsuite[at]).some((text) => text.includes(sought)),
        name,
      ).toBe(true);
    }
  });

  it('are messages of workflow commands, and none themselves', () => {
    const lines = read('github').trimEnd().split('\n');
    const commands = lines.map(readWorkflowCommand);
    for (const [at, command] of commands.entries()) {
      expect(command?.name, lines[at]).toMatch(/^(error|warning|notice)$/);
      expect(
        Object.keys(command?.properties ?? {}).filter((key) => key !== 'file' && key !== 'title'),
      ).toEqual([]);
    }
    expect(commands.length).toBeLessThanOrEqual(21);
  });

  it('are data in SARIF, whose plain texts hold no links of theirs', () => {
    const log = JSON.parse(read('sarif')) as {
      runs: [{ results: { message: { text: string } }[]; invocations: unknown }];
    };
    const messages = log.runs[0].results.map(({ message }) => message.text);
    expect(messages.length).toBeGreaterThan(1000);
    for (const text of messages) expect(text.replace(/\\./gs, '')).not.toMatch(/[[\]]/);
    expect(stringsIn(log.runs[0].invocations).join('\n').replace(/\\./gs, '')).not.toMatch(/\]\(/);
    const all = stringsIn(log).join('\n');
    for (const { name, text } of VALUES)
      expect(all.includes(text.slice(0, 200)) || text === '/', name).toBe(true);
  });

  it('are data in the report for GitLab, and in the archive', () => {
    const issues = JSON.parse(read('gitlab')) as { description: string; location: { path: string } }[];
    expect(issues.length).toBeGreaterThan(1000);
    const { log } = JSON.parse(read('har')) as {
      log: { entries: { request: { url: string; headers: { value: string }[] } }[] };
    };
    for (const { request } of log.entries) {
      // the characters of RFC 3986, and a host: a reader may refuse an archive with any other URL
      expect(request.url).toMatch(/^https?:\/\/[^/?#]+\/(?:[\w!$&'()*+,./:;=?@~-]|%[\da-f]{2})*$/i);
      expect(URL.canParse(request.url), request.url).toBe(true);
    }
    const headers = log.entries.flatMap(({ request }) => request.headers.map(({ value }) => value));
    for (const { name, value, text } of VALUES) {
      // a line break ends a header
      if (/[\r\n]/.test(value)) continue;
      const trimmed = text.replace(/^[ \t]+|[ \t]+$/g, '');
      expect(
        headers.some((header) => header.includes(trimmed)),
        name,
      ).toBe(true);
    }
  });

  it('come out of the parts of a scan as they went in', async () => {
    const { io } = fakeIo({ cwd: folder });
    const names = ['json', 'markdown', 'csv'] as const;
    const files = names.flatMap((name) => ['--format', `${name}=${join(folder, `merged-${name}`)}`]);
    expect(await run(['merge', join(folder, 'blob'), '--all', ...files], io)).toBe(1);
    for (const name of names) expect(read(`merged-${name}`) === read(name), name).toBe(true);
  });
});

interface ReportedExchange {
  readonly oss?: { readonly key: string | null; readonly error: { readonly code: string | null } | null };
}
