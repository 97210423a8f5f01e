import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../rooms/bytes.ts';
import type { Report } from '../rooms/report.ts';
import { osscap } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'advice/still-passing.pcap');

describe('still passing', () => {
  it('each thing once, with a count and an example; the exit code does not heed it', () => {
    const { stdout, status } = osscap(['scan', '--format', 'json', CAPTURE]);
    const [capture] = (JSON.parse(stdout) as Report).captures;
    expect(capture?.advice?.map(({ id, count, exchange }) => [id, count, exchange])).toEqual([
      ['clock-near-limit', 1, 1],
      ['url-near-expiry', 2, 3],
      ['v1-signature', 3, 1],
      ['token-in-clear', 1, 2],
      ['temporary-token', 1, 2],
      ['sdk-defect', 1, 1],
    ]);
    expect(capture?.passed).toEqual({ seen: 5, looked: 5 });
    expect(capture?.advice?.[0]?.summary).toBe(
      "the client's clock is 7 min 12 s behind the server's; beyond 15 min requests are refused",
    );
    expect(capture?.advice?.[1]?.summary).toContain('1 min 35 s before they expire');
    expect(capture?.advice?.at(-1)?.summary).toContain('aliyun-sdk-go/2.2.4');
    expect(status).toBe(0);
  });

  it('a short list after everything else', () => {
    const { stdout } = osscap(['scan', '--verbose', CAPTURE]);
    const list = stdout.slice(stdout.indexOf('Passing now, but may fail later:'));
    expect(list.match(/^ {2}· {2}/gm)?.length).toBe(6);
    expect(list).toMatch(/Nothing fails: 5 OSS exchanges/);
    expect(stdout).not.toContain('CAISfixtureToken0001');
  });

  it.each(['en', 'zh'])('keeps to the width (%s)', (lang) => {
    for (const width of ['40', '80', '120']) {
      const { stdout } = osscap(['scan', '--verbose', '--lang', lang, '--width', width, CAPTURE]);
      for (const line of stdout.split('\n'))
        expect(displayWidth(line), line).toBeLessThanOrEqual(Number(width));
    }
  });

  it('nothing of what failed', () => {
    const { stdout } = osscap([
      'scan',
      '--format',
      'json',
      join(FIXTURES, 'scenarios/oss2-v1-clock-skew.pcap'),
    ]);
    const [capture] = (JSON.parse(stdout) as Report).captures;
    expect(capture?.advice?.map(({ id }) => id)).not.toContain('clock-near-limit');
  });

  it('of TLS that was opened, no token in the clear', () => {
    const name = join(FIXTURES, 'scenarios/alioss-tls13-keylog');
    const { stdout } = osscap(['scan', '--format', 'json', '--tls-keylog', `${name}.keylog`, `${name}.pcap`]);
    const [capture] = (JSON.parse(stdout) as Report).captures;
    expect(capture?.passed?.seen).toBeGreaterThan(0);
    expect(capture?.advice?.map(({ id }) => id)).not.toContain('token-in-clear');
  });
});
