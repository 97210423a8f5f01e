import { fromText } from '../../bytes/byte-string.ts';
import { groupBy } from '../../bytes/collections.ts';
import { printable } from '../../bytes/printable.ts';
import { breaksSignature, isComparable, isReversed } from '../../diagnose/hops/compare-hops.ts';
import type { ComparedPair, HopExchange } from '../../diagnose/hops/hop-model.ts';
import { isKnownTime } from '../../http/message.ts';
import type { Block, Document, Part } from '../document/blocks.ts';
import type { CaptureInfo } from '../input.ts';
import { inputName } from '../notice-text.ts';
import { type Column, fitsColumns, PLAIN_STYLE, renderColumns, UNSHRINKABLE } from '../terminal/columns.ts';
import { listed, SIDE_BY_SIDE_WIDTH, verdictName } from '../terminal/view.ts';
import { PUNCTUATION } from '../text/language.ts';
import { durationOf, formatTimeOfDay, millisecondsBetween } from '../timing/time-text.ts';
import {
  brokenParts,
  type CompareView,
  changeName,
  changeTextBeside,
  groupBroken,
  kindOf,
  letterOf,
  milliseconds,
  numberList,
  pairView,
  say,
} from './changes.ts';

/** Exchanges that are listed; beyond that only those that were broken. */
const MAX_LISTED = 20;

/** A comparison for people at a terminal. */
export function comparisonDocument(result: ComparisonResult, exitCode: number, view: CompareView): Document {
  const { pairs } = result;
  const broken = pairs.filter(isBroken).length;
  const sentences = [
    say(view, broken > 0 ? 'end-broken' : endOfClean(result), { n: broken }),
    say(view, 'end-exit', { code: exitCode }),
  ];
  return [
    headerPart(result, view),
    ...reversedParagraphs(pairs, view).map((text) => [paragraph(text)]),
    pairsPart(result, view),
    ...groupBroken(pairs).flatMap((group) => brokenParts(group, view)),
    ...cleanParagraphs(result, view).map((text) => [paragraph(text)]),
    unmatchedPart(result, view),
    [paragraph(sentences.join(PUNCTUATION[view.compare.lang].gap))],
  ];
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', text, depth: 0 };
}

/** The pairs as a table, as far as they are listed. */
function pairsPart({ pairs, captures }: ComparisonResult, view: CompareView): Part {
  if (pairs.length === 0) {
    return [paragraph(say(view, 'no-pairs')), paragraph(say(view, 'no-pairs-advice'))];
  }
  const listedPairs = pairs.length <= MAX_LISTED || view.all ? pairs : pairs.filter(isBroken);
  const rest = pairs.length - listedPairs.length;
  return [
    ...(listedPairs.length === 0 ? [] : [overview(listedPairs, captures.length, view)]),
    ...(rest > 0 ? [paragraph(say(view, 'more-pairs', { n: rest }))] : []),
  ];
}

/** How far it goes that no signature was broken. */
function endOfClean({
  pairs,
  unmatched,
  notCompared,
}: ComparisonResult): 'end-clean' | 'end-partly' | 'end-nothing' {
  const hops = pairs.flatMap((pair) => pair.hops.map((hop) => isComparable(pair, hop)));
  if (!hops.includes(true)) return 'end-nothing';
  return hops.includes(false) || unmatched.length > 0 || notCompared !== undefined
    ? 'end-partly'
    : 'end-clean';
}

/**
 * Captures in the wrong order make every change look the other way round: said before anything
 * else.
 */
function reversedParagraphs(pairs: readonly ComparedPair[], view: CompareView): readonly string[] {
  const found = new Set<string>();
  for (const pair of pairs) {
    for (const hop of pair.hops) {
      if (!isReversed(pair, hop)) continue;
      const [a, b] = hop.between;
      found.add(say(view, 'reversed', { a: letterOf(a), b: letterOf(b) }));
    }
  }
  return [...found];
}

function isBroken({ hops }: ComparedPair): boolean {
  return breaksSignature(hops);
}

