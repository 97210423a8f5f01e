/* What each hop changed of a request, and which of the changes broke its signature. */

import { asciiLower, type ByteString } from '../../engine/bytes/byte-string.ts';
import { copyOf } from '../../engine/bytes/shape.ts';
import { align } from '../../engine/diagnose/align.ts';
import type { DiagnosedHop, Verdict } from '../../engine/diagnose/model.ts';
import type { HopTools } from '../../engine/diagnose/ports.ts';
import { type HeaderLine, type HttpRequest, REQUEST } from '../../engine/http/message.ts';
import { LearntBuckets } from '../../engine/oss/address.ts';
import { BUCKET_IN_PATH, type OssExchange } from '../../engine/oss/model.ts';
import { readAsOss } from '../../engine/oss/oss-exchange.ts';
import { splitTarget } from '../../engine/oss/signable-request.ts';
import type { SignedStrings } from '../../engine/sign/canonical.ts';
import type { Claim } from '../../engine/sign/claim.ts';
import { buildStrings, isOfUrl } from '../../engine/sign/index.ts';
import { decodeQueryText } from '../../engine/sign/percent.ts';
import type { ComparedPair, Hop, HopChange, HopExchange, HopField, HopPair } from './hop-model.ts';
import { regroupedHeaders, requestChanges, responseChanges } from './message-changes.ts';

/** What happened to one exchange between the points at which it was captured. */
export function compareHops(pair: HopPair, tools: HopTools): ComparedPair {
  const hops: Hop[] = [];
  const answered = verdictNearestToServer(pair);
  let before: { readonly at: number; readonly point: HopExchange } | null = null;
  for (const [at, point] of pair.points.entries()) {
    if (point === null) continue;
    if (before !== null) {
      hops.push({ between: [before.at, at], changes: changesBetween(before.point, point, answered, tools) });
    }
    before = { at, point };
  }
  const reported = isUndone(pair, hops, tools) ? hops.map(withoutBreaks) : hops;
  return { ...pair, hops: reported, verdict: breaksSignature(reported) ? 'transit-modified' : answered };
}

/** Whether a later hop undid what an earlier one did: what is signed arrived as it was sent. */
function isUndone({ points }: HopPair, hops: readonly Hop[], tools: HopTools): boolean {
  if (hops.filter((hop) => breaksSignature([hop])).length < 2) return false;
  const shown = points.filter((point) => point?.exchange.request?.headComplete === true);
  const [first, last] = [shown[0], shown.at(-1)];
  const [sent, arrived] = [first?.exchange.request, last?.exchange.request];
  if (first?.oss == null || sent == null || arrived == null) return false;
  return !new SignedFields(first.oss, sent, arrived, tools).areChanged;
}

function withoutBreaks(hop: Hop): Hop {
  return { ...hop, changes: hop.changes.map((change) => ({ ...change, breaksSignature: false })) };
}

/** What changed from one point to the next. `answered`: see `Hop`; accepted changes broke nothing. */
function changesBetween(
  from: HopExchange,
  to: HopExchange,
  answered: Verdict | null,
  tools: HopTools,
): readonly HopChange[] {
  const changes: HopChange[] = [];
  const [sent, received] = [from.exchange.request, to.exchange.request];
  if (sent !== null && received !== null) {
    const found = requestChanges(sent, received, tools.hasher);
    // What the server accepted all the same was not broken: a gateway may sign anew.
    const isAccepted = isPastSignature(answered, to);
    const regrouped = from.oss === null || isAccepted ? [] : regroupedHeaders(sent, received);
    const signed =
      found.length + regrouped.length === 0 || from.oss === null || isAccepted
        ? null
        : new SignedFields(from.oss, sent, received, tools);
    const broken = signed?.breaking([...found, ...regrouped].map(({ field }) => field));
    for (const each of found) {
      changes.push({ ...each, breaksSignature: broken?.has(each.field) === true });
    }
    for (const each of regrouped) {
      if (broken?.has(each.field) === true) changes.push({ ...each, breaksSignature: true });
    }
  }
  const [answer, before] = [from.exchange.response, to.exchange.response];
  if (answer !== null && before !== null) {
    for (const each of responseChanges(answer, before, tools.hasher)) {
      changes.push({ ...each, breaksSignature: false });
    }
  }
  return changes;
}

/** Whether the server found the signature right: it denies access and checks an upload's bytes after that. */
function isPastSignature(verdict: Verdict | null, { exchange }: HopExchange): boolean {
  const isStored = verdict === 'digest' && (exchange.response?.status ?? 400) < 300;
  return verdict === 'match' || verdict === 'access-denied' || isStored;
}

