import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { makeRoom } from '../../engine/bytes/collections.ts';
import { ADVICE_IDS, type Advice, type AdviceArgs, type AdviceId } from '../../engine/diagnose/advice.ts';
import { driftOf, SKEW_LIMIT_SECONDS, secondsWaited, signedDate } from '../../engine/diagnose/clocks.ts';
import { parseAnyDate, parseDigits } from '../../engine/diagnose/date-forms.ts';
import { addressOf } from '../../engine/diagnose/history.ts';
import type { Diagnosis } from '../../engine/diagnose/model.ts';
import { agentName, agentOf, lastDefect, type SdkDefect } from '../../engine/diagnose/sdk-defects.ts';
import { header, isKnownTime } from '../../engine/http/message.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { Claim } from '../../engine/sign/claim.ts';
import { isOfUrl, type SignatureVersion, versionRecord } from '../../engine/sign/index.ts';
import { isTemporaryKey } from '../../engine/sign/secret.ts';

/** The first passing exchanges of a capture are all looked at. */
export const LOOKED_AT_FIRST = 128;
/** After them candidates are the first request of each connection, and one in so many that follow. */
const ONE_OF_CONNECTION = 64;
/** So many candidates; then one in so many. */
const FIRST_CANDIDATES = 512;
const ONE_OF_CANDIDATES = 4;
/** Of those that one key, client and host sent, so many are looked at; then one in so many. */
const FIRST_OF_GROUP = 16;
const ONE_OF_GROUP = 16;
/** Groups, tokens and clients kept apart; further ones are not looked at. */
const MAX_GROUPS = 4096;
const MAX_TOKENS = 256;
const MAX_AGENTS = 8;
/** User agents whose defects are remembered, over all captures: thousands of small ones name the same few. */
const MAX_REMEMBERED_AGENTS = 64;
const rememberedDefects = new Map<string, SdkDefect | null>();

/** Clients remembered that were refused for their date. */
const MAX_SKEWED = 64;

/** A third of what the service bears. */
const NEAR_SKEW_SECONDS = 300;
const NEAR_EXPIRY_SECONDS = 300;
/** A URL that was made for less than this is near its end only in its last quarter. */
const SHORT_LIFETIME_SECONDS = 600;
/** STS tokens live an hour unless asked otherwise (AssumeRole, DurationSeconds): so long is near that. */
const LONG_USE_SECONDS = 45 * 60;

/** Looks at a sample of what passed for what will make others fail: that shows on a key's first requests. */
export class AdviceWatch {
  readonly #found = new Map<string, { -readonly [K in keyof Advice]: Advice[K] }>();
  readonly #groups = new Map<string, number>();
  readonly #tokens = new Map<ByteString, number>();
  /** Of each client that was refused for its date: in which exchange last, and by how much. */
  readonly #skewed = new Map<string, { readonly refused: number; readonly seconds: number }>();
  #passed = 0;
  #candidates = 0;
  #looked = 0;

  get passed(): number {
    return this.#passed;
  }

  get looked(): number {
    return this.#looked;
  }

