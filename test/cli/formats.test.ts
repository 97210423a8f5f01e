import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { osscap, temporaryFolder } from '../support/command.ts';

const CAPTURE = fileURLToPath(
  new URL('../../fixtures/captures/oss2-v1-mpu-complete-403.client.pcap', import.meta.url),
);

describe('scan --format', () => {
  it('writes every format at once, each to its file', () => {
    const folder = temporaryFolder();
    const names = ['html', 'markdown', 'csv', 'har', 'sarif', 'junit', 'github', 'gitlab', 'json', 'ndjson'];
    const args = names.flatMap((name) => ['--format', `${name}=${join(folder, name)}`]);
    const { status, stdout, stderr } = osscap(['scan', CAPTURE, ...args, '--format', 'table']);
    const written = names.map((name) => `${name} report: ${join(folder, name)}\n`);
    expect([status, stderr]).toEqual([1, written.join('')]);
    expect(stdout).toContain('1 of 5 requests failed · 1 cause · exit 1');
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    expect(read('html')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(read('markdown')).toContain('### ✗ A Content-Type was added in transit');
    expect(read('csv').split('\r\n')).toHaveLength(7);
    expect(JSON.parse(read('har')).log.entries).toHaveLength(5);
    expect(JSON.parse(read('sarif')).runs[0].results).toHaveLength(1);
    expect(XMLValidator.validate(read('junit'))).toBe(true);
    expect(read('github')).toMatch(/^::error file=.*,title=A Content-Type was added in transit.*\n$/);
    expect(JSON.parse(read('gitlab'))).toHaveLength(1);
  });

  it('prints a format to standard output, in either language', () => {
    const { stdout, status } = osscap(['scan', CAPTURE, '--format', 'markdown', '--lang', 'zh']);
    expect(status).toBe(1);
    expect(stdout).toContain('# OSS 签名诊断报告');
    expect(osscap(['scan', CAPTURE, '--format', 'html', '--lang', 'zh']).stdout).toContain(
      '<html lang="zh-CN">',
    );
  });

  it('masks what is handed on unless it is asked not to', () => {
    const signature = /authorization","value":"OSS ([^\s":]+):([^\s"]+)"/;
    const [, id, short] = signature.exec(osscap(['scan', CAPTURE, '--format', 'har']).stdout) ?? [];
    expect(id).toBe('LTAI****001');
    expect(short).toMatch(/^\S{8}…$/);
    const shown = osscap(['scan', CAPTURE, '--format', 'har', '--show-signatures']).stdout;
    expect(signature.exec(shown)?.[1]).toBe('LTAI****001');
    expect(signature.exec(shown)?.[2]).toMatch(/^[A-Za-z0-9+/]{27}=$/);
  });

  it('writes an archive that it reads again', () => {
    const file = join(temporaryFolder(), 'out.har');
    osscap(['scan', CAPTURE, '--format', `har=${file}`]);
    const again = JSON.parse(osscap(['scan', file, '--format', 'json']).stdout).captures[0];
    expect(again.format).toBe('text');
    const operations = again.exchanges.map(
      (exchange: { oss: { operation: string } }) => exchange.oss.operation,
    );
    expect(operations).toEqual([
      'InitiateMultipartUpload',
      'UploadPart',
      'UploadPart',
      'UploadPart',
      'CompleteMultipartUpload',
    ]);
    expect(again.exchanges[4].diagnosis.verdict).toBe('transit-modified');
  });

  it('adds to the job summary of GitHub, within what is left of it', () => {
    const file = join(temporaryFolder(), 'summary.md');
    writeFileSync(file, 'before\n');
    const env = { GITHUB_STEP_SUMMARY: file };
    const { stdout, status } = osscap(['scan', CAPTURE, '--format', 'github'], { env });
    expect(status).toBe(1);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toMatch(/^before\n# OSS signature report\n/);
    writeFileSync(file, 'x'.repeat(1024 * 1024));
    osscap(['scan', CAPTURE, '--format', 'github'], { env });
    expect(readFileSync(file, 'utf8')).toHaveLength(1024 * 1024);
    expect(
      osscap(['scan', CAPTURE, '--format', 'markdown'], { env: { GITHUB_STEP_SUMMARY: '/nonexistent/x' } })
        .status,
    ).toBe(1);
  });

  it('exits 2 where a report cannot be written', () => {
    const folder = join(temporaryFolder(), 'missing');
    const { status, stderr } = osscap(['scan', CAPTURE, '--format', `html=${join(folder, 'report.html')}`]);
    expect(status).toBe(2);
    expect(stderr).toContain(join(folder, 'report.html'));
    expect(existsSync(folder)).toBe(false);
  });

  it('names the formats that there are', () => {
    const { status, stderr } = osscap(['scan', CAPTURE, '--format', 'htlm']);
    expect(status).toBe(2);
    expect(stderr).toContain('table, json, ndjson, html, markdown, csv, har, sarif, junit, github, gitlab');
  });
});