/** Of the capture nearest to the server, which has seen most; without request or answer, of one with both. */
function verdictNearestToServer({ points }: HopPair): Verdict | null {
  const seen = points.filter((point) => point !== null && point.diagnosis !== null);
  const answered = seen.filter((point) => point?.diagnosis?.verdict !== 'no-response');
  const status = answered.at(-1)?.exchange.response?.status;
  const whole = answered.findLast(
    (point) => point?.exchange.request != null && point.exchange.response?.status === status,
  );
  return (whole ?? answered.at(-1) ?? seen.at(-1))?.diagnosis?.verdict ?? null;
}

export function breaksSignature(hops: readonly Hop[]): boolean {
  return hops.some(({ changes }) => changes.some((change) => change.breaksSignature));
}

/** Whether both captures show the head of the request, so that they show what was changed in it. */
export function isComparable({ points }: HopPair, { between }: Hop): boolean {
  return between.every((at) => points[at]?.exchange.request?.headComplete === true);
}

/** Whether a hop's second point is nearer to the client: the server signed what the first one shows. */
export function isReversed({ points }: HopPair, { between }: Hop): boolean {
  const [from, to] = between.map((at) => points[at]?.diagnosis ?? null);
  if (from == null || to == null) return false;
  const server = from.server?.stringToSign ?? null;
  const [first, second] = [from.wire?.stringToSign.text ?? null, to.wire?.stringToSign.text ?? null];
  return server !== null && server === first && second !== null && second !== first;
}

/** A point, and the capture that shows it where it is another one of the scan. */
export interface PointOfCapture extends HopExchange {
  readonly capture?: string;
  /** Place among the points of the one that it came from; absent for the first. */
  readonly from?: number;
}

/** What each hop made of the request. `answered`: what the service made of it; null if that is not known. */
export function diagnosedHops(
  points: readonly PointOfCapture[],
  answered: Verdict | null,
  tools: HopTools,
): readonly DiagnosedHop[] {
  const hops: DiagnosedHop[] = [];
  for (const [at, to] of points.entries()) {
    const from = at === 0 ? undefined : points[to.from ?? at - 1];
    if (from === undefined) continue;
    const changes = changesBetween(from, to, answered, tools).filter(isOfMessage).filter(isNotFormAlone);
    const broken = changes.filter(({ breaksSignature }) => breaksSignature);
    const others = changes.filter(({ breaksSignature }) => !breaksSignature);
    hops.push({
      exchange: to.index,
      ...(to.capture === undefined ? {} : { capture: to.capture }),
      frame: to.exchange.request?.frame ?? null,
      from: from.exchange.connection.server,
      to: to.exchange.connection.server,
      broken: broken.map(({ field }) => field),
      changed: [...broken, ...others].map(({ field }) => field),
    });
  }
  return hops;
}

/** A proxy is asked in absolute form, and asks in origin form: the target is the same (RFC 9112 §3.2). */
function isNotFormAlone({ field, from, to }: HopChange): boolean {
  if (field !== 'target' || from === null || to === null) return true;
  const [before, after] = [splitTarget(from), splitTarget(to)];
  return before.path !== after.path || before.rawQuery !== after.rawQuery;
}

/** Of the request, and none that each proxy makes for its own connection. */
function isOfMessage({ field, hopByHop }: HopChange): boolean {
  if (hopByHop || field === 'version' || field === 'header-order') return false;
  return field !== 'status' && field !== 'response-body' && !field.startsWith('response-header:');
}

/** Of more changes than requests really have, not each is made alone: heads have room for many thousands. */
const MOST_ALONE = 64;

/**
 * Finds which changes of a request are changes of what is signed. Each change is made alone on the request as
 * it was, and the string is built anew by the rules of the request's own version: so a Host matters where it
 * names the bucket or is signed itself, a date only where no x-oss-date stands over it, and so on.
 */
class SignedFields {
  readonly #tools: HopTools;
  readonly #from: OssExchange;
  readonly #to: HttpRequest;
  readonly #sent: HttpRequest;
  /** Fields of the strings that differ when all changes are made. */
  readonly #all: ReadonlySet<string>;

  constructor(from: OssExchange, sent: HttpRequest, to: HttpRequest, tools: HopTools) {
    this.#tools = tools;
    this.#from = from;
    this.#sent = sent;
    this.#to = to;
    this.#all = this.#differing({ ...plainRequest(to) });
  }

  /** Whether all changes together change anything that is signed. */
  get areChanged(): boolean {
    return this.#all.size > 0;
  }

