import type { ByteString } from '../../bytes/byte-string.ts';
import { makeRoom } from '../../bytes/collections.ts';
import { isSentElsewhere } from '../../diagnose/history.ts';
import type { Diagnosis, EvidencePoint, Suspect, Verdict } from '../../diagnose/model.ts';
import { type HttpRequest, type HttpResponse, header } from '../../http/message.ts';
import type { OssError, OssExchange, RequestAlone } from '../../oss/model.ts';
import { AFTER_AUTHENTICATION, areaOfEc } from '../../oss/vocabulary.ts';
import { whoAnswered } from '../../oss/who-answered.ts';
import type { CaptureInfo, ExchangeResult, ResultSink, UnreadableInput } from '../../report/input.ts';
import type { EvidenceCode } from './evidence.ts';
import { candidatesOf, type SameSignature } from './kinds.ts';
import { signedRequest, traitsOf } from './traits.ts';
import { type Alike, type Company, isChanged, isShown, type Self, type Weighed, weigh } from './weigh.ts';

/** Exchanges that come after one in question before it is given: what they show still counts. */
const LOOK_AHEAD = 512;
/** Exchanges in question that wait at most; then the oldest is given. */
const MAX_WAITING = 256;
/** Accepted exchanges that are kept until one in question comes: the first, and the newest. */
const FIRST_KEPT = 64;
const NEWEST_KEPT = 256;
/** Accepted exchanges that are looked at; of later ones, a few each time. */
const LOOKED_AT = 2048;
const LOOKED_AT_LATER = 8;
/** Clients, and of each the kinds of requests, that are remembered. */
const MAX_CLIENTS = 64;
const MAX_KINDS = 192;
/** Indexes of each kind. */
const MAX_INDEXES = 5;
/** What was found for a kind of request is found anew when so many times as many were seen. */
const GROWTH = 1.5;

/** Verdicts that leave open what the client signed, or with which secret. */
const IN_QUESTION: ReadonlySet<Verdict> = new Set([
  'needs-secret',
  'undecided',
  'wrong-secret',
  'client-miscomputed',
]);

interface MutableAlike {
  readonly accessKeyId: string;
  readonly isAccepted: boolean;
  readonly operation: string;
  readonly traits: Alike['traits'];
  count: number;
  readonly first: number;
  last: number;
  readonly indexes: number[];
}

interface Found {
  readonly seen: number;
  readonly suspects: readonly Suspect[];
}

/** What is known of the requests of one client. */
interface Client {
  readonly kinds: Map<string, MutableAlike>;
  readonly found: Map<string, Found>;
  seen: number;
}

interface Waiting {
  readonly capture: string;
  readonly result: ExchangeResult;
  readonly oss: OssExchange;
  readonly client: string;
  readonly kind: string;
  readonly due: number;
}

interface Accepted {
  readonly alone: RequestAlone;
  readonly response: HttpResponse;
  readonly error: OssError | null;
  readonly index: number;
  /** Counts the accepted ones in the order in which they came. */
  readonly turn: number;
}

/**
 * Weighs what may have gone wrong where nothing proves it: exchanges whose signature is in question
 * wait here until so many others have passed, or the capture ends, and get their suspects; all
 * others go on at once. What passes costs a reference until the first of them comes. One for each
 * capture.
 */
export class SuspectsSink implements ResultSink {
  readonly #next: ResultSink;
  readonly #clients = new Map<string, Client>();
  /** Accepted requests of each key by each client. */
  readonly #keys = new Map<string, Set<string>>();
  readonly #first: Accepted[] = [];
  /** A ring. */
  readonly #newest: Accepted[] = [];
  #accepted = 0;
  /** The turn of the last that was read. */
  #read = 0;
  #looked = 0;
  #passed = 0;
  #waiting: Waiting[] = [];

  constructor(next: ResultSink) {
    this.#next = next;
  }

