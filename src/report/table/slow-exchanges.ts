import { printable } from '../../bytes/printable.ts';
import type { Door } from '../redact.ts';
import { type FillArgs, fill } from '../text/fill.ts';
import type { OutlookLabelId } from '../text/outlook-texts.ts';
import type { SlowExchange, TimingTally } from '../timing-tally.ts';
import { formatMilliseconds, millisecondsCell, reasonSentence } from '../timing-text.ts';
import { type Column, renderColumns, type TableStyle, UNSHRINKABLE } from './columns.ts';
import { type TitledRow, titledRows } from './titled-rows.ts';
import type { View } from './view.ts';
import { SIDE_BY_SIDE_WIDTH } from './view.ts';
import { wrapText } from './wrap.ts';

/** The slowest exchanges, who was waited for and why, and where the time of all went. `asked`: shown even where nothing is slow. */
export function slowLines(tally: TimingTally, asked: boolean, view: View, style: TableStyle): string[] {
  const slowest = tally.slowest();
  if (slowest.length === 0) {
    return asked && tally.sums.exchanges === 0 ? wrapText(say(view, 'slow-none'), view.width) : [];
  }
  const lines = [say(view, 'slow-title'), ...renderTable(slowest, view, style)];
  const rows: TitledRow[] = [];
  for (const { result, timing } of slowest) {
    const text = reasonSentence(timing, view.filler, view.texts);
    rows.push({ title: `#${result.index}`, text });
  }
  rows.push({ title: say(view, 'sum-title'), text: sumSentence(tally, view) });
  return [...lines, ...titledRows(rows, view)];
}

function renderTable(slowest: readonly SlowExchange[], view: View, style: TableStyle): string[] {
  const role = (_: SlowExchange, column: number) => (column === 0 ? null : null);
  return renderColumns(columnsOf(view), slowest, view, style, role).split('\n');
}

function columnsOf(view: View): readonly Column<SlowExchange>[] {
  const { labels } = view.texts;
  const time = (id: OutlookLabelId, ms: (row: SlowExchange) => number | null): Column<SlowExchange> => ({
    title: say(view, id),
    cell: (row) => millisecondsCell(ms(row)),
    least: UNSHRINKABLE,
  });
  const target: Column<SlowExchange> = {
    title: labels['column-target'],
    cell: (row) => targetOf(row, view.door),
    least: 12,
  };
  return [
    { title: labels['column-index'], cell: ({ result }) => String(result.index), least: UNSHRINKABLE },
    {
      title: labels['column-operation'],
      cell: ({ result }) => printable(result.oss?.operation ?? '-'),
      least: 12,
    },
    ...(view.width >= SIDE_BY_SIDE_WIDTH ? [target] : []),
    time('column-total', ({ timing }) => timing.totalMs),
    time('column-connect', ({ timing }) => timing.connectMs),
    time('column-request', ({ timing }) => timing.requestMs),
    time('column-wait', ({ timing }) => timing.waitMs),
    time('column-response', ({ timing }) => timing.responseMs),
    {
      title: say(view, 'column-waited-for'),
      cell: ({ timing }) => view.texts.outlook.waiters[timing.waitedFor],
      least: UNSHRINKABLE,
    },
  ];
}

function targetOf({ result }: SlowExchange, door: Door): string {
  const { bucket, key } = result.oss?.address ?? { bucket: null, key: null };
  return printable(door.text(key === null ? (bucket ?? '-') : `${bucket ?? '-'}/${key}`).text);
}

function sumSentence(tally: TimingTally, view: View): string {
  const { lang } = view.texts;
  const { exchanges, totalMs, clientMs, networkMs, serverMs, retransmissions, zeroWindows } = tally.sums;
  const sum = say(view, 'sum', {
    n: exchanges,
    total: formatMilliseconds(totalMs, lang),
    client: formatMilliseconds(clientMs, lang),
    network: formatMilliseconds(networkMs, lang),
    server: formatMilliseconds(serverMs, lang),
  });
  const network = say(view, 'sum-network', { resent: retransmissions, closed: zeroWindows });
  return `${sum}${lang === 'zh' ? '；' : '; '}${network}`;
}

function say(view: View, id: OutlookLabelId, args: FillArgs = {}): string {
  return fill(view.texts.outlook.labels[id], args, view.filler);
}
