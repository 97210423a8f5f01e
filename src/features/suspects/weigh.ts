import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { largest, smallest } from '../../engine/bytes/collections.ts';
import { MOST_INDEXES, type ProseArgs, type Suspect } from '../../engine/diagnose/model.ts';
import type { FieldWeights, HypothesisField } from '../../engine/diagnose/ports.ts';
import type { OssError, OssExchange } from '../../engine/oss/model.ts';
import { providerRecord } from '../../engine/oss/providers/index.ts';
import { requestOfError } from '../../engine/oss/request-from-error.ts';
import { bucketsNamedBy } from '../../engine/oss/server-address.ts';
import type { Field } from '../../engine/sign/canonical.ts';
import type { SuspectKind } from './entries.ts';
import type { EvidenceCode } from './evidence.ts';
import { type Candidate, OF_NAMES, ROWS, type Sign, type SuspectField } from './kinds.ts';
import { MODEL, NOW_AND_THEN, RATES, UNSEEN } from './numbers.ts';
import { goesWithMethod, type Traits } from './traits.ts';

/** Signed requests that reached the service and are alike in all that bears on signatures. */
export interface Alike {
  readonly accessKeyId: string;
  readonly isAccepted: boolean;
  readonly operation: string;
  readonly traits: Traits;
  readonly count: number;
  /** Indexes of the first and the last, and of a few of them. */
  readonly first: number;
  readonly last: number;
  /** When the first and the last were sent. */
  readonly seconds: readonly [first: number, last: number];
  readonly indexes: readonly number[];
  /** The capture that shows them, where it is another one. */
  readonly capture?: string;
}

/** Those of the requests of a client that have a trait, or lack it. */
export interface Share {
  readonly count: number;
  /** Of the capture of the request alone: when the others came is not known. */
  readonly first: number;
  readonly last: number;
  /** A few, all of one capture. */
  readonly indexes: readonly number[];
  /** Which one, where it is not that of the request. */
  readonly capture?: string | undefined;
}

export interface Weighed {
  readonly candidate: Candidate;
  readonly field: SuspectField;
  /** Of a kind that is summed over names, where it may be several: the strongest first. */
  readonly fields: readonly Field[];
  readonly weight: number;
  /** The trait that counted most. */
  readonly trait: string;
  readonly acceptedWith: Share;
  readonly acceptedWithout: Share;
  /** All of these are of other methods, and the trait is one that goes with the method. */
  readonly isOfOtherMethods: boolean;
  /** The request itself is not among them. */
  readonly refusedWith: Share;
  readonly refusedWithout: Share;
  /** Accepted ones of other clients that sign by the same code. */
  readonly relativesWith: Share;
  /** All with the trait were accepted up to a moment, and refused after it. */
  readonly isSince: boolean;
}

/** The request that is asked about. */
export interface Self {
  readonly index: number;
  /** When it was sent. */
  readonly seconds: number;
  readonly accessKeyId: string;
  readonly operation: string;
  readonly method: ByteString;
  /** Signed with temporary credentials. */
  readonly isTemporary: boolean;
  /** A signed URL: others may have signed those of the other requests. */
  readonly isUrl: boolean;
}

export interface Company {
  /** Requests of the same client by the same version, the one at hand not counted. */
  readonly ofClient: readonly Alike[];
  /** Other clients that were accepted with this key. */
  readonly acceptedElsewhere: number;
  /** Accepted requests of this key by other clients to the host of the request. */
  readonly acceptedAtHost: readonly Alike[];
  /** Accepted ones of other clients, or of other keys, that are likely to sign by the same code. */
  readonly relatives: readonly Alike[];
  /** A refused exchange that this client signed with the given secret of the key; null if none. */
  readonly proven: number | null;
  /** A refused exchange that this client signed with another secret, as the search proved; null if none. */
  readonly wrong: number | null;
  /**
   * All that this client sent with the key from some addresses, or over some connections, was refused, that
   * of the request among them, and all from others accepted: how many of each; null where it is otherwise.
   */
  readonly apart: { readonly refused: number; readonly accepted: number } | null;
  /** How the very same request was answered, in the order in which it was sent. */
  readonly same: readonly SameRequest[];
}

