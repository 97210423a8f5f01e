import type { CaptureInfo, UnreadableInput } from '../../engine/results.ts';
import { type FillArgs, fill, plainFiller } from '../../sentences/fill.ts';
import type { FormatLabelId, FormatTexts } from '../../sentences/formats.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import { naming, providersOf } from '../../sentences/service.ts';
import type { DigestReporter } from '../digest/digest.ts';
import { plainText } from '../document/blocks.ts';
import { lateFacts } from '../document/facts.ts';
import { type CaptureFindings, FindingsCollector } from '../findings/capture-findings.ts';
import type { Finding, PublishedReportOptions } from '../findings/finding.ts';
import type { LateFinding } from '../findings/late-failures.ts';
import type { VerdictCounts } from '../findings/troubles.ts';
import type { Tool } from '../json/model.ts';
import type { ScanEnd } from '../reporter.ts';
import type { OptionsAgain } from '../terminal/view.ts';
import { WaitingParts } from '../uploads/later-uploads.ts';

/*
 * What the published formats share: their options, their sentences, and the reporter of those that are
 * written from findings.
 */

/** What every published format is made with. */
export interface FormatOptions extends PublishedReportOptions {
  readonly formats: FormatTexts;
  readonly tool: Tool;
  /** Report every cause, however many there are. */
  readonly all: boolean;
  /** See `View`. */
  readonly again?: OptionsAgain;
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
export function filteredText(info: CaptureInfo, options: FormatOptions): string | null {
  const { filtered } = info;
  if (filtered === undefined || filtered.ofOss === 0) return null;
  return sayOf(info, options, 'filtered', { shown: filtered.shownOss, of: filtered.ofOss });
}

/** A label about the exchanges of a capture, which names their service. */
function sayOf(
  info: Pick<CaptureInfo, 'traffic'>,
  { formats, texts }: FormatOptions,
  id: FormatLabelId,
  args: FillArgs,
): string {
  return fill(formats.labels[id], args, naming(plainFiller(texts), providersOf(info)));
}

/** A finding in one paragraph: what, why, and what to do. */
export function sentenceOf(finding: Finding, options: FormatOptions): string {
  const { gap } = PUNCTUATION[options.formats.lang];
  return [finding.weighedHeadline, ...explanationOf(finding, options)].join(gap);
}

/** Why, and what to do: what is said behind the headline of a finding. */
export function explanationOf(
  { cause, cure }: Pick<Finding, 'cause' | 'cure'>,
  options: FormatOptions,
): readonly string[] {
  const { colon, stop } = PUNCTUATION[options.formats.lang];
  const sentence = (id: FormatLabelId, text: string): readonly string[] =>
    text === '' ? [] : [`${sayLabel(options, id)}${colon}${text}${/[.。]$/.test(text) ? '' : stop}`];
  return [...sentence('cause', cause), ...sentence('cure', cure)];
}

/** The same of what failed behind the status of a success. */
export function lateSentence(finding: LateFinding, options: FormatOptions): string {
  const { gap, colon, stop } = PUNCTUATION[options.formats.lang];
  const sentences = lateFacts(finding, lateTitles(options)).flatMap(({ title, text }) =>
    text === null || text === '' ? [] : [title + colon + plainText(text).replace(/[.。]$/, '')],
  );
  return finding.headline + sentences.map((text) => gap + text + stop).join('');
}

/** The titles of `lateFacts` in published formats. */
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
  info: Pick<CaptureInfo, 'traffic'>,
  options: FormatOptions,
): string {
  const { comma, colon } = PUNCTUATION[options.formats.lang];
  const { texts } = options;
  const hidden = late === 0 ? '' : fill(texts.late.labels['passed-late'], { n: late }, plainFiller(texts));
  const parts = [sayLabel(options, 'counts-passed', { n: passed }) + hidden];
  if (failed > 0) parts.push(sayLabel(options, 'counts-failed', { n: failed }));
  if (other > 0) parts.push(sayLabel(options, 'counts-other', { n: other }));
  return sayOf(info, options, 'counts-oss', { n: oss }) + colon + parts.join(comma);
}

/** A format that is written from the findings of each capture, and not from single exchanges. */
export interface FindingsFormat {
  capture(found: CaptureFindings): void;
  unreadable(input: UnreadableInput): void;
  /** `later` has only those uploads that a capture above reported as open. */
  end(end: ScanEnd & Required<Pick<ScanEnd, 'later'>>): void;
}

/**
 * The reporter of such a format: collects the findings of a capture until it ends, and passes them on as soon
 * as it is known, or given up, how the uploads that it left open went on. Captures and unreadable inputs keep
 * their order.
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
