import { asciiLower, type ByteString, fromText } from '../../bytes/byte-string.ts';
import type { NoteArgs } from '../../diagnose/causes/notes.ts';
import { isImpliedByOperation, ownTraits } from '../../diagnose/history-facts.ts';
import type { Diagnosis } from '../../diagnose/model.ts';
import { note } from '../../diagnose/note.ts';
import type { OssExchange } from '../../oss/model.ts';
import { noteSentence } from '../findings/explain.ts';
import type { CaptureInfo, ExchangeResult, Specimen } from '../input.ts';
import { publishedDoor } from '../redact/redact-exchange.ts';
import { type Filler, fill } from '../text/fill.ts';
import type { Texts } from '../text/texts.ts';

/** Requests remembered of a scan, of each of the two sorts. */
const MAX_REMEMBERED = 256;
/** Contrasts that are shown. */
const MAX_CONTRASTS = 16;

/**
 * Something that the request which failed has otherwise than the one which was accepted; empty: it
 * has nothing of the kind.
 */
interface Difference {
  readonly what: string;
  readonly here: ByteString;
  readonly there: ByteString;
}

/** A request that fails in one capture, and the most like one that was accepted in another. */
export interface Contrast {
  readonly capture: string;
  readonly failing: Specimen;
  readonly other: string;
  readonly accepted: Specimen;
  readonly isSameKey: boolean;
  /** The most significant first; empty: they are alike in everything that is compared. */
  readonly differences: readonly Difference[];
}

interface Remembered {
  readonly path: string;
  readonly specimen: Specimen;
}

/**
 * Receives every capture of a scan, in any order, and sets those requests against each other of
 * which one failed and one was accepted: the client that works may be captured before the one that
 * fails, or after it.
 */
export class Contrasts {
  readonly #accepted: Remembered[] = [];
  readonly #failing: Remembered[] = [];

  capture({ path, specimens = [] }: CaptureInfo): void {
    for (const specimen of specimens) {
      const list = specimen.isAccepted ? this.#accepted : this.#failing;
      if (list.length < MAX_REMEMBERED) list.push({ path, specimen });
    }
  }

  list(): readonly Contrast[] {
    const found = new Map<string, Contrast>();
    for (const each of this.#failing) {
      if (found.size >= MAX_CONTRASTS) break;
      // where its own capture has the like of it, the notes of the exchange compare the two
      if (this.#accepted.some((one) => one.path === each.path && isLike(one.specimen, each.specimen)))
        continue;
      const made = this.#against(each);
      if (made === null) continue;
      // one client that differs from another does so in each of its operations
      const { capture, other, differences } = made;
      const key = JSON.stringify([capture, other, differences]);
      if (!found.has(key)) found.set(key, made);
    }
    return [...found.values()];
  }

  /** The accepted request with the fewest differences, of the same key where there is one. */
  #against({ path, specimen: failing }: Remembered): Contrast | null {
    let best: Contrast | null = null;
    for (const { path: other, specimen: accepted } of this.#accepted) {
      if (other === path || !isComparable(accepted, failing)) continue;
      const isSameKey = accepted.accessKeyId === failing.accessKeyId;
      const differences = differencesOf(failing, accepted);
      const made = { capture: path, failing, other, accepted, isSameKey, differences };
      if (best === null || isCloser(made, best)) best = made;
    }
    return best;
  }
}

function isLike(one: Specimen, other: Specimen): boolean {
  return one.operation === other.operation && one.accessKeyId === other.accessKeyId;
}

/** The same operation, of the same key or on the same bucket. */
function isComparable(one: Specimen, other: Specimen): boolean {
  if (one.operation !== other.operation) return false;
  return one.accessKeyId === other.accessKeyId || (one.bucket !== null && one.bucket === other.bucket);
}

function isCloser(one: Contrast, other: Contrast): boolean {
  if (one.isSameKey !== other.isSameKey) return one.isSameKey;
  return one.differences.length < other.differences.length;
}

function differencesOf({ traits: here, operation }: Specimen, accepted: Specimen): readonly Difference[] {
  const there = accepted.traits;
  const found: Difference[] = [];
  for (const [what, value] of Object.entries(here)) {
    const other = Object.hasOwn(there, what) ? there[what] : undefined;
    if (other === undefined || other === value) continue;
    if (operation !== accepted.operation && isImpliedByOperation(what)) continue;
    if (what === 'other-headers') found.push(...headersApart(value, other));
    else if (what === 'header-order') found.push(...orderApart(value, other));
    else found.push({ what, here: value, there: other });
  }
  return found;
}

