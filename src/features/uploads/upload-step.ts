import type { Time } from '../../http/message.ts';
import { isBefore } from './known-time.ts';

/** An exchange of an upload, by which the order of what was asked for is told. */
export interface UploadStep {
  readonly exchange: number;
  /** When it was asked for; null where that is not known. */
  readonly asked: Time | null;
}

/**
 * Whether a step was asked for before another. Behind a gap in a connection exchanges are numbered
 * late, so that the numbers tell only where the times do not.
 */
export function isAskedBefore(step: UploadStep, other: UploadStep): boolean {
  if (isBefore(step.asked, other.asked)) return true;
  return !isBefore(other.asked, step.asked) && step.exchange < other.exchange;
}
