import { addAll } from '../../engine/bytes/collections.ts';
import { displayWidth, padEnd } from '../../engine/bytes/display-width.ts';
import { printable } from '../../engine/bytes/printable.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import { serviceName } from '../../sentences/service.ts';
import { causeSentences } from '../findings/explain.ts';
import { bucketAndKey, type CauseFound, causeFound, triageText } from '../findings/finding.ts';
import type { ScanCause } from '../findings/group.ts';
import { lateFindingOf, serverSaid } from '../findings/late-failures.ts';
import { linesOfStep, numberedSteps } from '../findings/steps.ts';
import { measureOf, missingBeside } from '../findings/suspects.ts';
import { label, maskedViewFor, operationName, shortLabel, type View } from '../terminal/view.ts';
import { cutMiddle, markedLines, mostColumns, widestOf, wrapText } from '../terminal/wrap.ts';
import type { BlockSize } from './block-size.ts';
import { commandLines, commandsOf } from './commands.ts';
import { divergenceLines } from './divergence.ts';

const INDENT = '  ';

/** Where a block stands. */
interface Place {
  /**
   * Where several captures are reported, each block names its own: the folder that all are in, which their
   * names leave out. Null where there is one capture.
   */
  readonly folder: string | null;
  readonly size: BlockSize;
}

/** What failed, whose doing it is, what differs, what to do: one cause in a few lines. */
export function shortBlock(cause: ScanCause, { folder, size }: Place, captureView: View): string[] {
  const { example } = cause.group;
  const view = maskedViewFor(captureView, example);
  const { oss, diagnosis } = example;
  if (oss === null || diagnosis === null) return [];
  const found = causeFound(diagnosis, oss, [], view);
  const lines = [
    ...headLines(cause, oss, { mark: '✗', folder }, view),
    ...headlineLines(cause, found, view),
    ...(size.isTight === true ? [] : remarkLines(cause, found, view)),
  ];
  const table = found.comparison === null ? [] : divergenceLines(found.comparison, view);
  const gap = size.isTight === true ? [] : [''];
  if (table.length > 0) addAll(lines, gap);
  addAll(lines, table);
  return [...lines, ...gap, ...factRows(cause, found, oss, size, view)];
}

/** A cause that is no news: why it is none, and what it is. */
export function knownLines(cause: ScanCause, folder: string | null, captureView: View): string[] {
  const { example } = cause.group;
  const view = maskedViewFor(captureView, example);
  if (example.diagnosis === null) return [];
  const { headline } = causeSentences(example.diagnosis, view.filler, view.texts);
  const known = triageText(example.triage, view.filler, view.texts);
  const text = `${known}${headline} (${whichExchanges(cause, folder, view)})`;
  return markedLines('- ', text, view.width).map((line) => view.paint('quiet', line));
}

/** The same of what went wrong although no verdict fails. */
export function lateBlock(cause: ScanCause, { folder, size }: Place, captureView: View): string[] {
  const { example } = cause.group;
  const view = maskedViewFor(captureView, example);
  const finding = lateFindingOf(example, view);
  const { oss } = example;
  if (oss === null || finding === null) return [];
  const { short } = view.texts;
  const rows = new Rows(view);
  rows.add(short['row-said'], finding.said, size.said);
  rows.add(short['row-why'], finding.happened, size.why);
  rows.add(short['row-fix'], finding.cure, size.cure);
  rows.commands(commandsOf(cause, view.again), size.commands);
  if (example.exchange.response !== null) rows.add(short['row-ids'], idsOf(oss, view), 2);
  return [
    ...headLines(cause, oss, { mark: '!', folder }, view),
    ...wrapText(finding.headline, view.width - INDENT.length).map((line) =>
      view.paint('warning', INDENT + line),
    ),
    '',
    ...rows.lines(),
  ];
}