/** Names that one side alone has. */
function headersApart(value: ByteString, other: ByteString): readonly Difference[] {
  const [names, others] = [value.split(', '), other.split(', ')];
  const here = names.filter((name) => name !== '' && !others.includes(name)).join(', ');
  const there = others.filter((name) => name !== '' && !names.includes(name)).join(', ');
  return [{ what: 'other-headers', here, there }];
}

/** The order is a difference where the same headers stand in another one. */
function orderApart(here: ByteString, there: ByteString): readonly Difference[] {
  const [names, others] = [here.split(', '), there.split(', ')];
  if ([...names].sort().join() !== [...others].sort().join()) return [];
  const at = names.findIndex((name, index) => name !== others[index]);
  const shown = (list: readonly string[]): string => list.slice(at, at + NAMES_IN_ORDER).join(', ');
  return [{ what: 'header-order', here: shown(names), there: shown(others) }];
}

/** Names of headers that are shown, from the first that stands in another place. */
const NAMES_IN_ORDER = 4;

/** Which two requests are set against each other. */
export function contrastSentence(contrast: Contrast, filler: Filler, texts: Texts): string {
  const { capture, failing, other, accepted, isSameKey, differences } = contrast;
  const args = {
    operation: failing.operation,
    capture: fromText(capture),
    exchange: failing.index,
    other: fromText(other),
    there: accepted.index,
    key: isSameKey ? 'same-key' : 'other-key',
  };
  const id = differences.length === 0 ? 'works-in-other-capture-alike' : 'works-in-other-capture';
  return fill(texts.labels[id], args, filler);
}

export function differenceSentence(difference: Difference, filler: Filler, texts: Texts): string {
  const args: NoteArgs<'key-works-difference'> = difference;
  return noteSentence(note('key-works-difference', { ...args }), filler, texts);
}

/*
 * A few requests of a capture, accepted ones and refused ones, with what may bear on their
 * signatures: enough to set a client that fails against one that works, when the two are in two
 * captures ("works on CentOS, fails on Ubuntu").
 */

/** Requests kept of a capture, of each of the two sorts. */
const MAX_SPECIMENS = 16;
/**
 * Accepted requests looked at of each kind, and kinds that are distinguished: to look at all would
 * cost more than it gives.
 */
const LOOKED_AT_OF_KIND = 32;
const MAX_KINDS = 64;
/** Accepted requests whose kind is looked at, the first of a capture; after them one of so many. */
const SEEN_AT_ONCE = 512;
const SAMPLED = 16;

type Traits = Specimen['traits'];

/** Gathers the specimens of one capture. */
export class SpecimenWatch {
  readonly #kinds = new Map<string, number>();
  readonly #found = new Map<string, { -readonly [K in keyof Specimen]: Specimen[K] }>();
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
    const agent = agentOf(oss);
    const key = [...own, claim.accessKeyId, oss.address.bucket ?? '', agent].join('\n');
    const known = this.#found.get(key);
    if (known !== undefined) {
      known.count++;
      return;
    }
    if ((isAccepted ? this.#accepted : this.#refused) >= MAX_SPECIMENS) return;
    if (isAccepted) this.#accepted++;
    else this.#refused++;
    this.#found.set(key, {
      index: result.index,
      frame: request.frame,
      count: 1,
      isAccepted,
      operation: oss.operation,
      accessKeyId: claim.accessKeyId,
      bucket: oss.address.bucket,
      traits: traitsOf(result, oss),
    });
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

/**
 * Refused for something that another client may do otherwise: what was changed on the way, and a
 * secret, are none of it.
 */
function isRefused({ verdict, certainty }: Diagnosis): boolean {
  switch (verdict) {
    case 'client-miscomputed':
    case 'needs-secret':
    case 'undecided':
      return true;
    case 'wrong-secret':
      return certainty !== 'proven';
    default:
      return false;
  }
}

function agentOf({ exchange }: OssExchange): ByteString {
  return exchange.request?.headers.find(({ name }) => asciiLower(name) === 'user-agent')?.value ?? '';
}

/**
 * Headers that have a trait of their own, that say how long a body is, or that carry the
 * signature.
 */
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

/** How a path writes what it does not write plainly: forms that encoders differ in. */
function escapesOf(path: ByteString): ByteString {
  const forms = [
    [/%2F/i, '%2F'],
    [/%[0-9A-Fa-f]?[a-f]/, '%2f in small letters'],
    [/\+/, '+'],
    [/%2B/i, '%2B'],
    [/%20/, '%20'],
    [/%25/, '%25'],
    [/[^\x21-\x7e]/, 'raw bytes'],
  ] as const;
  return forms.flatMap(([form, name]) => (form.test(path) ? [name] : [])).join(', ');
}