  /** An exchange whose signature was accepted; false where it was not looked at. */
  see(oss: OssExchange, index: number): boolean {
    if (++this.#passed > LOOKED_AT_FIRST && !this.#isPicked(oss)) return false;
    this.#looked++;
    const { claim } = oss;
    if (claim === null) return true;
    this.#clock(oss, index);
    this.#expiry(oss, claim, index);
    this.#token(oss, claim, index);
    if (versionRecord(claim.version).isSwitchedOff) {
      this.#add('v1-signature', {}, index);
    }
    this.#sdk(oss, claim, index);
    return true;
  }

  seeSkewed(oss: OssExchange, index: number): void {
    const seconds = offOf(oss);
    if (seconds === null) return;
    makeRoom(this.#skewed, MAX_SKEWED);
    this.#skewed.set(senderOf(oss), { refused: index, seconds });
  }

  /** What was found, in the order of `ADVICE_ARGS`. */
  list(): readonly Advice[] {
    const found = [...this.#found.values()];
    const isLong = found.some((each) => each.id === 'token-long-in-use');
    return found
      .filter((each) => !(isLong && each.id === 'temporary-token'))
      .sort((a, b) => ADVICE_IDS.indexOf(a.id) - ADVICE_IDS.indexOf(b.id));
  }

  #isPicked({ exchange }: OssExchange): boolean {
    const { request } = exchange;
    if (request === null) return false;
    const order = request.flow?.order ?? 1;
    if (order !== 1 && order % ONE_OF_CONNECTION !== 0) return false;
    const candidate = ++this.#candidates;
    if (candidate > FIRST_CANDIDATES && candidate % ONE_OF_CANDIDATES !== 0) return false;
    const authorization = header(request, 'authorization');
    const id = authorization === null ? '' : authorization.slice(0, authorization.search(/[:/,]/));
    const group = `${id}\n${header(request, 'user-agent') ?? ''}\n${header(request, 'host') ?? ''}`;
    const seen = (this.#groups.get(group) ?? 0) + 1;
    if (seen === 1 && this.#groups.size >= MAX_GROUPS) return false;
    this.#groups.set(group, seen);
    return seen <= FIRST_OF_GROUP || seen % ONE_OF_GROUP === 0;
  }

  #clock(oss: OssExchange, index: number): void {
    const seconds = offOf(oss);
    if (seconds === null) return;
    const skewed = this.#skewed.size === 0 ? undefined : this.#skewed.get(senderOf(oss));
    if (skewed !== undefined) this.#add('clock-corrected', skewed, index);
    if (Math.abs(seconds) <= NEAR_SKEW_SECONDS) return;
    const args = { seconds, limit: SKEW_LIMIT_SECONDS };
    this.#add('clock-near-limit', args, index, (old) => Math.abs(seconds) > Math.abs(Number(old['seconds'])));
  }

  #expiry(oss: OssExchange, claim: Claim, index: number): void {
    const end = endOfUrl(claim);
    const answered = serverClock(oss);
    // The end is compared when the request comes.
    const used = answered === null ? sentAt(oss) : answered - secondsWaited(oss.exchange);
    if (end === null || used === null) return;
    const seconds = Math.max(0, end.at - used);
    if (seconds >= NEAR_EXPIRY_SECONDS) return;
    if (end.lifetime !== null && end.lifetime < SHORT_LIFETIME_SECONDS && seconds >= end.lifetime / 4) return;
    this.#add('url-near-expiry', { seconds }, index, (old) => seconds < Number(old['seconds']));
  }

  #token(oss: OssExchange, claim: Claim, index: number): void {
    const token = claim.securityToken;
    if (token === null && !isTemporaryKey(claim.accessKeyId)) return;
    this.#add('temporary-token', {}, index);
    if (token === null) return;
    const { request, connection } = oss.exchange;
    if (request?.flow != null && connection.tls == null) this.#add('token-in-clear', {}, index);
    const now = sentAt(oss);
    if (now === null) return;
    const first = this.#tokens.get(token);
    if (first === undefined) {
      if (this.#tokens.size < MAX_TOKENS) this.#tokens.set(token, now);
    } else if (now - first >= LONG_USE_SECONDS) {
      const seconds = now - first;
      this.#add('token-long-in-use', { seconds }, index, (old) => seconds > Number(old['seconds']));
    }
  }

  #sdk(oss: OssExchange, claim: Claim, index: number): void {
    const { request } = oss.exchange;
    if (request === null) return;
    const agent = agentOf(request);
    const last = defectOf(agent, claim.version);
    if (last === null) return;
    const named = agentName(agent);
    const agents = [...this.#found.keys()].filter((key) => key.startsWith('sdk-defect '));
    const key = `sdk-defect ${named}`;
    if (agents.length >= MAX_AGENTS && !agents.includes(key)) return;
    this.#addAs(key, 'sdk-defect', { agent: named, what: last.what, fixed: last.fixedIn }, index);
  }

  #add<I extends AdviceId>(
    id: I,
    args: AdviceArgs<I>,
    index: number,
    isWorse?: (old: Advice['args']) => boolean,
  ): void {
    this.#addAs(id, id, args, index, isWorse);
  }

  /** `isWorse`: this one is nearer to failing than the one kept, and takes its place. */
  #addAs<I extends AdviceId>(
    key: string,
    id: I,
    args: AdviceArgs<I>,
    index: number,
    isWorse?: (old: Advice['args']) => boolean,
  ): void {
    const known = this.#found.get(key);
    if (known === undefined) {
      this.#found.set(key, { id, args, count: 1, exchange: index });
      return;
    }
    known.count++;
    if (isWorse?.(known.args) !== true) return;
    known.args = args;
    known.exchange = index;
  }
}

