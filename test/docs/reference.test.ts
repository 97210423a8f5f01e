import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../src/cli/commands/registry.ts';
import { FAIL_ON } from '../../src/cli/settings/value-types.ts';
import {
  good,
  ROWS_1_TO_3,
  ROWS_4_AND_5,
  ROWS_6_TO_8,
  ROWS_9_TO_11,
  refused,
} from '../diagnose/row-cases.ts';
import { diagnosed } from '../diagnose/scenario.ts';
import { NOTICE_CODES } from '../rooms/bytes.ts';
import { VERDICTS } from '../rooms/diagnose.ts';
import { EC_MEANINGS } from '../rooms/oss.ts';
import { DECISION_ROWS, ecMeaningsOf, FORMAT_NAMES, rowsOf } from '../rooms/report.ts';
import { HYPOTHESES } from '../rooms/search.ts';
import { CAUSE_IDS, NOTE_IDS } from '../rooms/sentences.ts';
import { osscap } from '../support/command.ts';
import { commandOptions } from '../support/commands.ts';
import { prose, table, templateProse } from '../tools/docs/markdown.ts';
import { generatedDocs } from '../tools/docs/pages.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DOCS = join(ROOT, 'docs');
const UPDATE = process.env['UPDATE_DOCS'] === '1';

const files = [...generatedDocs()];

function generated(name: string): string {
  return files.find(([file]) => file === name)?.[1] ?? '';
}

