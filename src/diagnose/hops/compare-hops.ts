import type { Verdict } from '../model.ts';
import type { ComparedPair, Hop, HopChange, HopExchange, HopPair } from './hop-model.ts';
import { regroupedHeaders, requestChanges, responseChanges } from './message-changes.ts';
import { type HopTools, SignedFields } from './signed-fields.ts';

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
  const told = isUndone(pair, hops, tools) ? hops.map(withoutBreaks) : hops;
  return { ...pair, hops: told, verdict: breaksSignature(told) ? 'transit-modified' : answered };
}

/**
 * Whether a later hop undid what an earlier one did: what is signed arrived as it was sent, and
 * something else is at fault.
 */
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

/**
 * What changed from one point to the next. `answered`: see `Hop`'s verdict; what the server
 * accepted was not broken.
 */
export function changesBetween(
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

/**
 * Whether the server found the signature right, whatever else it found: it denies access and checks
 * an upload's bytes after that.
 */
function isPastSignature(verdict: Verdict | null, { exchange }: HopExchange): boolean {
  const isStored = verdict === 'digest' && (exchange.response?.status ?? 400) < 300;
  return verdict === 'match' || verdict === 'access-denied' || isStored;
}

/**
 * The capture nearest to the server has seen most, unless it has lost the answer. Where it has lost
 * the request, one that has both says more of the same answer.
 */
function verdictNearestToServer({ points }: HopPair): Verdict | null {
  const seen = points.filter((point) => point !== null && point.diagnosis !== null);
  const answered = seen.filter((point) => point?.diagnosis?.verdict !== 'no-response');
  const status = answered.at(-1)?.exchange.response?.status;
  const whole = answered.findLast(
    (point) => point?.exchange.request != null && point.exchange.response?.status === status,
  );
  return (whole ?? answered.at(-1) ?? seen.at(-1))?.diagnosis?.verdict ?? null;
}

/** Whether a change between two points broke the signature. */
export function breaksSignature(hops: readonly Hop[]): boolean {
  return hops.some(({ changes }) => changes.some((change) => change.breaksSignature));
}

/**
 * Whether both captures show the head of the request, so that they can tell what was changed in it.
 */
export function isComparable({ points }: HopPair, { between }: Hop): boolean {
  return between.every((at) => points[at]?.exchange.request?.headComplete === true);
}

/**
 * Whether the second point of a hop is nearer to the client than the first: the server signed what
 * the first one shows, and the second one shows something else.
 */
export function isReversed({ points }: HopPair, { between }: Hop): boolean {
  const [from, to] = between.map((at) => points[at]?.diagnosis ?? null);
  if (from == null || to == null) return false;
  const server = from.server?.stringToSign ?? null;
  const [first, second] = [from.wire?.stringToSign.text ?? null, to.wire?.stringToSign.text ?? null];
  return server !== null && server === first && second !== null && second !== first;
}
