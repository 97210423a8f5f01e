import { agentIn } from '../../diagnose/sdk-defects.ts';
import { timingOf } from '../../features/timing/timing.ts';
import type { CaptureInfo, ExchangeResult } from '../input.ts';
import { fill, plainFiller } from '../text/fill.ts';
import { SLOW_MILLISECONDS } from '../timing/timing-tally.ts';
import { reasonSentence } from '../timing/timing-text.ts';
import type { AdviceJson, TimingJson } from './model.ts';
import type { JsonOptions } from './text.ts';

/** Where the time of an exchange went; null where the packets do not tell. */
export function timingToJson({ exchange, oss }: ExchangeResult, { texts }: JsonOptions): TimingJson | null {
  const timing = oss === null ? null : timingOf(exchange);
  if (timing === null) return null;
  return {
    ...timing,
    ...(timing.totalMs < SLOW_MILLISECONDS
      ? {}
      : { summary: reasonSentence(timing, plainFiller(texts), texts, agentIn(exchange)) }),
  };
}

/** What will make exchanges fail that still pass. */
export function adviceToJson({ advice = [] }: CaptureInfo, { texts }: JsonOptions): readonly AdviceJson[] {
  const filler = plainFiller(texts);
  return advice.map(({ id, args, count, exchange }) => ({
    id,
    count,
    exchange,
    summary: fill(texts.outlook.advice[id].summary, args, filler),
    advice: fill(texts.outlook.advice[id].advice, args, filler),
  }));
}