  /** The fields whose change, alone, is part of why the strings differ. */
  breaking(fields: readonly HopField[]): ReadonlySet<HopField> {
    const broken = new Set<HopField>();
    if (this.#all.size === 0) return broken;
    const headers: HopField[] = [];
    for (const field of fields) {
      if (fields.length <= MOST_ALONE || !isHeader(field)) this.#halve([field], broken);
      else if (this.#isLineOfItsOwn(field)) broken.add(field);
      else headers.push(field);
    }
    this.#halve(headers, broken);
    return broken;
  }

  /** Whether a header differs where the strings name it. */
  #isLineOfItsOwn(field: HopField): boolean {
    const name = field.slice(HEADER.length);
    return this.#all.has(`oss-header:${name}`) || this.#all.has(`canonical-header:${name}`);
  }

  /** Adds those of `fields` that break; most headers do not, and are all cleared at once. */
  #halve(fields: readonly HopField[], broken: Set<HopField>): void {
    if (fields.length === 0 || !this.#breaks(fields)) return;
    const [first] = fields;
    if (fields.length === 1 && first !== undefined) {
      broken.add(first);
      return;
    }
    const half = fields.length >> 1;
    this.#halve(fields.slice(0, half), broken);
    this.#halve(fields.slice(half), broken);
  }

  /** Whether the changes of these fields, made together, are part of why the strings differ. */
  #breaks(fields: readonly HopField[]): boolean {
    const variant = withFields(this.#sent, this.#to, fields);
    if (variant === null) return false;
    for (const each of this.#differing(variant)) if (this.#all.has(each)) return true;
    return false;
  }

  #differing(variant: HttpRequest): ReadonlySet<string> {
    const { claim, request } = this.#from;
    if (claim === null || request === null) return new Set();
    const { options, ports } = this.#tools;
    const learnt = new LearntBuckets(options.endpoints);
    const { bucket, style } = this.#from.address;
    const host = request.headers.find(({ name }) => asciiLower(name) === 'host')?.value;
    // What the capture showed about its custom domains is true here too.
    if (host !== undefined) {
      if (style === 'custom-domain' && bucket !== null) learnt.learn(host, bucket);
      else if (style === 'path' || style === 'service') learnt.learn(host, BUCKET_IN_PATH);
    }
    const exchange = { ...this.#from.exchange, request: variant, response: null };
    // Read as OSS whatever is left in the variant to recognise it by: a request of the S3 dialect may have
    // had nothing but its Host.
    const oss = readAsOss(exchange, options, learnt, ports, this.#from.provider);
    const after = oss.claim;
    if (after === null || oss.request === null) return new Set(['signature']);
    const fields = new Set(claimFields(claim, after));
    const before = buildStrings(request, claim, this.#tools.hasher);
    const now = buildStrings(oss.request, after, this.#tools.hasher);
    if (before !== null && now !== null) for (const field of stringFields(before, now)) fields.add(field);
    else if ((before === null) !== (now === null)) fields.add('resource:bucket');
    return fields;
  }
}

/** What of the auth data itself differs. */
function* claimFields(before: Claim, after: Claim): Generator<string> {
  if (before.version !== after.version) yield 'version';
  if (readSignature(before) !== readSignature(after)) yield 'signature';
  if (before.accessKeyId !== after.accessKeyId) yield 'access-key-id';
  // such as an Authorization beside the signature of a URL, for which the server refuses both
  for (const problem of after.problems) if (!before.problems.includes(problem)) yield problem;
}

/** As the server reads it: a `+` that stands in a URL as it is means a space. */
function readSignature({ version, signature, rawSignature }: Claim): ByteString {
  return isOfUrl(version) ? decodeQueryText(rawSignature) : signature;
}

function* stringFields(before: SignedStrings, after: SignedStrings): Generator<string> {
  for (const { field } of align(before.stringToSign, after.stringToSign)) {
    // The hash of the canonical request says only that something in it differs.
    if (field !== 'canonical-request' || before.canonicalRequest === null) yield field;
  }
  if (before.canonicalRequest === null || after.canonicalRequest === null) return;
  for (const { field } of align(before.canonicalRequest, after.canonicalRequest)) yield field;
}

/** `from` with one field as in `to`, or several headers; null for a field that is none of a request. */
function withFields(from: HttpRequest, to: HttpRequest, fields: readonly HopField[]): HttpRequest | null {
  const request = plainRequest(from);
  const [field] = fields;
  if (field === 'method') return { ...request, method: to.method };
  if (field === 'target') return { ...request, target: to.target };
  if (field === 'body') {
    const { body, bodyBytes, bodyState, complete, framing } = to;
    return { ...request, body, bodyBytes, bodyState, complete, framing };
  }
  if (field === undefined || !isHeader(field)) return null;
  const names = new Set(fields.map((each) => each.slice(HEADER.length)));
  return { ...request, headers: withHeaders(from.headers, to.headers, names) };
}

const HEADER = 'header:';

function isHeader(field: HopField): boolean {
  return field.startsWith(HEADER);
}

function withHeaders(
  from: readonly HeaderLine[],
  to: readonly HeaderLine[],
  lowerNames: ReadonlySet<ByteString>,
): readonly HeaderLine[] {
  const isNamed = ({ name }: HeaderLine): boolean => lowerNames.has(asciiLower(name));
  return [...from.filter((line) => !isNamed(line)), ...to.filter(isNamed)];
}

/** A request as a plain value: what reads messages looks at `headers` where there is no faster way. */
export function plainRequest(request: HttpRequest): HttpRequest {
  return copyOf(REQUEST, request);
}