/** The mark, which exchanges, what was asked for, the status, and how certain the cause is. */
function headLines(
  cause: ScanCause,
  oss: OssExchange,
  { mark, folder }: { readonly mark: '✗' | '!'; readonly folder: string | null },
  view: View,
): string[] {
  const role = mark === '✗' ? 'failing' : 'warning';
  const { example } = cause.group;
  const which = whichExchanges(cause, folder, view);
  const measure = example.diagnosis === null ? null : measureOf(example.diagnosis);
  const right = measure === null || mark === '!' ? '' : view.texts.measures[measure];
  const operation = printable(
    operationName(oss.operation ?? example.exchange.request?.method ?? '-', view.texts),
  );
  const status = example.exchange.response?.status;
  const service = view.namesServices === true ? ` · ${serviceName(oss)}` : '';
  const end = (status === undefined ? '' : ` · ${status}`) + service;
  const target = printable(view.door.text(bucketAndKey(oss.address)).text);
  const start = `${mark} ${which}`;
  const fixed = mostColumns(`${start} ${operation} ${end}`) + (right === '' ? 0 : mostColumns(right) + 2);
  const room = view.width - fixed;
  const name = room >= LEAST_TARGET || displayWidth(target) <= room ? cutMiddle(target, room) : target;
  const text = `${operation}${name === '' ? '' : ` ${name}`}${end}`;
  const gap = view.width - mostColumns(`${start} ${text}`) - displayWidth(right);
  const more = moreRequests(cause, folder, view);
  const below = more === null ? [] : wrapText(more, view.width - 2).map((line) => INDENT + line);
  if (gap >= 2 && displayWidth(name) <= Math.max(room, LEAST_TARGET)) {
    return [
      `${view.paint(role, start)} ${view.paint('strong', text)}${' '.repeat(gap)}${view.paint('quiet', right)}`.trimEnd(),
      ...below.map((line) => view.paint('quiet', line)),
    ];
  }
  const all = wrapText(`${start} ${text}${right === '' ? '' : ` (${right})`}`, view.width - 2);
  return [
    ...all.map((line, at) => view.paint(at === 0 ? role : 'strong', at === 0 ? line : INDENT + line)),
    ...below.map((line) => view.paint('quiet', line)),
  ];
}

/** Columns that bucket and key have at least. */
const LEAST_TARGET = 12;

/** Exchanges that are named. */
const MAX_NAMED = 3;

function whichExchanges({ capture, group, count }: ScanCause, folder: string | null, view: View): string {
  const [first = group.example.index, ...others] = group.indexes;
  if (folder !== null) return `${printable(capture.slice(folder.length))}#${first}`;
  const named = [first, ...others].slice(0, MAX_NAMED).map((index) => `#${index}`);
  const list = named.join(PUNCTUATION[view.texts.lang].listComma);
  return count > named.length ? list + shortLabel(view, 'of-requests', { n: count }) : list;
}

/** What else of the scan has the cause of a block that names one exchange of one capture. */
function moreRequests({ count, captures }: ScanCause, folder: string | null, view: View): string | null {
  if (folder === null || count === 1) return null;
  const id = captures > 1 ? 'more-requests-of' : 'more-requests';
  return shortLabel(view, id, { n: count - 1, captures });
}

function headlineLines({ group }: ScanCause, found: CauseFound, view: View): string[] {
  const triage = triageText(group.example.triage, view.filler, view.texts);
  const role = found.suspects.length > 0 ? 'warning' : 'failing';
  const paint = (lines: readonly string[]): string[] => lines.map((line) => view.paint(role, INDENT + line));
  if (found.suspects.length < 2) return paint(wrapText(triage + found.headline, view.width - INDENT.length));
  // one of several: each on a line of its own
  const id = found.suspects[0]?.standsOut === false ? 'none-stands-out' : 'one-of';
  const { diagnosis } = group.example;
  const missing = diagnosis === null ? null : missingBeside(diagnosis);
  const title =
    missing === null
      ? shortLabel(view, id, { n: found.suspects.length })
      : view.texts.labels[missing].trimEnd();
  return [
    ...paint(wrapText(triage + title, view.width - INDENT.length)),
    ...found.suspects.flatMap(({ summary }) =>
      markedLines('  - ', summary, view.width).map((line) => view.paint(role, line)),
    ),
  ];
}