/** One time of several that the same request was sent. */
export interface SameRequest {
  readonly index: number;
  readonly isAccepted: boolean;
}

export const MOST_SUSPECTS = 5;

/** The candidates with their share of the belief, the most likely first; one for each field. */
export function weigh(self: Self, candidates: readonly Candidate[], company: Company): readonly Weighed[] {
  return weighAll(self, candidates, company).slice(0, MOST_SUSPECTS);
}

/** The same, of all fields. */
export function weighAll(self: Self, candidates: readonly Candidate[], company: Company): readonly Weighed[] {
  const byField = new Map<string, Subject>();
  const causesFor = furtherCauses(company);
  const change = changeOf(self, company);
  for (const candidate of candidates) {
    const { odds, one } = oddsOf(self, candidate, company, change, causesFor);
    if (odds === 0) continue;
    const subject = OF_NAMES.has(candidate.kind) ? candidate.kind : (one.field ?? candidate.kind);
    const known = byField.get(subject);
    const named = { odds, field: one.field };
    if (known === undefined) byField.set(subject, { sum: odds, best: odds, one, named: [named] });
    else {
      known.sum += odds;
      known.named.push(named);
      if (odds > known.best) {
        known.best = odds;
        known.one = one;
      }
    }
  }
  const all = [...byField.values()]
    .map((each) => ({
      one: { ...each.one, fields: fieldsOf(each) },
      odds: each.sum ** MODEL.sharpness,
    }))
    .sort((a, b) => b.odds - a.odds);
  const isOfSome = company.ofClient.some(({ isAccepted }) => isAccepted);
  const rest = (MODEL.otherwise * (isOfSome ? byChance(company) ** MODEL.unseen : 1)) ** MODEL.sharpness;
  const total = all.reduce<number>((sum, { odds }) => sum + odds, rest);
  const refused = company.ofClient.reduce(
    (sum, { count, isAccepted }) => (isAccepted ? sum : sum + count),
    1,
  );
  const isAmongNone = company.acceptedElsewhere === 0 && !isOfSome && company.wrong === null;
  const alone = refused === 1 ? MODEL.ratesAlone : refused === 2 ? MODEL.twoAlone : MODEL.severalAlone;
  return all.map(({ odds, one }) => {
    const hasSigns = one.candidate.signs.some(({ factor }) => factor > 1);
    // when a secret went wrong may be seen, and only a search proves that it was the secret
    const beside = one.field === 'secret' && company.wrong === null ? MODEL.ratesAlone : 1;
    // what began at one moment may have begun with anything else at that moment
    const isThin = isOfSome && (refused === 1 || self.isUrl || change.kind === 'once');
    const ofOne = isThin ? Math.min(beside, MODEL.oneRefused) : beside;
    const byRates = isAmongNone ? alone : ofOne;
    const most = one.isOfOtherMethods ? MODEL.otherMethodsAlone : byRates;
    return { ...one, weight: Math.min(odds / total, hasSigns ? 1 : most) };
  });
}

type Odds = Omit<Weighed, 'weight' | 'fields'>;

/** Candidates that are one suspect. */
interface Subject {
  sum: number;
  best: number;
  one: Odds;
  readonly named: { readonly odds: number; readonly field: SuspectField }[];
}

/** Fields that are named of a suspect, and how much less likely than the first they may be. */
const MOST_FIELDS = 8;
const LEAST_OF_BEST = 0.1;

function fieldsOf({ best, named }: Subject): readonly Field[] {
  const likely = named.filter(({ odds }) => odds >= best * LEAST_OF_BEST).sort((a, b) => b.odds - a.odds);
  const fields = new Set<Field>();
  for (const { field } of likely) if (field !== null && field !== 'secret') fields.add(field);
  return fields.size > 1 ? [...fields].slice(0, MOST_FIELDS) : [];
}

/**
 * How well it fits that k requests were refused and n accepted where no trait says which, beside one refusal
 * alone: with each share of refusals as likely as any other, 1 / ((n + k + 1) C(n + k, k)) for just these.
 */