  exchange(capture: string, result: ExchangeResult): void {
    this.#passed++;
    const { oss, diagnosis } = result;
    const request = result.exchange.request;
    if (oss === null || diagnosis === null || request === null || !isInQuestion(diagnosis)) {
      if (oss !== null && diagnosis !== null && isSignedRight(oss, diagnosis))
        this.#accept(oss, result.index);
      this.#next.exchange(capture, result);
    } else {
      const [client, kind] = [clientOf(request), kindOf(request)];
      this.#count(client, `refused ${kind}`, oss, result.index, false);
      this.#waiting.push({ capture, result, oss, client, kind, due: this.#passed + LOOK_AHEAD });
    }
    const first = this.#waiting[0];
    if (first !== undefined && (first.due <= this.#passed || this.#waiting.length > MAX_WAITING)) {
      this.#give(1);
    }
  }

  quiet(): void {
    this.#give(this.#waiting.length);
  }

  capture(info: CaptureInfo): void {
    this.quiet();
    this.#next.capture(info);
  }

  unreadable(input: UnreadableInput): void {
    this.quiet();
    this.#next.unreadable(input);
  }

  #accept(oss: OssExchange, index: number): void {
    const { response } = oss.exchange;
    if (response === null || isSentElsewhere(response.status)) return;
    const alone = oss.alone?.() ?? null;
    if (alone === null) return;
    const turn = ++this.#accepted;
    const accepted = { alone, response, error: oss.error, index, turn };
    if (this.#first.length < FIRST_KEPT) this.#first.push(accepted);
    else this.#newest[turn % NEWEST_KEPT] = accepted;
  }

  #give(count: number): void {
    if (count === 0) return;
    this.#readAccepted();
    for (const { capture, result, oss, client, kind } of this.#waiting.splice(0, count)) {
      const suspects = this.#suspectsOf(result, oss, client, kind);
      this.#next.exchange(capture, withSuspects(result, suspects));
    }
  }

  #readAccepted(): void {
    const fresh = [...this.#first, ...this.#newest]
      .filter((each) => each !== undefined && each.turn > this.#read)
      .sort((a, b) => a.turn - b.turn);
    const looked = this.#looked < LOOKED_AT ? fresh : fresh.slice(-LOOKED_AT_LATER);
    this.#looked += looked.length;
    for (const { alone, response, error, index } of looked) {
      // reads the whole head, so that it waits until something is in question
      if (whoAnswered(response, error).kind !== 'service') continue;
      const client = clientOf(alone.request);
      const kind = `accepted ${kindOf(alone.request)}`;
      this.#count(client, kind, alone, index, true);
    }
    this.#read = this.#accepted;
    this.#newest.length = 0;
  }

  #client(name: string): Client {
    const known = this.#clients.get(name);
    if (known !== undefined) return known;
    makeRoom(this.#clients, MAX_CLIENTS);
    const client: Client = { kinds: new Map(), found: new Map(), seen: 0 };
    this.#clients.set(name, client);
    return client;
  }

  #count(
    name: string,
    kind: string,
    asked: OssExchange | RequestAlone,
    index: number,
    isAccepted: boolean,
  ): void {
    const client = this.#client(name);
    const known = client.kinds.get(kind);
    if (known !== undefined) {
      client.seen++;
      again(known, index);
      return;
    }
    // what it signs takes long to work out, and most are like one before
    const signed = signedRequest('read' in asked ? asked.read() : asked);
    if (signed === null) return;
    client.seen++;
    const { accessKeyId } = signed.claim;
    if (isAccepted) this.#acceptedBy(accessKeyId, name);
    if (client.kinds.size >= MAX_KINDS) return;
    client.kinds.set(kind, {
      accessKeyId,
      isAccepted,
      operation: signed.oss.operation,
      traits: traitsOf(signed),
      count: 1,
      first: index,
      last: index,
      indexes: [index],
    });
  }

  #acceptedBy(accessKeyId: ByteString, client: string): void {
    const known = this.#keys.get(accessKeyId);
    if (known !== undefined) {
      if (known.size < MAX_CLIENTS) known.add(client);
      return;
    }
    makeRoom(this.#keys, MAX_CLIENTS);
    this.#keys.set(accessKeyId, new Set([client]));
  }

