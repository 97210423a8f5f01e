import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ContrastJson } from '../rooms/report.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const NOTES = join(FIXTURES, 'notes');
/** ali-oss uploads with a type and a digest that it signs, and fetch to a signed URL, which adds a type. */
const WORKS = join(NOTES, 'sdk-works.pcap');
const FAILS = join(NOTES, 'signed-url-fetch.pcap');

function contrasts(...args: readonly string[]): readonly ContrastJson[] {
  const { stdout } = osscap(['scan', '--no-config', '--format', 'json', ...args]);
  return JSON.parse(stdout).summary.contrasts ?? [];
}

describe('two clients in two captures', () => {
  it('are set against each other whichever comes first, with threads as without', () => {
    const [one] = contrasts(WORKS, FAILS, '--jobs', '1');
    expect(one).toMatchObject({
      id: 'works-in-other-capture',
      operation: 'PutObject',
      capture: FAILS,
      exchange: 1,
      worksIn: WORKS,
      worksAs: 1,
      sameKey: true,
    });
    const of = (what: string) => one?.differences.find((each) => each.what === what);
    expect(of('content-type')).toMatchObject({ here: 'text/plain;charset=UTF-8', there: 'text/plain' });
    expect(of('content-md5')).toMatchObject({ here: '', there: 'content-md5' });
    expect(of('user-agent')?.there).toMatch(/^aliyun-sdk-nodejs\/6/);
    expect(of('other-headers')?.here).toContain('sec-fetch-mode');
    for (const args of [
      [FAILS, WORKS, '--jobs', '1'],
      [WORKS, FAILS, '--jobs', '2'],
      [FAILS, WORKS, '--jobs', '2'],
    ]) {
      expect(contrasts(...args)).toEqual([one]);
    }
  });

  it('are told of at the end of the table, in both languages', () => {
    const table = (...args: readonly string[]) =>
      osscap(['scan', '--no-config', '--all', '--width', '120', FAILS, WORKS, ...args]).stdout.replace(
        /\s+/g,
        ' ',
      );
    expect(table()).toContain(`PutObject #1 of ${FAILS} fails, and #1 of ${WORKS} was accepted`);
    expect(table()).toContain('· the successful request has a Content-MD5, this one has none');
    expect(table('--lang', 'zh')).toContain('与另一份抓包对比');
    expect(table('--quiet')).not.toContain('Set against another capture');
  });

  it('are told the same from blobs', () => {
    const folder = temporaryFolder();
    const [works, fails] = [join(folder, 'works.blob'), join(folder, 'fails.blob')];
    osscap(['scan', '--no-config', WORKS, '--format', `blob=${works}`]);
    osscap(['scan', '--no-config', FAILS, '--format', `blob=${fails}`]);
    const { stdout } = osscap(['merge', works, fails, '--format', 'json']);
    expect(JSON.parse(stdout).summary.contrasts).toEqual(contrasts(WORKS, FAILS));
  });

  it('are not where one capture has both, where a filter is asked for, or where nothing is alike', () => {
    expect(contrasts(FAILS)).toEqual([]);
    expect(contrasts(FAILS, WORKS, '--only', 'failing')).toEqual([]);
    expect(contrasts(FAILS, join(FIXTURES, 'captures', 'oss2-v1-baseline.pcap'))).toEqual([]);
    const both = join(FIXTURES, 'captures', 'curl-adds-content-type.pcap');
    expect(contrasts(both, both)).toEqual([]);
  });
});
