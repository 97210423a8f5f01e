import type { ReferenceExchange, Triple } from './reference.ts';

/** The values of a pair that may differ. */
const COMPARED = ['status', 'requestFrame', 'responseFrame', 'requestBytes', 'responseBytes'] as const;

/**
 * Something in which a capture's exchanges differ from its reference list; frames are where messages were
 * complete.
 */
export type Finding =
  | { readonly kind: 'packets'; readonly reference: number; readonly ours: number }
  | { readonly kind: 'not-refused' | 'refused' }
  | (FoundExchange & {
      /** `missed`: in the list and not in ours; `extra`: in ours and not in the list. */
      readonly kind: 'missed' | 'extra';
    })
  | (FoundExchange & {
      readonly kind: 'differs';
      readonly field: (typeof COMPARED)[number];
      readonly reference: number | null;
      readonly ours: number | null;
    });

interface FoundExchange {
  /** e.g. `GET /1 -> 200` */
  readonly exchange: string;
  readonly requestFrame: number | null;
  readonly responseFrame: number | null;
}

export interface Comparison {
  /** Exchanges of `must` that are there. */
  readonly right: number;
  readonly findings: readonly Finding[];
}

/** How certain a match is; the surest ones are taken first, over all exchanges. */
const PASSES: readonly ((reference: ReferenceExchange, ours: ReferenceExchange) => boolean)[] = [
  (a, b) => sameRequest(a, b) && a.requestFrame === b.requestFrame && a.responseFrame === b.responseFrame,
  (a, b) => sameRequest(a, b) && a.requestFrame === b.requestFrame,
  (a, b) => a.responseFrame !== null && a.responseFrame === b.responseFrame && a.status === b.status,
  (a, b) => sameRequest(a, b) && a.method !== null && a.status === b.status,
  (a, b) => sameRequest(a, b) && a.method !== null,
];

/** Compares our exchanges with the listed ones, each with its own counterpart. */
export function compareExchanges(
  reference: readonly ReferenceExchange[],
  must: readonly Triple[],
  ours: readonly ReferenceExchange[],
): Comparison {
  const counterpart = new Map<ReferenceExchange, ReferenceExchange>();
  const taken = new Set<ReferenceExchange>();
  for (const fits of PASSES) {
    for (const one of reference) {
      if (counterpart.has(one)) continue;
      const found = ours.find((other) => !taken.has(other) && fits(one, other));
      if (found === undefined) continue;
      counterpart.set(one, found);
      taken.add(found);
    }
  }
  const findings: Finding[] = [];
  for (const one of reference) {
    const found = counterpart.get(one);
    if (found === undefined) findings.push({ kind: 'missed', ...describe(one) });
    else findings.push(...differences(one, found));
  }
  const { right, missing } = matchTriples(must, ours);
  const missed = [...reference].filter((one) => !counterpart.has(one)).map((one) => label(triple(one)));
  for (const exchange of missing) {
    // A listed exchange without a counterpart has been named already.
    const at = missed.indexOf(label(exchange));
    if (at >= 0) missed.splice(at, 1);
    else
      findings.push({ kind: 'missed', exchange: label(exchange), requestFrame: null, responseFrame: null });
  }
  for (const one of ours) if (!taken.has(one)) findings.push({ kind: 'extra', ...describe(one) });
  return { right, findings };
}

/** Pairs each triple with an exchange of its own. */
function matchTriples(must: readonly Triple[], ours: readonly ReferenceExchange[]) {
  const left = new Map<string, number>();
  for (const one of ours) {
    const key = label(triple(one));
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const missing: Triple[] = [];
  for (const one of must) {
    const count = left.get(label(one)) ?? 0;
    if (count === 0) missing.push(one);
    else left.set(label(one), count - 1);
  }
  return { right: must.length - missing.length, missing };
}

function differences(reference: ReferenceExchange, ours: ReferenceExchange): Finding[] {
  return COMPARED.filter((field) => value(reference, field) !== value(ours, field)).map((field) => ({
    kind: 'differs',
    ...describe(ours),
    field,
    reference: reference[field],
    ours: ours[field],
  }));
}

/** A message that is not there has no body, whether the list says 0 or nothing. */
function value(exchange: ReferenceExchange, field: (typeof COMPARED)[number]): number | null {
  const found = exchange[field];
  return field.endsWith('Bytes') ? (found ?? 0) : found;
}

function sameRequest(a: ReferenceExchange, b: ReferenceExchange): boolean {
  return a.method === b.method && a.target === b.target;
}

function describe(exchange: ReferenceExchange): FoundExchange {
  const { requestFrame, responseFrame } = exchange;
  return { exchange: label(triple(exchange)), requestFrame, responseFrame };
}

function triple({ method, target, status }: ReferenceExchange): Triple {
  return [method, target, status];
}

function label([method, target, status]: Triple): string {
  return `${method === null ? '?' : `${method} ${target ?? ''}`} -> ${status ?? '?'}`;
}
