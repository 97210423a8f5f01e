import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../rooms/report.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURES = join(FIXTURES, 'captures');
/** Five exchanges of 2026-11-24T23:02:26Z, the last of which fails. */
const UPLOAD = join(CAPTURES, 'oss2-v1-mpu-complete-403.client.pcap');
const UPLOAD_ID = 'C6F63118F3B8095A35636FBB01CB8DCB';

function json(...args: readonly string[]): { report: Report; status: number | null; stderr: string } {
  const { stdout, status, stderr } = osscap(['scan', '--format', 'json', ...args]);
  return { report: JSON.parse(stdout), status, stderr };
}

function indexes({ captures }: Report): readonly number[] {
  return captures.flatMap(({ exchanges }) => exchanges.map(({ index }) => index));
}

describe('filters of scan', () => {
  it.each([
    [['--only', 'failing'], [5], 1],
    [['--only', 'match'], [1, 2, 3, 4], 0],
    [['--only', 'match,transit-modified'], [1, 2, 3, 4, 5], 1],
    [['--only', 'match', '--only', 'digest'], [1, 2, 3, 4], 0],
    [['--only', 'digest'], [], 0],
    [['--bucket', 'rokid', '--only', 'failing'], [5], 1],
    [['--request-id', '6b0617825a0e403c2f939f29'], [5], 1],
    [['--request-id', '6B0617822D663E9A18B55A96'], [1], 0],
    [['--since', '23:02:26.690'], [3, 4, 5], 1],
    [['--until', '23:02:26.690'], [1, 2], 0],
    [['--until', '23:02:26'], [1, 2, 3, 4, 5], 1],
    [['--since', '2026-11-25T07:02:26.691+08:00', '--until', '2026-11-24 23:02:26.695'], [3, 4], 0],
    [['--since', '2026-11-25'], [], 0],
  ] as const)('%j shows %j and exits %d', (args, shown, code) => {
    const { report, status, stderr } = json(UPLOAD, ...args);
    expect(indexes(report)).toEqual(shown);
    expect([status, stderr]).toEqual([code, '']);
    expect(report.summary.exchanges).toBe(shown.length);
    expect(report.summary.filteredOut).toBe(5 - shown.length);
    expect(report.captures[0]?.filteredOut).toBe(5 - shown.length);
  });

  it('says nothing of filters without one', () => {
    const { report } = json(UPLOAD);
    expect(report.summary).not.toHaveProperty('filteredOut');
    expect(report.captures[0]).not.toHaveProperty('filteredOut');
  });

  it('stands behind the diagnosis: what is left out still teaches', () => {
    // The key's other exchanges decide what is said of this one.
    const whole = json(UPLOAD).report.captures[0]?.exchanges[4];
    expect(json(UPLOAD, '--only', 'failing').report.captures[0]?.exchanges).toEqual([whole]);
  });

  it('keeps the meaning of HOST=NAME beside a bucket to show', () => {
    const { report } = json(UPLOAD, '--bucket', 'files.example.com=other', '--bucket', 'rokid');
    expect(indexes(report)).toHaveLength(5);
    expect(json(UPLOAD, '--bucket', 'files.example.com=other').report.summary).not.toHaveProperty(
      'filteredOut',
    );
  });

  it('tells uploads that a shown exchange is of', () => {
    const uploads = (...args: readonly string[]) =>
      json(UPLOAD, ...args).report.captures[0]?.multipartUploads?.map(({ uploadId }) => uploadId);
    expect(uploads('--bucket', 'rokid')).toEqual([UPLOAD_ID]);
    expect(uploads('--bucket', 'other')).toEqual([]);
    expect(uploads('--only', 'failing')).toEqual([UPLOAD_ID]);
    expect(uploads('--only', 'digest')).toEqual([]);
    // the answer to the Initiate alone names the upload that it began
    const [initiate] = json(UPLOAD).report.captures[0]?.exchanges ?? [];
    expect(initiate?.oss?.operation).toBe('InitiateMultipartUpload');
    expect(uploads('--request-id', initiate?.oss?.requestId ?? '')).toEqual([UPLOAD_ID]);
  });

  it('finds one request in many captures, and prints no other', () => {
    const { stdout, stderr, status } = osscap(['scan', CAPTURES, '--request-id', '5c2723573183a12d']);
    expect([status, stderr]).toEqual([1, '']);
    // two captures hold it, and one of them reports it
    expect(stdout.match(/^✗ /gm)).toHaveLength(1);
    expect(stdout).toMatch(/1 of 1 request failed · 1 cause · 20 left out by the filters · exit 1\n$/);
  });

  it('says what was looked for in vain', () => {
    const { stdout, stderr, status } = osscap([
      'scan',
      CAPTURES,
      '--request-id',
      'nope',
      '--bucket',
      'rokit',
    ]);
    expect(status).toBe(0);
    expect(stderr).toBe(
      'osscap: no exchange has the request ID nope; searched: 21 exchanges in 6 captures\n' +
        'osscap: no exchange is with the bucket rokit; searched: 21 exchanges in 6 captures; did you mean rokid?\n',
    );
    expect(stdout).toBe('no request matches the filters (21 searched) · exit 0\n');
    const chinese = osscap(['scan', CAPTURES, '--request-id', 'nope', '--lang', 'zh']);
    expect(chinese.stderr).toBe('osscap: 没有请求的 Request ID 是 nope；共查找了 6 个抓包中的 21 次请求\n');
  });

  it('of one capture that holds nothing that fits, shows how much there is', () => {
    const { stdout } = osscap(['scan', UPLOAD, '--only', 'digest']);
    expect(stdout).toContain('\n0 of 5 OSS exchanges shown (filtered)\n');
  });

  it('tells it in the formats for people', () => {
    expect(osscap(['scan', UPLOAD, '--only', 'match', '--format', 'markdown']).stdout).toContain(
      '\n4 of 5 OSS exchanges shown (filtered)\n',
    );
    expect(osscap(['scan', UPLOAD, '--only', 'digest', '--format', 'markdown']).stdout).toContain(
      '\nNo exchange matches the filters.\n',
    );
    expect(osscap(['scan', UPLOAD, '--only', 'match', '--format', 'html']).stdout).toContain(
      '"filtered":"4 of 5 OSS exchanges shown (filtered)"',
    );
  });
});

