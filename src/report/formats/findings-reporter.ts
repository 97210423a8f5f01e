import type { DigestReporter } from '../digest/digest.ts';
import { type CaptureFindings, FindingsCollector } from '../findings/capture-findings.ts';
import type { FormatOptions } from '../format-options.ts';
import type { UnreadableInput } from '../input.ts';
import type { ScanEnd } from '../reporter.ts';
import { WaitingParts } from '../uploads/later-uploads.ts';

/** A format that is written from the findings of each capture, and not from single exchanges. */
export interface FindingsFormat {
  capture(found: CaptureFindings): void;
  unreadable(input: UnreadableInput): void;
  /** `later` has only those uploads that a capture above reported as open. */
  end(end: ScanEnd & Required<Pick<ScanEnd, 'later'>>): void;
}

/**
 * The reporter of such a format: collects the findings of a capture until it ends, and passes them
 * on as soon as it is known, or given up, how the uploads that it left open went on. Captures and
 * unreadable inputs keep their order.
 */
export function findingsReporter(format: FindingsFormat, options: FormatOptions): DigestReporter {
  const parts = new WaitingParts();
  let collector = new FindingsCollector(options);
  return {
    exchange(_capture, result): void {
      collector.add(result);
    },
    digest(_capture, digest): void {
      if (digest.kind === 'findings') collector.restore(digest.collected);
    },
    capture(info): void {
      const ended = collector;
      collector = new FindingsCollector(options);
      parts.add(info, (later) => format.capture(ended.finish(info, later)));
    },
    unreadable(input): void {
      parts.add(null, () => format.unreadable(input));
    },
    end(end): void {
      format.end({ ...end, later: parts.end(end.later ?? []) });
    },
  };
}
