import { describe, expect, it } from 'vitest';
import { alsoMiscomputed, type CauseId, note } from '../rooms/diagnose.ts';
import { noteSentence } from '../rooms/report.ts';
import { HYPOTHESES } from '../rooms/search.ts';
import {
  CAUSE_IDS,
  CAUSES,
  fill,
  formatDuration,
  groupDigits,
  NOTE_IDS,
  NOTES,
  numbered,
  plainFiller,
  type Texts,
  terminalFiller,
} from '../rooms/sentences.ts';
import { EN, EN_COMPARE, ZH, ZH_COMPARE } from '../support/texts.ts';

const LANGUAGES: readonly Texts[] = [EN, ZH];

function placesOf(template: string): string[] {
  return [...template.matchAll(/\{([A-Za-z0-9]+)(?::[a-z]+)?\}/g)].map((match) => match[1] ?? '');
}

describe.each(LANGUAGES)('sentences in $lang', (texts) => {
  it.each(CAUSE_IDS)('cause %s names only arguments that it carries', (id) => {
    const { headline, cause, cure } = texts.causes[id];
    expect(Object.keys(CAUSES[id].args)).toEqual(expect.arrayContaining(placesOf(headline + cause + cure)));
    expect([headline, cause, cure].every((text) => text.length > 3)).toBe(true);
  });

  it.each(NOTE_IDS)('note %s names only arguments that it carries', (id) => {
    expect(Object.keys(NOTES[id].args)).toEqual(expect.arrayContaining(placesOf(texts.notes[id])));
  });

  it('has a word for every cause that a search finds beside another', () => {
    const ofSecret = HYPOTHESES.filter(({ field }) => field === 'secret');
    const causes = ofSecret.flatMap((each) => each.causes);
    expect(causes.length).toBeGreaterThan(20);
    expect(causes.filter((id) => !Object.hasOwn(texts.words, id))).toEqual([]);
  });

  it('tells a second mistake in the words of its cause', () => {
    const second = alsoMiscomputed({ id: 'method-signed-other', args: { signed: 'GET', sent: 'PUT' } });
    const told = noteSentence(second, plainFiller(texts), texts);
    expect(told).toContain('GET');
    expect(told).toContain('PUT');
    expect(told).not.toContain('?');
  });

  it('names what S3 V4 has in the place of a constant of OSS V4, for both get the same sentence', () => {
    const twins = { aliyun_v4_request: 'aws4_request', 'x-oss-content-sha256': 'x-amz-content-sha256' };
    for (const [id, { headline, cause, cure }] of Object.entries(texts.causes)) {
      const told = [headline, cause, cure].join(' ');
      for (const [ours, theirs] of Object.entries(twins)) {
        if (told.includes(ours)) expect(told, id).toContain(theirs);
      }
    }
  });

  it('leaves no gap in the note on rules where it names nothing', () => {
    for (const reason of ['self-check', 'server-string-signed']) {
      const told = noteSentence(note('rules-gap', { reason, name: '' }), plainFiller(texts), texts);
      expect(told).toContain(`${texts.words[reason]}${texts.lang === 'zh' ? '）' : ')'}`);
    }
    const named = note('rules-gap', { reason: 'unknown-header', name: 'range' });
    expect(noteSentence(named, plainFiller(texts), texts)).toContain(
      `${texts.words['unknown-header']} range`,
    );
  });

  it('gives each argument a format of its kind', () => {
    for (const [id, { headline, cause, cure }] of Object.entries(texts.causes)) {
      const kinds: Readonly<Record<string, string>> = CAUSES[id as CauseId].args;
      for (const [, name = '', how = ''] of `${headline}${cause}${cure}`.matchAll(/\{(\w+):(\w+)\}/g)) {
        const allowed =
          kinds[name] === 'number'
            ? ['n', 's', 'at', 'ref', 'duration', 'time', 'offset']
            : ['q', 'word', 'long', 'lq', 'id'];
        expect(allowed, `${id} {${name}:${how}}`).toContain(how);
      }
    }
  });
});

it('cuts what is long in its middle, between words where one ends near', () => {
  const said = (value: string, how: string): string => fill(`{x:${how}}`, { x: value }, plainFiller(EN));
  const words =
    'X-Squid-Error: ERR_ACCESS_DENIED 0, Via: 1.1 cache.of.a.proxy (squid/6.13), and what is more';
  const cut = said(words, 'q');
  expect(cut.length).toBeLessThan(76);
  const [before = '', after = ''] = cut.slice(1, -1).split('…');
  expect(words).toMatch(new RegExp(`^${before.replaceAll('.', '\\.')}\\S`));
  expect(before.endsWith(' ') && after.startsWith(' ') && words.endsWith(after)).toBe(true);
  expect(said(words, 'lq')).toBe(`"${words}"`);
  // a key without spaces loses no more than it must
  expect(said('k'.repeat(100), 'q')).toHaveLength(73);
});

