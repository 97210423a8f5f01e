import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Conversation, pcapFile } from '../support/capture-writer.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { pipeline } from '../support/pipeline.ts';
import { FIXTURES } from '../support/truth.ts';

describe.skipIf(process.platform === 'win32')('standard output whose reader has gone', () => {
  it('says nothing of an error document that is cut off only because the reading was', () => {
    const request =
      'GET /a.txt HTTP/1.1\r\nHost: rokid.oss-cn-hangzhou.aliyuncs.com\r\nAuthorization: OSS LTAIexample:c2ln\r\n\r\n';
    const body = '<Error><Code>AccessDenied</Code><Message>no</Message></Error>';
    const answer = `HTTP/1.1 403 Forbidden\r\nServer: AliyunOSS\r\nContent-Length: ${body.length}\r\n\r\n`;
    const slow = new Conversation({ clientPort: 40_001 }).client(request).server(answer + body.slice(0, 20));
    const started = slow.packets.length;
    const many = new Conversation({ clientPort: 40_002 });
    for (let n = 0; n < 8000; n++) many.client(request).server(answer + body);
    slow.server(body.slice(20));
    const packets = [...slow.packets.slice(0, started), ...many.packets, ...slow.packets.slice(started)];
    const path = join(temporaryFolder(), 'many.pcap');
    writeFileSync(path, pcapFile(packets));
    for (const command of ['scan', 'watch']) {
      const { said, code } = pipeline([command, path, '--format', 'ndjson'], 'head -c 1');
      expect(code).toBe(141);
      // The lines of `watch` stand here.
      expect(said).not.toContain('error document');
    }
  });

  it('is 141 where something was not read: nothing is known of it', () => {
    // The exchanges are written as they come; the pipe is full long before the end.
    const folder = temporaryFolder();
    const copies = Array.from({ length: 60 }, (_, at) => join(folder, `${at}.pcap`));
    for (const copy of copies) copyFileSync(join(FIXTURES, 'scenarios/oss2-v1-wrong-secret.pcap'), copy);
    const { code } = pipeline(
      ['scan', ...copies, '--all', '--format', 'ndjson', '--jobs', '1'],
      'head -n 1 > /dev/null',
    );
    expect(code).toBe(141);
  });

  it('does not cut short the reports in files, nor the baseline', () => {
    const folder = temporaryFolder();
    const path = (name: string): string => join(folder, name);
    const captures = [join(FIXTURES, 'captures'), join(FIXTURES, 'scenarios')];
    const write = ['--write-baseline', path('baseline')];
    const files = ['json', 'html'].flatMap((name) => ['--format', `${name}=${path(name)}`]);
    const args = ['scan', ...captures, '--no-config', '--format', 'ndjson', ...files, ...write];
    const { code } = pipeline(args, 'head -c 1');
    const expected = temporaryFolder();
    const wholeFiles = ['json', 'html'].flatMap((name) => ['--format', `${name}=${join(expected, name)}`]);
    const whole = osscap([
      ...['scan', ...captures, '--no-config', '--format', 'ndjson'],
      ...[...wholeFiles, '--write-baseline', join(expected, 'baseline')],
    ]);
    expect(code).toBe(whole.status);
    for (const name of ['json', 'html', 'baseline']) {
      expect(readFileSync(path(name), 'utf8') === readFileSync(join(expected, name), 'utf8'), name).toBe(
        true,
      );
    }
  });

  it('ends what is watched, and the report in a file is of what was read', () => {
    const report = join(temporaryFolder(), 'report.json');
    const capture = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');
    // A file is watched without an end.
    const args = ['watch', capture, '--all', '--format', 'ndjson', '--format', `json=${report}`];
    const { code } = pipeline(args, 'true');
    expect(code).toBe(141);
    expect(JSON.parse(readFileSync(report, 'utf8')).captures).toHaveLength(1);
  });
});

describe('an error of standard output', () => {
  function endedAfter(code: string) {
    const module = JSON.stringify(new URL('../../dist/cli/start.js', import.meta.url).href);
    const script = `
      const { processIo } = await import(${module});
      const io = processIo([]);
      io.onOutputClosed(() => io.stderr.write('closed\\n'));
      process.stdout.emit('error', Object.assign(new Error(), { code: '${code}' }));
      io.end(0);`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      env: { LC_ALL: 'C' },
    });
    return { status, stderr };
  }

  it.each(['EPIPE', 'EOF'])('is none where nobody reads any more: %s', (code) => {
    expect(endedAfter(code)).toEqual({ status: 0, stderr: 'closed\n' });
  });

  it('is told otherwise', () => {
    const { status, stderr } = endedAfter('EIO');
    expect(status).toBe(2);
    expect(stderr).toContain('EIO');
  });
});
