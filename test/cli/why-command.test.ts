import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../rooms/bytes.ts';
import type { ArgSpec } from '../rooms/diagnose.ts';
import { pageOfRule, REFERENCES, referenceEntry } from '../rooms/report.ts';
import { CAUSE_EXAMPLES, CAUSE_IDS, CAUSES, problemsIn, REPORTED_AS } from '../rooms/sentences.ts';
import { osscap } from '../support/command.ts';
import { ROOT } from '../support/packed-package.ts';
import { EN, EN_DETAIL, EN_REFERENCE, ZH, ZH_DETAIL, ZH_REFERENCE } from '../support/texts.ts';

const ENGLISH = { texts: EN, detail: EN_DETAIL, reference: EN_REFERENCE };
const CHINESE = { texts: ZH, detail: ZH_DETAIL, reference: ZH_REFERENCE };

describe('osscap why', () => {
  it('says of a cause what it means, what to do, how it shows, with an example and its page', () => {
    const { stdout, stderr, status } = osscap(['why', 'method-signed-other', '--width', '80']);
    expect([status, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('method-signed-other (cause; client mis-signed)');
    expect(lines[1]).toBe('  The client signed the method …, but the request went out as ….');
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(
      /^ {2}Example +The client signed the method GET, but the request went out\s+as\s+HEAD\./m,
    );
    expect(stdout).toMatch(/^ {2}Fix +Sign for …, or send … \(curl -I sends HEAD/m);
    expect(stdout).toMatch(/^ {2}How it is proved +The search, by method-other, method-case\./m);
    expect(stdout).toMatch(/^ {2}Page +docs\/reference\/causes\/method-signed-other\.md$/m);
  });

  it.each([
    ['needs-secret', 'verdict', /What it means +The client signed a different string/],
    ['type-added', 'suspect', /Check +The same request sent without a Content-Type/],
    ['v1-signature', 'passing now, but may fail later', /Fix +Switch the client to V4/],
    ['truncated-packet', 'warning about the capture', /capture whole packets with\s+tcpdump -s 0/],
    ['request-edited', 'note', /the request was\s+edited after it\s+was sent/],
  ])('knows %s, too, which is a %s', (id, kind, said) => {
    const { stdout, status } = osscap(['why', id]);
    expect(status).toBe(0);
    expect(stdout.split('\n')[0]).toContain(`${id} (${kind}`);
    expect(stdout).toMatch(said);
  });

  it('has a cause under the verdict that it usually comes with, and the rarer way beside it', () => {
    const of = (id: string, lang: string): string =>
      osscap(['why', id, '--lang', lang, '--width', '400']).stdout;
    expect(of('oss-header-dropped', 'en')).toMatch(
      /^oss-header-dropped \(cause; changed in transit\)[\s\S]*How it shows +The string that the server signed .*\. Or: The server says/,
    );
    expect(of('oss-header-dropped', 'zh')).toMatch(
      /^oss-header-dropped（原因；传输途中被改动）[\s\S]*服务端的待签名字符串.*。或者：服务端表示签名数据/,
    );
    expect(of('referer-refused', 'en')).toContain('(cause; access denied)');
    expect(of('path-style-forbidden', 'en')).toContain('(cause; not accepted here)');
  });

  it('is in Chinese where that is asked for', () => {
    const { stdout } = osscap(['why', 'content-type-dropped', '--lang', 'zh']);
    expect(stdout).toMatch(/^content-type-dropped（原因；/);
    expect(stdout).toContain('docs/reference/causes/content-type-dropped.zh-CN.md');
    expect(stdout).toMatch(/^ {2}示例 +客户端发送的是“image\/png”。/m);
  });

  it.each(['en', 'zh'])('shows every ID at a glance with --all: %s', (lang) => {
    const { stdout, status } = osscap(['why', '--all', '--width', '80', '--lang', lang]);
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThan(60);
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/osscap why\s+key-cut/);
    // each group is counted, and can be asked for
    const count = (of: string): number => REFERENCES.filter(({ kind }) => kind === of).length;
    const counts = [...stdout.matchAll(/^ +· .*?[(（](\d+)[)）][：:]/gm)].map(([, n]) => Number(n));
    expect(counts.slice(-5)).toEqual(['verdict', 'suspect', 'advice', 'note', 'notice'].map(count));
    expect(counts.slice(0, -5).reduce((sum, n) => sum + n, 0)).toBe(count('cause'));
    expect(stdout).toMatch(/· client-miscomputed ?[(（]\d+[)）].*key-…\(\d+\)/);
  });

  it('lists the ids that have a word in their name, or a suspect in its sentence', () => {
    const listed = (...args: string[]): readonly string[] => {
      const { stdout, status } = osscap(['why', ...args, '--width', '200']);
      expect(status).toBe(0);
      return stdout.split('\n').flatMap((line) => /^ {2}([a-z0-9-]+) {2,}\S/.exec(line)?.[1] ?? []);
    };
    const type = listed('content-type');
    expect(type).toEqual(
      expect.arrayContaining(['content-type-rewritten', 'content-type-lost', 'type-added']),
    );
    expect(type).not.toContain('content-md5-lost');
    expect(listed('param-added')).toEqual([
      'query-parameter-added-after-signing',
      'parameter-of-object',
      'parameter-other',
    ]);
    expect(listed('Truncated packet')).toEqual(['truncated-packet']);
    expect(listed('suspect', '--lang', 'zh')).toEqual(
      REFERENCES.filter(({ kind }) => kind === 'suspect').map(({ id }) => id),
    );
  });

  it.each(['en', 'zh'] as const)('shows what people come with where no word is given: %s', (lang) => {
    const { stdout, status } = osscap(['why', '--width', '80', '--lang', lang]);
    expect(status).toBe(0);
    const problems = Object.values(problemsIn(lang));
    expect(problems).toHaveLength(12);
    for (const { title, command } of problems) expect(stdout).toContain(`  ${title}\n    ${command}\n`);
    expect(stdout.split('\n').length).toBeLessThan(34);
    expect(stdout).toMatch(/osscap why\s+--all/);
  });

  const found = (words: string, ...args: string[]) => {
    const { stdout, status } = osscap(['why', words, '--width', '200', ...args]);
    expect(status, words).toBe(0);
    return stdout;
  };

  it.each([
    ['SignatureDoesNotMatch', ['client-miscomputed', 'transit-modified', 'wrong-secret', 'needs-secret']],
    ['0002-00000040', ['client-miscomputed', 'transit-modified', 'wrong-secret', 'needs-secret']],
    ['0002-00000902', ['key-unknown']],
    ['InvalidAccessKeyId', ['unknown-key']],
    ['RequestTimeTooSkewed', ['clock-skew']],
    ['The difference between the request time and the server time is too large', ['clock-skew']],
    ['The request signature we calculated does not match the signature you provided', ['wrong-secret']],
    ['403', ['client-miscomputed', 'access-denied', 'expired']],
    ['X-Amz-Content-Sha256', ['payload-hash-s3']],
    ['时钟偏差', ['clock-skew']],
  ])('finds what %s can mean', (words, ids) => {
    const listed = [...found(words).matchAll(/^ {2}([a-z0-9-]+) {2,}\S/gm)].map(([, id]) => id);
    expect(listed).toEqual(expect.arrayContaining(ids));
    expect(listed.length).toBeLessThanOrEqual(10);
  });

  it.each([
    ['nginx', 'proxy'],
    ['fetch', 'curl'],
    ['got', 'curl'],
    ['axios', 'curl'],
    ['behind cloudflare', 'proxy'],
    ['works with ossutil', 'ossutil'],
    ['postman', 'curl'],
    ['SSLKEYLOGFILE', 'https'],
    ['StringToSign', 'document'],
    ['presigned', 'presigned'],
    ['intermittent', 'sometimes'],
    ['AAAAAA==', 'upgrade'],
    ['minio', 'services'],
    ['小程序', 'browser'],
    ['文件名 中文', 'names'],
  ] as const)('answers %s with the problem and its command', (words, id) => {
    for (const lang of ['en', 'zh'] as const) {
      const { title, command } = problemsIn(lang)[id];
      const text = found(words, '--lang', lang);
      expect(text).toContain(`\n${title}\n`);
      expect(text).toContain(` ${command}\n`);
    }
  });

  it('takes several words as they come, and knows each id that a code is reported as', () => {
    expect(osscap(['why', 'works', 'with', 'ossutil']).stdout).toBe(
      osscap(['why', 'works with ossutil']).stdout,
    );
    const ids = REFERENCES.map(({ id }) => String(id));
    expect(REPORTED_AS.flatMap(([, names]) => names).filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('does not take long over what is no question', () => {
    expect(osscap(['why', 'x'.repeat(90_000)]).status).toBe(2);
    expect(osscap(['why', '签'.repeat(30_000)]).status).toBe(2);
  });

  it('guesses what a wrong id stands for, and says how to list all', () => {
    expect(osscap(['why', 'tokn']).stderr).toContain('did you mean token?');
    expect(osscap(['why', 'nonsense']).stderr).not.toContain('did you mean');
    const { stdout, stderr, status } = osscap(['why', 'content-type-droped']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'osscap: no cause, verdict, suspect, note or warning has the ID "content-type-droped"; osscap why lists all; ' +
        'did you mean content-type-dropped? (osscap why --help)\n',
    );
  });

  it('gives the same as data', () => {
    const { stdout } = osscap(['why', 'needs-secret', '--format', 'json', '--lang', 'en']);
    const { entries, schemaVersion } = JSON.parse(stdout);
    expect(schemaVersion).toBe(1);
    const [of] = REFERENCES.filter(({ id }) => id === 'needs-secret');
    if (of === undefined) throw new Error('no such id');
    expect(entries).toEqual([JSON.parse(JSON.stringify(referenceEntry(of, ENGLISH)))]);
  });
});

describe('what is said of an id', () => {
  it.each([ENGLISH, CHINESE])('is whole in each language, and has a page that there is', (context) => {
    for (const of of REFERENCES) {
      const entry = referenceEntry(of, context);
      const [file = '', anchor] = entry.page.split('#');
      expect(existsSync(join(ROOT, file)), entry.page).toBe(true);
      if (anchor !== undefined) {
        const page = readFileSync(join(ROOT, file), 'utf8');
        expect(page.includes(`<a id="${anchor}">`) || page.includes(`\n## ${anchor}\n`), entry.page).toBe(
          true,
        );
      }
      const said = [entry.headline, entry.why, entry.toDo, entry.example, ...entry.shows, ...entry.proofs];
      for (const text of said) {
        expect(text, of.id).not.toBe('');
        expect(text ?? '', of.id).not.toMatch(/\{[A-Za-z]+(?::[a-z]+)?\}|`|\]\(|undefined/);
      }
      if (of.kind === 'cause')
        expect([entry.shows.length > 0, entry.verdict === null]).toEqual([true, false]);
    }
  });

  it('has an example of every cause that takes values from a request, with all of them', () => {
    const examples: Readonly<Record<string, Readonly<Record<string, string | number>>>> = CAUSE_EXAMPLES;
    for (const id of CAUSE_IDS) {
      const spec: ArgSpec = CAUSES[id].args;
      expect(Object.keys(examples[id] ?? {}), id).toEqual(Object.keys(spec));
      for (const [name, kind] of Object.entries(spec)) {
        const value = examples[id]?.[name];
        expect(typeof value, `${id} ${name}`).toBe(kind === 'number' ? 'number' : 'string');
        // A byte string, as captured text is.
        if (kind === 'bytes') expect(String(value), `${id} ${name}`).toMatch(/^[\0-\xff]*$/);
      }
    }
  });

  it('is found by what a finding is reported as', () => {
    expect(pageOfRule('clock-unset', 'en')).toBe('docs/reference/causes/clock-unset.md');
    expect(pageOfRule('undecided', 'zh')).toBe('docs/reference/verdicts.zh-CN.md#undecided');
  });
});
