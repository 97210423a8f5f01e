import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../rooms/report.ts';
import { osscap } from '../../support/command.ts';
import { FIXTURES } from '../../support/truth.ts';

/** What really happened to the first refusal of captures of Ceph and Swift, as a field. */
const CAPTURES = [
  ['rgw-awscli-secret-quoted', 'secret'],
  ['rgw-curl-vhost-one-char', 'secret'],
  ['rgw-js-other-secret-head', 'secret'],
  ['rgw-rclone-v2-secret-swapped', 'secret'],
  ['rgw-s3cmd-v2-secret-case', 'secret'],
  ['swift-boto3-url-secret-one-char', 'secret'],
  ['swift-rclone-other-secret', 'secret'],
  ['rgw-boto3-v2-list', 'resource:bucket'],
  ['rgw-js-middleware-content-type', 'content-type'],
  ['rgw-js-url-head', 'method'],
  ['rgw-python-generic-signer', 'canonical-uri'],
  ['swift-boto3-url-content-type', 'content-type'],
  ['swift-js-url-parameter-added', 'canonical-query:_'],
  ['swift-python-generic-signer', 'canonical-uri'],
] as const;

/** Fields of the suspects of the first refusal, the likeliest first; without the secret. */
function suspectsOf(name: string): readonly string[] {
  const capture = join(FIXTURES, 'field', 's3', `${name}.pcap`);
  const { stdout } = osscap(['scan', capture, '--no-config', '--format', 'json']);
  const report: Report = JSON.parse(stdout);
  const exchanges = report.captures.flatMap((each) => each.exchanges);
  return exchanges.flatMap(({ diagnosis }) => diagnosis?.suspects ?? []).map(({ field }) => field ?? '');
}

describe('suspects of refusals by servers that speak like S3', () => {
  const found = new Map<string, readonly string[]>();

  beforeAll(() => {
    for (const [name] of CAPTURES) found.set(name, suspectsOf(name));
  }, 120_000);

  it.each(CAPTURES)('%s: among the first three %s', (name, field) => {
    expect(found.get(name)?.slice(0, 3)).toContain(field);
  });

  it('are that most often in twelve of fourteen', () => {
    const first = CAPTURES.filter(([name, field]) => found.get(name)?.[0] === field);
    expect(first.length).toBeGreaterThanOrEqual(12);
  });

  it('have the Host among the first two where it is signed: a proxy may write it anew', () => {
    const ranks = CAPTURES.filter(([name, field]) => field === 'secret' && !name.includes('v2')).map(
      ([name]) => found.get(name)?.indexOf('canonical-header:host') ?? -1,
    );
    expect(Math.min(...ranks)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...ranks)).toBeLessThanOrEqual(1);
  });
});

/** Captures of refusals, with what all of them are said to be: with the secret, and without. */
const SAID = [
  ['s3/swift-boto3-url-parameter-plus', 'parameter-plus-raw', 'parameter-plus-raw', 'likely'],
  ['s3/swift-boto3-url-parameter-plus-later', 'parameter-plus-raw', 'parameter-plus-raw', 'likely'],
  ['s3/swift-boto3-id-misspelt', 'key-id-misspelt', 'secret', 'open'],
  ['s3/swift-boto3-nginx-http10-server', 'hop', 'hop', 'open'],
  ['s3/words-garage-awscli', 'secret-character-different', 'secret', 'open'],
  ['s3/words-scaleway-awscli', 'secret-character-different', 'secret', 'open'],
  ['s3/words-test-awscli', 'secret-character-different', 'secret', 'open'],
  ['servers-and-clients/one-program-two-keys', 'secret-character-different', 'secret', 'open'],
  ['servers-and-clients/one-wrong-secret-form-type-curl', 'secret-character-different', 'secret', 'open'],
  ['s3/rgw-awscli-nginx-slashes-client', 'changed-unseen', 'hop', 'open'],
  ['s3/swift-s3cmd-awscli-id-letter-missing', 'key-id-misspelt', 'key-id-like-another', 'open'],
  ['s3/swift-s3cmd-awscli-ids-alike', 'secret-of-other-key', 'secret', 'open'],
  ['s3/swift-s3cmd-awscli-ids-alike-later', 'secret-of-other-key', 'secret', 'open'],
] as const;

describe('what parts a program from its key, and a URL from its spelling', () => {
  it.each(SAID)(
    '%s',
    (name, withSecret, without, certainty) => {
      const path = join(FIXTURES, 'field', name);
      const { credentials } = JSON.parse(readFileSync(`${path}.truth.json`, 'utf8'));
      const file = join(mkdtempSync(join(tmpdir(), 'osscap-')), 'credentials.json');
      writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 });
      const said = (...options: readonly string[]): readonly string[] => {
        const { stdout } = osscap(['scan', `${path}.pcap`, '--no-config', '--format', 'json', ...options]);
        const report: Report = JSON.parse(stdout);
        const all = report.captures.flatMap(({ exchanges }) => exchanges);
        const refused = all.filter(({ diagnosis }) => diagnosis?.verdict !== 'match');
        const answers = refused.map(({ diagnosis }) => {
          const { cause, suspects, certainty } = diagnosis ?? {};
          return `${certainty} ${cause?.id ?? suspects?.[0]?.kind}`;
        });
        return [...new Set(answers)];
      };
      expect(said('--credentials', file).map((each) => each.split(' ')[1])).toEqual([withSecret]);
      expect(said()).toEqual([`${certainty} ${without}`]);
      rmSync(dirname(file), { recursive: true });
    },
    60_000,
  );
});
