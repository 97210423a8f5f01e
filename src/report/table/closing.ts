import { addAll, largest } from '../../engine/bytes/collections.ts';
import { displayWidth, padEnd } from '../../engine/bytes/display-width.ts';
import { printable } from '../../engine/bytes/printable.ts';
import { causeSentences } from '../findings/explain.ts'; // later: explaining
import { triageText } from '../findings/finding.ts'; // later: explaining
import type { CauseTally, ScanCause } from '../findings/group.ts';
import { type Troubles, troubleList } from '../findings/troubles.ts';
import type { ScanEnd } from '../reporter.ts';
import { maskedViewFor, shortLabel, type View } from '../terminal/view.ts';
import { wrapItems, wrapText } from '../terminal/wrap.ts';
import { explainCommand } from './commands.ts'; // later: explaining
import { cutEnd } from './short-block.ts'; // later: explaining

/** Causes that the overview lists. */
const MAX_LISTED = 40;
/** Least columns of the cause. */
const LEAST_CAUSE = 12;
/** Lines of a cause. */
const CAUSE_LINES = 2;
const GAP = '  ';

/** All causes at a glance, each with the command that shows one of its requests. */
export function overviewLines(
  tally: CauseTally,
  { summary }: Pick<ScanEnd, 'summary'>,
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
  const listed = causes.slice(0, view.all ? causes.length : MAX_LISTED);
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
  const lines = [...wrapText(title, view.width).map((line) => view.paint('strong', line)), '', ...table];
  const beyond = causes.slice(listed.length);
  if (beyond.length > 0) {
    const requests = beyond.reduce((sum, { count }) => sum + count, 0);
    addAll(lines, wrapText(shortLabel(view, 'more-causes', { n: beyond.length, requests }), view.width));
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
  const widths = titles.slice(0, -1).map((title, at) =>
    largest(
      rows.map((row) => displayWidth(row[at] ?? '')),
      displayWidth(title),
    ),
  );
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
  const level = group.example.diagnosis?.certainty ?? null;
  return level === null ? '-' : view.texts.certainties[level];
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
export function closingLines(
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
        : isNoted
          ? shortLabel(view, 'end-no-signature', { n: ossExchanges })
          : shortLabel(view, 'end-noted', { n: ossExchanges, list }),
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