function headerPart({ captures, pairs, unmatched, notCompared }: ComparisonResult, view: CompareView): Part {
  const names = captures.map(({ path }, at) => {
    const name = fromText(inputName(path, view.texts));
    return say(view, 'capture', { letter: letterOf(at), path: name });
  });
  const parts = [say(view, 'header', { n: pairs.length })];
  if (unmatched.length > 0) parts.push(say(view, 'header-unmatched', { n: unmatched.length }));
  if (notCompared !== undefined) parts.push(say(view, 'not-compared', notCompared));
  for (let at = 0; at + 1 < captures.length; at++) {
    const ms = clockOffset(pairs, at, at + 1);
    if (ms === null) continue;
    const args = { a: letterOf(at), b: letterOf(at + 1), ms: milliseconds(Math.abs(ms)) };
    // The clock of the second may be behind by more than the way takes.
    parts.push(say(view, ms < 0 ? 'clock-offset-before' : 'clock-offset', args));
  }
  return [...names, parts.join(' · ')].map((text) => ({ kind: 'title', text }));
}

/** Milliseconds by which requests were seen later at the second point: the median. */
function clockOffset(pairs: readonly ComparedPair[], first: number, second: number): number | null {
  const found: number[] = [];
  for (const { points } of pairs) {
    const [a, b] = [points[first]?.exchange.request ?? null, points[second]?.exchange.request ?? null];
    if (a === null || b === null || !isKnownTime(a.time) || !isKnownTime(b.time)) continue;
    found.push(millisecondsBetween(a.time, b.time));
  }
  found.sort((a, b) => a - b);
  return found[Math.floor(found.length / 2)] ?? null;
}

/** What the table of pairs shows of them. */
interface Layout {
  /** Null: no times. */
  readonly time: 'milliseconds' | 'seconds' | null;
  /** Columns that the names of what was changed, and the verdict, are to have at least. */
  readonly changed: number;
  readonly verdict: number;
}

/** Columns that the names of changes can be cut to, and on the narrowest terminals the verdict. */
const LEAST_CHANGED = 14;
const LEAST_VERDICT = 11;

/**
 * Best first. What was changed is what people look for: the time gives way first, as in the table
 * of a scan.
 */
const LAYOUTS: readonly Layout[] = [
  { time: 'milliseconds', changed: UNSHRINKABLE, verdict: UNSHRINKABLE },
  { time: 'seconds', changed: UNSHRINKABLE, verdict: UNSHRINKABLE },
  { time: null, changed: UNSHRINKABLE, verdict: UNSHRINKABLE },
  { time: null, changed: LEAST_CHANGED, verdict: UNSHRINKABLE },
];
const LAST_LAYOUT: Layout = { time: null, changed: LEAST_CHANGED, verdict: LEAST_VERDICT };

function overview(pairs: readonly ComparedPair[], captures: number, view: CompareView): Block {
  const layout =
    LAYOUTS.find((each) => fitsColumns(columnsOf(each, captures, view), pairs, view, PLAIN_STYLE)) ??
    LAST_LAYOUT;
  const columns = columnsOf(layout, captures, view);
  const last = columns.length - 1;
  const lines = renderColumns(columns, pairs, view, PLAIN_STYLE, (pair, column) => {
    if (column !== last) return null;
    return isBroken(pair) ? 'failing' : 'passed';
  });
  const whole = columnsOf(LAYOUTS[0] ?? LAST_LAYOUT, captures, view);
  const table = {
    columns: whole.map(({ title }) => ({ title: [title].flat().join(' ') })),
    rows: pairs.map((pair) => whole.map(({ cell }) => [cell(pair)].flat())),
  };
  return { kind: 'lines', lines: [...lines], table };
}