/** What must be known before the values are read. */
function remarkLines(
  { group, count }: ScanCause,
  { comparison, suspects }: CauseFound,
  view: View,
): string[] {
  const { diagnosis } = group.example;
  const { short } = view.texts;
  const remarks: string[] = [];
  if (diagnosis?.server != null && diagnosis.server.conflicting !== null) remarks.push(short.conflict);
  const tried = diagnosis?.notes.find(({ id }) => id === 'search-tried');
  // without suspects, the headline says it
  if (diagnosis?.verdict === 'undecided' && tried !== undefined && suspects.length > 0) {
    remarks.push(shortLabel(view, 'unexplained', tried.args));
  }
  if (
    comparison?.kind === 'same' &&
    count > 1 &&
    suspects.length === 0 &&
    diagnosis?.verdict === 'needs-secret'
  )
    remarks.push(short['same-of-each']);
  if (remarks.length === 0) return [];
  const text = remarks.join(PUNCTUATION[view.texts.lang].gap);
  return wrapText(text, view.width - INDENT.length).map((line) => view.paint('quiet', INDENT + line));
}

function factRows(
  cause: ScanCause,
  found: CauseFound,
  oss: OssExchange,
  size: BlockSize,
  view: View,
): string[] {
  const { short } = view.texts;
  const commands = commandsOf(cause, view.again);
  const [suspect] = found.suspects;
  const single = found.suspects.length === 1 ? suspect : undefined;
  const rows = new Rows(view);
  for (const text of single?.for.slice(0, size.evidence[0]) ?? []) rows.add(short['row-for'], text, 2);
  rows.add(short['row-for'], receivedAsCaptured(cause, found, view), 2);
  for (const text of single?.against.slice(0, size.evidence[1]) ?? [])
    rows.add(short['row-against'], text, 2);
  if (found.comparison === null && refuses(oss))
    rows.add(short['row-said'], serverSaid(oss, view), size.said);
  if (found.comparison?.kind !== 'parts' && found.suspects.length === 0)
    rows.add(short['row-why'], found.cause, size.why);
  const of = found.suspects.length > 1 ? short['of-first'] : '';
  const hasCompare = commands.some(({ why }) => why === 'why-compare');
  rows.steps(short['row-fix'], stepsOf(found, hasCompare, view), of, size.cure);
  // where nothing stands out, there is something to find out, and nothing to repair
  const isOpen = suspect?.standsOut === false;
  if (suspect !== undefined) rows.add(short['row-test'], suspect.proof, isOpen ? size.cure : size.test);
  rows.commands(commands, size.commands);
  rows.add(short['row-ids'], `${idsOf(oss, view)} · ${cause.group.example.diagnosis?.verdict ?? ''}`, 2);
  return rows.lines();
}

/**
 * That nothing changed the request on its way, and what follows where no more is known; null where something
 * may have changed it.
 */
function receivedAsCaptured({ group }: ScanCause, { comparison }: CauseFound, view: View): string | null {
  const { oss, diagnosis } = group.example;
  if (comparison?.kind !== 'same' || oss?.fromError === true || diagnosis === null) return null;
  const { short } = view.texts;
  return diagnosis.certainty === 'open' ? short['signed-otherwise'] : short['received-as-captured'];
}

/** Statements with their titles before them; a title that repeats stands once. */
class Rows {
  readonly #rows: (readonly [title: string, lines: (room: number) => readonly string[]])[] = [];
  readonly #view: View;

  constructor(view: View) {
    this.#view = view;
  }

  /** `most`: lines; none for 0. */
  add(title: string, text: string | null, most: number): void {
    if (text === null || text === '' || most === 0) return;
    this.#rows.push([title, (room) => fewLines(text, room, most, this.#view)]);
  }

  /** As many steps as fit so many lines, the first one at least; `before`: the first. */
  steps(title: string, steps: readonly string[], before: string, most: number): void {
    if (steps.length === 0 || most === 0) return;
    const { more } = this.#view.texts.short;
    this.#rows.push([
      title,
      (room) => {
        const lines: string[] = [];
        const texts = numberedSteps(steps).map((step, at) => (at === 0 ? before : '') + step);
        for (const [at, text] of texts.entries()) {
          const left = most - lines.length;
          const needed = linesOfStep(text, room);
          if (at === 0 || needed.length <= left) {
            addAll(lines, at === 0 && texts.length === 1 ? fewLines(text, room, most, this.#view) : needed);
            continue;
          }
          const last = lines.pop() ?? '';
          lines.push(cutEnd(last, room - displayWidth(more)) + more);
          break;
        }
        return lines;
      },
    ]);
  }

