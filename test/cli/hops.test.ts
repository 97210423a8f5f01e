import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ComparisonJson, Report } from '../rooms/report.ts';
import { credentialsFile, osscap, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const hop = (name: string): string => join(FIXTURES, 'hops', `${name}.pcap`);
const keys = (): string =>
  credentialsFile([{ accessKeyId: 'LTAI5tHopExample001', secret: 'SecretOfHopExample001' }]);

function verdicts(capture: string) {
  const report: Report = JSON.parse(
    osscap(['scan', '--format', 'json', '--credentials', keys(), capture]).stdout,
  );
  return (report.captures[0]?.exchanges ?? []).map(({ diagnosis }) => [
    diagnosis?.verdict,
    diagnosis?.certainty,
    diagnosis?.cause?.id,
  ]);
}

/** How each pair was found, its verdict, and what broke it. */
function compared(name: string) {
  const { stdout } = osscap(['compare', '--format', 'json', hop(`${name}.client`), hop(`${name}.server`)]);
  const json: ComparisonJson = JSON.parse(stdout);
  expect(json.unmatched).toEqual([]);
  return json.pairs.map(({ matchedBy, exchanges, verdict, changes }) => [
    matchedBy,
    ...exchanges,
    verdict,
    ...changes
      .filter(({ breaksSignature }) => breaksSignature)
      .map(({ field, from, to }) => [field, from, to]),
  ]);
}

describe('Apache, which joins the lines of a header with a comma and a space', () => {
  const joined = ['header:x-oss-meta-a', 'one,two', 'one, two'];

  it('is named as what changed the header, and not the client', () => {
    const changed = ['transit-modified', 'proven', 'oss-header-changed'];
    expect(verdicts(hop('apache.client'))).toEqual([['match', 'proven', undefined], changed, changed]);
    expect(compared('apache')).toEqual([
      ['request-id', 1, 1, 'match'],
      ['request-id', 2, 2, 'transit-modified', joined],
      ['request-id', 3, 3, 'transit-modified', joined],
    ]);
  });

  it('is seen from both its sides in one capture', () => {
    const [client, server] = ['apache.client', 'apache.server'].map((name) => readFileSync(hop(name)));
    const both = join(temporaryFolder(), 'both.pcap');
    // behind its header, a capture has nothing but packets; an answer passes the side of the server first
    writeFileSync(both, Buffer.concat([server ?? Buffer.of(), client?.subarray(24) ?? Buffer.of()]));
    const { stdout } = osscap(['scan', '--verbose', '--credentials', keys(), both]);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toMatch(/exchange #\d+ \(frame \d+\) has the same request ID: it is this very request/);
    expect(text).not.toContain('the same signature was used');
  });
});

describe('nginx, which drops the Date and answers a refusal with a page of its own', () => {
  const added = ['header:x-oss-forwarded-for', null, '127.0.0.1'];
  const dropped = (second: number) => ['header:date', `Fri, 27 Nov 2026 14:33:${second} GMT`, null];

  it('is compared by what it left, as no request ID passes it', () => {
    expect(compared('nginx')).toEqual([
      ['time', 1, 1, 'transit-modified', dropped(57), added],
      ['signature', 2, 2, 'transit-modified', added],
      ['time', 3, 3, 'transit-modified', dropped(58), added],
    ]);
  });

  it('is what answered the client', () => {
    const silent = ['intercepted', 'proven', 'intercepted-denial'];
    expect(verdicts(hop('nginx.client'))).toEqual([silent, silent, silent]);
  });
});