describe('what filters do not take', () => {
  it.each([
    [['--only', 'faling'], '--only does not accept "faling"; it takes failing, match, '],
    [['--only', ''], '--only needs a value'],
    [['--bucket', 'a/b'], '--bucket takes the NAME of a bucket, or HOST=NAME'],
    [['--bucket', 'a='], '--bucket takes HOST=NAME or HOST=/, not "a="'],
    [['--request-id', ' '], '--request-id needs a value'],
    [['--since', 'yesterday'], '--since takes a time such as 2024-05-01T23:02:26Z, 2024-05-01 or 23:02:26'],
    [['--until', '2024-02-30'], '--until takes a time such as'],
    [['--since', '2020-01-01', '--until', '2019-12-31'], '--since is later than --until'],
    [['--only', 'match', '--write-baseline', 'x'], '--write-baseline needs every exchange'],
    [['--only', 'match', '--format', 'blob'], 'a blob must hold all exchanges'],
  ])('%j', (args, message) => {
    const { stdout, stderr, status } = osscap(['scan', UPLOAD, ...args]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`osscap: ${message}`);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('guesses the verdict that was meant', () => {
    expect(osscap(['scan', UPLOAD, '--only', 'faling']).stderr).toContain('; did you mean failing?');
  });
});

describe('filters of merge', () => {
  const blob = join(temporaryFolder(), 'whole.blob');

  it.each([
    ['--only', 'failing'],
    ['--bucket', 'rokid'],
    ['--request-id', '5C2723573183A12D'],
    ['--since', '23:02:26.690', '--until', '23:02:27'],
  ])('%s: what is filtered when merging is what is filtered when scanning', (...args) => {
    osscap(['scan', CAPTURES, '--format', `blob=${blob}`]);
    for (const format of ['json', 'table', 'ndjson']) {
      const scanned = osscap(['scan', CAPTURES, '--format', format, ...args]);
      const merged = osscap(['merge', blob, '--format', format, ...args]);
      expect(merged).toEqual(scanned);
    }
  });

  it('knows no hosts', () => {
    const { stderr, status } = osscap(['merge', blob, '--bucket', 'files.example.com=b']);
    expect(status).toBe(2);
    expect(stderr).toContain('not "files.example.com=b"');
  });
});