function defectOf(agent: ByteString, signed: SignatureVersion): SdkDefect | null {
  const key = `${signed} ${agent}`;
  const known = rememberedDefects.get(key);
  if (known !== undefined) return known;
  const found = lastDefect(agent, signed);
  makeRoom(rememberedDefects, MAX_REMEMBERED_AGENTS);
  rememberedDefects.set(key, found);
  return found;
}

/** Who sent it, as far as one clock goes: an address and a key. */
function senderOf({ exchange, claim }: OssExchange): string {
  return `${addressOf(exchange.connection.client)} ${claim?.accessKeyId ?? ''}`;
}

/** Signed minus server, in seconds; null where it is not known, and of a URL. */
function offOf(oss: OssExchange): number | null {
  const { claim, exchange } = oss;
  const date = signedDate(claim);
  // a span may have begun long before
  if (claim === null || date === null || versionRecord(claim.version).dateIs === 'span') return null;
  if (isOfUrl(claim.version)) return null;
  const signed = parseAnyDate(date);
  const server = serverClock(oss);
  return signed === null || server === null ? null : driftOf(signed, server, exchange);
}

/** The answer's own clock; null without one. */
function serverClock({ exchange }: OssExchange): number | null {
  const date = exchange.response === null ? null : header(exchange.response, 'date');
  return date === null ? null : parseAnyDate(date);
}

/** Capture time of the request; null where there is none. */
function sentAt({ exchange }: OssExchange): number | null {
  const { request } = exchange;
  return request === null || !isKnownTime(request.time) ? null : request.time.seconds;
}

/** When a signed URL ends, in Unix seconds, and for how long it was made; null for what is no URL. */
function endOfUrl(claim: Claim): { readonly at: number; readonly lifetime: number | null } | null {
  const expires = claim.expires === null ? null : parseDigits(claim.expires);
  if (expires === null) return null;
  const { carrier, dateIs } = versionRecord(claim.version);
  if (carrier !== 'url') return null;
  if (dateIs === 'expiry') return { at: expires, lifetime: null };
  const made = claim.date === null ? null : parseAnyDate(claim.date);
  if (dateIs === 'span') return { at: expires, lifetime: made === null ? null : expires - made };
  return made === null ? null : { at: made + expires, lifetime: expires };
}

/**
 * Which of the given secrets do not give the signatures of accepted requests: the wrong secret was given, or
 * the rules by which the string is rebuilt are at fault. Where another reading of the rules gives the
 * signature, the secret is right.
 */
export class UnfitSecrets {
  readonly #reported = new Set<ByteString>();

  /** The key ID of an accepted exchange whose given secret does not fit; null for others, and if reported. */
  see({ claim }: OssExchange, diagnosis: Diagnosis): ByteString | null {
    const id = claim?.accessKeyId ?? null;
    if (id === null || this.#reported.has(id)) return null;
    const notes = diagnosis.notes.map((note) => note.id);
    if (!notes.includes('rules-gap') || notes.includes('reading-matched')) return null;
    this.#reported.add(id);
    return id;
  }
}
