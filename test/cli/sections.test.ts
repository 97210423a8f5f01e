import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../rooms/report.ts';
import { bytes } from '../support/capture-writer.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { FILE_FORMATS } from '../support/formats.ts';
import { PcapngWriter } from '../support/pcapng-writer.ts';
import { reportProblems } from '../support/schema.ts';
import { toPcapng } from '../support/split-capture.ts';
import { FIXTURES } from '../support/truth.ts';

const folder = temporaryFolder();
const CAPTURE = join(folder, 'sections.pcapng');
const known = toPcapng(readFileSync(join(FIXTURES, 'captures/curl-adds-content-type.pcap')));
const unknown = new PcapngWriter().section([3, 0]).interface().enhanced(new Uint8Array(60), 1n).bytes();
writeFileSync(CAPTURE, bytes(known, unknown));
const WHOLE = join(folder, 'whole.pcapng');
writeFileSync(WHOLE, known);

function scan(path: string, format: string, ...more: readonly string[]) {
  return osscap(['scan', path, '--no-config', '--format', format, ...more]);
}

function reportOf(path: string): Report {
  return JSON.parse(scan(path, 'json').stdout);
}

describe('a later section of a version that is not known', () => {
  it('leaves the exchanges of those before it, and a report that its schema allows', () => {
    const report = reportOf(CAPTURE);
    expect(reportProblems(report)).toEqual([]);
    expect(report.captures[0]?.exchanges).toEqual(reportOf(WHOLE).captures[0]?.exchanges);
    expect(report.captures[0]).toMatchObject({
      complete: false,
      warnings: [{ code: 'unsupported-section' }],
    });
    expect(report.unreadable).toEqual([]);
    for (const line of scan(CAPTURE, 'ndjson').stdout.trim().split('\n'))
      expect(reportProblems(JSON.parse(line), 'line')).toEqual([]);
  });

  it.each(['table', ...FILE_FORMATS])('leaves them in %s', (format) => {
    const [{ stdout, status }, whole] = [scan(CAPTURE, format), scan(WHOLE, format)];
    expect(status).toBe(1);
    const [id = ''] = reportOf(WHOLE).captures[0]?.exchanges.flatMap(({ oss }) => oss?.requestId ?? []) ?? [];
    expect(stdout.includes(id)).toBe(whole.stdout.includes(id));
    expect(stdout.length).toBeGreaterThan(whole.stdout.length * 0.9);
  });

  it('is no whole capture', () => {
    expect(scan(CAPTURE, 'table', '--strict').status).toBe(2);
  });
});
