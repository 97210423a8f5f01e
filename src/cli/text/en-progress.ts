import type { ProgressTexts } from './progress-texts.ts';

export const PROGRESS_EN = {
  captures: '{done:n} of {all:n} capture{all:s}',
  read: '{read} of {all} MB ({share} %)',
  readSoFar: '{read} MB',
  rate: '{rate} MB/s',
  seconds: '{n:n} s left',
  minutes: '{n:n} min left',
  failing: '{n:n} failing',
} as const satisfies ProgressTexts;
