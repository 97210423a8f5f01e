import { fromText } from '../../engine/bytes/byte-string.ts';
import { printable } from '../../engine/bytes/printable.ts';
import type { CaptureInfo, UnreadableInput } from '../../engine/results.ts';
import { encodePath } from '../../engine/sign/percent.ts';
import { type FillArgs, fill, plainFiller } from '../../sentences/fill.ts';
import type { FormatLabelId, FormatTexts } from '../../sentences/formats.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import { naming, providersOf } from '../../sentences/service.ts';
import type { DigestReporter } from '../digest/digest.ts';
import { plainText } from '../document/blocks.ts';
import { lateFacts } from '../document/cause-facts.ts';
import { type CaptureFindings, FindingsCollector } from '../findings/capture-findings.ts';
import type { Finding, PublishedReportOptions } from '../findings/finding.ts';
import type { LateFinding } from '../findings/late-failures.ts';
import type { VerdictCounts } from '../findings/troubles.ts';
import type { ExchangeJson, Tool } from '../json/model.ts';
import { inputName, unreadableSentence } from '../notice-text.ts';
import type { MadeLines, ScanEnd } from '../reporter.ts';
import type { OptionsAgain } from '../terminal/view.ts';
import { WaitingParts } from '../uploads/later-uploads.ts';

/* What published formats share: options, sentences, and the reporter of those made from findings. */

/** What every published format is made with. */
export interface FormatOptions extends PublishedReportOptions {
  readonly formats: FormatTexts;
  readonly tool: Tool;
  /** When the report is made, for people; null or absent: it does not say. */
  readonly madeAt?: string | null;
  /** Report every cause, however many there are. */
  readonly all: boolean;
  /** See `View`. */
  readonly again?: OptionsAgain;
  readonly made?: MadeLines | undefined;
}

/** A label of the formats with its arguments in place. */
export function sayLabel(
  { formats, texts }: Pick<FormatOptions, 'formats' | 'texts'>,
  id: FormatLabelId,
  args: FillArgs = {},
): string {
  return fill(formats.labels[id], args, plainFiller(texts));
}

/** That an input could not be read, and why, in printable text. */
export function unreadableText(input: UnreadableInput, options: FormatOptions): string {
  const { texts } = options;
  const path = fromText(printable(inputName(input.path, texts)));
  const why = fromText(printable(unreadableSentence(input, plainFiller(texts), texts)));
  return sayLabel(options, 'unreadable', { path, why });
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

/* What formats for build servers share: paths in their form, and fingerprints of causes. */

/**
 * A path as those write it who read reports of builds: Windows parts folders with `\`, and a report may be
 * read, or merged, elsewhere. SARIF (3.4.3) wants URIs; GitHub and GitLab look for the path in their
 * repository.
 */
export function slashedPath(path: string): string {
  return path.replaceAll('\\', '/');
}

/** A drive with its folder. */
const DRIVE = /^[A-Za-z]:\//;

/**
 * The same as a reference by URI, without what must be encoded: a path with a drive or a server
 * (`\\server\folder`) is a whole one (RFC 8089, appendices E.2 and E.3), as one from the root is.
 */
export function fileReference(path: string): { readonly prefix: string; readonly path: string } {
  const slashed = slashedPath(path);
  const drive = DRIVE.exec(slashed)?.[0] ?? '';
  if (drive !== '') return { prefix: `file:///${drive}`, path: slashed.slice(drive.length) };
  if (path.startsWith('\\\\')) return { prefix: 'file://', path: slashed.slice(2) };
  return { prefix: slashed.startsWith('/') ? 'file://' : '', path: slashed };
}

/** The line of a request where the input is a text; the first of a capture, which has no lines. */
export function lineOf({ summary }: CaptureInfo, { requestFrame }: ExchangeJson): number {
  return summary.text === undefined ? 1 : Math.max(1, requestFrame ?? 1);
}

/** Gives the next cause of a capture its fingerprint; `exchange` is one that it was met in. */
export type Fingerprinter = (rule: string, exchange: ExchangeJson) => string;

/**
 * Fingerprints of the causes in one report: the same for the same cause in the same capture, whenever, in
 * whichever frame and under whichever folder it is met again, and no two alike. Readers take issues with one
 * fingerprint for one, so captures with one name in several folders, as of several hosts, are distinguished
 * by their order.
 */
export class CauseFingerprints {
  /** Captures so far, by the name of their file. */
  readonly #met = new Map<string, number>();

  /** For the causes of the next capture. */
  capture(path: string): Fingerprinter {
    const name = path.split(/[\\/]/).at(-1) ?? path;
    const place = (this.#met.get(name) ?? 0) + 1;
    this.#met.set(name, place);
    const ordinals = new Map<string, number>();
    return (rule, { diagnosis }) => {
      const ordinal = (ordinals.get(rule) ?? 0) + 1;
      ordinals.set(rule, ordinal);
      const fields = [...new Set(diagnosis?.divergences.map(({ field }) => field) ?? [])].sort();
      // The first has no number of its own: what it had before there was a second stays.
      const again = place === 1 ? [] : [String(place)];
      return [rule, ...fields, name, String(ordinal), ...again]
        .map((part) => encodePath(fromText(part)))
        .join(';');
    };
  }
}