  #suspectsOf(
    { index, diagnosis }: ExchangeResult,
    oss: OssExchange,
    name: string,
    kind: string,
  ): readonly Suspect[] {
    const client = this.#client(name);
    const known = client.found.get(kind);
    const same = sameSignature(diagnosis);
    if (same === null && known !== undefined && client.seen < known.seen * GROWTH) return known.suspects;
    const signed = signedRequest(oss);
    if (signed === null) return [];
    const { accessKeyId } = signed.claim;
    const ofClient = [...client.kinds].flatMap(([each, alike]) => {
      if (each !== `refused ${kind}`) return [alike];
      return alike.count > 1 ? [{ ...alike, count: alike.count - 1 }] : [];
    });
    const others = this.#keys.get(accessKeyId);
    const acceptedElsewhere = others === undefined ? 0 : others.size - (others.has(name) ? 1 : 0);
    const company = { ofClient, acceptedElsewhere };
    const self = { index, accessKeyId, isTemporary: signed.claim.securityToken !== null };
    const suspects = weigh(self, candidatesOf(signed, same), company).map((weighed) => {
      return suspectOf(weighed, self, company);
    });
    if (same !== null) return suspects;
    makeRoom(client.found, MAX_KINDS);
    client.found.set(kind, { seen: client.seen, suspects });
    return suspects;
  }
}

/** A copy that was made to hide a secret takes them as a member; the original computes the rest. */
function withSuspects(result: ExchangeResult, suspects: readonly Suspect[]): ExchangeResult {
  const { diagnosis } = result;
  if (diagnosis === null) return result;
  if (diagnosis.suspect === undefined) return { ...result, diagnosis: { ...diagnosis, suspects } };
  diagnosis.suspect(suspects);
  return result;
}

function isInQuestion({ verdict, certainty }: Diagnosis): boolean {
  return certainty !== 'proven' && IN_QUESTION.has(verdict);
}

/**
 * The signature was right: the request was accepted, or refused because of what its signer may not
 * do, which the service looks at afterwards.
 */
function isSignedRight({ claim, error }: OssExchange, { verdict, cause }: Diagnosis): boolean {
  if (verdict === 'match') return true;
  if (claim === null || error === null) return false;
  if (AFTER_AUTHENTICATION.has(error.code)) return true;
  if (verdict !== 'access-denied') return false;
  return areaOfEc(error.ec ?? '') === 'authorization' || cause?.id === 'no-permission';
}

/** The request whose signature this one has, too, though it signs another string. */
function sameSignature(diagnosis: Diagnosis | null): SameSignature | null {
  const { args } = diagnosis?.notes.find(({ id }) => id === 'signature-fits-one') ?? {};
  if (args === undefined) return null;
  return { exchange: Number(args['exchange']), fields: String(args['fields']).split(', ') };
}

function again(alike: MutableAlike, index: number): void {
  alike.count++;
  alike.last = Math.max(alike.last, index);
  if (alike.indexes.length < MAX_INDEXES) alike.indexes.push(index);
}

/** The program that sent a request and how it signs, as far as a glance shows. */
function clientOf(request: HttpRequest): string {
  const authorization = header(request, 'authorization') ?? '';
  const scheme = authorization === '' ? urlScheme(request.target) : authorization.split(' ', 1)[0];
  return `${scheme} ${header(request, 'user-agent') ?? ''}`;
}

/** What names the version of a signature in a URL. */
function urlScheme(target: ByteString): string {
  const found =
    /[?&](x-oss-signature-version|x-oss-signature|x-amz-algorithm|OSSAccessKeyId|AWSAccessKeyId)=/i;
  return found.exec(target)?.[1] ?? 'form';
}

/** What two requests have in common that bear on signatures alike, as far as a glance shows. */
function kindOf(request: HttpRequest): string {
  const { method, target, head } = request;
  const query = target.indexOf('?');
  const path = query < 0 ? target : target.slice(0, query);
  const parameters = query < 0 ? '' : target.slice(query + 1).replace(/=[^&]*/g, '');
  const names = (head.match(/^[^:\r\n]+(?=:)/gm) ?? []).join();
  const characters = [...new Set(path.match(/%[0-9A-Fa-f]{2}|[^\w./-]/g) ?? [])].sort().join('');
  const slashes = /^\/\/|.\/\/|\/$/.exec(path)?.[0] ?? '';
  const host = header(request, 'host') ?? '';
  const own = path.length > 60 ? '' : (path.split(/\/|%2F/i)[1] ?? '');
  const bucketTwice = host.startsWith(`${own}.`);
  return [
    keyOf(request),
    method,
    names,
    parameters,
    characters,
    slashes,
    bucketTwice,
    request.bodyBytes > 0,
    host,
    header(request, 'content-type') ?? '',
  ].join('\n');
}

/** The access key id as it is sent; a form has it in its body, so that each form stands alone. */
function keyOf(request: HttpRequest): string {
  const authorization = header(request, 'authorization');
  if (authorization !== null) return KEY_IN_HEADER.exec(authorization)?.[1] ?? '';
  return KEY_IN_URL.exec(request.target)?.[1] ?? `form in frame ${request.frame}`;
}

