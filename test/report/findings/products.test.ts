import { expect, it } from 'vitest';
import { CAUSES, FAULTS, FAULTS_OF_NAMES, PRODUCTS } from '../../rooms/sentences.ts';
import { SUSPECTS } from '../../rooms/suspects.ts';

it('every ID that has a line of configuration is one of a cause or a suspect', () => {
  const known = new Set([...Object.keys(CAUSES), ...Object.keys(SUSPECTS)]);
  expect(
    Object.values(FAULTS).flatMap((ids: readonly string[]) => ids.filter((id) => !known.has(id))),
  ).toEqual([]);
});

it('every line is of a fault that there is', () => {
  const named = [...Object.keys(FAULTS_OF_NAMES), ...PRODUCTS.flatMap(({ lines }) => Object.keys(lines))];
  expect(named.filter((fault) => !Object.hasOwn(FAULTS, fault))).toEqual([]);
});
