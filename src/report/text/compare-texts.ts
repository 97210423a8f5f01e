import type { Lang, Template } from './texts.ts';

/** Pieces of a comparison of captures. */
export const COMPARE_LABEL_IDS = [
  'header',
  'header-unmatched',
  'capture',
  'clock-offset',
  'clock-offset-before',
  'column-here',
  'column-ms',
  'column-changed',
  'nothing-changed',
  'more-pairs',
  'broken',
  'exchanges',
  'row-hop',
  'hop',
  'row-proof',
  'proof',
  'proof-both',
  'row-cause',
  'row-cure',
  'cure',
  'row-also',
  'also-unsigned',
  'row-answer',
  'answer-changed',
  'row-expected',
  'expected',
  'row-time',
  'time',
  'row-support',
  'support',
  'reversed',
  'uncompared',
  'clean',
  'clean-behind',
  'clean-client',
  'harmless',
  'harmless-times',
  'harmless-values',
  'unmatched',
  'unmatched-list',
  'matched-otherwise',
  'no-pairs',
  'no-pairs-advice',
  'added',
  'dropped',
  'changed',
  'order',
  'end-broken',
  'end-clean',
  'end-nothing',
  'end-exit',
  'field-target',
  'field-version',
  'field-order',
  'field-body',
  'field-status',
] as const;

export type CompareLabelId = (typeof COMPARE_LABEL_IDS)[number];

/** What a comparison says in words. */
export interface CompareTexts {
  readonly lang: Lang;
  readonly labels: Readonly<Record<CompareLabelId, Template>>;
}