function columnsOf(
  { time, changed, verdict }: Layout,
  captures: number,
  view: CompareView,
): Column<ComparedPair>[] {
  const { labels } = view.texts;
  const wide = view.width >= SIDE_BY_SIDE_WIDTH;
  const positions = Array.from({ length: captures }, (_, at) => at);
  const columns: Column<ComparedPair>[] = [
    ...positions.map((at) => ({
      title: say(view, 'column-here', { letter: letterOf(at) }),
      cell: ({ points }: ComparedPair) => String(points[at]?.index ?? '-'),
      least: UNSHRINKABLE,
    })),
    ...(time === null
      ? []
      : [
          {
            title: labels['column-time'],
            cell: (pair: ComparedPair) => timeCell(pair, time),
            least: UNSHRINKABLE,
          },
        ]),
    {
      title: labels['column-operation'],
      cell: (pair) => printable(firstPoint(pair)?.oss?.operation ?? '-'),
      least: 12,
    },
    { title: labels['column-status'], cell: statusCell, least: UNSHRINKABLE },
  ];
  if (wide) {
    for (const at of positions) {
      columns.push({
        title: say(view, 'column-ms', { letter: letterOf(at) }),
        cell: ({ points }) => durationCell(points[at] ?? null),
        least: UNSHRINKABLE,
      });
    }
  }
  columns.push(
    { title: say(view, 'column-changed'), cell: (pair) => changedCell(pair, view), least: changed },
    { title: labels['column-verdict'], cell: (pair) => verdictName(pair.verdict, view), least: verdict },
  );
  return columns;
}

function firstPoint({ points }: ComparedPair) {
  return points.find((point) => point !== null);
}

function timeCell(pair: ComparedPair, format: 'milliseconds' | 'seconds'): string {
  const request = firstPoint(pair)?.exchange.request ?? null;
  return request === null || !isKnownTime(request.time) ? '-' : formatTimeOfDay(request.time, format);
}

function statusCell({ points }: ComparedPair): string {
  const status = points
    .map((point) => point?.exchange.response?.status ?? null)
    .filter((each) => each !== null);
  return status.length === 0 ? '-' : [...new Set(status)].join('/');
}

function durationCell(point: ComparedPair['points'][number]): string {
  const duration = point === null ? null : durationOf(point.exchange);
  return duration === null ? '-' : milliseconds(duration);
}

/** What is signed and changed, else what else was changed and is not what any proxy does. */
function changedCell({ hops }: ComparedPair, view: CompareView): string {
  const changes = hops.flatMap((hop) => hop.changes);
  const broken = changes.filter((change) => change.breaksSignature);
  const shown = broken.length > 0 ? broken : changes.filter((change) => !change.hopByHop);
  if (shown.length === 0) return say(view, 'nothing-changed');
  const names = listed([...new Set(shown.map(({ field }) => changeName(field, view)))], view);
  return broken.length > 0 ? `✗ ${names}` : names;
}

/** What can be said of the exchanges that no hop broke. */
function cleanParagraphs({ pairs }: ComparisonResult, view: CompareView): string[] {
  const paragraphs: string[] = [];
  // a point between the two may lack the exchange
  const hops = pairs.flatMap((pair) => pair.hops.map((hop) => ({ pair, hop })));
  for (const here of groupBy(hops, ({ hop }) => hop.between.join(' ')).values()) {
    const [a, b] = here[0]?.hop.between ?? [0, 0];
    const args = { a: letterOf(a), b: letterOf(b) };
    const unseen = here.filter(({ pair, hop }) => !isComparable(pair, hop)).map(({ pair }) => pair);
    if (unseen.length > 0) {
      paragraphs.push(say(view, 'uncompared', { ...args, list: fromText(numberList(unseen, view)) }));
    }
    const clean = here.filter(({ pair, hop }) => isComparable(pair, hop) && !breaksSignature([hop]));
    if (clean.length === 0) continue;
    const sentences = [say(view, 'clean', { ...args, n: clean.length })];
    const harmless = harmlessList(clean, view);
    if (harmless !== null) sentences.push(say(view, 'harmless', { list: fromText(harmless) }));
    paragraphs.push(sentences.join(PUNCTUATION[view.compare.lang].gap));
  }
  const whole = pairs.filter((pair) => !isBroken(pair));
  const addList = (id: 'clean-behind' | 'clean-client', all: readonly ComparedPair[]): void => {
    for (const of of groupBy(all, (pair) => endsOf(pair).join(' ')).values()) {
      const [a, b] = of[0] === undefined ? [0, 0] : endsOf(of[0]);
      const args = { a: letterOf(a), b: letterOf(b), list: fromText(numberList(of, view)) };
      paragraphs.push(say(view, id, args));
    }
  };
  addList(
    'clean-behind',
    whole.filter(
      (pair) => pair.verdict === 'transit-modified' && pair.hops.every((hop) => isComparable(pair, hop)),
    ),
  );
  addList(
    'clean-client',
    whole.filter(
      (pair) =>
        CLIENT_VERDICTS.some((each) => each === pair.verdict) &&
        pair.hops.every((hop) => isAsSent(pair, hop)),
    ),
  );
  const otherwise = pairs.filter(({ matchedBy }) => matchedBy !== 'request-id');
  if (otherwise.length > 0) {
    paragraphs.push(say(view, 'matched-otherwise', { list: fromText(numberList(otherwise, view)) }));
  }
  return paragraphs;
}

