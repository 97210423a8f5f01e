import type { ByteString } from '../../bytes/byte-string.ts';
import { printable } from '../../bytes/printable.ts';
import { agentIn } from '../../diagnose/sdk-defects.ts';
import { type Timing, timingOf } from '../../features/timing/timing.ts';
import { bucketAndKey } from '../bucket-and-key.ts';
import type { FormatOptions } from '../format-options.ts';
import type { ExchangeResult } from '../input.ts';
import { handedOnDoor } from '../redact/redact-exchange.ts';
import { plainFiller } from '../text/fill.ts';
import type { TimingTally } from '../timing/timing-tally.ts';
import { formatMilliseconds, reasonSentence, sumSentence } from '../timing/timing-text.ts';
import type { PagePhase, PageSlow, PageTiming, PageTimings } from './page-data.ts';

/** Where the time of an exchange went; null where the packets do not tell. */
export function pageTiming({ exchange }: ExchangeResult, options: FormatOptions): PageTiming | null {
  const timing = timingOf(exchange);
  return timing === null ? null : toldTiming(timing, agentIn(exchange), options);
}

function toldTiming(timing: Timing, agent: ByteString, options: FormatOptions): PageTiming {
  const { texts } = options;
  return {
    phases: phasesOf(timing, options),
    total: formatMilliseconds(timing.totalMs, texts.lang),
    waitedFor: texts.outlook.waiters[timing.waitedFor],
    reason: reasonSentence(timing, plainFiller(texts), texts, agent),
  };
}

/** The slowest exchanges of a capture, and its times together; null without any time. */
export function pageTimings(tally: TimingTally, options: FormatOptions): PageTimings | null {
  const { sums } = tally;
  if (sums.exchanges === 0) return null;
  const slowest = tally.slowest().flatMap(({ result, timing }): PageSlow[] => {
    if (result.oss === null) return [];
    const { operation, address } = result.oss;
    const door = handedOnDoor(result, options);
    const what = `${operation} ${printable(door.text(bucketAndKey(address)).text)}`.trim();
    return [{ index: result.index, what, ...toldTiming(timing, agentIn(result.exchange), options) }];
  });
  return {
    slowest,
    isSlow: sums.slow > 0,
    sum: sumSentence(sums, plainFiller(options.texts), options.texts),
  };
}

function phasesOf(
  timing: { readonly [K in 'requestMs' | 'waitMs' | 'responseMs']: number } & {
    readonly connectMs: number | null;
  },
  options: FormatOptions,
): readonly PagePhase[] {
  const phases = [
    ['column-connect', timing.connectMs],
    ['column-request', timing.requestMs],
    ['column-wait', timing.waitMs],
    ['column-response', timing.responseMs],
  ] as const;
  return phases.flatMap(([id, ms], place): PagePhase[] => {
    if (ms === null) return [];
    const name = options.texts.outlook.labels[id];
    return [[place, name, ms, formatMilliseconds(ms, options.texts.lang)]];
  });
}
