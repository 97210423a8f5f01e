import { addAll } from '../../engine/bytes/collections.ts';
import { displayWidth, padEnd } from '../../engine/bytes/display-width.ts';
import { printable } from '../../engine/bytes/printable.ts';
import type { Verdict } from '../../engine/diagnose/model.ts';
import type { FlavourId, ProviderId } from '../../engine/oss/provider.ts';
import type { CaptureInfo, ExchangeResult } from '../../engine/results.ts';
import { naming, providersOf } from '../../sentences/service.ts';
import type { Digest, DigestReporter } from '../digest/digest.ts';
import { causeSentences } from '../findings/explain.ts'; // later: explaining
import { triageText } from '../findings/finding.ts'; // later: explaining
import { CauseTally, type ScanCause } from '../findings/group.ts';
import { isKnownMishap, isUrlAlone, mishapIn, mishapTally } from '../findings/late-failures.ts';
import { measureOf } from '../findings/suspects.ts'; // later: explaining
import {
  type ExchangeTroubles,
  lateFailures,
  ScanTroubles,
  type Troubles,
  troubleList,
} from '../findings/troubles.ts';
import { captureName } from '../notice-text.ts';
import type { ScanEnd, Write } from '../reporter.ts';
import { isCut } from '../summary.ts';
import { label, maskedViewFor, shortLabel, type View } from '../terminal/view.ts';
import { widestOf, wrapItems, wrapText } from '../terminal/wrap.ts';
import { type LaterById, WaitingParts, withoutContinued } from '../uploads/later-uploads.ts';
import { type BlockSize, SIZES_OF_ONE, SIZES_OF_SEVERAL } from './block-size.ts';
import { filteredLines, otherPacketLines, otherTraffic, outcomeText, TlsWays } from './capture-header.ts';
import { explainCommand } from './commands.ts'; // later: explaining
import { PageTally } from './page-tally.ts';
import { cutEnd, knownLines, lateBlock, shortBlock } from './short-block.ts'; // later: explaining
import { SideFindings, sideLines } from './side-findings.ts';

/** Rows of the screen that a capture with few causes is to fit, with the prompt below it. */
const SCREEN_ROWS = 24;
/** Causes that get a block; the overview has a line for each. */
const MAX_BLOCKS = 3;
/** Causes that are no news and have a line of their own. */
const MAX_KNOWN = 3;
/** Lines of what is noted beside, where the screen is full. */
const FEW_LINES = 2;

/** How much is shown. */
interface Size {
  readonly block: BlockSize;
  /** There is no room for more than few words beside it. */
  readonly isFull: boolean;
  /** Causes that the overview lists. */
  readonly listed: number;
}

interface ShortOptions {
  readonly view: View;
  /** Of what is above the closing line: all, what fails, or nothing. */
  readonly above: 'all' | 'failures' | 'nothing';
  /** Rows of the terminal that it is printed to; absent for a file or a pipe, where nothing is cut. */
  readonly rows?: number | undefined;
}

/**
 * The answer first: a block for each of the causes that explain most, one line for all else. Written when all
 * is read. Memory grows with the causes, up to a limit, and not with the captures.
 */
export class ShortReporter implements DigestReporter {
  readonly #write: Write;
  readonly #view: View;
  readonly #above: ShortOptions['above'];
  readonly #rows: number | undefined;
  #tally: PageTally;
  readonly #causes = new CauseTally({ all: false });
  readonly #late = mishapTally({ all: false });
  readonly #troubles = new ScanTroubles();
  readonly #side = new SideFindings();
  readonly #counts = new Map<Verdict, number>();
  readonly #parts = new WaitingParts();
  /** The first capture. */
  #first: CaptureInfo | null = null;
  readonly #providers = new Set<ProviderId>();
  readonly #flavours = new Set<FlavourId>();
  #lateFailures = 0;
  /** Captures whose packets were cut when they were taken. */
  #cut = 0;

  constructor(write: Write, { view, above, rows }: ShortOptions) {
    this.#write = write;
    this.#view = view;
    this.#above = above;
    this.#rows = rows;
    this.#tally = newTally();
  }

  exchange(_capture: string, result: ExchangeResult): void {
    this.#tally.add(result);
  }

  digest(_capture: string, digest: Digest): void {
    if (digest.kind === 'page') this.#tally.restore(digest.content);
  }