const KEY_IN_HEADER = /(?:Credential=|AccessKeyId:|^\S+ )([^/:,\s]+)[/:,]/;
const KEY_IN_URL =
  /[?&](?:OSSAccessKeyId|AWSAccessKeyId|x-oss-access-key-id|x-oss-credential|x-amz-credential)=((?:(?!%2f)[^&/])*)/i;

function suspectOf(weighed: Weighed, self: Self, company: Company): Suspect {
  const { candidate, field, weight } = weighed;
  const own = field === 'secret' ? ofSecret(self, company) : ofTrait(weighed);
  const signs = candidate.signs
    .filter((each) => isShown(each, company))
    .map(({ code, factor, exchanges }) => ({ point: point(code, exchanges, {}), factor }));
  return {
    kind: candidate.kind,
    args: candidate.args,
    cause: candidate.cause,
    field,
    weight: Math.round(weight * 1000) / 1000,
    for: [...own.for, ...signs.filter(({ factor }) => factor > 1).map((each) => each.point)],
    against: [...own.against, ...signs.filter(({ factor }) => factor < 1).map((each) => each.point)],
  };
}

type Sides = Pick<Suspect, 'for' | 'against'>;

function point(code: EvidenceCode, exchanges: readonly number[], args: EvidencePoint['args']): EvidencePoint {
  return { code, exchanges, args };
}

function ofTrait(weighed: Weighed): Sides {
  const { candidate, trait, acceptedWith, acceptedWithout, refusedWith, refusedWithout, isSince } = weighed;
  // a signature of another request says all
  if (candidate.isApart === true) return { for: [], against: [] };
  const refused = refusedWith.count + 1;
  const speaksFor: EvidencePoint[] = [];
  const against: EvidencePoint[] = [];
  if (trait === 'any') {
    if (acceptedWithout.count + acceptedWith.count + refusedWith.count === 0) {
      speaksFor.push(point('often-reported', [], {}));
    } else if (acceptedWith.count > 0) {
      against.push(point('accepted-with-it', acceptedWith.indexes, { trait, accepted: acceptedWith.count }));
    }
    return { for: speaksFor, against };
  }
  if (isSince) {
    speaksFor.push(point('since', acceptedWith.indexes, { trait, first: acceptedWith.last }));
  } else if (acceptedWith.count > 0) {
    against.push(point('accepted-with-it', acceptedWith.indexes, { trait, accepted: acceptedWith.count }));
  } else if (acceptedWithout.count > 0) {
    const code = refusedWithout.count === 0 ? 'only-refused-have-it' : 'no-accepted-has-it';
    const args = { trait, refused, accepted: acceptedWithout.count };
    speaksFor.push(point(code, refusedWith.indexes, args));
  } else if (refusedWith.count > 0 && refusedWithout.count === 0) {
    speaksFor.push(point('all-refused-have-it', refusedWith.indexes, { trait, refused }));
  } else if (refusedWith.count === 0 && refusedWithout.count === 0) {
    speaksFor.push(point('often-reported', [], {}));
  }
  if (refusedWithout.count > 0) {
    const args = { trait, refused: refusedWithout.count };
    against.push(point('refused-without-it', refusedWithout.indexes, args));
  }
  return { for: speaksFor, against };
}

function ofSecret({ index, accessKeyId }: Self, { ofClient, acceptedElsewhere }: Company): Sides {
  const own = ofClient.filter((each) => each.accessKeyId === accessKeyId);
  const accepted = own.find(({ isAccepted }) => isAccepted);
  if (accepted !== undefined && isChanged(index, own)) {
    const first = Math.max(...own.filter(({ isAccepted }) => isAccepted).map(({ last }) => last));
    return { for: [point('secret-since', accepted.indexes, { first })], against: [] };
  }
  if (accepted !== undefined) {
    return { for: [], against: [point('secret-accepted', accepted.indexes, {})] };
  }
  const refused = own.reduce((sum, { count }) => sum + count, 1);
  const indexes = own.flatMap((each) => each.indexes).slice(0, MAX_INDEXES);
  const speaksFor = [point('nothing-accepted', indexes, { refused })];
  const against = acceptedElsewhere > 0 ? [point('accepted-by-another', [], {})] : [];
  return { for: speaksFor, against };
}