function byChance({ ofClient }: Company): number {
  let [refused, accepted] = [1, 0];
  for (const { isAccepted, count } of ofClient) {
    if (isAccepted) accepted += count;
    else refused += count;
  }
  const all = Math.min(refused + accepted, MODEL.chanceOfAtMost);
  let chance = 2 / (all + 1);
  for (let i = 1; i <= Math.min(refused, accepted) && i < all; i++) chance *= i / (all + 1 - i);
  return chance;
}

/** The share of clients that send a trait: a rare one is likelier a cause; many requests show nearly any. */
function seenIn({ commonness, isOfClient }: Candidate, { ofClient }: Company): number {
  const kinds = isOfClient ? 1 : Math.min(1 + ofClient.length, MODEL.kindsAtMost);
  return 1 - (1 - Math.max(commonness, MODEL.commonnessFloor)) ** kinds;
}

function oddsOf(
  self: Self,
  candidate: Candidate,
  company: Company,
  change: Change,
  causesFor: (trait: string) => number,
): { readonly odds: number; readonly one: Odds } {
  const {
    field,
    triggers,
    signs,
    rate,
    isOfEach = false,
    isOfUrl = false,
    isApart = false,
    needsContrast = false,
    among,
  } = candidate;
  let total = 0;
  let shares = 0;
  let best = -1;
  let one: Odds = {
    candidate,
    field,
    trait: 'any',
    ...NOTHING,
    isOfOtherMethods: false,
    relativesWith: NONE,
    isSince: false,
  };
  const nowAndThen = NOW_AND_THEN[candidate.kind] ?? 0;
  const isOnce = change.kind === 'once';
  const isOneForAll = !isApart && !ofKey(self, company).some(({ isAccepted }) => isAccepted);
  const others =
    among === undefined ? company.ofClient : company.ofClient.filter(({ traits }) => traits.has(among));
  for (const [trait, share] of triggers) {
    const counts = countsOf(trait, others);
    const without = withoutIt(counts, causesFor(trait), isOneForAll);
    const fit = likelihoodOf(self.index, counts, without);
    const { isSince } = fit;
    const relativesWith = company.relatives.filter(({ traits }) => traits.has(trait)).reduce(added, NONE);
    const isRelated = counts.acceptedWith.count === 0 && relativesWith.count > 0;
    const isParted = counts.acceptedWith.count === 0 && counts.acceptedWithout.count > 0;
    const isOfOtherMethods = isParted && goesWithMethod(trait) && !hasMethod(self.method, company);
    const ofTime = isOfOtherMethods && isOnce ? MODEL.methodsInTime : 1;
    const ofAll =
      fit.likelihood *
      ofTime *
      (isRelated ? MODEL.relativeWith ** Math.min(relativesWith.count, MODEL.acceptedWithAtMost) : 1);
    const ofOthers = isOfUrl && counts.acceptedWith.count > 0 ? 1 / counts.acceptedWith.count : 0;
    const likelihood = Math.max(ofAll, nowAndThen * without * (isOfEach ? byChance(company) : ofOthers));
    if (needsContrast && !isParted) continue;
    total += share * likelihood;
    shares += share;
    if (share * likelihood <= best) continue;
    best = share * likelihood;
    one = { candidate, field, trait, ...counts, isOfOtherMethods, relativesWith, isSince };
  }
  if (shares > 0) total /= shares;
  if (field === 'secret') total = likelihoodOfSecret(self, company, change);
  else if (candidate.kind === 'servers') total = likelihoodOfServers(change);
  // what was accepted as it stands has nothing wrong with it that it does not make anew each time
  else if (isAcceptedToo(company) && field !== null && !MADE_ANEW.has(candidate.kind)) {
    // how its client signs shows as little in the request as the secret does, and programs change it at once,
    // by themselves, when they are refused
    const isBySelf = candidate.strikesAll === true && isOnce && change.isAtOnce;
    const least = isBySelf ? likelihoodOfChange({ ...change, isAtOnce: false }) : 0;
    total = Math.max(least, Math.min(total, MODEL.acceptedWith ** MODEL.acceptedWithAtMost));
  }
  if (isApart) total = Math.max(total, 1);
  const bySigns = signs
    .filter((each) => isShown(each, company))
    .reduce((product, { factor }) => product * factor, 1);
  return { odds: (rate / seenIn(candidate, company)) * total * bySigns, one };
}

