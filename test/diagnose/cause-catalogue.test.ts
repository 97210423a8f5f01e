import { expect, it } from 'vitest';
import { HYPOTHESES } from '../rooms/search.ts';
import { CATALOGUE } from './cause-catalogue.ts';
import { CASES } from './hypothesis-cases.ts';
import { MISTAKES, of } from './mistakes.ts';

const ids = HYPOTHESES.map(({ id }) => id);

/**
 * Hypotheses that are tested beside the tables of mistakes: they need more than a request that is signed
 * otherwise.
 */
const TESTED_ELSEWHERE = [
  'no-hmac',
  'string-level',
  'other-version',
  'parameter-names-mangled',
  'payload-header-not-sent',
  ...ids.filter((id) => id.startsWith('secret-')),
];

it('knows causes 1 to 48, each once', () => {
  expect(CATALOGUE.map(({ number }) => number)).toEqual(Array.from({ length: 48 }, (_, i) => i + 1));
});

it('has a hypothesis for every cause, or says where the cause is told', () => {
  for (const { number, hypotheses, elsewhere } of CATALOGUE) {
    expect(hypotheses.length > 0 || (elsewhere?.length ?? 0) > 20, `${number}`).toBe(true);
    expect(
      hypotheses.filter((id) => !ids.includes(id)),
      `${number}`,
    ).toEqual([]);
  }
});

it('has a cause for every hypothesis', () => {
  const named = new Set(CATALOGUE.flatMap(({ hypotheses }) => hypotheses));
  expect(ids.filter((id) => !named.has(id))).toEqual([]);
});

it('has a mis-signed request for every hypothesis', () => {
  const tested = new Set<string>([
    ...MISTAKES.flatMap((each) => each.versions.map((version) => of(each.of, version))),
    ...CASES.map((each) => each.of),
    ...TESTED_ELSEWHERE,
  ]);
  expect(ids.filter((id) => !tested.has(id))).toEqual([]);
});

it('has a mis-signed request for every hypothesis of every cause', () => {
  const made = new Map<number, Set<string>>();
  for (const { numbers, of: id, versions } of MISTAKES) {
    for (const number of numbers) {
      const found = made.get(number) ?? new Set();
      for (const version of versions) found.add(of(id, version));
      made.set(number, found);
    }
  }
  for (const { number, hypotheses } of CATALOGUE) {
    const here = hypotheses.filter((id) => !TESTED_ELSEWHERE.includes(id));
    const tested = [...(made.get(number) ?? [])].filter((id) => !TESTED_ELSEWHERE.includes(id));
    expect(tested.sort(), `${number}`).toEqual([...here].sort());
  }
});

it('covers every signature version', () => {
  const covered = new Set(MISTAKES.flatMap(({ versions }) => versions));
  expect(covered.size).toBe(13);
});
