import { asciiLower, type ByteString } from '../engine/bytes/byte-string.ts';
import { ownTraits } from '../engine/diagnose/history-facts.ts'; // later: deciding
import type { Diagnosis, Verdict } from '../engine/diagnose/model.ts';
import type { OssExchange } from '../engine/oss/model.ts';
import type { ExchangeResult, Specimen } from '../engine/results.ts';
import { publishedDoor } from './redact/redact-exchange.ts';

/*
 * A few requests of a capture, accepted ones and refused ones, with what may bear on their signatures: enough
 * to set a client that fails against one that works in another capture ("works on CentOS, fails on Ubuntu").
 */

/** Requests kept of a capture, of each of the two sorts. */
const MAX_SPECIMENS = 16;
/** Accepted requests looked at of each kind, and kinds kept apart: all would cost more than they give. */
const LOOKED_AT_OF_KIND = 32;
const MAX_KINDS = 64;
/** Accepted requests whose kind is looked at, the first of a capture; after them one of so many. */
const SEEN_AT_ONCE = 512;
const SAMPLED = 16;

type Traits = Specimen['traits'];

/** A class: a literal with a getter makes a shape each, which keeps all that the getter reaches. */
class SeenSpecimen implements Specimen {
  readonly index: number;
  readonly frame: number;
  count = 1;
  readonly isAccepted: boolean;
  readonly operation: Specimen['operation'];
  readonly accessKeyId: ByteString;
  readonly bucket: Specimen['bucket'];
  readonly #result: ExchangeResult;
  readonly #oss: OssExchange;
  #traits: Traits | null = null;

  constructor(
    result: ExchangeResult,
    oss: OssExchange,
    frame: number,
    accessKeyId: ByteString,
    isAccepted: boolean,
  ) {
    this.index = result.index;
    this.frame = frame;
    this.isAccepted = isAccepted;
    this.operation = oss.operation;
    this.accessKeyId = accessKeyId;
    this.bucket = oss.address.bucket;
    this.#result = result;
    this.#oss = oss;
  }

  /** Worked out when somebody asks: where nothing fails, or a thousand captures pass, nobody does. */
  get traits(): Traits {
    this.#traits ??= traitsOf(this.#result, this.#oss);
    return this.#traits;
  }
}

export class SpecimenWatch {
  readonly #kinds = new Map<string, number>();
  readonly #found = new Map<string, SeenSpecimen>();
  #accepted = 0;
  #seen = 0;
  #refused = 0;

  see(result: ExchangeResult): void {
    const { oss, diagnosis } = result;
    if (oss === null || diagnosis === null) return;
    const isAccepted = isAcceptedBy(diagnosis, oss);
    if (isAccepted ? this.#isPassedOver(oss) : !isRefused(diagnosis)) return;
    const { claim, request } = oss;
    if (claim === null || request === null) return;
    const own = [isAccepted ? '' : (diagnosis.cause?.id ?? diagnosis.verdict), oss.operation, claim.version];
    const { headers = [] } = oss.exchange.request ?? {};
    const agent = headers.find(({ name }) => asciiLower(name) === 'user-agent')?.value ?? '';
    const key = [...own, claim.accessKeyId, oss.address.bucket ?? '', agent].join('\n');
    const known = this.#found.get(key);
    if (known !== undefined) {
      known.count++;
      return;
    }
    if ((isAccepted ? this.#accepted : this.#refused) >= MAX_SPECIMENS) return;
    if (isAccepted) this.#accepted++;
    else this.#refused++;
    this.#found.set(key, new SeenSpecimen(result, oss, request.frame, claim.accessKeyId, isAccepted));
  }

  list(): readonly Specimen[] {
    return [...this.#found.values()];
  }

  /** Decided by the request line alone: the operation takes the whole request apart. */
  #isPassedOver({ exchange: { request } }: OssExchange): boolean {
    if (request === null) return true;
    this.#seen++;
    if (this.#seen > SEEN_AT_ONCE && this.#seen % SAMPLED !== 0) return true;
    const at = request.target.indexOf('?');
    const first = at < 0 ? '' : (/^[^=&]{0,32}/.exec(request.target.slice(at + 1, at + 33))?.[0] ?? '');
    const kind = `${request.method} ${first}`;
    const seen = (this.#kinds.get(kind) ?? 0) + 1;
    if (seen > LOOKED_AT_OF_KIND || (seen === 1 && this.#kinds.size >= MAX_KINDS)) return true;
    this.#kinds.set(kind, seen);
    return false;
  }
}

/** A redirect proves no secret, and neither does what a cache may have answered. */
function isAcceptedBy({ verdict, certainty }: Diagnosis, { exchange }: OssExchange): boolean {
  const status = exchange.response?.status ?? 0;
  return verdict === 'match' && certainty === 'proven' && (status < 300 || status >= 400 || status === 304);
}

/** Refused for what another client may do otherwise: no change on the way, and no secret. */
function isRefused({ verdict, certainty }: Diagnosis): boolean {
  return REFUSED.has(verdict) || (verdict === 'wrong-secret' && certainty !== 'proven');
}

const REFUSED: ReadonlySet<Verdict> = new Set(['client-miscomputed', 'needs-secret', 'undecided']);

/** Headers that have a trait of their own, that say how long a body is, or that carry the signature. */
const COVERED_HEADERS =
  /^(?:x-(?:oss|amz)-.*|content-type|content-md5|content-length|transfer-encoding|date|authorization|host|user-agent)$/;

/** Every trait, without signatures and tokens: they leave their capture. */
function traitsOf(result: ExchangeResult, oss: OssExchange): Traits {
  const { request } = oss;
  const headers = (oss.exchange.request?.headers ?? []).map(({ name }) => asciiLower(name));
  const others = [...new Set(headers.filter((name) => !COVERED_HEADERS.test(name)))].sort();
  const traits: Record<string, ByteString> = {
    ...ownTraits(oss),
    'address-style': oss.address.style,
    'path-escapes': escapesOf(request?.path ?? ''),
    'signed-headers': (oss.claim?.listedHeaders ?? []).join(),
    'body-framing': headers.includes('transfer-encoding')
      ? 'transfer-encoding'
      : headers.includes('content-length')
        ? 'content-length'
        : '',
    'other-headers': others.join(', '),
    'header-order': headers.join(', '),
  };
  const { hide } = publishedDoor(result, { showSignatures: false });
  return Object.fromEntries(Object.entries(traits).map(([name, value]) => [name, hide(value)]));
}

/** How a path may write what it does not write plainly: forms that encoders differ in. */
const ESCAPES = [
  [/%2F/i, '%2F'],
  [/%[0-9A-Fa-f]?[a-f]/, '%2f in small letters'],
  [/\+/, '+'],
  [/%2B/i, '%2B'],
  [/%20/, '%20'],
  [/%25/, '%25'],
  [/[^\x21-\x7e]/, 'raw bytes'],
] as const;

function escapesOf(path: ByteString): ByteString {
  return ESCAPES.flatMap(([form, name]) => (form.test(path) ? [name] : [])).join(', ');
}
