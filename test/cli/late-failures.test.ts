import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LINE_KINDS } from '../../src/report/reporter.ts';
import { FORMAT_NAMES, type FormatName } from '../rooms/report.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

/** Of a PutObject, a CopyObject and a Complete, all answered as successes, with an error inside. */
const LATE = join(FIXTURES, 'text', 'late-failures.txt');
const CALM = join(FIXTURES, 'scenarios', 'oss2-v1-pcapng.pcapng');

const folder = temporaryFolder();

function report(format: FormatName, lang: 'en' | 'zh', ...paths: readonly string[]): string {
  const file = join(folder, `${format}.${lang}`);
  const summary = join(folder, `summary.${format}.${lang}.${paths.length}`);
  const args = [
    'scan',
    ...paths,
    '--verbose',
    '--lang',
    lang,
    '--no-config',
    '--format',
    `${format}=${file}`,
  ];
  expect(osscap(args, { env: { GITHUB_STEP_SUMMARY: summary } }).status).toBe(0);
  return readFileSync(file, 'utf8') + (format === 'github' ? readFileSync(summary, 'utf8') : '');
}

describe('exchanges that failed behind the status of a success', () => {
  it.each(['table', 'markdown', 'github', 'html'] as const)(
    'do not stand beside the word that nothing fails (%s)',
    (format) => {
      const nothing = /[Nn]othing fails|No exchange fails|没有失败/;
      const [en, zh] = [report(format, 'en', LATE), report(format, 'zh', LATE)];
      // the page carries all its words, and says at its end what a reader without scripts sees
      const told = (text: string): string => (format === 'html' ? (text.split('<noscript>')[1] ?? '') : text);
      expect(told(en)).not.toMatch(nothing);
      expect(told(zh)).not.toMatch(nothing);
      const [noted, notedZh] =
        format === 'html'
          ? [/5 passed \(3 of them with an error.*⚠ 1 upload failed/, /5 次通过（其中 3 次.*⚠ 1 个上传失败/s]
          : [
              /No signature mismatch in 5 OSS exchanges, but note: 1 upload failed/,
              /5 次 OSS 请求均无签名不匹配，但请注意：1 个上传失败/,
            ];
      expect(told(en).replace(/\s+/g, ' ')).toMatch(noted);
      expect(told(zh)).toMatch(notedZh);
      if (format !== 'github') return;
      // the summary of a job begins with it
      const [head = ''] = en.split('<details>');
      expect(head).toContain('but note: 1 upload failed');
      expect(head).not.toMatch(/None of/);
    },
  );

  it('leave that word to a scan in which it holds', () => {
    expect(report('table', 'en', CALM)).toMatch(
      /Nothing fails: 3 OSS exchanges, no signature mismatch\. Exit 0\.\n$/,
    );
    expect(report('markdown', 'en', CALM)).toContain('No exchange fails.');
    // of two captures, each has its own
    const both = report('markdown', 'en', CALM, LATE);
    expect(both).toContain('No exchange fails.');
    expect(both).toContain('No signature mismatch in 5 OSS exchanges');
  });

  it.each(['table', 'markdown', 'github', 'html', 'junit', 'sarif', 'gitlab', 'har'] as const)(
    'are told in %s, in both languages',
    (format) => {
      const [en, zh] = [report(format, 'en', LATE), report(format, 'zh', LATE)].map((text) =>
        text.replace(/\s+/g, ' '),
      );
      expect(en).toContain('The object is stored, but the callback to report it failed (PutObject, 203).');
      expect(en).toContain('CopyObject got a 200 response with an error inside: it was not done.');
      expect(zh).toContain('Object 已写入，但上传回调失败（PutObject，203）。');
      expect(zh).toContain('CopyObject 的响应状态码为 200，但内容是错误：操作没有完成。');
      if (format === 'har') return;
      for (const text of [en, zh]) {
        expect(text).toContain('http://callback.example.com:8080/oss/done');
        expect(text).toContain('Error status : 502');
        expect(text).not.toContain('token=abc');
      }
    },
  );

  it('stand in the table with a block each, a mark in their rows, and a word in the header', () => {
    const { stdout, status } = osscap(['scan', LATE, '--verbose', '--width', '120', '--no-config']);
    expect(status).toBe(0);
    expect(stdout).toContain('5 OSS exchanges: 5 passed (3 of them with an error in the response)');
    expect(stdout).toMatch(/PutObject +rokid\/report\.csv +203 ! /);
    expect(stdout).toMatch(/^! The object is stored.* 1 exchange \(#1\)$/m);
    expect(stdout).toMatch(/^ {2}callback {2}http:\/\/callback\.example\.com:8080\/oss\/done$/m);
    expect(stdout).toMatch(
      /^ {2}ids {2,}request ID 6B06192759AB9B1D830198F3, EC 0007-00000203:\n {12}https:\S+q=0007-00000203$/m,
    );
    // a Complete that was answered with 200 was not refused with it
    expect(stdout).not.toContain('was refused: 200');
  });

  it('are told where only what fails is shown', () => {
    const { stdout } = osscap(['scan', '--quiet', LATE, CALM, '--no-config']);
    expect(stdout).toMatch(/^! \S*#1 PutObject .*\n(?: {2}and .*\n)? {2}The object is stored/m);
    expect(stdout).not.toContain('oss2-v1-pcapng');
  });

  it('are told the same however many files are read at a time', () => {
    // Those that workers can make the lines of: each alone, too.
    const gathered = FORMAT_NAMES.filter((name) => !['html', 'har', 'junit'].includes(name));
    for (const names of [FORMAT_NAMES, gathered, ...LINE_KINDS.map((kind) => [kind])]) {
      const [one = [], two = []] = [1, 2].map((jobs) => {
        const out = temporaryFolder();
        const formats = names.flatMap((name) => ['--format', `${name}=${join(out, name)}`]);
        osscap(['scan', LATE, CALM, LATE, '--no-config', '--jobs', String(jobs), ...formats]);
        return names.map((name) => readFileSync(join(out, name), 'utf8'));
      });
      for (const [at, name] of names.entries()) expect(two[at] === one[at], name).toBe(true);
    }
  });

  it('end the last line also beside failures', () => {
    const failing = join(FIXTURES, 'captures', 'curl-adds-content-type.pcap');
    const { stdout, status } = osscap(['scan', failing, LATE, '--verbose', '--no-config']);
    expect(status).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      '1 failing exchange, 1 cause. Also note: 2 responses with an error inside, 1 callback failed. Exit 1.',
    );
  });
});