/** Kinds that are of what a client makes anew each time that it sends a request. */
const MADE_ANEW: ReadonlySet<SuspectKind> = new Set(['date', 'header-date', 'signature']);

/** Code of somebody's own is nothing to suspect where what it signed was accepted. */
const OF_SIGNER: ReadonlySet<string> = new Set(['own-signer', 'not-its-version']);

export function isShown({ code, unlessAccepted }: Sign, { ofClient, relatives }: Company): boolean {
  const isOfSigner = OF_SIGNER.has(code);
  if (isOfSigner && relatives.length > 0) return false;
  return !ofClient.some(({ isAccepted, traits }) => {
    return isAccepted && (isOfSigner || (unlessAccepted !== undefined && traits.has(unlessAccepted)));
  });
}

/**
 * How many other causes it takes, at least, to explain the refused requests that lack a trait: one for those
 * that share another trait that no accepted one has, and so on (a cover found step by step; Abreu, Zoeteweij,
 * van Gemund: Spectrum-based Multiple Fault Localization, 2009).
 */
function furtherCauses({ ofClient }: Company): (trait: string) => number {
  const cleared = new Set<string>();
  for (const { isAccepted, traits } of ofClient)
    if (isAccepted) for (const trait of traits) cleared.add(trait);
  const refused = ofClient
    .filter(({ isAccepted }) => !isAccepted)
    .map(({ traits, count }) => ({
      all: traits,
      open: [...traits].filter((each) => !cleared.has(each)),
      count,
    }));
  return (trait) => {
    let left = refused.filter(({ all }) => !all.has(trait));
    let causes = 0;
    while (left.length > 0 && causes < MODEL.furtherCausesAtMost) {
      causes++;
      const shared = new Map<string, number>();
      for (const { open } of left) for (const each of open) shared.set(each, (shared.get(each) ?? 0) + 1);
      const [most] = [...shared].reduce((best, each) => (each[1] > best[1] ? each : best), ['', 0]);
      left = most === '' ? left.slice(1) : left.filter(({ open }) => !open.includes(most));
    }
    return causes;
  };
}

type Counts = Pick<Weighed, 'acceptedWith' | 'acceptedWithout' | 'refusedWith' | 'refusedWithout'>;

const NONE: Share = { count: 0, first: Number.POSITIVE_INFINITY, last: 0, indexes: [] };
const NOTHING: Counts = {
  acceptedWith: NONE,
  acceptedWithout: NONE,
  refusedWith: NONE,
  refusedWithout: NONE,
};

function countsOf(trait: string, requests: readonly Alike[]): Counts {
  const counts = { ...NOTHING };
  for (const alike of requests) {
    const has = alike.traits.has(trait);
    const side = `${alike.isAccepted ? 'accepted' : 'refused'}${has ? 'With' : 'Without'}` as const;
    counts[side] = added(counts[side], alike);
  }
  return counts;
}

/** Whether the client was accepted with a method. */
function hasMethod(method: ByteString, { ofClient }: Company): boolean {
  return ofClient.some(({ isAccepted, traits }) => isAccepted && traits.has(`method=${method}`));
}

function added(share: Share, { count, first, last, indexes, capture }: Alike): Share {
  const isFirst = share.count === 0;
  const isNamed = isFirst || share.capture === capture;
  return {
    count: share.count + count,
    first: capture === undefined ? Math.min(share.first, first) : share.first,
    last: capture === undefined ? Math.max(share.last, last) : share.last,
    indexes:
      !isNamed || share.indexes.length >= MOST_INDEXES
        ? share.indexes
        : [...share.indexes, ...indexes].slice(0, MOST_INDEXES),
    capture: isFirst ? capture : share.capture,
  };
}

/** How well other refusals without the trait fit. `isOneForAll`: one cause explains all, none passed. */
function withoutIt({ refusedWithout }: Counts, further: number, isOneForAll: boolean): number {
  const ofEach = MODEL.refusedWithout ** refusedWithout.count;
  return (isOneForAll ? Math.min : Math.max)(ofEach, MODEL.furtherCause ** further);
}

