import { splitTarget } from '../../oss/signable-request.ts';
import type { DiagnosedHop, Verdict } from '../model.ts';
import { changesBetween } from './compare-hops.ts';
import type { HopChange, HopExchange } from './hop-model.ts';
import type { HopTools } from './signed-fields.ts';

/** A point, and the capture that shows it where it is another one of the scan. */
interface PointOfCapture extends HopExchange {
  readonly capture?: string;
  /** Place among the points of the one that it came from; absent for the first. */
  readonly from?: number;
}

/** One request at several points of a capture, with what it takes to compare them. */
export interface RequestOnHops {
  /** In the order of the path: the first is what the client sent. */
  readonly points: readonly PointOfCapture[];
  readonly tools: HopTools;
}

/**
 * What each hop made of the request. `answered`: what the service is known to have made of it; null
 * if nothing.
 */
export function hopsOf({ points, tools }: RequestOnHops, answered: Verdict | null): readonly DiagnosedHop[] {
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

/**
 * A proxy is asked in absolute form, and asks in origin form: the target is the same (RFC 9112
 * §3.2).
 */
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
