import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND, osscapProcess as osscap, PLAIN_ENVIRONMENT, temporaryFolder } from '../support/command.ts';

const PACKAGE = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const CAPTURE = new URL('../../fixtures/captures/oss2-v1-mpu-complete-403.client.pcap', import.meta.url)
  .pathname;

describe('the command', () => {
  it('tells its version and its help', () => {
    expect(osscap(['--version'])).toEqual({ status: 0, stdout: `${PACKAGE.version}\n`, stderr: '' });
    const help = osscap(['--help']);
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toContain('--credentials');
    expect(osscap(['scan', '--help', '--lang', 'zh']).stdout).toContain('自定义域名');
  });

  it('needs a path, or something on standard input', () => {
    const { status, stdout, stderr } = osscap([]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: osscap scan PATH…');
    expect(osscap(['scan'])).toMatchObject({
      status: 2,
      stderr: 'osscap: standard input: the file is empty\n',
    });
  });

  it('scans a file without the name of the command', () => {
    expect(osscap([CAPTURE])).toEqual(osscap(['scan', CAPTURE]));
    expect(osscap([CAPTURE]).status).toBe(1);
  });

  it.each([
    [
      ['scna', CAPTURE],
      'en',
      'osscap: no such command, file or folder: scna; did you mean scan? (osscap --help)\n',
    ],
    [['scan', CAPTURE, '--al'], 'en', 'osscap: unknown option --al; did you mean --all? (osscap --help)\n'],
    [
      ['scan', CAPTURE, '--al'],
      'zh',
      'osscap: 未知选项 --al；您是不是要用 --all？（osscap --help 查看帮助）\n',
    ],
  ])('refuses %j in one line (%s)', (args, lang, stderr) => {
    expect(osscap(args, { env: { OSSCAP_LANG: lang } })).toEqual({ status: 2, stdout: '', stderr });
  });

  it.each([
    [['gone.pcap', CAPTURE], 'osscap: gone.pcap: no such file or folder\n'],
    [['gone/scna', CAPTURE], 'osscap: gone/scna: no such file or folder\n'],
    [['--', 'scan', CAPTURE], 'osscap: scan: no such file or folder\n'],
  ])('takes %j for paths, and reads what is there', (args, stderr) => {
    const found = osscap(args);
    expect(found).toEqual({ ...osscap(['scan', CAPTURE, ...args]), stderr });
    expect(found.status).toBe(2);
    expect(found.stdout).toContain('added in transit');
  });

  it('speaks Chinese where the locale is Chinese, and the JSON keeps its names', () => {
    const { stdout } = osscap(['scan', CAPTURE], { env: { LC_ALL: 'zh_CN.UTF-8' } });
    expect(stdout).toContain('5 次请求中有 1 次失败 · 1 种原因 · 退出码 1\n');
    const json = osscap(['scan', CAPTURE, '--format', 'json', '--lang', 'zh']);
    const { diagnosis } = JSON.parse(json.stdout).captures[0].exchanges.at(-1);
    expect(diagnosis.verdict).toBe('transit-modified');
    expect(diagnosis.cause.id).toBe('content-type-added-in-transit');
    expect(diagnosis.cause.summary).toMatch(/[\u4e00-\u9fff]/);
  });

  it('reads standard input', () => {
    const { stdout, status } = osscap(['scan', '-', '--format', 'json'], { input: readFileSync(CAPTURE) });
    expect(status).toBe(1);
    expect(JSON.parse(stdout).captures[0]).toMatchObject({ path: '-', complete: true });
  });

  it('says so where its folder was removed', () => {
    const gone = join(temporaryFolder(), 'gone');
    for (const args of [`scan "${CAPTURE}"`, '--version']) {
      const command = `mkdir -p "${gone}"; cd "${gone}" && rmdir "${gone}" && "${process.execPath}" "${COMMAND}" ${args}`;
      const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
        encoding: 'utf8',
        env: PLAIN_ENVIRONMENT,
      });
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toBe('osscap: the working folder no longer exists: change to another one (cd)\n');
    }
  });

  it('ends quietly when its output is closed', () => {
    const command = `"${process.execPath}" "${COMMAND}" scan "${CAPTURE}" --format ndjson | head -c 10`;
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env: PLAIN_ENVIRONMENT });
    expect(stdout).toHaveLength(10);
    expect(stderr).toBe('');
  });

  it('reports what was read at Ctrl-C', async () => {
    const child = spawn(process.execPath, [COMMAND, 'scan', '-', '--format', 'json'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: PLAIN_ENVIRONMENT,
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      // The first exchange is written, so the input has been read, and the end has not come.
      if (!stdout.includes('"index":1') && (stdout + text).includes('"index":1')) child.kill('SIGINT');
      stdout += text;
    });
    child.stdin.on('error', () => {});
    child.stdin.write(readFileSync(CAPTURE));
    const [status] = (await once(child, 'close')) as [number | null];
    expect(status).toBe(130);
    expect(JSON.parse(stdout).summary.exchanges).toBeGreaterThan(0);
  });
});
