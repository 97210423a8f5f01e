import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND, credentialsFile, osscap, temporaryFolder } from '../support/command.ts';
import { TlsWriter } from '../support/tls-writer.ts';
import { FIXTURES } from '../support/truth.ts';

const SOURCE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');

function capture(): { readonly folder: string; readonly file: string; readonly bytes: Buffer } {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'captures'));
  const file = join(folder, 'captures', 'client.pcap');
  copyFileSync(SOURCE, file);
  return { folder, file, bytes: readFileSync(file) };
}

const REFUSED =
  /^osscap: the report would overwrite \S+, which is an input: give it another name \(NAME=FILE\); nothing was written\n$/;

describe('a report in the place of a file that is read', () => {
  it.each([
    ['by its name', 'captures/client.pcap', 'captures/client.pcap'],
    ['by another name', 'captures/client.pcap', './captures/../captures/client.pcap'],
    ['through a link', 'captures/client.pcap', 'link.pcap'],
    ['read through a link', 'link.pcap', 'captures/client.pcap'],
    ['by a second name', 'captures/client.pcap', 'hard.pcap'],
    ['in a folder', 'captures', 'captures/client.pcap'],
    ['of a pattern', 'captures/*.pcap', 'captures/client.pcap'],
  ])('is refused: %s', (_, input, output) => {
    const { folder, file, bytes } = capture();
    symlinkSync(file, join(folder, 'link.pcap'));
    linkSync(file, join(folder, 'hard.pcap'));
    for (const format of ['json', 'html', 'blob']) {
      const { status, stdout, stderr } = osscap(['scan', input, '--format', `${format}=${output}`], {
        cwd: folder,
      });
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(REFUSED);
    }
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it.each([
    ['the capture', ['late.pcap', '--format', 'json=./late.pcap']],
    ['the key log', ['other.pcap', '--tls-keylog', 'keys.log', '--format', 'json=keys.log']],
  ])('is refused where a watch waits for it: %s', (_, words) => {
    const { folder } = capture();
    const { status, stdout, stderr } = osscap(['watch', ...words], { cwd: folder });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(REFUSED);
  });

  it('is refused where standard input comes from it', () => {
    const { folder, file, bytes } = capture();
    const { status, stderr } = spawnSync(
      process.execPath,
      [COMMAND, 'scan', '-', '--format', `json=${file}`],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { LC_ALL: 'C' },
        stdio: [openSync(file, 'r'), 'pipe', 'pipe'],
      },
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(REFUSED);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('is refused by every command that writes', () => {
    const { file, bytes } = capture();
    const blob = join(temporaryFolder(), 'part.blob');
    expect(osscap(['scan', file, '--format', `blob=${blob}`]).status).toBe(1);
    const request = join(temporaryFolder(), 'request.json');
    writeFileSync(request, '{"url": "https://b.oss-cn-hangzhou.aliyuncs.com/k"}');
    for (const args of [
      ['compare', file, SOURCE, '--format', `json=${file}`],
      ['explain', file, '5', '--format', `json=${file}`],
      ['merge', blob, '--format', `json=${blob}`],
      ['sign', '--request', request, '--format', `json=${request}`],
      ['scan', file, '--write-baseline', file],
    ]) {
      const { status, stderr } = osscap(args);
      expect([args[0], status]).toEqual([args[0], 2]);
      expect(stderr).toMatch(REFUSED);
    }
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(readFileSync(request, 'utf8')).toContain('aliyuncs');
    expect(readFileSync(blob, 'utf8')).toMatch(/^\{/);
  });

  it('is refused for the files with the keys, and for a baseline', () => {
    const { file } = capture();
    const keys = credentialsFile([{ accessKeyId: 'LTAIexample001', secret: 'x'.repeat(30) }]);
    const before = readFileSync(keys, 'utf8');
    const asked = osscap(['scan', file, '--credentials', keys, '--format', `json=${keys}`]);
    expect(asked.status).toBe(2);
    expect(asked.stderr).toMatch(REFUSED);
    expect(readFileSync(keys, 'utf8')).toBe(before);

    const log = new TlsWriter().keyLog;
    const copy = join(temporaryFolder(), 'keys.log');
    writeFileSync(copy, log, { mode: 0o600 });
    for (const more of [
      { args: ['--tls-keylog', copy], env: {} },
      { args: [], env: { SSLKEYLOGFILE: copy } },
    ]) {
      const { status, stderr } = osscap(['scan', file, ...more.args, '--format', `json=${copy}`], {
        env: more.env,
      });
      expect(status).toBe(2);
      expect(stderr).toMatch(REFUSED);
    }
    expect(readFileSync(copy, 'utf8')).toBe(log);

    const baseline = join(temporaryFolder(), 'baseline.json');
    expect(osscap(['scan', file, '--write-baseline', baseline]).status).toBe(0);
    expect(osscap(['scan', file, '--baseline', baseline, '--format', `json=${baseline}`]).stderr).toMatch(
      REFUSED,
    );
    expect(osscap(['scan', file, '--baseline', baseline, '--write-baseline', baseline]).status).toBe(0);
  });

  it('is refused for the configuration', () => {
    const { folder, file } = capture();
    for (const [name, text] of [
      ['osscap.config.json', '{"strict": true}'],
      ['package.json', '{"name": "x", "osscap": {"strict": true}}'],
    ] as const) {
      const config = join(folder, name);
      writeFileSync(config, text);
      for (const args of [
        ['--format', `json=${name}`],
        ['--write-baseline', name],
      ]) {
        const { status, stderr } = osscap(['scan', file, ...args], { cwd: folder });
        expect(status).toBe(2);
        expect(stderr).toMatch(REFUSED);
      }
      for (const words of [['config'], ['explain', file, '1'], ['compare', file, file]]) {
        const { status, stdout, stderr } = osscap([...words, '--format', `json=${name}`], { cwd: folder });
        expect([status, stdout]).toEqual([2, '']);
        expect(stderr).toMatch(REFUSED);
      }
      expect(readFileSync(config, 'utf8')).toBe(text);
      rmSync(config);
    }
  });

  it('is refused in the place of the baseline that is written', () => {
    const { folder, file } = capture();
    for (const [args, env] of [
      [['--format', 'json=./known.json'], {}],
      [[], { OSSCAP_FORMAT: 'json=known.json' }],
    ] as const) {
      const { status, stdout, stderr } = osscap(['scan', file, '--write-baseline', 'known.json', ...args], {
        cwd: folder,
        env,
      });
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toBe(
        'osscap: a report and the baseline both go to the file known.json: give one of them another name; nothing was written\n',
      );
    }
    expect(existsSync(join(folder, 'known.json'))).toBe(false);
  });

  it('is told in Chinese', () => {
    const { file } = capture();
    const { stderr } = osscap(['scan', file, '--lang', 'zh', '--format', `json=${file}`]);
    expect(stderr).toBe(
      `osscap: 报告会覆盖正要读取的文件 ${file}：请换一个文件名（NAME=FILE）；没有写入任何内容\n`,
    );
  });

  it('is written beside it, over an older report, and to a device', () => {
    const { folder, file } = capture();
    const report = join(folder, 'report.json');
    for (let times = 0; times < 2; times++) {
      expect(osscap(['scan', file, '--format', `json=${report}`]).status).toBe(1);
      expect(JSON.parse(readFileSync(report, 'utf8')).captures).toHaveLength(1);
    }
    expect(osscap(['scan', file, '--format', 'json=/dev/null']).status).toBe(1);
  });
});