/** How well the cause fits this trait: 1 where nothing is known. `without`: see `withoutIt`. */
function likelihoodOf(
  own: number,
  { acceptedWith, acceptedWithout, refusedWith }: Counts,
  without: number,
): { readonly likelihood: number; readonly isSince: boolean } {
  if (acceptedWith.count === 0) {
    return { likelihood: without, isSince: false };
  }
  const always = MODEL.acceptedWith ** Math.min(acceptedWith.count, MODEL.acceptedWithAtMost);
  const begins = Math.min(own, refusedWith.first);
  // where nothing at all was accepted afterwards, it was no trait of some requests that changed
  const isOfTrait = acceptedWithout.last > begins || acceptedWithout.count === 0;
  if (isOfTrait && acceptedWith.last > 0 && acceptedWith.last < begins) {
    // one refusal after accepted requests may begin a series, or be alone
    const since = refusedWith.count > 0 ? MODEL.since : MODEL.sinceOne;
    return { likelihood: without * Math.max(since, always), isSince: true };
  }
  const struck = (refusedWith.count + 1) / (refusedWith.count + 1 + acceptedWith.count);
  const sometimes = MODEL.sometimes * struck ** 2;
  return { likelihood: without * Math.max(always, sometimes), isSince: false };
}

function likelihoodOfSecret(self: Self, company: Company, change: Change): number {
  const own = ofKey(self, company);
  if (company.proven !== null) return MODEL.secretAccepted;
  const here = own.filter(isHere);
  if (here.some(({ isAccepted }) => isAccepted)) {
    const apart = company.apart === null ? 0 : MODEL.secretApart;
    return Math.max(apart, likelihoodOfChange(change));
  }
  if (company.wrong !== null) return MODEL.secretWrong;
  const byOthers = company.acceptedElsewhere > 0 ? MODEL.secretElsewhere : 1;
  const cleared = own.some(({ isAccepted }) => isAccepted);
  const elsewhere = cleared ? MODEL.secretOtherCapture : byOthers;
  return elsewhere * (self.isTemporary ? MODEL.secretOfToken : 1);
}

function likelihoodOfChange({ kind, ofSame, turns, isAtOnce }: Change): number {
  if (kind === 'once') {
    const since = ofSame ? MODEL.secretSinceSame : MODEL.secretSince;
    return Math.max(MODEL.secretAccepted, since * (isAtOnce ? MODEL.secretAtOnce : 1));
  }
  // it was changed at the server, and then the client read it anew
  return kind === 'in-turn' && turns === 2 ? MODEL.secretSince : MODEL.secretAccepted;
}

function likelihoodOfServers({ kind, turns }: Change): number {
  return kind === 'in-turn' ? Math.min(MODEL.inTurnAtMost, turns / 2) : 0;
}

/** In the capture of the request that is weighed. */
export function isHere({ capture }: Pick<Alike, 'capture'>): boolean {
  return capture === undefined;
}

function ofKey({ accessKeyId }: Self, { ofClient }: Company): readonly Alike[] {
  return ofClient.filter((each) => each.accessKeyId === accessKeyId);
}

/** How the answers to a client changed with time. */
export interface Change {
  /** `once`: one way up to a moment, the other after. `in-turn`: one and the same request, both ways. */
  readonly kind: 'none' | 'once' | 'in-turn';
  /** Where it changed once, whether it was accepted at first. */
  readonly beganAccepted: boolean;
  /** The very same request was accepted and refused. */
  readonly ofSame: boolean;
  /** How often the answer was another one than that before it, of the first few of each kind. */
  readonly turns: number;
  /** Where it was refused at first, whether the change took less time than to enter a secret. */
  readonly isAtOnce: boolean;
}

