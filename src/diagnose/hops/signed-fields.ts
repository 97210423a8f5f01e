import { asciiLower, type ByteString } from '../../bytes/byte-string.ts';
import type { HeaderLine, HttpRequest } from '../../http/message.ts';
import { LearntBuckets } from '../../oss/address.ts';
import { BUCKET_IN_PATH, type OssExchange, type OssOptions } from '../../oss/model.ts';
import { readAsOss } from '../../oss/oss-exchange.ts';
import type { OssPorts } from '../../oss/read-error.ts';
import type { SignedStrings } from '../../sign/canonical.ts';
import type { Claim } from '../../sign/claim.ts';
import type { Hasher } from '../../sign/hasher.ts';
import { buildStrings, isOfUrl } from '../../sign/index.ts';
import { decodeQueryText } from '../../sign/percent.ts';
import { align } from '../align.ts';
import type { HopField } from './hop-model.ts';

export interface HopTools {
  readonly hasher: Hasher;
  readonly ports: OssPorts;
  readonly options: OssOptions;
}

/**
 * With more changes than a request has in earnest, not each is made alone: a head has room for tens
 * of thousands.
 */
const MOST_ALONE = 64;

/**
 * Tells which changes of a request are changes of what is signed. Each change is made alone on the
 * request as it was, and the string is built anew by the rules of the request's own version: so a
 * Host matters where it names the bucket or is signed itself, a date only where no x-oss-date
 * stands over it, and so on, without a rule of its own here.
 */
export class SignedFields {
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
    const learnt = new LearntBuckets();
    const { bucket, style } = this.#from.address;
    const host = request.headers.find(({ name }) => asciiLower(name) === 'host')?.value;
    // What the capture taught about its custom domains holds here too.
    if (host !== undefined) {
      if (style === 'custom-domain' && bucket !== null) learnt.learn(host, bucket);
      else if (style === 'path' || style === 'service') learnt.learn(host, BUCKET_IN_PATH);
    }
    const exchange = { ...this.#from.exchange, request: variant, response: null };
    // Read as OSS whatever is left in the variant that tells so: a request of the S3 dialect may
    // have had nothing but its Host.
    const oss = readAsOss(exchange, this.#tools.options, learnt, this.#tools.ports);
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

/**
 * `from` with one field as in `to`, or several headers; null for a field that is none of a request.
 */
function withFields(from: HttpRequest, to: HttpRequest, fields: readonly HopField[]): HttpRequest | null {
  const request = plainRequest(from);
  const [field] = fields;
  if (field === 'method') return { ...request, method: to.method };
  if (field === 'target') return { ...request, target: to.target };
  if (field === 'body') return { ...request, ...bodyOf(to) };
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

function bodyOf({ body, bodyBytes, bodyState, complete, framing }: HttpRequest) {
  return { body, bodyBytes, bodyState, complete, framing };
}

/**
 * A request as a plain value: what reads messages looks at `headers` where there is no faster way.
 */
export function plainRequest(request: HttpRequest): HttpRequest {
  return {
    kind: 'request',
    method: request.method,
    target: request.target,
    version: request.version,
    head: request.head,
    headers: request.headers,
    frame: request.frame,
    time: request.time,
    lastFrame: request.lastFrame,
    lastTime: request.lastTime,
    headComplete: request.headComplete,
    contentLength: request.contentLength,
    missingBytes: request.missingBytes,
    ...bodyOf(request),
  };
}
