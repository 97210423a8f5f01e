import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isFailing } from '../../rooms/diagnose.ts';
import { extracted, scanned, spellingsOf, valuesOf } from '../../support/extracting.ts';
import { FIXTURES } from '../../support/truth.ts';

const CAPTURES = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(pcap|pcapng)$/.test(name))
  .sort();

/** Exchanges whose file says something else, and what shows it in the capture. */
const OTHER: Readonly<Record<string, string>> = {
  // the same request was accepted with the token before
  'scenarios/oss2-v1-sts-token.pcap 3': 'masked',
  // the same string was accepted before
  'field/hops-and-answers/i34-post-form-through-nginx-both.pcap 3': 'masked',
  'field/97-secrets-on-the-way.pcap 5': 'masked',
  'field/97-secrets-on-the-way.pcap 16': 'masked',
  // the same URL, spelt otherwise, was accepted after it, or before
  'field/s3/swift-boto3-url-parameter-plus.pcap 1': 'masked',
  'field/s3/swift-boto3-url-parameter-plus-later.pcap 2': 'masked',
  // the redirect that it followed stands before it
  'field/29-redirect-drops-auth.pcap 2': 'masked',
  'field/s3/rgw-curl-redirect-dropped.pcap 2': 'masked',
  // neither has anything of the service: what its server is, the others show
  'field/s3/rgw-curl-refused-beside-good.pcap 2': 'masked',
  'field/s3/rgw-curl-refused-beside-good.pcap 6': 'masked',
};

/** What shows the cause is how nearly two AccessKey IDs are alike, which their stand-ins are not. */
const OF_IDS: readonly string[] = ['field/s3/swift-s3cmd-awscli-id-letter-missing.pcap 3'];

/** What shows the cause is the body, which is filled; the verdict is the same. */
const OF_BODIES: readonly string[] = [
  'field/s3/rgw-awscli-body-changed-client.pcap 1',
  'field/s3/rgw-mc-chunks-decoded-both.pcap 7',
  'field/s3/swift-mc-chunk-changed-both.pcap 9',
];

describe('a failing exchange that is extracted', { timeout: 120_000 }, () => {
  it.each(CAPTURES)('of %s says the same, and nothing that must not leave', async (name) => {
    const path = join(FIXTURES, name);
    const results = await scanned(path);
    const failing = results.filter(({ diagnosis }) => diagnosis !== null && isFailing(diagnosis.verdict));
    for (const result of failing) {
      const place = `${relative(FIXTURES, path)} ${result.index}`;
      const { extraction, bytes } = await extracted(path, [result.index]);
      if (extraction.kind !== 'done') throw new Error(`${place}: ${extraction.kind}`);
      const [exchange] = extraction.exchanges;
      const isOverTls = (result.exchange.connection.tls ?? null) !== null;
      const isHidden = OF_BODIES.includes(place) || OF_IDS.includes(place);
      const other = isHidden ? 'masked' : (OTHER[place] ?? null);
      expect(exchange?.why, place).toBe(isOverTls ? 'encrypted' : other);
      if (OF_BODIES.includes(place)) expect(exchange?.after?.verdict).toBe(exchange?.before.verdict);
      for (const value of valuesOf(result)) {
        const left = spellingsOf(value).filter((spelling) => bytes.includes(spelling));
        expect(left, place).toEqual([]);
      }
    }
  });

  it('says the same where it needs the others, and they are extracted, too', async () => {
    for (const place of Object.keys(OTHER)) {
      const path = join(FIXTURES, place.split(' ')[0] ?? '');
      const indexes = (await scanned(path)).map(({ index }) => index);
      const { extraction } = await extracted(path, indexes);
      if (extraction.kind !== 'done') throw new Error(extraction.kind);
      expect(extraction.exchanges.map(({ why }) => why)).toEqual(indexes.map(() => null));
    }
  });
});
