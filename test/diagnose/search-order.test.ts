import { describe, expect, it } from 'vitest';
import { nodeHasher } from '../../src/node/ports.ts';
import * as search from '../../src/search/search.ts';
import {
  type Diagnosis,
  diagnose,
  type FieldWeights,
  History,
  type HypothesisField,
  SEARCH_BUDGET,
} from '../rooms/diagnose.ts';
import { MISTAKES, of } from './mistakes.ts';
import {
  CUSTOM_HOST,
  PLAIN,
  type Plain,
  type ReferenceVersion,
  SECRET,
  type Signing,
  send,
  sign,
} from './reference-signer.ts';
import { keyRing, mismatch, OTHER_BUCKETS, ossExchange } from './scenario.ts';

const weightsOf = (...fields: readonly HypothesisField[]): FieldWeights => {
  const parts = ['method', 'content-type', 'date', 'headers', 'key', 'query', 'procedure', 'secret'] as const;
  return new Map([
    ...parts.map((part) => [part, 0] as const),
    ...fields.map((field) => [field, 0.9] as const),
  ]);
};

interface Signed {
  readonly believed?: Partial<Plain>;
  readonly signing?: Signing;
  readonly weights?: FieldWeights;
  readonly budget?: number;
}

/** What is found of a client that signs `believed` and sends `sent`. */
function found(version: ReferenceVersion, sent: Plain, signed: Signed): Diagnosis {
  const { believed = {}, signing = {}, weights, budget = SEARCH_BUDGET } = signed;
  const buckets = new Map([[CUSTOM_HOST, sent.bucket]]);
  const message = send(version, sent, sign(version, { ...sent, ...believed }, signing), signing.listed);
  return diagnose(ossExchange(message, mismatch(message, { buckets }), buckets), {
    keyRing: keyRing(),
    hasher: nodeHasher,
    search,
    history: new History(),
    index: 1,
    searchBudget: budget,
    buckets: () => OTHER_BUCKETS,
    fieldWeights: weights === undefined ? undefined : () => weights,
  });
}

const triedOf = ({ search }: Diagnosis): number => search?.tried ?? 0;
const TYPED: Plain = { ...PLAIN, method: 'PUT', headers: [['Content-Type', 'image/png']] };
const META: Plain = { ...PLAIN, headers: [['x-oss-meta-a', 'one']] };

describe('what the search begins with', () => {
  it('changes nothing of what it finds', () => {
    const fields = ['procedure', 'secret', 'key', 'headers', 'query', 'date'] as const;
    for (const [i, mistake] of MISTAKES.entries()) {
      const version = mistake.versions[i % mistake.versions.length];
      const field = fields[i % fields.length];
      if (version === undefined || field === undefined) continue;
      const { believed = {} } = mistake;
      const signing = mistake.signing === undefined ? {} : of(mistake.signing, version);
      const weights = weightsOf(field);
      const diagnosis = found(version, of(mistake.sent, version), { believed, signing, weights });
      expect(diagnosis).toMatchObject({
        verdict: 'client-miscomputed',
        certainty: 'proven',
        cause: { id: of(mistake.cause, version) },
        search: { fits: [of(mistake.of, version)] },
      });
    }
  });

  it('is what the weights point to', () => {
    const signed = { believed: { headers: [] } } as const;
    const late = found('v1', META, { ...signed, weights: weightsOf('secret', 'content-type', 'key') });
    const soon = found('v1', META, { ...signed, weights: weightsOf('headers') });
    expect(late.search?.fits).toEqual(soon.search?.fits);
    expect(triedOf(soon)).toBeLessThan(10);
    expect(triedOf(late)).toBeGreaterThan(2 * triedOf(soon));
  });

  it('decides what a small budget is spent on', () => {
    const signed = { signing: { secret: 'undefined' }, budget: 200 } as const;
    expect(
      found('v1', META, { ...signed, weights: weightsOf('key', 'query', 'headers') }).cause?.id,
    ).not.toBe('secret-placeholder');
    expect(found('v1', META, { ...signed, weights: weightsOf('secret') })).toMatchObject({
      verdict: 'wrong-secret',
      cause: { id: 'secret-placeholder' },
    });
  });

  it('is not a hypothesis of hundreds of variants to its end', () => {
    // the padded secrets alone are three hundred, and stand before it in the table
    const slash = (text: string): string => text.replace(/\/$/, '');
    const diagnosis = found('v1', { ...PLAIN, key: '' }, { signing: { edit: slash } });
    expect(diagnosis.search?.fits).toEqual(['resource-slash-missing']);
    expect(triedOf(diagnosis)).toBeLessThan(400);
  });
});

describe('two of the cheapest changes together', () => {
  const both = { believed: { method: 'GET', headers: [] } } as const;

  it('are tried before the far-fetched ones alone', () => {
    const diagnosis = found('v1', TYPED, both);
    expect(diagnosis.search?.fits).toEqual(['content-type-not-signed', 'method-other']);
    expect(triedOf(diagnosis)).toBeLessThan(2000);
  });

  it('are said to have been tried where the budget ends behind them', () => {
    const signing = { secret: 'quite another one' };
    const leftAt = (budget: number) =>
      found('v1', TYPED, { signing, budget }).notes.find(({ id }) => id === 'search-limit')?.args['left'];
    expect(leftAt(60)).toBe('left-singles');
    expect(leftAt(2500)).toBe('left-most-pairs');
  });
});

describe('two secrets that are one key, for HMAC fills keys up with zero bytes', () => {
  it('are reported as the one that stands first in the table', () => {
    const signing = { secret: `${SECRET}\n\0` };
    for (const field of ['secret', 'key'] as const) {
      const diagnosis = found('v1', META, { signing, weights: weightsOf(field) });
      expect(diagnosis.cause?.id).toBe('secret-trailing-newline');
    }
  });
});