  commands(commands: Parameters<typeof commandLines>[0], most: number): void {
    const few = commands.slice(0, most);
    this.#rows.push([this.#view.texts.short['row-next'], (room) => commandLines(few, room, this.#view)]);
  }

  lines(): string[] {
    const width = widestOf(this.#rows.map(([title]) => title));
    let before = '';
    return this.#rows.flatMap(([title, lines]) =>
      lines(this.#view.width - INDENT.length * 2 - width).map((line, at) => {
        const name = at === 0 && title !== before ? title : '';
        if (at === 0) before = title;
        return `${INDENT}${this.#view.paint('label', padEnd(name, width))}${INDENT}${line}`.trimEnd();
      }),
    );
  }
}

function refuses({ error, exchange }: OssExchange): boolean {
  return error !== null || (exchange.response?.status ?? 0) >= 400;
}

/** What to do. How to find the hop is a command of its own, where there is one. */
function stepsOf({ steps }: CauseFound, hasCompare: boolean, { texts }: View): readonly string[] {
  const { labels, short } = texts;
  return hasCompare ? steps.map((step) => step.replace(labels['cure-find-hop'], short['cure-hop'])) : steps;
}

/** By what the service's own support finds the request. */
function idsOf(oss: OssExchange, view: View): string {
  if (oss.requestId === null) return label(view, 'no-request-id');
  const id = printable(view.door.text(oss.requestId).text);
  const request = shortLabel(view, 'id-request', { id });
  return oss.ec === null ? request : `${request} · EC ${printable(view.door.text(oss.ec).text)}`;
}

/** As much of a text as fits a few lines of a usual terminal, in sentences or parts; `-v` has the rest. */
export function fewLines(text: string, room: number, most: number, view: View): string[] {
  const whole = wrapText(text, room, true);
  // a narrow terminal has more lines for the same
  const lines = room >= USUAL_ROOM ? most : Math.max(most, Math.round((most * USUAL_ROOM) / room));
  if (whole.length <= lines) return whole;
  const more = view.texts.short.more;
  const parts = text.split(PART_END);
  for (let n = parts.length - 1; n > 0; n--) {
    const kept = withoutOpenBracket(parts.slice(0, n).join('')).replace(/[;；。 ]$/u, '');
    const broken = wrapText(kept + more, room, true);
    if (broken.length <= lines) return broken;
  }
  // the first part alone is longer: it ends where the lines do
  const last = whole[lines - 1] ?? '';
  return [...whole.slice(0, lines - 1), cutEnd(last, room - displayWidth(more)) + more];
}

/** Columns of a text beside its title on a terminal of 80. */
const USUAL_ROOM = 70;

/** Where a sentence, or a part of one, ends; a list of exchanges behind it is another part. */
const PART_END = /(?<=[;.])(?= )|(?= \(#\d)|(?<=[；。])|(?=（#\d)/u;

/** Text of at most `width` columns; what is longer loses its end. */
export function cutEnd(text: string, width: number): string {
  if (mostColumns(text) <= width) return text;
  let kept = '';
  let used = mostColumns(CUT);
  for (const character of text) {
    used += mostColumns(character);
    if (used > width) break;
    kept += character;
  }
  // at the end of a word, where one is near
  const word = kept.lastIndexOf(' ');
  const whole = withoutOpenBracket(word > kept.length * LEAST_KEPT ? kept.slice(0, word) : kept);
  return whole.replace(OPEN_END, '').trimEnd() + CUT;
}

/** A last clause that only leads to what is cut off. */
const OPEN_END = /[,;，；][^,;:，；：]*[:：] *$/u;

/** What is cut in brackets that have just begun ends before them. */
function withoutOpenBracket(text: string): string {
  const open = Math.max(text.lastIndexOf('('), text.lastIndexOf('（'));
  const isOpen = open > Math.max(text.lastIndexOf(')'), text.lastIndexOf('）'));
  return isOpen && open > text.length * LEAST_KEPT ? text.slice(0, open) : text;
}

/** Share of a line that is kept at least where it is cut at the end of a word. */
const LEAST_KEPT = 0.6;

const CUT = '…';