/** The first and the last of the points that show an exchange. */
function endsOf({ points }: ComparedPair): readonly [number, number] {
  const isShown = (point: ComparedPair['points'][number]): boolean => point !== null;
  return [points.findIndex(isShown), points.findLastIndex(isShown)];
}

/** Whether the signature that is seen behind a hop is the client's own. */
function isAsSent(pair: ComparedPair, hop: ComparedPair['hops'][number]): boolean {
  return isComparable(pair, hop) && hop.changes.every(({ field }) => field !== 'header:authorization');
}

const CLIENT_VERDICTS = ['needs-secret', 'undecided', 'client-miscomputed', 'wrong-secret'] as const;

/**
 * Changes of unbroken exchanges, each thing once with how often it was changed; of several values
 * the first is shown.
 */
function harmlessList(clean: readonly HopOfPair[], captureView: CompareView): string | null {
  const found = new Map<string, { readonly text: string; count: number; hasOthers: boolean }>();
  for (const { pair, hop } of clean) {
    const [from, to] = hop.between.map((at) => pair.points[at] ?? null);
    if (from == null || to == null || hop.changes.length === 0) continue;
    const view = pairView(captureView, from, to);
    for (const change of hop.changes) {
      const text = changeTextBeside(change, view);
      const key = kindOf(change);
      const known = found.get(key);
      if (known === undefined) found.set(key, { text, count: 1, hasOthers: false });
      else {
        known.count++;
        known.hasOthers ||= known.text !== text;
      }
    }
  }
  const texts = [...found.values()].slice(0, MAX_HARMLESS).map(({ text, count, hasOthers }) => {
    const args = { change: fromText(text), n: count };
    return say(captureView, hasOthers ? 'harmless-values' : 'harmless-times', args);
  });
  if (texts.length === 0) return null;
  return listed(found.size > MAX_HARMLESS ? [...texts, '…'] : texts, captureView);
}

const MAX_HARMLESS = 8;

interface HopOfPair {
  readonly pair: ComparedPair;
  readonly hop: ComparedPair['hops'][number];
}

function unmatchedPart({ unmatched, captures }: ComparisonResult, view: CompareView): Part {
  if (unmatched.length === 0) return [];
  const blocks = [paragraph(say(view, 'unmatched'))];
  for (const [at] of captures.entries()) {
    const own = unmatched.filter(({ capture }) => capture === at).map(({ exchange }) => `#${exchange.index}`);
    if (own.length === 0) continue;
    const shown = own.length > MAX_LISTED ? [...own.slice(0, MAX_LISTED), '…'] : own;
    const args = { letter: letterOf(at), list: fromText(listed(shown, view)) };
    blocks.push({ kind: 'paragraph', text: say(view, 'unmatched-list', args) });
  }
  return blocks;
}

/** Everything that a comparison of captures found. */
export interface ComparisonResult {
  /** In the order of the path, the one nearest to the client first. */
  readonly captures: readonly CaptureInfo[];
  readonly pairs: readonly ComparedPair[];
  /** Empty where exchanges were left out: what they would have been paired with is not known. */
  readonly unmatched: readonly { readonly capture: number; readonly exchange: HopExchange }[];
  /** Exchanges that were beyond the limit of those that are kept; absent for none. */
  readonly notCompared?: { readonly n: number; readonly limit: number };
}
