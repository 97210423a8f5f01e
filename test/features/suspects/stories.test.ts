import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DiagnosisJson, ExchangeJson, Report } from '../../rooms/report.ts';
import { osscap } from '../../support/command.ts';
import { FIXTURES, truths } from '../../support/truth.ts';

interface Failing {
  readonly index: number;
  readonly requestId: string;
  readonly families: readonly string[];
}

const STORIES = truths('stories').map(({ name, capture }) => {
  const truth: { strength: string; failing: readonly Failing[] } = JSON.parse(
    readFileSync(`${FIXTURES}/stories/${name}.truth.json`, 'utf8'),
  );
  return { ...truth, name, capture };
});

const FAMILIES: Readonly<Record<string, string>> = {
  'content-md5': 'md5',
  'resource:key': 'key',
  'canonical-uri': 'key',
  'resource:bucket': 'bucket',
  'scope:region': 'scope',
  'scope:date': 'scope',
  'scope:product': 'scope',
};

/** Names of one thing in the strings of different versions. */
function familyOf(field: string): string {
  if (Object.hasOwn(FAMILIES, field)) return FAMILIES[field] ?? field;
  const [, subject, name = ''] =
    /^(resource:subresource|canonical-query|oss-header|canonical-header):(.+)$/.exec(field) ?? [];
  if (subject === undefined) return field;
  if (!subject.endsWith('header')) return `param:${name}`;
  if (name === 'content-type') return name;
  if (name === 'content-md5') return 'md5';
  if (name.endsWith('-content-sha256')) return 'payload-hash';
  return /^(?:date|x-oss-date|x-amz-date)$/.test(name) ? 'date' : `header:${name}`;
}

type Suspects = NonNullable<DiagnosisJson['suspects']>;

function suspectsOf(exchange: ExchangeJson | undefined): Suspects {
  return exchange?.diagnosis?.suspects ?? [];
}

describe('stories with one hidden cause, without the secret', () => {
  const reports = new Map<string, ReadonlyMap<string, ExchangeJson>>();

  beforeAll(() => {
    for (const { name, capture } of STORIES) {
      const { stdout } = osscap(['scan', capture, '--no-config', '--format', 'json']);
      const report: Report = JSON.parse(stdout);
      const exchanges = report.captures.flatMap((each) => each.exchanges);
      reports.set(name, new Map(exchanges.map((each) => [each.oss?.requestId ?? '', each])));
    }
  });

  /** Ranks of the true cause, from 1; infinite where it is not among the suspects. */
  function ranksOf({ name, failing }: (typeof STORIES)[number]): readonly number[] {
    return failing.map(({ requestId, families }) => {
      const found = reports.get(name)?.get(requestId);
      const suspected = [...new Set(suspectsOf(found).map(({ field }) => familyOf(field ?? '')))];
      const at = suspected.findIndex((each) => families.includes(each));
      return at < 0 ? Number.POSITIVE_INFINITY : at + 1;
    });
  }

  it('are four of each strength', () => {
    const strengths = STORIES.map(({ strength }) => strength).sort();
    expect(strengths).toEqual([
      ...Array(4).fill('misleading'),
      ...Array(4).fill('strong'),
      ...Array(4).fill('weak'),
    ]);
  });

  it('have the right suspect first in ten of twelve', () => {
    const right = STORIES.filter((story) => ranksOf(story).every((rank) => rank === 1));
    expect(right.length).toBeGreaterThanOrEqual(10);
  });

  it.each(STORIES)('$name has it among three', (story) => {
    expect(Math.max(...ranksOf(story))).toBeLessThanOrEqual(3);
  });

  it.each(STORIES)('$name keeps what the report promises of suspects', ({ name, failing }) => {
    const exchanges = reports.get(name) ?? new Map<string, ExchangeJson>();
    const indexes = new Set([...exchanges.values()].map(({ index }) => index));
    for (const { requestId } of failing) {
      const found = exchanges.get(requestId);
      expect(found?.diagnosis?.certainty).not.toBe('proven');
      const suspects = suspectsOf(found);
      expect(suspects.length).toBeGreaterThan(0);
      expect(suspects.length).toBeLessThanOrEqual(5);
      const weights = suspects.map(({ weight }) => weight);
      expect(weights).toEqual(weights.toSorted((a, b) => b - a));
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(1.000001);
      for (const { field, cause, summary, advice, proof, ...sides } of suspects) {
        expect(field ?? 'secret').toMatch(
          /^(?:secret|signature|policy|method|date|content-type|content-md5|payload-hash|additional-headers|canonical-uri|scope:\w+|(?:resource|oss-header|canonical-header|canonical-query):.+)$/,
        );
        for (const text of [cause, summary, advice, proof]) expect(text).not.toBe('');
        for (const { message, exchanges: shown } of [...sides.for, ...sides.against]) {
          expect(message).not.toMatch(/[{}]|undefined/);
          expect(shown.filter((index) => !indexes.has(index))).toEqual([]);
        }
      }
    }
  });

  it('say nothing of exchanges that were accepted', () => {
    for (const { name, failing } of STORIES) {
      const refused = new Set(failing.map(({ requestId }) => requestId));
      const others = [...(reports.get(name) ?? [])].filter(([id]) => !refused.has(id));
      expect(others.filter(([, each]) => each.diagnosis?.suspects !== undefined)).toEqual([]);
    }
  });
});
