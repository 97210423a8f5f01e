import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { addToList, largest, makeRoom, smallest } from '../../engine/bytes/collections.ts';
import { addressOf } from '../../engine/diagnose/history.ts';
import {
  type Diagnosis,
  type EvidencePoint,
  LEADING_WEIGHT,
  MOST_INDEXES,
  type Suspect,
} from '../../engine/diagnose/model.ts';
import type { FieldWeights } from '../../engine/diagnose/ports.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { ExchangeResult, Give } from '../../engine/results.ts';
import { isOfUrl } from '../../engine/sign/index.ts';
import {
  type Asked,
  askedKinds,
  type Client,
  ClientKinds,
  clientOf,
  type KindElsewhere,
  lineOf,
  MAX_PLACES,
  type OtherKinds,
  placesOf,
  sentAt,
} from './client-kinds.ts';
import type { EvidenceCode } from './evidence.ts';
import { type Candidate, candidatesOf, type SameSignature } from './kinds.ts'; // later: suspecting
import { hostTrait, type SignedRequest, signedRequest } from './traits.ts'; // later: suspecting
import {
  type Alike,
  type Company,
  changeOf,
  fieldWeights,
  isHere,
  isShown,
  type Self,
  type Share,
  unseenSuspects,
  type Weighed,
  weigh,
  weighAll,
} from './weigh.ts'; // later: suspecting

/** Exchanges that come after one in question before it is given: what they show still counts. */
const LOOK_AHEAD = 512;
/** Exchanges in question that wait at most; then the oldest is given. */
const MAX_WAITING = 256;
/** Kinds of requests in question, of each client, of which is remembered what was found. */
const MAX_FOUND = 192;
/** What was found for a kind of request is found anew when so many times as many were seen. */
const GROWTH = 1.5;

interface Found {
  readonly seen: number;
  readonly suspects: readonly Suspect[];
}

interface Waiting extends Asked {
  readonly result: ExchangeResult;
  readonly due: number;
}

/**
 * Weighs what may have gone wrong where nothing proves it: exchanges whose signature is in question wait here
 * until so many others have passed, or the capture ends, and get their suspects; all others go on at once.
 * What passes costs a reference until the first of them comes. One for each capture.
 */
export class SuspectWatch {
  readonly #kinds = new ClientKinds();
  readonly #found = new WeakMap<Client, Map<string, Found>>();
  readonly #others: OtherKinds | null;
  #elsewhere: Elsewhere | null = null;
  #passed = 0;
  #waiting: Waiting[] = [];

  /** `others`: what other captures of the scan show. */
  constructor(others: OtherKinds | null = null) {
    this.#others = others;
  }

  delayed(result: ExchangeResult, give: Give): void {
    this.#passed++;
    const asked = this.#kinds.see(result);
    if (asked === null) give(result);
    else this.#waiting.push({ result, ...asked, due: this.#passed + LOOK_AHEAD });
    const first = this.#waiting[0];
    if (first !== undefined && (first.due <= this.#passed || this.#waiting.length > MAX_WAITING)) {
      this.#give(1, give);
    }
  }

  quiet(give: Give): void {
    this.#give(this.#waiting.length, give);
  }

  /** How likely each part is wrong, by the exchanges before. What the search finds does not depend on it. */
  fieldWeights(oss: OssExchange): FieldWeights {
    const signed = signedRequest(oss);
    const { request } = oss.exchange;
    if (signed === null || request === null) return fieldWeights([]);
    this.#kinds.readAccepted();
    const name = clientOf(request, oss);
    const here = [...this.#kinds.client(name).kinds.values()];
    const company = this.#companyOf(signed, { name, here, same: [] }, this.#beside());
    return fieldWeights(
      weighAll(selfOf(signed, oss.exchange.index), candidatesOf(signed, null, false), company),
    );
  }

  #give(count: number, give: Give): void {
    if (count === 0) return;
    this.#kinds.readAccepted();
    for (const { result, ...asked } of this.#waiting.splice(0, count)) {
      give(withSuspects(result, this.#suspectsOf(result, asked)));
    }
  }

  #suspectsOf({ index, diagnosis }: ExchangeResult, asked: Asked): readonly Suspect[] {
    const { oss, client: name, kind } = asked;
    const client = this.#kinds.client(name);
    const foundOfClient = this.#found.get(client) ?? new Map<string, Found>();
    this.#found.set(client, foundOfClient);
    const isSearched = isSearchedThrough(diagnosis);
    const sent = sentAgain(asked, client, index);
    // what was sent again is a kind by itself
    const found = `${isSearched} ${sent.length > 1 ? asked.sending : kind}`;
    const known = foundOfClient.get(found);
    const same = sameSignature(diagnosis);
    if (same === null && known !== undefined && client.seen < known.seen * GROWTH) return known.suspects;
    const signed = signedRequest(oss);
    if (signed === null) return unseenSuspects(oss);
    const here = [...client.kinds].flatMap(([each, alike]) => {
      if (each !== kind) return [alike];
      return alike.count > 1 ? [{ ...alike, count: alike.count - 1 }] : [];
    });
    const candidates = candidatesOf(signed, same, isSearched);
    const suspects = this.#weigh(signed, index, candidates, { name, here, same: sent });
    if (same !== null) return suspects;
    makeRoom(foundOfClient, MAX_FOUND);
    foundOfClient.set(found, { seen: client.seen, suspects });
    return suspects;
  }

  /** An answer of this capture stands, whatever lies beside it: others are asked where it has none. */
  #weigh(
    signed: SignedRequest,
    index: number,
    candidates: readonly Candidate[],
    client: AskedClient,
  ): readonly Suspect[] {
    const self = selfOf(signed, index);
    const weighed = (elsewhere: Elsewhere): readonly Suspect[] => {
      const company = this.#companyOf(signed, client, elsewhere);
      return weigh(self, candidates, company).map((each) => suspectOf(each, self, company));
    };
    const alone = weighed(NOWHERE_ELSE);
    const beside = this.#beside();
    if (beside.isEmpty || (alone[0]?.weight ?? 0) >= LEADING_WEIGHT) return alone;
    const among = weighed(beside);
    // what cannot be shown there changes nothing
    const named = among.flatMap((suspect) => [...suspect.for, ...suspect.against]);
    return named.some(({ capture }) => capture !== undefined) ? among : alone;
  }

  /** Sorted when the first asks: of a thousand captures most have nothing to ask. */
  #beside(): Elsewhere {
    this.#elsewhere ??= new Elsewhere(this.#others);
    return this.#elsewhere;
  }

