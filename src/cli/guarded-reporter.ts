import { type Digest, type DigestReporter, takesDigests } from '../report/digest/digest.ts';
import type { Reporter } from '../report/reporter.ts';

/** What a report was told of when it fell; null for anything but an exchange. */
type FaultOf = { readonly capture: string; readonly index: number } | null;

export interface GuardedReporter extends Reporter {
  /** It fell, and is not whole. */
  readonly isBroken: boolean;
}

/**
 * A report whose faults are its own: the others go on. What an exchange is found to be is worked
 * out when a report asks, so a fault may lie there: then this report lacks that exchange. After any
 * other fault it hears nothing more.
 */
export function guardReporter(
  reporter: Reporter,
  failed: (error: unknown, of: FaultOf) => void,
): GuardedReporter {
  let isBroken = false;
  const attempt = (work: () => void, of: FaultOf = null): void => {
    if (isBroken) return;
    try {
      work();
    } catch (error) {
      if (of === null) isBroken = true;
      failed(error, of);
    }
  };
  return {
    exchange: (capture, result) =>
      attempt(() => reporter.exchange(capture, result), { capture, index: result.index }),
    capture: (info) => attempt(() => reporter.capture(info)),
    unreadable: (input) => attempt(() => reporter.unreadable(input)),
    end: (end) => attempt(() => reporter.end(end)),
    ...(takesDigests(reporter) ? digestOf(reporter, attempt) : {}),
    get isBroken(): boolean {
      return isBroken;
    },
  };
}

function digestOf(
  reporter: DigestReporter,
  attempt: (work: () => void) => void,
): Pick<DigestReporter, 'digest'> {
  return {
    digest: (capture: string, digest: Digest) => attempt(() => reporter.digest(capture, digest)),
  };
}
