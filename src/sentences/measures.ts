import type { Certainty } from '../engine/diagnose/model.ts';
import { entries } from './language.ts';

/** The only measure of certainty that people see, in every report. */
export const MEASURE_WORDS = entries({
  measures: {
    proven: { en: 'proven', zh: '已证实' },
    'very-likely': { en: 'very likely', zh: '极有可能' },
    likely: { en: 'likely', zh: '很可能' },
    possible: { en: 'possible', zh: '有可能' },
  },
});

export type Measure = keyof (typeof MEASURE_WORDS)['measures'];

/** A weight as a number for people: never all, as nothing is proven. */
export function percentOf(weight: number): number {
  return Math.min(99, Math.round(weight * 100));
}

/** What people read for a certainty; where it is open, a suspect that leads is as likely as it weighs. */
export const MEASURES: Readonly<Record<Certainty, Measure>> = {
  proven: 'proven',
  likely: 'very-likely',
  open: 'possible',
};
