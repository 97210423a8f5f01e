import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND, temporaryFolder } from '../support/command.ts';
import {
  between,
  CaptureFile,
  GET,
  MOST_MEGABYTES,
  one,
  PATIENCE,
  printed,
  REFUSAL,
  refusal,
  SIGNED,
  scan,
} from './exhausting.ts';

describe('a table of everything', () => {
  it('lists more exchanges than a call takes arguments', { timeout: PATIENCE }, () => {
    const capture = new CaptureFile();
    capture.open(1);
    const answer = 'HTTP/1.1 200 OK\r\nServer: AliyunOSS\r\nContent-Length: 0\r\n\r\n';
    for (let at = 0; at < 130_000; at++) {
      capture.say(1, true, at * GET.length, at * answer.length, Buffer.from(GET));
      capture.say(1, false, at * answer.length, (at + 1) * GET.length, Buffer.from(answer));
    }
    const { status, lines, megabytes } = printed('scan', '--all', capture.end());
    expect(status).toBe(0);
    expect(lines.filter((line) => /^\d+ /.test(line))).toHaveLength(130_000);
    expect(megabytes).toBeLessThan(300);
  });

  /** A capture in which each request fails for a cause of its own. */
  function causes(count: number): string {
    const capture = new CaptureFile();
    for (let at = 0; at < count; at++) {
      const request = GET.replace('\r\n\r\n', `\r\nx-oss-meta-${at}: v\r\n\r\n`);
      const signed = `GET\n\n\nSat, 29 Dec 2018 07:32:34 GMT\nx-oss-meta-${at + 1}:v\n/b/k`;
      const body = REFUSAL.replace('<RequestId>', `<StringToSign>${signed}</StringToSign><RequestId>`);
      capture.exchange(at, request, refusal(body));
    }
    return capture.end();
  }

  it.each([
    ['with every cause', ['--all'], '6,000 failing exchanges'],
    [
      'of the first, with a page',
      ['--format', 'html=PAGE', '--format', 'table'],
      '6,000 of 6,000 requests failed',
    ],
  ] as const)('%s takes little memory where 6,000 requests fail, each for its own', (_, words, end) => {
    const page = join(temporaryFolder(), 'report.html');
    const args = words.map((word) => word.replace('PAGE', page));
    const { status, lines, megabytes } = printed('scan', ...args, causes(6000));
    expect(status).toBe(1);
    expect(lines.at(-1)).toContain(end);
    if (words.length === 1) expect(lines.filter((line) => line.startsWith('✗ '))).toHaveLength(6000);
    else expect(readFileSync(page, 'utf8')).toMatch(/<\/html>\n$/);
    expect(megabytes).toBeLessThan(300);
  });
});

it.each([
  ['table', 5000],
  // compared twice, and written as it is
  ['json', 5000],
] as const)(
  'a comparison of long captures takes little memory (%s)',
  { timeout: PATIENCE },
  (format, pairs) => {
    const paths = ['', 'x-oss-meta-a: 1\r\n'].map((added) => {
      const capture = new CaptureFile();
      const request = GET.replace('Date:', `${added}Date:`);
      let [sent, received] = [0, 0];
      capture.open(1);
      for (let at = 0; at < pairs; at++) {
        const answer = refusal(REFUSAL, `x-oss-request-id: ${at}\r\n`);
        capture.say(1, true, sent, received, Buffer.from(request));
        sent += request.length;
        capture.say(1, false, received, sent, Buffer.from(answer));
        received += answer.length;
      }
      return capture.end();
    });
    const { status, lines, megabytes } = printed('compare', '--format', format, ...paths);
    expect(status).toBe(1);
    if (format === 'table') expect(lines.join(' ')).toContain('5,000 exchanges broken in transit.');
    else expect(lines.filter((line) => line.includes('"matchedBy"'))).toHaveLength(pairs);
    expect(megabytes).toBeLessThan(300);
  },
);

it('bodies of an archive in base64 take the memory of their bytes', { timeout: PATIENCE }, () => {
  const content = { encoding: 'base64', text: randomBytes(204_000).toString('base64') };
  const request = { method: 'GET', url: 'http://b.oss-cn-hangzhou.aliyuncs.com/k', headers: [] };
  const entry = { request, response: { status: 403, headers: [], content } };
  const path = join(temporaryFolder(), 'bodies.har');
  writeFileSync(path, JSON.stringify({ log: { version: '1.2', entries: Array(400).fill(entry) } }));
  const { status, megabytes } = printed('scan', path);
  expect(status).toBe(1);
  expect(megabytes).toBeLessThan(MOST_MEGABYTES);
});

/** A file with a secret other than that of the requests. */
function otherSecret(): string {
  const path = join(temporaryFolder(), 'keys.json');
  writeFileSync(path, '[{"accessKeyId":"LTAIexample0","accessKeySecret":"OtherThanTheClientHad000000000"}]', {
    mode: 0o600,
  });
  return path;
}

it.each([
  ['signed parameters alike', 'acl&'.repeat(13_000), MOST_MEGABYTES],
  ['unsigned parameters alike', 'acl&'.repeat(6000) + 'foo&'.repeat(6000), MOST_MEGABYTES],
  [
    'signed parameters of a few kinds',
    'acl&'.repeat(2000) + 'response-content-type=a&'.repeat(2000),
    MOST_MEGABYTES,
  ],
  // each kept for the pairs, as long as the bytes of the budget last
  ['parameters that differ', Array.from({ length: 6000 }, (_, at) => `acl=${at}&`).join(''), 360],
])(
  'a search for what went wrong with %s takes little memory',
  (_, query, megabytes) => {
    const path = one(`GET /k?${query} HTTP/1.1\r\n${SIGNED}\r\n`, refusal(REFUSAL))();
    const run = scan(path, ['--credentials', otherSecret()]);
    expect(run).toMatchObject({ status: 1, good: 2 });
    expect(run.megabytes).toBeLessThan(megabytes);
  },
  PATIENCE,
);

it('a search that ends at its budget says so, and which limit allows more', () => {
  const path = between((capture) => {
    for (let at = 1; at < 200; at++) capture.exchange(at, GET, refusal(REFUSAL));
  });
  const args = [
    '--credentials',
    otherSecret(),
    '--format',
    'markdown',
    '--limit',
    'search-budget=50',
    '--no-config',
  ];
  const { stdout } = spawnSync(process.execPath, [COMMAND, 'scan', ...args, path], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
  });
  expect(stdout).toContain('search-budget=N');
});
