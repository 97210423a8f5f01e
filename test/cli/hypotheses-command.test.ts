import { describe, expect, it } from 'vitest';
import { run as runWhy } from '../../src/cli/commands/why-command.ts';
import { parseArguments } from '../../src/cli/settings/command-line.ts';
import { displayWidth } from '../rooms/bytes.ts';
import type { HypothesisEntry } from '../rooms/report.ts';
import { HYPOTHESES } from '../rooms/search.ts';
import { fakeIo } from '../support/fake-io.ts';
import { CLI_EN, CLI_ZH, EN } from '../support/texts.ts';

async function run(format: 'table' | 'json', lang: 'en' | 'zh', width: number | null = null) {
  const { io, written } = fakeIo();
  const columns = width === null ? [] : ['--width', String(width)];
  const parsed = await parseArguments(['why', 'hypotheses', '--format', format, ...columns]);
  if (!parsed.ok || parsed.value.kind !== 'why') throw new Error(JSON.stringify(parsed));
  const texts = lang === 'en' ? CLI_EN : CLI_ZH;
  const code = await runWhy(parsed.value.arguments, { lang, texts, io });
  return { ...written, code };
}

async function entries(lang: 'en' | 'zh'): Promise<readonly HypothesisEntry[]> {
  const { stdout } = await run('json', lang);
  return (JSON.parse(stdout) as { hypotheses: HypothesisEntry[] }).hypotheses;
}

describe('osscap why hypotheses', () => {
  it.each([
    ['en', 80],
    ['en', 120],
    ['zh', 80],
    ['zh', 120],
  ] as const)('lists every hypothesis in %s, no line wider than %d columns', async (lang, width) => {
    const { stdout, stderr, code } = await run('table', lang, width);
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    for (const { id } of HYPOTHESES) {
      expect(
        lines.filter((line) => line.split(' ')[0] === id),
        id,
      ).toHaveLength(1);
    }
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(width);
    // no value of a request is known, and none is left as a question mark
    expect(stdout).not.toMatch(/\{\w+(?::\w+)?\}|undefined/);
  });

  it('says what each changes, where, how far-fetched it is, and what to do', async () => {
    const found = await entries('en');
    expect(found.find(({ id }) => id === 'content-type-not-signed')).toEqual({
      id: 'content-type-not-signed',
      field: 'content-type',
      changes: 'string',
      versions: [
        ...['v1', 'v1-url', 'v2', 'v2-url', 'v4', 'v4-url', 's3v2', 's3v2-url', 's3v4', 's3v4-url'],
        ...[
          'obs',
          'obs-url',
          'cos',
          'cos-url',
          'goog2',
          'goog2-url',
          'goog4',
          'goog4-url',
          'tos4',
          'tos4-url',
        ],
      ],
      cost: 1,
      aloneOnly: false,
      causes: [
        {
          id: 'content-type-added-after-signing',
          headline: EN.causes['content-type-added-after-signing'].headline,
          cure: EN.causes['content-type-added-after-signing'].cure,
        },
      ],
    });
    const byId = (wanted: string) => found.find(({ id }) => id === wanted);
    expect(byId('expires-signed-other')?.versions).toEqual([
      'v1-url',
      'v2-url',
      'v4-url',
      's3v2-url',
      's3v4-url',
      'obs-url',
      'goog2-url',
      'goog4-url',
      'tos4-url',
    ]);
    expect(byId('policy-signed-other')?.versions).toEqual([
      'post-v1',
      'post-v2',
      'post-v4',
      'post-s3v2',
      'post-s3v4',
    ]);
    expect(byId('key-derivation')?.versions).toEqual([
      'v4',
      'v4-url',
      'post-v4',
      'post-s3v4',
      's3v4',
      's3v4-url',
      'goog4',
      'goog4-url',
      'tos4',
      'tos4-url',
    ]);
    expect(byId('secret-substitute')).toMatchObject({ cost: 5, aloneOnly: true, changes: 'secret' });
    expect(found.every(({ causes, field }) => causes.length > 0 && field !== null)).toBe(true);
  });

  it('says it in the language asked for', async () => {
    const [english, chinese] = [await entries('en'), await entries('zh')];
    expect(chinese.map(({ id }) => id)).toEqual(english.map(({ id }) => id));
    for (const { causes } of chinese) {
      for (const { headline } of causes) expect(headline).toMatch(/[\u4e00-\u9fff]/);
    }
    expect((await run('table', 'zh')).stdout).toContain('签名版本');
  });
});
