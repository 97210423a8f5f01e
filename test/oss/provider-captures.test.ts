import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../rooms/report.ts';
import { credentialsFile, osscap } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

interface Known {
  readonly verdict: string;
  readonly cause: string | null;
}

interface ProviderTruth {
  readonly credentials: readonly { readonly accessKeyId: string; readonly secret: string }[];
  readonly captures: Readonly<Record<string, readonly { readonly without: Known; readonly with: Known }[]>>;
}

const FOLDER = join(FIXTURES, 'providers');
const TRUTH: ProviderTruth = JSON.parse(readFileSync(join(FOLDER, 'truth.json'), 'utf8'));

describe.each(['without', 'with'] as const)('what SDKs of other providers sent, %s the secret', (how) => {
  const keys = how === 'with' ? ['--credentials', credentialsFile(TRUTH.credentials)] : [];

  it.each(Object.entries(TRUTH.captures))('%s', (name, exchanges) => {
    const { stdout } = osscap(['scan', '--format', 'json', ...keys, join(FOLDER, `${name}.pcap`)]);
    const report: Report = JSON.parse(stdout);
    const found = report.captures.flatMap((capture) => capture.exchanges);
    expect(
      found.map(({ diagnosis }) => ({ verdict: diagnosis?.verdict, cause: diagnosis?.cause?.id ?? null })),
    ).toEqual(exchanges.map((each) => each[how]));
    expect(found.every(({ oss }) => oss?.provider === name.slice(0, 3))).toBe(true);
    if (how === 'without') return;
    // a passing request is one whose signature is the same again
    for (const { diagnosis, signature } of found) {
      if (diagnosis?.verdict === 'match') expect(signature?.recomputed).toBe(signature?.onWire);
    }
  });
});
