import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ExchangeJson, Report } from '../rooms/report.ts';
import { osscap } from '../support/command.ts';

const FOLDER = new URL('../../fixtures/tickets/', import.meta.url);

const FACTS = [
  'code',
  'requestId',
  'accessKeyId',
  'bucket',
  'key',
  'signatureProvided',
  'stringToSign',
  'ec',
] as const;

type Fact = string | null;

interface Truth {
  readonly exchanges: number;
  readonly facts: Readonly<Record<(typeof FACTS)[number], Fact | readonly Fact[]>>;
}

const NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.truth.json'))
  .map((name) => name.replace('.truth.json', ''))
  .sort();

function truthOf(name: string): Truth {
  return JSON.parse(readFileSync(new URL(`${name}.truth.json`, FOLDER), 'utf8'));
}

/** All of them in one scan: its captures come in the order of the files. */
const { stdout } = osscap([
  'scan',
  '--format',
  'json',
  ...NAMES.map((name) => new URL(`${name}.txt`, FOLDER).pathname),
]);
const found = new Map(
  (JSON.parse(stdout) as Report).captures.map(({ path, exchanges }) => [
    path.replace(/^.*\/|\.txt$/g, ''),
    exchanges,
  ]),
);

/** What is read; null where nothing is. An empty value is none. */
function factsOf({ oss, signature }: ExchangeJson): Record<(typeof FACTS)[number], Fact> {
  const error = oss?.error ?? null;
  return {
    code: error?.code || null,
    requestId: oss?.requestId || null,
    accessKeyId: error?.accessKeyId || signature?.accessKeyId || null,
    bucket: oss?.bucket || null,
    key: oss?.key || null,
    signatureProvided: signature?.onWire || error?.signatureProvided || null,
    stringToSign: signature?.stringToSign?.server || error?.stringToSign || null,
    ec: oss?.ec || null,
  };
}

describe('texts as people paste them', () => {
  it('are many', () => {
    expect(NAMES.length).toBeGreaterThanOrEqual(60);
  });

  it.each(NAMES)('%s is read as a careful person reads it', (name) => {
    const truth = truthOf(name);
    const exchanges = (found.get(name) ?? []).filter(({ oss }) => oss !== null);
    expect(exchanges).toHaveLength(truth.exchanges);
    const ids = [truth.facts.requestId].flat();
    const named = exchanges.find(({ oss }) => ids.includes(oss?.requestId ?? '')) ?? exchanges[0];
    const read = named === undefined ? null : factsOf(named);
    for (const fact of FACTS) {
      const right = [truth.facts[fact]].flat();
      expect(right, fact).toContain(read?.[fact] ?? null);
    }
  });
});
