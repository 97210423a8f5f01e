import { fromText } from '../../engine/bytes/byte-string.ts';
import { printable } from '../../engine/bytes/printable.ts';
import type { CaptureInfo } from '../../engine/results.ts';
import type { ComparedPair, Hop, HopChange, HopExchange } from '../../features/hops/hop-model.ts';
import type { Door } from '../../features/redact/redact.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import { beginOf, durationOf, formatTime, formatTimeOfDay } from '../../sentences/time-text.ts';
import type { Block, Document, Part } from '../document/blocks.ts';
import { type Lossy, withTexts } from '../json/line-writer.ts';
import type { ConnectionJson, ExchangeJson, Tool } from '../json/model.ts';
import { SCHEMA_VERSION } from '../json/text.ts';
import { inputName } from '../notice-text.ts';
import { type Column, fitsColumns, PLAIN_STYLE, renderColumns, UNSHRINKABLE } from '../terminal/columns.ts';
import { listed, SIDE_BY_SIDE_WIDTH, verdictName } from '../terminal/view.ts';
import {
  brokenParts,
  type CompareView,
  changeName,
  changeTextBeside,
  letterOf,
  milliseconds,
  numberList,
  pairView,
  say,
} from './changes.ts';
import type { ComparisonTally, HopTally, ListedPair } from './tally.ts';

/** Exchanges that only one capture shows, of which so many are named. */
const MAX_UNMATCHED = 20;

/** A comparison for people at a terminal. */
export function comparisonDocument(result: ComparisonResult, exitCode: number, view: CompareView): Document {
  const { tally } = result;
  const sentences = [
    say(view, tally.broken > 0 ? 'end-broken' : endOfClean(result), { n: tally.broken }),
    say(view, 'end-exit', { code: exitCode }),
  ];
  return [
    headerPart(result, view),
    ...reversedParagraphs(tally, view).map((text) => [paragraph(text)]),
    pairsPart(result, view),
    ...tally.ways.flatMap((way) => brokenParts(way, view)),
    ...(tally.brokenOtherwise === 0
      ? []
      : [[paragraph(say(view, 'more-ways', { n: tally.brokenOtherwise }))]]),
    ...cleanParagraphs(tally, view).map((text) => [paragraph(text)]),
    unmatchedPart(result, view),
    [paragraph(sentences.join(PUNCTUATION[view.compare.lang].gap))],
  ];
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', text, depth: 0 };
}

/** The pairs as a table, as far as they are listed. */
function pairsPart({ tally, captures }: ComparisonResult, view: CompareView): Part {
  if (tally.pairs === 0) {
    return [paragraph(say(view, 'no-pairs')), paragraph(say(view, 'no-pairs-advice'))];
  }
  const { listed: pairs } = tally;
  const broken = tally.broken - pairs.filter(({ isBroken }) => isBroken).length;
  const rest = tally.pairs - pairs.length - broken;
  return [
    ...(pairs.length === 0 ? [] : [overview(pairs, captures.length, view)]),
    ...(broken > 0 ? [paragraph(say(view, 'more-broken', { n: broken }))] : []),
    ...(rest > 0 ? [paragraph(say(view, 'more-pairs', { n: rest }))] : []),
  ];
}

/** How far it goes that no signature was broken. */
function endOfClean({
  tally: { hops },
  unmatched,
  notCompared,
}: ComparisonResult): 'end-clean' | 'end-partly' | 'end-nothing' {
  if (hops.every(({ comparable }) => comparable === 0)) return 'end-nothing';
  const isPartly = hops.some(({ uncompared }) => uncompared.total > 0);
  return isPartly || unmatched.length > 0 || notCompared !== undefined ? 'end-partly' : 'end-clean';
}

/** Captures in the wrong order make every change look the other way round: said before anything else. */
function reversedParagraphs({ hops }: ComparisonTally, view: CompareView): readonly string[] {
  return hops
    .filter(({ isReversed }) => isReversed)
    .map(({ between: [a, b] }) => say(view, 'reversed', { a: letterOf(a), b: letterOf(b) }));
}

