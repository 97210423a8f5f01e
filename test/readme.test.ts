import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { osscap } from './support/command.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * An output shown in a README stands behind a comment that names its command: `<!-- output: scan
 * fixtures/captures -->`, then a fenced block; `… | head 20` shows its first lines, `… | tail 1` its last.
 * `UPDATE_README=1 npx vitest run test/readme.test.ts` writes what the command prints today.
 */
const SHOWN = /<!-- output(?: \((?<env>[^)]*)\))?: (?<args>.+?) -->\n```text\n(?<text>[\s\S]*?)\n```/g;

function current(args: string, env: string | undefined): string {
  const settings = Object.fromEntries(
    (env ?? '')
      .split(' ')
      .filter(Boolean)
      .map((pair) => pair.split('=')),
  );
  const [command = '', part] = args.split(' | ');
  const [end, lines] = part?.split(' ') ?? [];
  const { stdout, stderr } = osscap(command.split(' '), {
    cwd: ROOT,
    env: { LC_ALL: 'C.UTF-8', ...settings },
  });
  const shown = (stdout + stderr)
    .trimEnd()
    .split('\n')
    // Whether others may read the fixtures' keys depends on who checked them out.
    .filter((line) => !line.includes('chmod 600'));
  if (lines === undefined) return shown.join('\n');
  return (end === 'tail' ? shown.slice(-Number(lines)) : shown.slice(0, Number(lines))).join('\n');
}

const GUIDES = ['reading', 'explain', 'compare', 'https', 'text', 'uploads', 'timing'].map(
  (name) => [`docs/${name}.md`, `docs/${name}.zh-CN.md`] as const,
);

describe.each(['README.md', 'README.zh-CN.md', ...GUIDES.flat()])('%s', (file) => {
  it('shows what its commands print', () => {
    const text = readFileSync(`${ROOT}${file}`, 'utf8');
    const updated = text.replaceAll(SHOWN, (...found) => {
      const groups: unknown = found.at(-1);
      const { env, args = '' } = groups as { env?: string; args?: string };
      const note = env === undefined ? '' : ` (${env})`;
      return `<!-- output${note}: ${args} -->\n\`\`\`text\n${current(args, env)}\n\`\`\``;
    });
    expect(text.match(SHOWN)?.length).toBeGreaterThan(0);
    if (process.env['UPDATE_README'] === '1') writeFileSync(`${ROOT}${file}`, updated);
    else expect(text).toBe(updated);
  });
});

describe.each(['README.md', 'README.zh-CN.md'])('%s', (file) => {
  it('names the two commands', () => {
    const text = readFileSync(`${ROOT}${file}`, 'utf8');
    expect(text).toContain('npm ci && npx osscap scan fixtures/captures');
    expect(text).toContain('npm ci && npm test');
  });
});

/** What stands outside of fenced blocks. */
function prose(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '');
}

/** Commands of the blocks that a reader copies, without the comments, which are in his language. */
function commands(text: string): string[] {
  return [...text.matchAll(/^```(?:sh|bash|ts)\n([\s\S]*?)^```$/gm)].map(([, block = '']) =>
    block.replace(/(?:^|\s+)(?:#|\/\/) .*$/gm, '').trim(),
  );
}

/** A page is slow to load with more. */
const MAX_PICTURE_BYTES = 300_000;

/** Pairs of pages that say the same in both languages, written by hand. */
const PAIRS = [
  ['README.md', 'README.zh-CN.md'],
  ...GUIDES,
  ['docs/captures.md', 'docs/captures.zh-CN.md'],
  ['docs/credentials.md', 'docs/credentials.zh-CN.md'],
  ['docs/watch.md', 'docs/watch.zh-CN.md'],
  ['docs/speed.md', 'docs/speed.zh-CN.md'],
  ['docs/ci.md', 'docs/ci.zh-CN.md'],
  ['docs/example-ci/README.md', 'docs/example-ci/README.zh-CN.md'],
  ['docs/library.md', 'docs/library.zh-CN.md'],
  ['docs/threat-model.md', 'docs/threat-model.zh-CN.md'],
  ['docs/extending.md', 'docs/extending.zh-CN.md'],
] as const;

describe.each(PAIRS)('%s and %s', (en, zh) => {
  const english = readFileSync(`${ROOT}${en}`, 'utf8');
  const chinese = readFileSync(`${ROOT}${zh}`, 'utf8');

  it('have the same sections', () => {
    const levels = (text: string): string[] =>
      [...prose(text).matchAll(/^(#+) /gm)].map(([, mark = '']) => mark);
    expect(levels(chinese)).toEqual(levels(english));
  });

  it('show the same commands', () => {
    expect(commands(chinese)).toEqual(commands(english));
  });

  it('start a tcpdump whose output is read with kubectl exec: what attaches to it may miss its first bytes', () => {
    const started = [...english.matchAll(/^kubectl (\S+) .* tcpdump .*\| osscap /gm)].map(([, how]) => how);
    expect(new Set(started)).toEqual(new Set(en === 'docs/watch.md' ? ['exec'] : []));
  });

  it('show the output of the same commands, tables of the same size, and the same pictures', () => {
    const shown = (text: string): string[] =>
      [...text.matchAll(SHOWN)].map(({ groups }) => (groups?.['args'] ?? '').replace(/ --lang \w+/, ''));
    expect(shown(chinese)).toEqual(shown(english));
    const rows = (text: string): number => (prose(text).match(/^\|/gm) ?? []).length;
    expect(rows(chinese)).toBe(rows(english));
    const pictures = (text: string): string[] =>
      [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, file = '']) => file.replace('.zh-CN', ''));
    expect(pictures(chinese)).toEqual(pictures(english));
    for (const [, file = ''] of (english + chinese).matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)) {
      expect(statSync(`${ROOT}${file}`).size, file).toBeLessThan(MAX_PICTURE_BYTES);
    }
  });
});

/** What somebody reads of a tool that answers one question; the reference is generated, and comes on top. */
const MAX_ENGLISH_WORDS = 20_000;

describe('README and guides together', () => {
  it('are short enough to be read', () => {
    const guides = readdirSync(`${ROOT}docs`).filter((name) => /^[^.]+\.md$/.test(name));
    const pages = ['README.md', ...guides.map((name) => `docs/${name}`)];
    const words = pages.map(
      (page) => readFileSync(`${ROOT}${page}`, 'utf8').split(/\s+/).filter(Boolean).length,
    );
    expect(words.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(MAX_ENGLISH_WORDS);
  });
});