export function changeOf(self: Self, company: Company): Change {
  const own = ofKey(self, company).filter(isHere);
  const times = new Map(company.same.map(({ index, isAccepted }) => [index, isAccepted]));
  times.set(self.index, false);
  for (const { indexes, last, isAccepted } of own) {
    for (const index of [...indexes, last]) times.set(index, isAccepted);
  }
  const answers = [...times].sort(([a], [b]) => a - b).map(([, isAccepted]) => isAccepted);
  const turns = answers.filter((each, at) => at > 0 && each !== answers[at - 1]).length;
  const countOf = (isAccepted: boolean): number =>
    own.filter((each) => each.isAccepted === isAccepted).reduce((sum, { count }) => sum + count, 0);
  const counts = { refused: countOf(false) + 1, accepted: countOf(true) };
  const ofSame = isAcceptedToo(company);
  const beganAccepted = answers[0] === true;
  // one refusal alone begins nothing; it may end something, where the same request was accepted
  const isOnce = turns === 1 && (counts.refused > 1 || (ofSame && !beganAccepted));
  const kind = isOnce ? 'once' : ofSame ? 'in-turn' : 'none';
  const timesOf = (isAccepted: boolean): readonly (readonly [number, number])[] =>
    own.filter((each) => each.isAccepted === isAccepted).map(({ seconds }) => seconds);
  const refusedUntil = largest([self.seconds, ...timesOf(false).map(([, last]) => last)]);
  const took = smallest(timesOf(true).map(([first]) => first)) - refusedUntil;
  // that of the server may change at any time
  const isAtOnce = !beganAccepted && took < MODEL.secretTakesSeconds;
  return { kind, beganAccepted, ofSame, turns, isAtOnce };
}

function isAcceptedToo({ same }: Company): boolean {
  return same.some(({ isAccepted }) => isAccepted);
}

/** What no suspect is about: the belief in something else is in these, too. */
const OF_NO_SUSPECT: readonly HypothesisField[] = ['resource', 'expires', 'string', 'procedure'];