  capture(info: CaptureInfo): void {
    this.#first ??= info;
    for (const each of providersOf(info)) this.#providers.add(each);
    for (const each of info.traffic.flavours ?? []) this.#flavours.add(each);
    if (isCut(info)) this.#cut++;
    const tally = this.#tally;
    this.#tally = newTally();
    const { grouper, late } = tally;
    this.#causes.add(info, { groups: grouper.groups(), leftOut: grouper.leftOut });
    this.#late.add(info, { groups: late.groups(), leftOut: late.leftOut });
    this.#side.add(info, tally);
    this.#lateFailures += lateFailures(tally.troubles.state);
    for (const [verdict, count] of tally.counts)
      this.#counts.set(verdict, (this.#counts.get(verdict) ?? 0) + count);
    const troubles = tally.troubles.state;
    this.#parts.add(info, (later) => this.#addUploads(info, troubles, later));
  }

  /** By then it may be known how its uploads went on. */
  #addUploads(whole: CaptureInfo, troubles: ExchangeTroubles, later: LaterById): void {
    const info = withoutContinued(whole, later);
    this.#troubles.add(info, troubles, later);
    this.#side.addUploads(info);
  }

  /** Reported on the error stream. */
  unreadable(): void {}

  end(end: ScanEnd): void {
    const later = end.later ?? [];
    const continued = this.#troubles.takeContinued(later).length;
    this.#parts.end(later);
    const parts = this.#fitted(end, continued);
    this.#write(`${parts.map((part) => part.join('\n')).join('\n\n')}\n`);
  }

  /**
   * With the most of each block that lets all fit a screen. Where none does, with the least, or as one can
   * read it where several captures make it longer than any screen.
   */
  #fitted(end: ScanEnd, continued: number): readonly (readonly string[])[] {
    const sizes = this.#causes.size > 1 ? SIZES_OF_SEVERAL : SIZES_OF_ONE;
    const plain: View = { ...this.#view, paint: (_, text) => text };
    const fits = (size: Size): boolean =>
      rowsOf(this.#report(end, continued, size, plain), plain.width) < (this.#rows ?? SCREEN_ROWS);
    // beside many captures, what is noted of them is a small part
    const all = sizes.map(
      (block, at): Size => ({ block, isFull: at > 0 && end.summary.captures === 1, listed: MAX_LISTED }),
    );
    const readable = all.filter(({ block }) => block.isTight !== true);
    const [least] = (end.summary.captures > 1 ? readable : all).slice(-1);
    const size = all.find(fits) ?? least;
    if (size === undefined) return [];
    const listed = this.#rows === undefined ? MAX_LISTED : this.#listed(size, fits);
    return this.#report(end, continued, { ...size, listed }, this.#view);
  }

  /**
   * Causes for which the overview has room below the blocks, so that these do not scroll away. A list of
   * those that have blocks would say them twice.
   */
  #listed(size: Size, fits: (size: Size) => boolean): number {
    let [fitting, most] = [0, Math.min(MAX_LISTED, this.#causes.size)];
    while (fitting < most) {
      const listed = Math.ceil((fitting + most) / 2);
      if (fits({ ...size, listed })) fitting = listed;
      else most = listed - 1;
    }
    return fitting > MAX_BLOCKS ? fitting : 0;
  }

  /** The report part by part; a blank line stands between two. */
  #report(end: ScanEnd, continued: number, size: Size, given: View): string[][] {
    const named: View = { ...given, filler: naming(given.filler, this.#providers) };
    const view: View = { ...given, namesServices: this.#providers.size > 1 || this.#flavours.size > 1 };
    const isNoted = this.#above === 'all';
    const closing = closingLines(end, this.#causes, this.#troubles.sum, {
      isNoted,
      cut: this.#cut,
      view: named,
    });
    const { ossExchanges, captures, filteredOut = 0 } = end.summary;
    // of a heap of captures that is searched in vain, nothing else is wanted
    const isInVain = ossExchanges === 0 && filteredOut > 0 && captures > 1;
    if (this.#above === 'nothing' || isInVain) return [closing];
    const blocks = [...this.#blocks(end, size.block, view), ...this.#lateBlocks(end, size.block, view)];
    // of one capture with few causes, the blocks are all that there is to see
    const isMany = this.#causes.size > MAX_BLOCKS || end.summary.captures > 1;
    const overview =
      isMany && end.summary.divergent > 0
        ? [[...overviewLines(this.#causes, end, size.listed, named), ...this.#blocksLeft(size, view)]]
        : [];
    if (this.#above === 'failures') return [...blocks, ...overview, closing];
    const head = [this.#head(end, named), ...this.#nothing(end, view)];
    const beside = this.#sideLines(end, continued, size.isFull, view);
    const known = this.#known(end, view);
    return [...head, ...blocks, known, beside, ...overview, closing].filter((part) => part.length > 0);
  }

  /** Which capture, and how its requests went. */
  #head({ summary }: ScanEnd, view: View): string[] {
    const first = this.#first;
    if (first === null) return [];
    const parts = [
      summary.captures > 1
        ? shortLabel(view, 'captures', { n: summary.captures })
        : captureName(first, view.texts),
    ];
    if (summary.ossExchanges > 0) parts.push(this.#outcome(summary.ossExchanges, view));
    if (!first.summary.complete && summary.captures === 1) parts.push(label(view, 'capture-damaged'));
    const role = summary.divergent === 0 && summary.ossExchanges > 0 ? 'passed' : 'strong';
    const lines = wrapItems(parts, view.width).map((line) => view.paint(role, line));
    return summary.captures === 1 ? [...lines, ...filteredLines(first, view)] : lines;
  }

  #outcome(exchanges: number, view: View): string {
    const other = (n: number): string => shortLabel(view, 'other', { n });
    const list = outcomeText(exchanges, this.#counts, this.#lateFailures, other, view);
    return shortLabel(view, 'requests', { n: exchanges }) + list;
  }

  /** What captures hold instead of requests to OSS, where they hold none: of the first in full. */
  #nothing({ summary }: ScanEnd, view: View): string[][] {
    const first = this.#first;
    if (first === null || summary.ossExchanges > 0 || (first.filtered?.ofOss ?? 0) > 0) return [];
    const name = summary.captures > 1 ? wrapText(captureName(first, view.texts), view.width) : [];
    return [[...name, ...otherPacketLines(first, view)], otherTraffic(first, new TlsWays(), view)];
  }

  #blocks({ summary }: ScanEnd, size: BlockSize, view: View): string[][] {
    const place = { folder: this.#folder({ summary }), size };
    const news = this.#causes.causes().filter(isNews);
    return news.slice(0, MAX_BLOCKS).map((cause) => shortBlock(cause, place, view));
  }

  /** How to see the causes that have no block, each in full. */
  #blocksLeft({ listed }: Size, view: View): string[] {
    // where none is listed, that line says it
    if (listed === 0) return [];
    const n = this.#causes.causes().filter(isNews).length - MAX_BLOCKS;
    return n > 0 ? wrapText(shortLabel(view, 'blocks-left', { n }), view.width) : [];
  }

  #sideLines(end: ScanEnd, continued: number, isFull: boolean, view: View): string[] {
    const { divergent } = end.summary;
    // a signed URL that has a block
    const alone = divergent > 0 ? [] : this.#late.causes().filter(({ group }) => isUrlAlone(group.example));
    const { sum } = this.#troubles;
    const unanswered = alone.reduce((left, { count }) => left - count, sum.unanswered);
    const phrases = [...this.#side.phrases({ ...sum, unanswered }, divergent > 0, view)];
    const contrasts = end.contrasts?.length ?? 0;
    if (contrasts > 0) phrases.push(shortLabel(view, 'contrasts', { n: contrasts }));
    if (continued > 0) phrases.push(shortLabel(view, 'continued', { n: continued }));
    return sideLines(phrases, view, isFull ? FEW_LINES : undefined);
  }

  /** That all captures with causes are in; null where there is one capture. */
  #folder({ summary }: Pick<ScanEnd, 'summary'>): string | null {
    const found = [...this.#causes.causes(), ...this.#late.causes()];
    return summary.captures > 1 ? commonFolder(found.map(({ capture }) => capture)) : null;
  }

  /** Causes that are no news, a line each. */
  #known({ summary }: ScanEnd, view: View): string[] {
    const old = this.#causes.causes().filter((cause) => !isNews(cause));
    const folder = this.#folder({ summary });
    return old.slice(0, MAX_KNOWN).flatMap((cause) => knownLines(cause, folder, view));
  }

  /** What went wrong although no verdict fails, where there is nothing worse. */
  #lateBlocks({ summary }: ScanEnd, size: BlockSize, view: View): string[][] {
    if (summary.divergent > 0) return [];
    const known = this.#late.causes().filter(({ group }) => isKnownMishap(mishapIn(group.example)));
    const place = { folder: this.#folder({ summary }), size };
    return known.slice(0, MAX_BLOCKS).map((cause) => lateBlock(cause, place, view));
  }
}

/** Neither known from a baseline nor ignored. */
function isNews({ group }: ScanCause): boolean {
  return group.example.triage === undefined;
}

/** What the paths of all captures begin with, up to a slash: it says nothing in a list of them. */
function commonFolder(paths: readonly string[]): string {
  const [first = ''] = paths;
  let end = first.lastIndexOf('/') + 1;
  while (end > 0 && !paths.every((path) => path.startsWith(first.slice(0, end))))
    end = first.lastIndexOf('/', end - 2) + 1;
  return first.slice(0, end);
}

function newTally(): PageTally {
  return new PageTally({ isFull: false, all: false, slow: null });
}

/** Rows of the parts with the blank lines between them; a command may take several. */
function rowsOf(parts: readonly (readonly string[])[], width: number): number {
  const rows = (line: string): number => Math.max(1, Math.ceil(displayWidth(line) / width));
  return parts.flat().reduce((sum, line) => sum + rows(line), parts.length - 1);
}

/** Causes that the overview lists. */
const MAX_LISTED = 40;
/** Least columns of the cause. */
const LEAST_CAUSE = 12;
/** Lines of a cause. */
const CAUSE_LINES = 2;
const GAP = '  ';

/** All causes at a glance, each with the command that shows one of its requests. */
function overviewLines(
  tally: CauseTally,
  { summary }: Pick<ScanEnd, 'summary'>,
  most: number,
  view: View,
): string[] {
  const { short } = view.texts;
  const causes = tally.causes();
  const { divergent, ossExchanges, captures } = summary;
  const title =
    captures > 1
      ? shortLabel(view, 'overview-title', {
          n: divergent,
          of: ossExchanges,
          captures: tally.captures,
          all: captures,
        })
      : shortLabel(view, 'overview-title-one', { n: divergent, of: ossExchanges });
  const listed = causes.slice(0, most);
  const rows = listed.map((cause) => [
    String(cause.count),
    certaintyOf(cause, view),
    headlineOf(cause, view),
    exampleOf(cause, view),
  ]);
  const table = tableLines(
    [short['column-count'], short['column-certainty'], short['column-cause']],
    rows,
    view,
  );
  const lines = wrapText(title, view.width).map((line) => view.paint('strong', line));
  if (most > 0) addAll(lines, ['', ...table]);
  const blocks = causes.filter(isNews).slice(0, MAX_BLOCKS);
  const beyond = most > 0 ? causes.slice(most) : causes.filter((cause) => !blocks.includes(cause));
  if (beyond.length > 0) {
    const requests = beyond.reduce((sum, { count }) => sum + count, 0);
    const id = most < MAX_LISTED ? 'causes-left' : 'more-causes';
    addAll(lines, wrapText(shortLabel(view, id, { n: beyond.length, requests }), view.width));
  }
  if (tally.leftOut > 0)
    addAll(lines, wrapText(shortLabel(view, 'other-causes', { n: tally.leftOut }), view.width));
  return lines;
}

/**
 * The cells in columns; the last column has lines below it, and nothing behind it. What a row has more of is
 * a command, which is not broken.
 */
function tableLines(titles: readonly string[], rows: readonly (readonly string[])[], view: View): string[] {
  const widths = titles
    .slice(0, -1)
    .map((title, at) => widestOf([title, ...rows.map((row) => row[at] ?? '')]));
  const margin = widths.reduce((sum, width) => sum + width + GAP.length, 0);
  const room = Math.max(LEAST_CAUSE, view.width - margin);
  const line = (cells: readonly string[], last: string): string =>
    (cells.map((cell, at) => padEnd(cell, widths[at] ?? 0) + GAP).join('') + last).trimEnd();
  return [
    view.paint('label', line(titles.slice(0, -1), titles.at(-1) ?? '')),
    ...rows.flatMap((row) => {
      const cells = row.slice(0, titles.length - 1);
      const [cause = '', ...commands] = row.slice(titles.length - 1);
      const [first = '', ...more] = causeLines(cause, room);
      const blank = cells.map(() => '');
      return [
        line(cells, first),
        ...more.map((text) => line(blank, text)),
        ...commands.map((text) => view.paint('quiet', line(blank, text))),
      ];
    }),
  ];
}

function causeLines(text: string, room: number): string[] {
  const lines = wrapText(text, room);
  if (lines.length <= CAUSE_LINES) return lines;
  const last = lines.slice(CAUSE_LINES - 1).join(' ');
  return [...lines.slice(0, CAUSE_LINES - 1), cutEnd(last, room)];
}

function certaintyOf({ group }: ScanCause, view: View): string {
  const { diagnosis } = group.example;
  const measure = diagnosis === null ? null : measureOf(diagnosis);
  return measure === null ? '-' : view.texts.measures[measure];
}

/** What shows one of the requests; where nobody could type it, which one that is. */
function exampleOf({ capture, group }: ScanCause, { again }: View): string {
  const [index = group.example.index] = group.indexes;
  return explainCommand(capture, index, group.example.diagnosis, again) ?? `${printable(capture)}#${index}`;
}

function headlineOf({ group: { example } }: ScanCause, scanView: View): string {
  const view = maskedViewFor(scanView, example);
  if (example.diagnosis === null) return '';
  const { headline } = causeSentences(example.diagnosis, view.filler, view.texts);
  return triageText(example.triage, view.filler, view.texts) + headline;
}

/**
 * What closes a report: how many failed, of how many causes, what was not read, the exit code. `isNoted`:
 * what else went wrong stands above; `cut`: captures whose packets were cut.
 */
function closingLines(
  end: ScanEnd,
  causes: Pick<CauseTally, 'size' | 'leftOut'>,
  troubles: Troubles,
  { isNoted, cut, view }: { readonly isNoted: boolean; readonly cut: number; readonly view: View },
): string[] {
  const { divergent, ossExchanges, unreadable, captures } = end.summary;
  const { filteredOut = 0, unreadCaptures = 0, known = 0, ignored = 0 } = end.summary;
  const items: string[] = [];
  if (end.interrupted) items.push(shortLabel(view, 'end-interrupted'));
  if (divergent > 0) {
    items.push(shortLabel(view, 'end-failed', { n: divergent, of: ossExchanges }));
    const id = causes.leftOut > 0 ? 'end-causes-least' : 'end-causes';
    items.push(shortLabel(view, id, { n: causes.size }));
    const late = isNoted ? null : troubleList(troubles, view.texts, view.filler, 'late');
    if (late !== null) items.push(late);
    if (known + ignored > 0) items.push(shortLabel(view, 'end-triaged', { known, ignored }));
  } else if (ossExchanges > 0) {
    const list = troubleList(troubles, view.texts, view.filler);
    items.push(
      list === null
        ? shortLabel(view, 'end-clean', { n: ossExchanges })
        : troubles.unanswered === ossExchanges
          ? shortLabel(view, 'end-unanswered', { n: ossExchanges })
          : shortLabel(view, isNoted ? 'end-no-signature' : 'end-noted', { n: ossExchanges, list }),
    );
  } else if (filteredOut > 0) items.push(shortLabel(view, 'end-none-shown', { n: filteredOut, captures }));
  else if (captures > unreadCaptures) items.push(shortLabel(view, 'end-nothing'));
  // beside these, that nothing fails is not known
  const isLostSaid = !isNoted && divergent === 0;
  if (troubles.lost > 0 && !isLostSaid) items.push(shortLabel(view, 'end-lost', { n: troubles.lost }));
  if (cut > 0 && ossExchanges === 0) items.push(shortLabel(view, 'end-cut', { n: cut }));
  if (filteredOut > 0 && ossExchanges > 0) items.push(shortLabel(view, 'end-filtered', { n: filteredOut }));
  if (unreadable > 0) items.push(shortLabel(view, 'end-unreadable', { n: unreadable }));
  if (unreadCaptures > 0) items.push(shortLabel(view, 'end-unread', { n: unreadCaptures }));
  if ((end.damaged ?? 0) > 0) items.push(shortLabel(view, 'end-damaged', { n: end.damaged ?? 0 }));
  items.push(shortLabel(view, 'end-exit', { code: end.exitCode }));
  const isKnown = troubles.lost === 0 && cut === 0;
  const isClean = isKnown && divergent === 0 && ossExchanges > 0 && end.exitCode === 0;
  const role = divergent > known + ignored ? 'failing' : isClean ? 'passed' : 'strong';
  return wrapItems(items, view.width).map((line) => view.paint(role, line));
}
