import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND, osscap, temporaryFolder, withoutCredentials } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');

describe('- where a file to write is named', () => {
  it.each([
    ['scan', [CAPTURE], 'json'],
    ['scan', [CAPTURE], 'table'],
    ['explain', [CAPTURE, '5'], 'json'],
    ['compare', [CAPTURE, CAPTURE], 'json'],
    ['sign', ['http://b.oss-cn-hangzhou.aliyuncs.com/k', '--date', '0'], 'json'],
    ['why', ['hypotheses'], 'json'],
    ['config', [], 'json'],
  ])('is standard output: %s %j as %s', (command, words, format) => {
    const cwd = temporaryFolder();
    const plain = osscap([command, ...words, '--format', format], { cwd });
    expect(plain.stdout).not.toBe('');
    expect(osscap([command, ...words, '--format', `${format}=-`], { cwd })).toEqual(plain);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('is standard output where the environment names it, and for one report alone', () => {
    const cwd = temporaryFolder();
    const env = { OSSCAP_FORMAT: 'csv=-,json=report.json' };
    const { stdout } = osscap(['scan', CAPTURE], { cwd, env });
    expect(stdout).toBe(osscap(['scan', CAPTURE, '--format', 'csv'], { cwd }).stdout);
    expect(readdirSync(cwd)).toEqual(['report.json']);
    const { status, stderr } = osscap(['scan', CAPTURE, '--format', 'csv=-', '--format', 'json'], { cwd });
    expect([status, stderr]).toEqual([2, expect.stringContaining('only one --format can go to standard')]);
  });

  it('leaves a file of that name to ./-', () => {
    const cwd = temporaryFolder();
    expect(osscap(['scan', CAPTURE, '--format', 'json=./-'], { cwd }).stdout).toContain('json report: ./-\n');
    expect(existsSync(join(cwd, '-'))).toBe(true);
  });

  it('is standard output for a baseline, which no report may stand in', () => {
    const cwd = temporaryFolder();
    const words = ['scan', CAPTURE, '--format', 'json=report.json', '--write-baseline'];
    osscap([...words, 'known.json'], { cwd });
    const printed = osscap([...words, '-'], { cwd });
    expect(printed.status).toBe(0);
    // what closes a report stands beside the baseline
    expect(printed.stderr).toMatch(/exit 0\njson report: report\.json\n$/);
    expect(printed.stdout).toBe(readFileSync(join(cwd, 'known.json'), 'utf8'));
    expect(readdirSync(cwd).sort()).toEqual(['known.json', 'report.json']);
    for (const name of ['-', '/dev/stdout']) {
      const { status, stdout, stderr } = osscap(['scan', CAPTURE, '--write-baseline', name], { cwd });
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain(
        'a report and the baseline both go to standard output: write one of them to a file',
      );
    }
  });

  it('does not stand for the input that - names', () => {
    const input = readFileSync(CAPTURE);
    const words = ['scan', '-', '--format', 'json=report.json', '--write-baseline', '-'];
    expect(osscap(words, { cwd: temporaryFolder(), input }).status).toBe(0);
  });
});

describe('- where a file to read is named', () => {
  it('is standard input for credentials', () => {
    const input = readFileSync(join(FIXTURES, 'credentials.json'));
    for (const words of [
      // how many steps of a fix fit hangs on the length of the commands, which have the path of the file
      ['scan', CAPTURE, '--all'],
      ['explain', CAPTURE, '5'],
      ['compare', CAPTURE, CAPTURE],
      ['sign', 'http://b.oss-cn-hangzhou.aliyuncs.com/k', '--date', '0', '--sign-version', 'v1'],
    ]) {
      const named = osscap([...words, '--credentials', join(FIXTURES, 'credentials.json')]);
      const given = osscap([...words, '--credentials', '-'], { input });
      expect(withoutCredentials(given.stdout)).toBe(withoutCredentials(named.stdout));
    }
    const { stderr } = osscap(['scan', CAPTURE, '--credentials', '-', '--verbose'], { input });
    expect(stderr).toContain('(from standard input)');
    expect(osscap(['scan', CAPTURE, '--credentials', '-'], { input: Buffer.from('x') })).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^osscap: credentials: standard input: neither a JSON list/),
    });
  });

  it('is not both credentials and what is read', () => {
    for (const words of [
      ['scan', '-'],
      ['scan', CAPTURE, '--', '-'],
      ['watch', '-'],
      ['explain', '-', '1'],
      ['compare', CAPTURE, '-'],
      ['sign', '--request', '-'],
    ]) {
      // What stands behind -- is no option.
      const [command = '', ...rest] = words;
      const { status, stdout, stderr } = osscap([command, '--credentials', '-', ...rest], {
        input: readFileSync(CAPTURE),
      });
      expect([words, status, stdout]).toEqual([words, 2, '']);
      expect(stderr).toMatch(
        /^osscap: standard input is named both for the credentials and for what is to be read/,
      );
    }
    const zh = osscap(['scan', '-', '--credentials', '-', '--lang', 'zh']);
    expect(zh.stderr).toContain('凭证和要读取的内容都指定为标准输入');
  });

  it('is one capture alone of those that are compared', () => {
    const input = readFileSync(CAPTURE);
    for (const words of [
      ['-', '-'],
      [CAPTURE, '-', '--', '-'],
    ]) {
      const { status, stdout, stderr } = osscap(['compare', ...words], { input });
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^osscap: standard input can be read only once, and is named more than once/);
    }
    expect(osscap(['compare', '-', '-', '--lang', 'zh']).stderr).toContain('标准输入只能读取一次');
  });

  it('is called standard input where something is wrong with it', () => {
    const input = readFileSync(CAPTURE);
    expect(osscap(['explain', '-', '99'], { input }).stderr).toBe(
      'osscap: standard input: there is no exchange #99; it has 5, starting at #1\n',
    );
    expect(osscap(['sign', '--request', '-'], { input: Buffer.from('{}') }).stderr).toMatch(
      /^osscap: standard input: the field url /,
    );
  });

  it.skipIf(process.platform === 'win32')('may be a folder, which is told', () => {
    const cwd = temporaryFolder();
    const run = (words: string) =>
      spawnSync('bash', ['--norc', '-c', `exec '${process.execPath}' '${COMMAND}' ${words} --lang en < .`], {
        cwd,
        encoding: 'utf8',
      });
    for (const words of ['scan -', 'watch - --quiet', 'explain - 1', 'compare - a.pcap']) {
      const { status, stderr } = run(words);
      expect([words, status]).toEqual([words, 2]);
      expect(stderr).toMatch(/^osscap: standard input: cannot be read \(EISDIR\)\n/);
    }
    for (const words of [
      'sign --request -',
      'sign http://b.oss-cn-hangzhou.aliyuncs.com/k --credentials -',
    ]) {
      const { status, stderr } = run(words);
      expect([words, status]).toEqual([words, 2]);
      expect(stderr).toMatch(/standard input: a folder, not a file\n$/);
    }
  });

  it('is standard input for captures, requests and credentials; other files are read by their names', () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'a.txt'), 'x');
    mkdirSync(join(cwd, 'b'));
    for (const option of ['--baseline', '--tls-keylog', '--tls-key', '--config']) {
      const { status, stderr } = osscap(['scan', CAPTURE, option, '-'], { cwd, input: Buffer.from('[]') });
      expect([option, status]).toEqual([option, 2]);
      expect(stderr).toMatch(/-: no such file\n$/);
    }
  });
});
