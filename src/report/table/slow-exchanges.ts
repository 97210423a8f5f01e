import { printable } from '../../bytes/printable.ts';
import { agentIn } from '../../diagnose/sdk-defects.ts';
import type { OssExchange } from '../../oss/model.ts';
import { factLines } from '../document/terminal.ts';
import type { TimingSumsJson } from '../json/model.ts';
import { type Column, renderColumns, type TableStyle, UNSHRINKABLE } from '../terminal/columns.ts';
import { SIDE_BY_SIDE_WIDTH, type View } from '../terminal/view.ts';
import { wrapText } from '../terminal/wrap.ts';
import { type FillArgs, fill } from '../text/fill.ts';
import type { OutlookLabelId } from '../text/texts.ts';
import type { TimingTally } from '../timing/timing-tally.ts';
import { millisecondsCell, reasonSentence, sumSentence } from '../timing/timing-text.ts';

/** The phases of an exchange, or of all together, in milliseconds. */
type Phases = Pick<TimingSumsJson, 'totalMs' | 'requestMs' | 'waitMs' | 'responseMs'> & {
  readonly connectMs: number | null;
};

interface Row {
  readonly index: string;
  /** Null: the row that sums up. */
  readonly oss: OssExchange | null;
  readonly phases: Phases;
  readonly waitedFor: string;
}

/**
 * The slowest exchanges, who was waited for and why, and where the time of all went. `asked`: shown
 * even where nothing is slow.
 */
export function slowLines(tally: TimingTally, asked: boolean, view: View, style: TableStyle): string[] {
  const slowest = tally.slowest();
  const { sums } = tally;
  if (slowest.length === 0) {
    return asked && sums.exchanges === 0 ? wrapText(say(view, 'slow-none'), view.width) : [];
  }
  const { waiters } = view.texts.outlook;
  const rows: Row[] = slowest.map(({ result: { index, oss }, timing }) => {
    return { index: String(index), oss, phases: timing, waitedFor: waiters[timing.waitedFor] };
  });
  rows.push({ index: say(view, 'sum-title'), oss: null, phases: sums, waitedFor: '' });
  const table = renderColumns(columnsOf(view), rows, view, style, () => null).split('\n');
  const reasons = slowest.map(({ result, timing }) => {
    return {
      title: `#${result.index}`,
      text: reasonSentence(timing, view.filler, view.texts, agentIn(result.exchange)),
    };
  });
  const sum = { title: say(view, 'sum-title'), text: sumSentence(sums, view.filler, view.texts) };
  const title = wrapText(say(view, 'slow-title'), view.width).map((line) => view.paint('label', line));
  return [...title, '', ...table, '', ...factLines([...reasons, sum], view)];
}

function columnsOf(view: View): readonly Column<Row>[] {
  const { labels } = view.texts;
  const time = (id: OutlookLabelId, phase: keyof Phases): Column<Row> => ({
    title: say(view, id),
    cell: ({ phases }) => millisecondsCell(phases[phase]),
    least: UNSHRINKABLE,
  });
  const target: Column<Row> = {
    title: labels['column-target'],
    cell: ({ oss }) => (oss === null ? '' : targetOf(oss, view)),
    least: 12,
  };
  return [
    { title: labels['column-index'], cell: ({ index }) => index, least: UNSHRINKABLE },
    { title: labels['column-operation'], cell: ({ oss }) => printable(oss?.operation ?? ''), least: 12 },
    ...(view.width >= SIDE_BY_SIDE_WIDTH ? [target] : []),
    time('column-total', 'totalMs'),
    time('column-connect', 'connectMs'),
    time('column-request', 'requestMs'),
    time('column-wait', 'waitMs'),
    time('column-response', 'responseMs'),
    { title: say(view, 'column-waited-for'), cell: ({ waitedFor }) => waitedFor, least: UNSHRINKABLE },
  ];
}

function targetOf({ address: { bucket, key } }: OssExchange, view: View): string {
  const text = key === null ? (bucket ?? '-') : `${bucket ?? '-'}/${key}`;
  return printable(view.door.text(text).text);
}

function say(view: View, id: OutlookLabelId, args: FillArgs = {}): string {
  return fill(view.texts.outlook.labels[id], args, view.filler);
}
