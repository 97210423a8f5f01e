import type { KeyRing } from '../../../src/engine/sign/index.ts';
import { nodeHasher } from '../../../src/node/ports.ts';
import * as search from '../../../src/search/search.ts';
import { PLAIN, type Plain, type ReferenceVersion, send, sign } from '../../diagnose/reference-signer.ts';
import { mismatch, NO_KEYS, OK, ossExchange } from '../../diagnose/scenario.ts';
import { diagnose, History, SEARCH_BUDGET, type Suspect } from '../../rooms/diagnose.ts';
import type { ExchangeResult, Give } from '../../rooms/engine.ts';
import type { HttpRequest } from '../../rooms/http.ts';
import { SuspectWatch } from '../../rooms/suspects.ts';

/** A signed request, and whether the service accepted it. */
export interface Signed extends Partial<Plain> {
  readonly isAccepted: boolean;
  readonly version?: ReferenceVersion;
  /** User-Agent. */
  readonly agent?: string;
  /** Address and port of the sender. */
  readonly from?: string;
  /** Changes the request that was made, such as the order of its headers. */
  readonly edit?: (sent: HttpRequest) => HttpRequest;
}

export const accepted = (plain: Partial<Signed> = {}): Signed => ({ ...plain, isAccepted: true });
export const refused = (plain: Partial<Signed> = {}): Signed => ({ ...plain, isAccepted: false });

/** Signs, sends and diagnoses a request as the exchange of an index. */
export function resultOf(
  signed: Signed,
  index: number,
  keyRing: KeyRing = NO_KEYS,
  history = new History(),
  searchBudget = SEARCH_BUDGET,
): ExchangeResult {
  const { isAccepted, version = 'v1', agent = 'shop/1.0', from, edit, ...own } = signed;
  const plain: Plain = { ...PLAIN, ...own, headers: [['User-Agent', agent], ...(own.headers ?? [])] };
  const request = send(version, plain, sign(version, plain));
  const made = withHead(edit?.(request) ?? request);
  // one in each second, as programs go about their work
  const sent = { ...made, time: { ...made.time, seconds: made.time.seconds + index } };
  const oss = ossExchange(sent, isAccepted ? OK : mismatch(sent), undefined, from);
  const diagnosis = diagnose(oss, { keyRing, hasher: nodeHasher, search, history, index, searchBudget });
  return { index, exchange: oss.exchange, oss, diagnosis };
}

function withHead(sent: HttpRequest): HttpRequest {
  const lines = sent.headers.map(({ name, rawValue }) => `${name}:${rawValue}\r\n`);
  return { ...sent, head: `${sent.method} ${sent.target} HTTP/1.1\r\n${lines.join('')}\r\n` };
}

/** Keeps what is given on, in its order. */
export class Kept {
  readonly results: ExchangeResult[] = [];
  readonly give: Give = (result) => this.results.push(result);
}

/** Suspects of each refused request of a capture, in the order of their indexes. */
export function suspectsOf(
  requests: readonly Signed[],
  keyRing: KeyRing = NO_KEYS,
  searchBudget = SEARCH_BUDGET,
): readonly (readonly Suspect[])[] {
  const kept = new Kept();
  const watch = new SuspectWatch();
  const history = new History();
  for (const [at, each] of requests.entries()) {
    watch.delayed(resultOf(each, at + 1, keyRing, history, searchBudget), kept.give);
  }
  watch.quiet(kept.give);
  return kept.results
    .toSorted((a, b) => a.index - b.index)
    .flatMap(({ diagnosis }) => (diagnosis?.suspects === undefined ? [] : [diagnosis.suspects]));
}

/** Those of the last refused request of a capture. */
export function lastSuspects(...requests: readonly Signed[]): readonly Suspect[] {
  return suspectsOf(requests).at(-1) ?? [];
}

export function codesOf(suspect: Suspect | undefined): {
  readonly for: string[];
  readonly against: string[];
} {
  return {
    for: (suspect?.for ?? []).map(({ code }) => code),
    against: (suspect?.against ?? []).map(({ code }) => code),
  };
}

export function byField(suspects: readonly Suspect[], field: Suspect['field']): Suspect | undefined {
  return suspects.find((each) => each.field === field);
}
