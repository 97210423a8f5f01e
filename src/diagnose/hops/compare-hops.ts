import type { Verdict } from '../model.ts';
import type { ComparedPair, Hop, HopChange, HopExchange, HopPair } from './hop-model.ts';
import { requestChanges, responseChanges } from './message-changes.ts';
import { type HopTools, SignedFields } from './signed-fields.ts';

/** What happened to one exchange between the points at which it was captured. */
export function compareHops(pair: HopPair, tools: HopTools): ComparedPair {
  const hops: Hop[] = [];
  let before: { readonly at: number; readonly point: HopExchange } | null = null;
  for (const [at, point] of pair.points.entries()) {
    if (point === null) continue;
    if (before !== null) {
      hops.push({ between: [before.at, at], changes: changesBetween(before.point, point, tools) });
    }
    before = { at, point };
  }
  return { ...pair, hops, verdict: verdictOf(pair, hops) };
}

function changesBetween(from: HopExchange, to: HopExchange, tools: HopTools): readonly HopChange[] {
  const changes: HopChange[] = [];
  const [sent, received] = [from.exchange.request, to.exchange.request];
  if (sent !== null && received !== null) {
    const found = requestChanges(sent, received, tools.hasher);
    // What the server accepted all the same was not broken: a gateway may sign anew.
    const isAccepted = to.diagnosis?.verdict === 'match';
    const signed =
      found.length === 0 || from.oss === null || isAccepted
        ? null
        : new SignedFields(from.oss, sent, received, tools);
    for (const each of found) {
      changes.push({ ...each, breaksSignature: signed?.breaks(each.field) === true });
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

/** What broke on the way was good before; else the capture nearest to the server has seen most. */
function verdictOf({ points }: HopPair, hops: readonly Hop[]): Verdict | null {
  const last = points.findLast((point) => (point?.diagnosis ?? null) !== null)?.diagnosis?.verdict ?? null;
  return breaksSignature(hops) ? 'transit-modified' : last;
}

/** Whether a change between two points broke the signature. */
export function breaksSignature(hops: readonly Hop[]): boolean {
  return hops.some(({ changes }) => changes.some((change) => change.breaksSignature));
}
