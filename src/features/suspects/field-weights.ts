import type { FieldWeights, HypothesisField } from '../../diagnose/ports.ts';
import type { SuspectField } from './kinds.ts';
import type { Weighed } from './weigh.ts';

/** What no suspect is about: the belief in something else is in these, too. */
const OTHERWISE: readonly HypothesisField[] = ['resource', 'expires', 'string', 'procedure'];

/** The parts that hypotheses on a field are about, where they are not named as the field is. */
const PARTS: readonly (readonly [field: RegExp, parts: readonly HypothesisField[]])[] = [
  [
    /^resource:subresource:.*security-token$|^canonical-query:.*security-token$/i,
    ['security-token', 'query'],
  ],
  [/^(?:resource:subresource|canonical-query):/, ['query']],
  [/-header:x-(?:oss|amz)-security-token$/, ['security-token', 'headers']],
  [/-header:x-(?:oss|amz)-date$/, ['date', 'headers']],
  [/-header:host$/, ['host', 'headers']],
  [/-header:/, ['headers']],
  [/^resource:key$/, ['key', 'resource']],
  [/^resource:bucket$/, ['bucket', 'resource']],
  // version 4 has bucket and key in it
  [/^canonical-uri$/, ['key', 'bucket', 'resource']],
  [/^scope:/, ['scope:region', 'scope:date', 'scope:product', 'procedure']],
  [/^signature$/, ['procedure', 'string']],
];

/** Fields that hypotheses name in the same way. */
const ALIKE: readonly HypothesisField[] = [
  'method',
  'content-md5',
  'content-type',
  'date',
  'additional-headers',
  'payload-hash',
  'policy',
  'secret',
];

/** The weights of suspects as those of the parts that the hypotheses of the search are about. */
export function fieldWeights(weighed: readonly Pick<Weighed, 'field' | 'weight'>[]): FieldWeights {
  const weights = new Map<HypothesisField, number>();
  // what a request lacks cannot be wrong with it
  for (const part of [...ALIKE, ...OTHERWISE, ...PARTS.flatMap(([, parts]) => parts)]) weights.set(part, 0);
  let rest = 1;
  for (const { field, weight } of weighed) {
    rest -= weight;
    for (const part of partsOf(field)) weights.set(part, (weights.get(part) ?? 0) + weight);
  }
  for (const part of OTHERWISE) weights.set(part, (weights.get(part) ?? 0) + Math.max(0, rest));
  return weights;
}

function partsOf(field: SuspectField): readonly HypothesisField[] {
  if (field === null) return [];
  return PARTS.find(([pattern]) => pattern.test(field))?.[1] ?? ALIKE.filter((part) => part === field);
}
