import type { Candidate, SuspectField } from './kinds.ts';
import type { Traits } from './traits.ts';

/** A signed request that reached the service, as the weighing needs it. */
export interface Seen {
  readonly index: number;
  readonly accessKeyId: string;
  readonly isAccepted: boolean;
  readonly operation: string;
  readonly traits: Traits;
}

/**
 * What a request says against or for a cause, as factors of its odds. An accepted request with the
 * trait could only be if the cause did not strike it; a refused one without it had another cause.
 */
export const MODEL = {
  /** For each accepted request that has the trait, and for no more than so many. */
  acceptedWith: 0.06,
  acceptedWithAtMost: 2,
  /** For each refused request that lacks the trait, down to the floor. */
  refusedWithout: 0.2,
  refusedWithoutFloor: 0.03,
  /** The trait parts the accepted from the refused: for each accepted one, up to so much. */
  parted: 0.5,
  partedAtMost: 6,
  /** The cause came at a moment: all with the trait were accepted before, none after. */
  since: 0.12,
  /** It strikes some of those with the trait. */
  sometimes: 0.05,
  /** Another request of this key and client was accepted. */
  secretCleared: 0.018,
  /** Another client with this key was accepted. */
  secretElsewhere: 0.5,
  /** Belief in something that is no candidate, in the unit of the rates. */
  otherwise: 0.35,
  /** Traits are not as independent as odds take them for. */
  rarity: 0.7,
} as const;

export interface Weighed {
  readonly candidate: Candidate;
  readonly field: SuspectField;
  readonly weight: number;
  /** The trait that counted most. */
  readonly trait: string;
  readonly acceptedWith: readonly number[];
  readonly acceptedWithout: number;
  readonly refusedWith: readonly number[];
  readonly refusedWithout: readonly number[];
  readonly isSince: boolean;
}

export interface Company {
  /** Requests of the same client by the same version, this one not among them. */
  readonly ofClient: readonly Seen[];
  /** Accepted requests of this key by others. */
  readonly acceptedElsewhere: number;
}

const MOST = 5;

/** The candidates with their share of the belief, the most likely first; one for each field. */
export function weigh(
  self: Pick<Seen, 'index' | 'accessKeyId'>,
  candidates: readonly Candidate[],
  company: Company,
): readonly Weighed[] {
  const odds = candidates.map((candidate) => oddsOf(self, candidate, company));
  const byField = new Map<SuspectField, { odds: number; best: number; one: Omit<Weighed, 'weight'> }>();
  for (const { value, ...one } of odds) {
    const known = byField.get(one.field);
    if (known === undefined) byField.set(one.field, { odds: value, best: value, one });
    else {
      known.odds += value;
      if (value > known.best) {
        known.best = value;
        known.one = one;
      }
    }
  }
  const all = [...byField.values()].sort((a, b) => b.odds - a.odds);
  const sum = all.reduce((total, each) => total + each.odds, MODEL.otherwise as number);
  return all.slice(0, MOST).map(({ odds: value, one }) => ({ ...one, weight: value / sum }));
}

function oddsOf(
  self: Pick<Seen, 'index' | 'accessKeyId'>,
  candidate: Candidate,
  company: Company,
): Omit<Weighed, 'weight'> & { readonly value: number } {
  const { ofClient } = company;
  const accepted = ofClient.filter(({ isAccepted }) => isAccepted);
  const refused = ofClient.filter(({ isAccepted }) => !isAccepted);
  let total = 0;
  let best = -1;
  let kept: Omit<Weighed, 'weight'> | null = null;
  for (const [trait, share] of candidate.triggers) {
    const counts = count(trait, accepted, refused);
    const { likelihood, isSince } = likelihoodOf(self.index, counts, accepted.length);
    total += share * likelihood;
    if (share * likelihood > best) {
      best = share * likelihood;
      kept = {
        candidate,
        field: candidate.field,
        trait,
        acceptedWith: counts.acceptedWith,
        acceptedWithout: accepted.length - counts.acceptedWith.length,
        refusedWith: counts.refusedWith,
        refusedWithout: counts.refusedWithout,
        isSince,
      };
    }
  }
  if (kept === null) throw new Error('a candidate without a trigger');
  if (candidate.field === 'secret') total = likelihoodOfSecret(self, accepted, refused, company);
  const signs = candidate.signs.reduce((product, { factor }) => product * factor, 1);
  const rarity = Math.max(candidate.commonness, 0.08) ** MODEL.rarity;
  return { ...kept, value: (candidate.rate / rarity) * total * signs };
}

interface Counts {
  readonly acceptedWith: readonly number[];
  readonly refusedWith: readonly number[];
  readonly refusedWithout: readonly number[];
}

function count(trait: string, accepted: readonly Seen[], refused: readonly Seen[]): Counts {
  const has = ({ traits }: Seen): boolean => traits.has(trait);
  const indexes = (seen: readonly Seen[]): readonly number[] => seen.map(({ index }) => index);
  return {
    acceptedWith: indexes(accepted.filter(has)),
    refusedWith: indexes(refused.filter(has)),
    refusedWithout: indexes(refused.filter((each) => !has(each))),
  };
}

/** How well it fits that the cause strikes by this trait: 1 where nothing is known. */
function likelihoodOf(
  own: number,
  { acceptedWith, refusedWith, refusedWithout }: Counts,
  accepted: number,
): { readonly likelihood: number; readonly isSince: boolean } {
  const without = Math.max(MODEL.refusedWithoutFloor, MODEL.refusedWithout ** refusedWithout.length);
  if (acceptedWith.length === 0) {
    const parted =
      1 + Math.min(MODEL.partedAtMost, accepted * MODEL.parted) * Math.min(1, (refusedWith.length + 1) / 2);
    return { likelihood: without * parted, isSince: false };
  }
  const first = Math.min(own, ...refusedWith);
  if (acceptedWith.every((index) => index < first)) {
    const always = MODEL.acceptedWith ** Math.min(acceptedWith.length, MODEL.acceptedWithAtMost);
    return { likelihood: without * Math.max(MODEL.since, always), isSince: true };
  }
  const always = MODEL.acceptedWith ** Math.min(acceptedWith.length, MODEL.acceptedWithAtMost);
  const struck = (refusedWith.length + 1) / (refusedWith.length + 1 + acceptedWith.length);
  const sometimes = MODEL.sometimes * struck ** 2;
  return { likelihood: without * Math.max(always, sometimes), isSince: false };
}

function likelihoodOfSecret(
  { accessKeyId }: Pick<Seen, 'accessKeyId'>,
  accepted: readonly Seen[],
  refused: readonly Seen[],
  { acceptedElsewhere }: Company,
): number {
  const isOwn = (seen: Seen): boolean => seen.accessKeyId === accessKeyId;
  if (accepted.some(isOwn)) return MODEL.secretCleared;
  const own = refused.filter(isOwn);
  const operations = new Set(own.map(({ operation }) => operation)).size;
  const many = 1 + Math.min(2, own.length * 0.25) + Math.min(2, Math.max(0, operations - 1) * 0.5);
  return (acceptedElsewhere > 0 ? MODEL.secretElsewhere : 1) * (own.length > 0 ? many : 1);
}