describe('the reference documentation', () => {
  it.each(files)('is committed as the tables give it: docs/%s', (file, text) => {
    const path = join(DOCS, file);
    if (UPDATE) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    const committed = existsSync(path) ? readFileSync(path, 'utf8') : '';
    // The texts themselves would fill screens.
    expect(
      committed === text,
      `docs/${file} is not what the tables in src give any more. Whoever changed a table (an option, a command, a notice, a text) ` +
        'runs `npm run docs`, or UPDATE_DOCS=1 npx vitest run test/docs/reference.test.ts, and commits the result; ' +
        'after a merge of several such changes the last to land runs it again.',
    ).toBe(true);
  });

  it('has no page that nothing generates any more', () => {
    const pages = readdirSync(join(DOCS, 'reference'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `reference/${name}`);
    expect(pages.filter((page) => !files.some(([file]) => file === page))).toEqual([]);
  });

  it.each(['.md', '.zh-CN.md'])('tells everything that the program knows (%s)', (end) => {
    const commands = generated(`reference/commands${end}`);
    for (const name of COMMAND_NAMES) {
      const section = commands.split(/^## /m).find((each) => each.startsWith(`${name}\n`)) ?? '';
      for (const option of commandOptions(name)) expect(section, name).toContain(`| \`--${option}\``);
    }
    const has = (page: string, ids: readonly string[], mark: (id: string) => string): void => {
      const text = generated(`reference/${page}${end}`);
      expect(ids.filter((id) => !text.includes(mark(id)))).toEqual([]);
    };
    has('verdicts', VERDICTS, (id) => `\n## ${id}\n`);
    has('causes', CAUSE_IDS, (id) => `<a id="${id}"></a>[\`${id}\`](causes/${id}${end})`);
    for (const id of CAUSE_IDS) has(`causes/${id}`, [id], () => `\n# ${id}\n`);
    has('notes', NOTE_IDS, (id) => `<a id="${id}"></a>`);
    has('notices', NOTICE_CODES, (id) => `<a id="${id}"></a>`);
    has('formats', FORMAT_NAMES, (id) => `| \`${id}\` |`);
    has(
      'hypotheses',
      HYPOTHESES.map(({ id }) => id),
      (id) => `<a id="${id}"></a>`,
    );
  });

  it('says of no verdict that --fail-on may name it where the option refuses it', () => {
    const { stderr } = osscap(['scan', 'none.pcap', '--fail-on', 'match']);
    expect(stderr).toContain('--fail-on');
    const sections = generated('reference/verdicts.md').split(/^## /m);
    for (const verdict of VERDICTS) {
      const section = sections.find((each) => each.startsWith(`${verdict}\n`)) ?? '';
      expect(section.includes('Never causes exit code 1.'), verdict).toBe(!FAIL_ON.includes(verdict));
    }
  });

  it('leaves no place for an argument unfilled, and no sentence empty', () => {
    for (const [file, text] of files) {
      const shown = text.replace(/```[\s\S]*?```|`[^`]*`/g, '');
      expect(shown.match(/\{[A-Za-z]+(?::[a-z]+)?\}/g), file).toBeNull();
      expect(text, file).not.toMatch(/undefined|\| {2}\||:\*\* *$/m);
    }
  });

  it('has full-width parentheses around Chinese', () => {
    for (const [file, text] of files.filter(([name]) => name.includes('zh-CN'))) {
      const shown = text.replace(/```[\s\S]*?```|`[^`]*`|\]\([^)]*\)/g, '');
      expect(shown.match(/\(\p{Script=Han}|\p{Script=Han}\)/gu), file).toBeNull();
    }
  });

  it('has the same headings in both languages', () => {
    const marks = (name: string): string[] =>
      generated(name)
        .split('\n')
        .filter((line) => /^#+ |^<a id/.test(line))
        .map((line) => (/^#+ [a-z0-9-]+$|^<a/.test(line) ? line : line.replace(/ .*/, '')));
    for (const [file] of files.filter(([name]) => !name.includes('zh-CN'))) {
      expect(marks(file.replace('.md', '.zh-CN.md')), file).toEqual(marks(file));
    }
  });
});

/**
 * Anchors that GitHub gives: headings in lower case without punctuation, spaces as hyphens; and those of `<a
 * id>`.
 */
function anchorsOf(text: string): ReadonlySet<string> {
  const prosaic = text.replace(/```[\s\S]*?```/g, '');
  const headings = [...prosaic.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return new Set([...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)]);
}

const PAGES = [
  'README.md',
  'README.zh-CN.md',
  ...readdirSync(DOCS)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  'docs/example-ci/README.md',
  'docs/example-ci/README.zh-CN.md',
  ...readdirSync(join(DOCS, 'reference'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/reference/${name}`),
];

describe.each(PAGES)('links of %s', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const links = [...text.replace(/```[\s\S]*?```/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(
    ([, to = '']) => to,
  );

  it('lead to files and headings that exist', () => {
    const broken = [...new Set(links)].filter((to) => {
      if (/^https:/.test(to)) return false;
      const [file = '', anchor] = to.split('#');
      const target = file === '' ? join(ROOT, page) : normalize(join(ROOT, dirname(page), file));
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).has(decodeURIComponent(anchor));
    });
    expect(broken).toEqual([]);
  });

  it('has each anchor once', () => {
    const ids = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id);
    expect(ids).toHaveLength(new Set(ids).size);
  });
});

describe('the rows that the documentation names', () => {
  it.each([...ROWS_1_TO_3, ...ROWS_4_AND_5, ...ROWS_6_TO_8, ...ROWS_9_TO_11])(
    'are those that decide: %s',
    (_, sent, answer) => {
      const { row, verdict, certainty, cause } = diagnosed(sent, answer);
      const facts = DECISION_ROWS.find(({ number }) => number === row);
      expect(facts?.verdicts).toContain(verdict);
      expect(facts?.certainties).toContain(certainty);
      if (cause !== null) expect(facts?.causes).toContain(cause.id);
    },
  );

  it('give to the search what its hypotheses prove', () => {
    for (const { id, causes } of HYPOTHESES) {
      for (const cause of causes)
        expect(
          rowsOf(cause).map(({ proof }) => proof),
          `${id} ${cause}`,
        ).toContain('search');
    }
  });

  it('hold for every failing exchange of the fixtures', () => {
    const { stdout } = osscap([
      'scan',
      ...['captures', 'text', 'tls', 'timing', 'advice', 'scenarios'].map((name) =>
        join(ROOT, 'fixtures', name),
      ),
      ...['--credentials', join(ROOT, 'fixtures/credentials.json'), '--format', 'json', '--lang', 'en'],
    ]);
    const { captures } = JSON.parse(stdout) as {
      captures: {
        exchanges: { diagnosis?: null | { verdict: string; cause: null | { id: string } } }[];
      }[];
    };
    const told = new Set<string>();
    for (const { diagnosis } of captures.flatMap(({ exchanges }) => exchanges)) {
      if (diagnosis) told.add(`${diagnosis.verdict} ${diagnosis.cause?.id ?? ''}`);
    }
    const known = DECISION_ROWS.flatMap(({ verdicts, causes }) =>
      verdicts.flatMap((verdict) => [`${verdict} `, ...causes.map((cause) => `${verdict} ${cause}`)]),
    );
    expect(told.size).toBeGreaterThan(10);
    expect([...told].filter((pair) => !known.includes(pair))).toEqual([]);
  });

  it.each(Object.entries(EC_MEANINGS))('go with the error codes that are named: %s', (ec, meaning) => {
    const causes = CAUSE_IDS.filter((id) => ecMeaningsOf(id).includes(meaning));
    if (causes.length === 0) return;
    const { row } = diagnosed(good(), refused('AccessDenied', '', ec));
    expect(causes.flatMap((id) => rowsOf(id).map(({ number }) => number))).toContain(row);
  });
});

describe('Markdown', () => {
  it('shows text as it is, and as code what is typed', () => {
    expect(prose('use --format json=FILE or `x` | a*b <c> & [d]')).toBe(
      'use `--format json=FILE` or \\`x\\` | a\\*b &lt;c> &amp; \\[d\\]',
    );
    expect(prose('curl: --http1.1')).toBe('curl: `--http1.1`');
    expect(prose('--shard I/N, then --jobs 1; --jobs of two')).toBe(
      '`--shard I/N`, then `--jobs 1`; `--jobs` of two',
    );
    expect(prose('snake_case and _emphasis_')).toBe('snake_case and \\_emphasis\\_');
  });

  it('names the arguments of a sentence', () => {
    expect(templateProse('{n:n} byte{n:s} of {name:q}')).toBe('*n* byte(s) of *name*');
  });

  it('keeps cells apart', () => {
    expect(table(['a', 'b'], [['x | y', 'z']])).toBe('| a | b |\n| --- | --- |\n| x \\| y | z |');
  });
});
