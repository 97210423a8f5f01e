import { plainText } from './document/blocks.ts';
import { lateFacts } from './document/facts.ts';
import type { Finding, HandedOnReportOptions } from './findings/finding.ts';
import type { LateFinding } from './findings/late-failures.ts';
import type { VerdictCounts } from './findings/verdict-tally.ts';
import type { CaptureInfo } from './input.ts';
import type { Tool } from './json/model.ts';
import { type FillArgs, fill, plainFiller } from './text/fill.ts';
import type { FormatLabelId, FormatTexts } from './text/format-texts.ts';
import { PUNCTUATION } from './text/punctuation.ts';

/** What every format that is handed on is made with. */
export interface FormatOptions extends HandedOnReportOptions {
  readonly formats: FormatTexts;
  readonly tool: Tool;
  /** Tell every cause, however many they are. */
  readonly all: boolean;
}

/** A label of the formats with its arguments in place. */
export function sayLabel(
  { formats, texts }: Pick<FormatOptions, 'formats' | 'texts'>,
  id: FormatLabelId,
  args: FillArgs = {},
): string {
  return fill(formats.labels[id], args, plainFiller(texts));
}

/** How much of a capture a filter shows; null without one, and where there is nothing to show. */
export function filteredText({ filtered }: CaptureInfo, options: FormatOptions): string | null {
  if (filtered === undefined || filtered.ofOss === 0) return null;
  return sayLabel(options, 'filtered', { shown: filtered.shownOss, of: filtered.ofOss });
}

/** A finding in one paragraph: what, why, and what to do. */
export function sentenceOf({ weighedHeadline, cause, cure }: Finding, options: FormatOptions): string {
  const { gap, colon, stop } = PUNCTUATION[options.formats.lang];
  const told = (id: FormatLabelId, text: string): string => {
    if (text === '') return '';
    return `${gap}${sayLabel(options, id)}${colon}${text}${stop}`;
  };
  return weighedHeadline + told('cause', cause) + told('cure', cure);
}

/** The same of what failed behind the status of a success. */
export function lateSentence(finding: LateFinding, options: FormatOptions): string {
  const { gap, colon, stop } = PUNCTUATION[options.formats.lang];
  const sentences = lateFacts(finding, lateTitles(options)).flatMap(({ title, text }) =>
    text === null ? [] : [title + colon + plainText(text).replace(/[.。]$/, '')],
  );
  return finding.headline + sentences.map((text) => gap + text + stop).join('');
}

/** The titles of `lateFacts` in what is handed on. */
export function lateTitles(options: FormatOptions): Parameters<typeof lateFacts>[1] {
  return {
    happened: options.texts.endings.labels.happened,
    said: sayLabel(options, 'server-said'),
    callback: options.texts.late.labels.callback,
    cure: sayLabel(options, 'cure'),
  };
}

/** `9 OSS exchanges: 8 passed, 1 failed`. */
export function countsText(
  { oss, passed, late, failed, other }: VerdictCounts,
  options: FormatOptions,
): string {
  const { comma, colon } = PUNCTUATION[options.formats.lang];
  const { texts } = options;
  const hidden = late === 0 ? '' : fill(texts.late.labels['passed-late'], { n: late }, plainFiller(texts));
  const parts = [sayLabel(options, 'counts-passed', { n: passed }) + hidden];
  if (failed > 0) parts.push(sayLabel(options, 'counts-failed', { n: failed }));
  if (other > 0) parts.push(sayLabel(options, 'counts-other', { n: other }));
  return sayLabel(options, 'counts-oss', { n: oss }) + colon + parts.join(comma);
}