/** The parts that hypotheses on a field are about, where they are not named as the field is. */
const PARTS: readonly (readonly [field: RegExp, parts: readonly HypothesisField[]])[] = [
  [
    /^resource:subresource:.*security-token$|^canonical-query:.*security-token$/i,
    ['security-token', 'query'],
  ],
  [/^(?:resource:subresource|canonical-query):/, ['query']],
  [/-header:x-[a-z]+-security-token$/, ['security-token', 'headers']],
  [/-header:x-[a-z]+-date$/, ['date', 'headers']],
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
const NAMED_ALIKE: readonly HypothesisField[] = [
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
  for (const part of [...NAMED_ALIKE, ...OF_NO_SUSPECT, ...PARTS.flatMap(([, parts]) => parts)])
    weights.set(part, 0);
  let rest = 1;
  for (const { field, weight } of weighed) {
    rest -= weight;
    for (const part of partsOf(field)) weights.set(part, (weights.get(part) ?? 0) + weight);
  }
  for (const part of OF_NO_SUSPECT) weights.set(part, (weights.get(part) ?? 0) + Math.max(0, rest));
  return weights;
}

function partsOf(field: SuspectField): readonly HypothesisField[] {
  if (field === null) return [];
  return PARTS.find(([pattern]) => pattern.test(field))?.[1] ?? NAMED_ALIKE.filter((part) => part === field);
}

interface Draft {
  readonly kind: SuspectKind;
  readonly args?: ProseArgs;
  /** By how much what is there speaks for it. */
  readonly factor?: number;
  readonly sign?: EvidenceCode;
}

/** Suspects where neither request nor string is seen: of an exception's message, a document without it. */
export function unseenSuspects(oss: OssExchange): readonly Suspect[] {
  const { error, address, provider } = oss;
  if (error === null) return [];
  const usual = providerRecord(provider).isOneService ? usualDrafts(address.key) : draftsAtServers(oss);
  const found = [...bucketDrafts(error, address.bucket), ...usual];
  const weighed = found.map((draft) => ({ ...draft, odds: RATES[draft.kind].own * (draft.factor ?? 1) }));
  const total = weighed.reduce<number>((sum, { odds }) => sum + odds, UNSEEN.otherwise);
  return weighed
    .filter(({ odds }) => odds > 0)
    .sort((a, b) => b.odds - a.odds)
    .slice(0, MOST_SUSPECTS)
    .map(({ kind, args = {}, sign: code = 'often-reported', odds }) => ({
      kind,
      args,
      cause: ROWS[kind].cause,
      field: ROWS[kind].field ?? null,
      weight: Math.round((odds / total) * 1000) / 1000,
      for: [{ code, exchanges: [], args: {} }],
      against: [],
    }));
}

/** Operations that have a body of the user's, and with it a Content-Type. */
const WITH_BODY = /^(?:Put|Post|Upload|Create|Complete)/;
/** Types that browsers and HTTP libraries set by themselves. */
const OF_LIBRARY = /^(?:multipart\/form-data|application\/x-www-form-urlencoded|text\/)|; *charset=/i;
/** Operations that name no key. */
const WITHOUT_KEY = /^(?:List|HeadBucket|CreateBucket|DeleteBucket|GetBucket|PutBucket)/;

/** Servers like S3: what is before them changes Host, path, Accept-Encoding; a listed type is signed. */
function draftsAtServers(oss: OssExchange): readonly Draft[] {
  const { address, flavour, service, operation, exchange, error } = oss;
  const { told } = exchange;
  // a document that names no key may show the string
  const received = error === null ? null : (requestOfError(error)?.request ?? null);
  const type = received?.headers.find(({ name }) => /^content-type$/i.test(name))?.value;
  const isOwn = told?.front === 'own' && service === undefined && flavour !== 'aws';
  const listed = told?.signedHeaders?.split(';') ?? null;
  const isTyped =
    type !== undefined || (listed?.includes('content-type') === true && WITH_BODY.test(operation));
  // what a list that is known leaves out was not signed
  const isEdge = told?.front === 'edge';
  const isSigned = received?.headers.some(({ name }) => /^accept-encoding$/i.test(name));
  const isEncoded = listed?.includes('accept-encoding') ?? isSigned ?? isEdge;
  const edge = told?.sdk === 'aws-go2' ? UNSEEN.edgeOfGo : UNSEEN.edge;
  const key = WITHOUT_KEY.test(operation) ? UNSEEN.noKey : keyAtServers(address.key);
  const isInChunks = told?.payload?.startsWith('STREAMING-') === true && flavour !== 'aws';
  return [
    { kind: 'payload-hash-s3', factor: isInChunks ? UNSEEN.chunks : 0, sign: 'hash-of-chunks' },
    { kind: 'host-unseen', factor: isOwn ? UNSEEN.ownServer : 1 },
    { kind: 'key-unseen', factor: key },
    { kind: 'secret-unseen', factor: isOwn ? 1 : UNSEEN.secretAtServers },
    { kind: 'bucket-unseen', factor: UNSEEN.bucketAtServers },
    { kind: 'encoding-unseen', factor: isEncoded ? (isEdge ? edge : 1) : 0 },
    { kind: 'type-unseen', factor: isTyped ? (OF_LIBRARY.test(type ?? '') ? UNSEEN.typeOfLibrary : 1) : 0 },
  ];
}

function bucketDrafts(error: OssError, address: ByteString | null): readonly Draft[] {
  const bucket = bucketsNamedBy(error)[0] ?? address ?? '';
  if (!/\/|%2F/i.test(bucket)) return [];
  return [{ kind: 'bucket-with-slash', args: { bucket }, factor: UNSEEN.slash, sign: 'bucket-has-slash' }];
}

function usualDrafts(key: ByteString | null): readonly Draft[] {
  return [
    { kind: 'type-unseen' },
    { kind: 'bucket-unseen' },
    { kind: 'key-unseen', factor: isOddKey(key) ? UNSEEN.oddKey : UNSEEN.plainKey },
    { kind: 'secret-unseen' },
  ];
}

/** A key that is known to be plain is one that no two sides write differently. */
function keyAtServers(key: ByteString | null): number {
  if (key === null || key === '') return UNSEEN.keyAtServers;
  return isOddKey(key) ? UNSEEN.oddKey : UNSEEN.noKey;
}

function isOddKey(key: ByteString | null): boolean {
  return key !== null && /[^A-Za-z0-9\-._/]|\/\/|^\/|\/$/.test(key);
}