  #companyOf(signed: SignedRequest, { name, here, same }: AskedClient, elsewhere: Elsewhere): Company {
    const { claim, record, oss } = signed;
    const { accessKeyId } = claim;
    const { proven, wrong, places } = this.#kinds.client(name);
    const from = oss.exchange.connection.client;
    const host = hostTrait(signed);
    const there = elsewhere.of(accessKeyId, addressOf(from), host);
    const isAccepted = (client: string): boolean =>
      there.get(client)?.some((alike) => alike.isAccepted) === true;
    const others = new Set([
      ...this.#kinds.acceptedWith(accessKeyId),
      ...[...there.keys()].filter(isAccepted),
    ]);
    others.delete(name);
    const line = lineOf(name);
    const accepted = (clients: readonly string[]): readonly Alike[] =>
      clients
        .flatMap((each) => [...this.#kinds.kindsOf(each), ...(there.get(each) ?? [])])
        .filter((alike) => alike.isAccepted);
    const ofKey = [...others].filter((each) => lineOf(each) === line);
    const relatives = accepted([...ofKey, ...this.#kinds.sameProgram(name, from)]);
    // those of this capture first: they are the ones that evidence names
    return {
      ofClient: [...here, ...(there.get(name) ?? [])],
      acceptedElsewhere: others.size,
      acceptedAtHost: accepted([...others]).filter(({ traits }) => traits.has(host)),
      relatives,
      proven,
      wrong,
      // who uses a signed URL is not who signed it
      apart: record.carrier === 'header' ? apartFrom(places, from) : null,
      same,
    };
  }
}

/** The client of a request in question, and its other requests. */
interface AskedClient extends Pick<Company, 'same'> {
  readonly name: string;
  readonly here: readonly Alike[];
}

/** The times that a request was sent, itself among them; a form is signed in its body. */
function sentAgain({ oss, sending }: Asked, { answers }: Client, index: number): Company['same'] {
  if (oss.request?.form != null) return [];
  const all = new Map(answers.get(sending)).set(index, false);
  return [...all].map(([at, isAccepted]) => ({ index: at, isAccepted })).sort((a, b) => a.index - b.index);
}

/** See `Company`. One refused request says nothing of where it came from. */
function apartFrom(places: Client['places'], from: string): Company['apart'] {
  if (places.size >= MAX_PLACES) return null;
  for (const own of placesOf(from)) {
    const kind = own.split(' ', 1)[0] ?? '';
    const alike = [...places].filter(([at]) => at.startsWith(`${kind} `));
    const refused = alike.reduce((sum, [, each]) => sum + each.refused, 0);
    const accepted = alike.reduce((sum, [, each]) => sum + each.accepted, 0);
    const isMixed = alike.some(([, each]) => each.accepted > 0 && each.refused > 0);
    if (!isMixed && accepted > 0 && (places.get(own)?.refused ?? 0) > 1) return { refused, accepted };
  }
  return null;
}

function selfOf({ claim, oss, request }: SignedRequest, index: number): Self {
  const { accessKeyId, securityToken } = claim;
  const { method } = request;
  return {
    index,
    seconds: sentAt(oss.exchange.request),
    accessKeyId,
    operation: oss.operation,
    method,
    isTemporary: securityToken !== null,
    isUrl: isOfUrl(claim.version),
  };
}

/** What other captures of the scan show, by key. */
class Elsewhere {
  readonly #keys = new Map<string, KindElsewhere[]>();

  constructor(others: OtherKinds | null) {
    for (const kind of others === null ? [] : askedKinds(others)) {
      addToList(this.#keys, kind.alike.accessKeyId, kind);
    }
  }

  get isEmpty(): boolean {
    return this.#keys.size === 0;
  }

  /** By client, what is known of a key there, from clients at the same address or with the same host. */
  of(accessKeyId: ByteString, address: string, host: string): ReadonlyMap<string, readonly Alike[]> {
    const found = new Map<string, Alike[]>();
    for (const { client, addresses, alike } of this.#keys.get(accessKeyId) ?? []) {
      if (addresses.includes(address) || alike.traits.has(host)) addToList(found, client, alike);
    }
    return found;
  }
}

/** Of a capture that is looked at alone. */
const NOWHERE_ELSE = new Elsewhere(null);

/** The search tried all that it knows with the given secret, and nothing gave the signature. */
function isSearchedThrough(diagnosis: Diagnosis | null): boolean {
  const ids = new Set(diagnosis?.notes.map(({ id }) => id) ?? []);
  return ids.has('search-tried') && !ids.has('search-limit') && diagnosis?.client === null;
}

/** The request whose signature this one has, too, though it signs another string. */
function sameSignature(diagnosis: Diagnosis | null): SameSignature | null {
  const { args } = diagnosis?.notes.find(({ id }) => id === 'signature-fits-one') ?? {};
  if (args === undefined) return null;
  return { exchange: Number(args['exchange']), fields: String(args['fields']).split(', ') };
}

/** A copy that was made to hide a secret takes them as a member; the original computes the rest. */
function withSuspects(result: ExchangeResult, suspects: readonly Suspect[]): ExchangeResult {
  const { diagnosis } = result;
  if (diagnosis === null) return result;
  if (diagnosis.suspect === undefined && diagnosis.verdict === 'access-denied') return result;
  if (diagnosis.suspect === undefined) return { ...result, diagnosis: { ...diagnosis, suspects } };
  diagnosis.suspect(suspects);
  return result;
}

function suspectOf(weighed: Weighed, self: Self, company: Company): Suspect {
  const { candidate, field, fields, weight } = weighed;
  const isOfServers = candidate.kind === 'servers';
  const own = isOfServers
    ? ofServers(company)
    : field === 'secret'
      ? ofSecret(self, company)
      : ofTrait(weighed, self);
  const signs = candidate.signs
    .filter((each) => isShown(each, company))
    .map(({ code, factor, exchanges }) => ({ point: point(code, { indexes: exchanges }), factor }));
  return {
    kind: candidate.kind,
    args: candidate.args,
    cause: candidate.cause,
    field,
    ...(fields.length === 0 ? {} : { fields }),
    // rounded down, so that all of them are at most 1 together
    weight: Math.floor(weight * 1000) / 1000,
    for: [...own.for, ...signs.filter(({ factor }) => factor > 1).map((each) => each.point)],
    against: [...own.against, ...signs.filter(({ factor }) => factor < 1).map((each) => each.point)],
  };
}

type Sides = Pick<Suspect, 'for' | 'against'>;

/** What shows it: requests of one capture. */
type Shown = Pick<Share, 'indexes' | 'capture'>;

const ITSELF: Shown = { indexes: [] };

function point(
  code: EvidenceCode,
  { indexes, capture }: Shown,
  args: EvidencePoint['args'] = {},
): EvidencePoint {
  return { code, exchanges: indexes, ...(capture === undefined ? {} : { capture }), args };
}

function ofTrait(weighed: Weighed, { method }: Self): Sides {
  const { candidate, trait, acceptedWith, acceptedWithout, refusedWith, refusedWithout, isSince } = weighed;
  const { relativesWith, isOfOtherMethods } = weighed;
  // a signature of another request says all
  if (candidate.isApart === true) return { for: [], against: [] };
  const refused = refusedWith.count + 1;
  const speaksFor: EvidencePoint[] = [];
  const against: EvidencePoint[] = [];
  if (trait === 'any') {
    if (acceptedWithout.count + acceptedWith.count + refusedWith.count === 0) {
      speaksFor.push(point('often-reported', ITSELF));
    } else if (acceptedWith.count > 0) {
      against.push(point('accepted-with-it', acceptedWith, { trait, accepted: acceptedWith.count }));
    }
    return { for: speaksFor, against };
  }
  // one refusal alone begins nothing
  if (isSince && refusedWith.count > 0) {
    speaksFor.push(point('since', acceptedWith, { trait, first: acceptedWith.last }));
  } else if (acceptedWith.count > 0) {
    against.push(point('accepted-with-it', acceptedWith, { trait, accepted: acceptedWith.count }));
  } else if (acceptedWithout.count > 0) {
    const parted = refusedWithout.count === 0 ? 'only-refused-have-it' : 'no-accepted-has-it';
    const args = { trait, refused, accepted: acceptedWithout.count };
    speaksFor.push(
      isOfOtherMethods
        ? point('no-accepted-of-method', refusedWith, { ...args, method })
        : point(parted, refusedWith, args),
    );
    // whoever looks for them in this capture would find none
    if (acceptedWithout.capture !== undefined) {
      speaksFor.push(point('accepted-elsewhere', acceptedWithout, { accepted: acceptedWithout.count }));
    }
  } else if (refusedWith.count > 0 && refusedWithout.count === 0) {
    speaksFor.push(point('all-refused-have-it', refusedWith, { trait, refused }));
  } else if (refusedWith.count === 0 && refusedWithout.count === 0) {
    speaksFor.push(point('often-reported', ITSELF));
  }
  if (acceptedWith.count === 0 && relativesWith.count > 0) {
    against.push(point('relative-with-it', relativesWith, { trait, accepted: relativesWith.count }));
  }
  if (refusedWithout.count > 0) {
    const args = { trait, refused: refusedWithout.count };
    against.push(point('refused-without-it', refusedWithout, args));
  }
  return { for: speaksFor, against };
}

function ofServers({ same }: Company): Sides {
  const indexes = same.slice(0, MOST_INDEXES).map(({ index }) => index);
  const accepted = same.filter(({ isAccepted }) => isAccepted).length;
  const args = { accepted, refused: same.length - accepted };
  return { for: [point('same-in-turn', { indexes }, args)], against: [] };
}

function ofSecret(self: Self, company: Company): Sides {
  const { index, accessKeyId } = self;
  const { ofClient, acceptedElsewhere, acceptedAtHost, proven, wrong, apart } = company;
  if (proven !== null) return { for: [], against: [point('secret-proven', { indexes: [proven] })] };
  const all = ofClient.filter((each) => each.accessKeyId === accessKeyId);
  const here = all.filter(isHere);
  const acceptedApart = all.find((each) => each.isAccepted && !isHere(each));
  const own = here.some(({ isAccepted }) => isAccepted) ? all : here;
  const accepted = own.find(({ isAccepted }) => isAccepted);
  const { kind, beganAccepted } = changeOf(self, company);
  if (accepted !== undefined && kind === 'once') {
    const times = here.filter(({ isAccepted }) => isAccepted);
    const change = beganAccepted
      ? point('secret-since', accepted, { first: largest(times.map(({ last }) => last)) })
      : point('secret-until', accepted, {
          first: smallest(
            times.map((each) => each.first),
            index,
          ),
        });
    return { for: [change], against: [] };
  }
  if (accepted !== undefined && apart !== null) {
    return { for: [point('secret-apart', ITSELF, apart)], against: [point('accepted-by-another', accepted)] };
  }
  if (accepted !== undefined) return { for: [], against: [point('secret-accepted', accepted)] };
  if (wrong !== null) return { for: [point('secret-wrong', { indexes: [wrong] })], against: [] };
  const refused = own.reduce((sum, { count }) => sum + count, 1);
  const capture = own[0]?.capture;
  const named = own.filter((each) => each.capture === capture).flatMap(({ indexes }) => indexes);
  const shown = { indexes: named.slice(0, MOST_INDEXES), capture };
  const speaksFor = [point('nothing-accepted', shown, { refused })];
  const against = [
    ...(acceptedApart === undefined ? [] : [point('secret-accepted-elsewhere', acceptedApart)]),
    ...(acceptedElsewhere > 0 ? [ofOtherClients(acceptedAtHost)] : []),
  ];
  return { for: speaksFor, against };
}

/** That others use the key, and with the same host where some do. */
function ofOtherClients(acceptedAtHost: readonly Alike[]): EvidencePoint {
  const [first] = acceptedAtHost;
  if (first === undefined) return point('accepted-by-another', ITSELF);
  const { capture } = first;
  const named = acceptedAtHost.filter((each) => each.capture === capture);
  const accepted = named.reduce((sum, { count }) => sum + count, 0);
  const indexes = named.flatMap((each) => each.indexes).slice(0, MOST_INDEXES);
  return point('accepted-at-host', { indexes, capture }, { accepted });
}