it('says the same in both languages', () => {
  const keys = (texts: Texts): string[] => Object.keys(texts.words).sort();
  expect(keys(ZH)).toEqual(keys(EN));
  for (const id of Object.keys(EN.labels) as (keyof Texts['labels'])[]) {
    expect(new Set(placesOf(ZH.labels[id])), id).toEqual(new Set(placesOf(EN.labels[id])));
  }
});

it('says the same of comparisons in both languages', () => {
  for (const id of Object.keys(EN_COMPARE.labels) as (keyof typeof EN_COMPARE.labels)[]) {
    const [en, zh] = [EN_COMPARE.labels[id], ZH_COMPARE.labels[id]];
    expect(new Set(placesOf(zh)), id).toEqual(new Set(placesOf(en)));
    expect(en.length > 0 && zh.length > 0, id).toBe(true);
  }
});

it.each(LANGUAGES)('lets a report write the numbers of exchanges in its own way ($lang)', (texts) => {
  // those of another capture have no place in this report
  const notes = Object.values(texts.notes).filter((text) => !text.includes('{capture}'));
  const sentences = JSON.stringify([texts.causes, notes, texts.uploads, texts.outlook]);
  expect(sentences).toContain('#{exchange:ref}');
  expect(sentences.replaceAll('#{exchange:ref}', '')).not.toContain('{exchange');
});

it('has no Chinese sentence left in English', () => {
  for (const [id, { headline, cause, cure }] of Object.entries(ZH.causes)) {
    for (const text of [headline, cause, cure]) expect(text, id).toMatch(/[\u4e00-\u9fff]|^\{|^$/);
  }
});

describe('fill', () => {
  const plain = plainFiller(EN);

  it('puts arguments in their places', () => {
    expect(fill('{n:n} exchange{n:s}', { n: 1 }, plain)).toBe('1 exchange');
    expect(fill('{n:n} exchange{n:s}', { n: 10_007 }, plain)).toBe('10,007 exchanges');
    expect(fill('{v:q} {w:q}', { v: '', w: 'a' }, plain)).toBe('(empty) "a"');
    expect(fill('{x}', {}, plain)).toBe('?');
    expect(fill('{toString}', {}, plain)).toBe('?');
    expect(fill('{t:time}', { t: 1546068823 }, plain)).toBe('2018-12-29 07:33:43 UTC');
    expect(fill('{t:time}', { t: 1e300 }, plain)).toBe('1e+300');
    expect(fill('{s:offset}', { s: -61 }, plain)).toBe('1 min 1 s behind');
    expect(fill('the capture is {s:offset} the server', { s: -0.2 }, plain)).toBe(
      'the capture is in step with the server',
    );
    expect(fill('{s:offset}', { s: -61 }, plainFiller(ZH))).toBe('相比慢 1 分钟 1 秒');
    expect(fill('抓包时间与服务端{s:offset}', { s: 0.4 }, plainFiller(ZH))).toBe('抓包时间与服务端一致');
    expect(fill('a{v:after}{w:after}', { v: '', w: 'b' }, plain)).toBe('a b');
    expect(fill('{how:word}', { how: 'latin-1' }, plain)).toBe('Latin-1');
    expect(fill('{how:word}', { how: 'constructor' }, plain)).toBe('constructor');
    expect(fill('{f:at}', { f: 7 }, plain)).toBe('frame 7');
    expect(fill('{f:at}', { f: 7 }, numbered(plain, 'line'))).toBe('line 7');
    expect(fill('{f:at}', { f: 7 }, numbered(plainFiller(ZH), 'entry'))).toBe('第 7 条');
    expect(fill('#{e:ref}', { e: 7 }, plain)).toBe('#7');
    expect(fill('#{e:ref}', { e: 7 }, { ...plain, exchange: (index) => `2.${index}` })).toBe('#2.7');
  });

  it('does not take a place within a value for a place', () => {
    expect(fill('{a}', { a: '{b}', b: 'x' }, plain)).toBe('{b}');
  });

  it('neutralises captured text for terminals', () => {
    expect(fill('{a:q}', { a: '\x1b[2J\n' }, terminalFiller(EN))).toBe('"␛[2J␊"');
  });

  it('cuts long values in their middle', () => {
    const text = fill('{a}', { a: 'x'.repeat(5000) }, plain);
    expect(text.length).toBeLessThan(80);
    expect(text).toContain('…');
  });
});

it.each([
  [EN, ', 1 min 5 s earlier', ''],
  [ZH, ' 1 分钟 5 秒前', ''],
])('says how long before something was, unless it was at the same time', (texts, earlier, none) => {
  const shown = (seconds: number): string => fill('{seconds:earlier}', { seconds }, plainFiller(texts));
  expect([shown(65), shown(0)]).toEqual([earlier, none]);
});

it('formats durations and numbers', () => {
  expect(formatDuration(2403, 'en')).toBe('40 min 3 s');
  expect(formatDuration(86_400 * 3 + 5, 'en')).toBe('3 d');
  expect(formatDuration(0.4, 'zh')).toBe('0 秒');
  expect(groupDigits(1234567)).toBe('1,234,567');
  expect(groupDigits(999)).toBe('999');
});