function headerPart({ captures, tally, unmatched, notCompared }: ComparisonResult, view: CompareView): Part {
  const names = captures.map(({ path }, at) => {
    const name = fromText(inputName(path, view.texts));
    return say(view, 'capture', { letter: letterOf(at), path: name });
  });
  const parts = [say(view, 'header', { n: tally.pairs })];
  if (unmatched.length > 0) parts.push(say(view, 'header-unmatched', { n: unmatched.length }));
  if (notCompared !== undefined) parts.push(say(view, 'not-compared', notCompared));
  for (let at = 0; at + 1 < captures.length; at++) {
    const ms = tally.delayTo(at + 1);
    if (ms === null) continue;
    const args = { a: letterOf(at), b: letterOf(at + 1), ms: milliseconds(Math.abs(ms)) };
    // The clock of the second may be behind by more than the way takes.
    parts.push(say(view, ms < 0 ? 'clock-offset-before' : 'clock-offset', args));
  }
  return [...names, parts.join(' · ')].map((text) => ({ kind: 'title', text }));
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

/** Best first. What was changed is looked for: the time gives way first, as in the table of a scan. */
const LAYOUTS: readonly Layout[] = [
  { time: 'milliseconds', changed: UNSHRINKABLE, verdict: UNSHRINKABLE },
  { time: 'seconds', changed: UNSHRINKABLE, verdict: UNSHRINKABLE },
  { time: null, changed: UNSHRINKABLE, verdict: UNSHRINKABLE },
  { time: null, changed: LEAST_CHANGED, verdict: UNSHRINKABLE },
];
const LAST_LAYOUT: Layout = { time: null, changed: LEAST_CHANGED, verdict: LEAST_VERDICT };

function overview(pairs: readonly ListedPair[], captures: number, view: CompareView): Block {
  const layout =
    LAYOUTS.find((each) => fitsColumns(columnsOf(each, captures, view), pairs, view, PLAIN_STYLE)) ??
    LAST_LAYOUT;
  const columns = columnsOf(layout, captures, view);
  const last = columns.length - 1;
  const lines = renderColumns(columns, pairs, view, PLAIN_STYLE, (pair, column) => {
    if (column !== last) return null;
    return pair.isBroken ? 'failing' : 'passed';
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
): Column<ListedPair>[] {
  const { labels } = view.texts;
  const wide = view.width >= SIDE_BY_SIDE_WIDTH;
  const positions = Array.from({ length: captures }, (_, at) => at);
  const columns: Column<ListedPair>[] = [
    ...positions.map((at) => ({
      title: say(view, 'column-here', { letter: letterOf(at) }),
      cell: ({ indexes }: ListedPair) => String(indexes[at] ?? '-'),
      least: UNSHRINKABLE,
    })),
    ...(time === null
      ? []
      : [
          {
            title: labels['column-time'],
            cell: (pair: ListedPair) => (pair.time === null ? '-' : formatTimeOfDay(pair.time, time)),
            least: UNSHRINKABLE,
          },
        ]),
    { title: labels['column-operation'], cell: ({ operation }) => printable(operation ?? '-'), least: 12 },
    {
      title: labels['column-status'],
      cell: ({ statuses }) => statuses.join('/') || '-',
      least: UNSHRINKABLE,
    },
  ];
  if (wide) {
    for (const at of positions) {
      columns.push({
        title: say(view, 'column-ms', { letter: letterOf(at) }),
        cell: ({ durations }) => durationCell(durations[at] ?? null),
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

function durationCell(duration: number | null): string {
  return duration === null ? '-' : milliseconds(duration);
}

function changedCell({ changed, isBroken }: ListedPair, view: CompareView): string {
  if (changed.length === 0) return say(view, 'nothing-changed');
  const names = listed([...new Set(changed.map((field) => changeName(field, view)))], view);
  return isBroken ? `✗ ${names}` : names;
}

/** What can be said of the exchanges that no hop broke. */
function cleanParagraphs(tally: ComparisonTally, view: CompareView): string[] {
  const paragraphs: string[] = [];
  // a point between the two may lack the exchange
  for (const hop of tally.hops) {
    const [a, b] = hop.between;
    const args = { a: letterOf(a), b: letterOf(b) };
    if (hop.uncompared.total > 0) {
      paragraphs.push(say(view, 'uncompared', { ...args, list: fromText(numberList(hop.uncompared, view)) }));
    }
    if (hop.clean === 0) continue;
    const sentences = [say(view, 'clean', { ...args, n: hop.clean })];
    const harmless = harmlessList(hop, view);
    if (harmless !== null) sentences.push(say(view, 'harmless', { list: fromText(harmless) }));
    paragraphs.push(sentences.join(PUNCTUATION[view.compare.lang].gap));
  }
  for (const [id, found] of [
    ['clean-behind', tally.changedBehind],
    ['clean-client', tally.wrongFromClient],
  ] as const) {
    for (const { ends, pairs } of found.all) {
      const [a, b] = ends.map(letterOf);
      const list = fromText(numberList(pairs, view));
      paragraphs.push(say(view, id, { a: a ?? '', b: b ?? '', list }));
    }
  }
  const { matchedOtherwise } = tally;
  if (matchedOtherwise.total > 0) {
    paragraphs.push(say(view, 'matched-otherwise', { list: fromText(numberList(matchedOtherwise, view)) }));
  }
  return paragraphs;
}

/** Changes of unbroken exchanges, each thing once with how often; of several values, the first. */
function harmlessList({ harmless, hasMoreHarmless }: HopTally, captureView: CompareView): string | null {
  const texts = [...harmless.values()].map(({ change, from, to, count, hasOtherValues }) => {
    const text = fromText(changeTextBeside(change, pairView(captureView, from, to)));
    return say(captureView, hasOtherValues ? 'harmless-values' : 'harmless-times', {
      change: text,
      n: count,
    });
  });
  if (texts.length === 0) return null;
  return listed(hasMoreHarmless ? [...texts, '…'] : texts, captureView);
}

function unmatchedPart({ unmatched, captures }: ComparisonResult, view: CompareView): Part {
  if (unmatched.length === 0) return [];
  const blocks = [paragraph(say(view, 'unmatched'))];
  for (const [at] of captures.entries()) {
    const own = unmatched.filter(({ capture }) => capture === at).map(({ index }) => `#${index}`);
    if (own.length === 0) continue;
    const shown = own.length > MAX_UNMATCHED ? [...own.slice(0, MAX_UNMATCHED), '…'] : own;
    const args = { letter: letterOf(at), list: fromText(listed(shown, view)) };
    blocks.push({ kind: 'paragraph', text: say(view, 'unmatched-list', args) });
  }
  return blocks;
}

/** Everything that a comparison of captures found. */
export interface ComparisonResult {
  /** In the order of the path, the one nearest to the client first. */
  readonly captures: readonly CaptureInfo[];
  readonly tally: ComparisonTally;
  /** All of them, compared anew: they may be more than there is memory for. */
  readonly pairs: () => AsyncIterable<ComparedPair>;
  /** Empty where exchanges were left out: what they would have been paired with is not known. */
  readonly unmatched: readonly { readonly capture: number; readonly index: number }[];
  /** Exchanges that were beyond what is kept; absent for none. */
  readonly notCompared?: { readonly n: number; readonly kept: number };
}

interface HopChangeJson extends Lossy {
  readonly between: readonly [number, number];
  /**
   * `method`, `target`, `version`, `header:<name>`, `header-order`, `body`, `status`,
   * `response-header:<name>`, `response-body`.
   */
  readonly field: string;
  /** Null: absent there. Bodies are given by length and digest. */
  readonly from: string | null;
  readonly to: string | null;
  readonly breaksSignature: boolean;
  /** A header of one connection, or one by which a proxy says that it was there. */
  readonly hopByHop: boolean;
  /** Frames (lines of a text) of the two values; null where absent. */
  readonly frames: readonly [number | null, number | null];
}

/** One exchange at one point. */
type PointJson = Omit<ConnectionJson, 'index'> &
  Pick<ExchangeJson, 'requestFrame' | 'responseFrame' | 'time' | 'durationMs'>;

interface ComparedPairJson extends Lossy {
  readonly requestId: string | null;
  readonly matchedBy: ComparedPair['matchedBy'];
  /** Index in each capture; null where that capture lacks it. */
  readonly exchanges: readonly (number | null)[];
  readonly operation: string | null;
  readonly points: readonly (PointJson | null)[];
  readonly changes: readonly HopChangeJson[];
  readonly verdict: string | null;
}

export interface ComparisonJson {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: Tool;
  /** Paths in the order of the way, the client's first. */
  readonly captures: readonly string[];
  readonly pairs: readonly ComparedPairJson[];
  readonly unmatched: readonly { readonly capture: number; readonly exchange: number }[];
  /** Exchanges beyond the limit of those that are kept; absent for none. */
  readonly notCompared?: number;
}

/** The same while it is written: its pairs come one by one. */
type StreamedComparison = Omit<ComparisonJson, 'pairs'> & { readonly pairs: AsyncIterable<ComparedPairJson> };

export function comparisonToJson(result: ComparisonResult, door: Door, tool: Tool): StreamedComparison {
  return {
    schemaVersion: SCHEMA_VERSION,
    tool,
    captures: result.captures.map(({ path }) => path),
    pairs: pairsToJson(result, door),
    unmatched: result.unmatched.map(({ capture, index }) => ({ capture, exchange: index })),
    ...(result.notCompared === undefined ? {} : { notCompared: result.notCompared.n }),
  };
}

async function* pairsToJson({ pairs }: ComparisonResult, door: Door): AsyncGenerator<ComparedPairJson> {
  for await (const pair of pairs()) yield pairToJson(pair, door);
}

function pairToJson(pair: ComparedPair, door: Door): ComparedPairJson {
  const first = pair.points.find((point) => point !== null);
  return withTexts(door, (taker) => ({
    requestId: taker.takeOrNull(pair.requestId),
    matchedBy: pair.matchedBy,
    exchanges: pair.points.map((point) => point?.index ?? null),
    operation: first?.oss?.operation ?? null,
    points: pair.points.map((point) => (point === null ? null : pointToJson(point))),
    changes: pair.hops.flatMap((hop) => hop.changes.map((change) => changeToJson(hop, change, door))),
    verdict: pair.verdict,
  }));
}

function pointToJson({ exchange }: HopExchange): PointJson {
  const { request, response, connection } = exchange;
  const begin = beginOf(exchange);
  return {
    requestFrame: request?.frame ?? null,
    responseFrame: response?.frame ?? null,
    client: connection.client,
    ...(connection.originalClient == null ? {} : { originalClient: connection.originalClient }),
    server: connection.server,
    time: begin === null ? null : formatTime(begin),
    durationMs: durationOf(exchange),
  };
}

function changeToJson({ between }: Hop, change: HopChange, door: Door): HopChangeJson {
  return withTexts(door, (taker) => ({
    between,
    field: taker.take(change.field),
    from: taker.takeOrNull(change.from),
    to: taker.takeOrNull(change.to),
    breaksSignature: change.breaksSignature,
    hopByHop: change.hopByHop,
    frames: change.frames,
  }));
}
