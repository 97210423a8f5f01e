import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { addAll, largest } from '../../engine/bytes/collections.ts';
import { displayWidth, padEnd } from '../../engine/bytes/display-width.ts';
import { printable } from '../../engine/bytes/printable.ts';
import { isOutsideStrings } from '../../engine/diagnose/fields.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import { type ComparedRow, type Comparison, hexOfRow, maskedRow } from '../strings/comparison.ts';
import {
  fieldKind,
  fieldLabel,
  type Segment,
  segmentLines,
  segmentsOf,
  show,
  splitDifference,
} from '../strings/difference.ts';
import { valueTitles } from '../strings/evidence.ts';
import { label, shortLabel, type View } from '../terminal/view.ts';
import { cutMiddle, widestOf, wrapText } from '../terminal/wrap.ts';

/** Fields that differ and are shown; of more, the others are counted. */
const MAX_FIELDS = 4;
/** Lines of a value; beyond that, bytes of what differs are counted. */
const MAX_VALUE_LINES = 3;
/** Stands for what is cut: signs whose width no terminal doubles, for columns stand behind it. */
const CUT = '...';
const INDENT = '  ';
const GAP = '  ';
/** Before the values where they stand one over the other. */
const CLIENT_MARK = '- ';
const SERVER_MARK = '+ ';

/** A value, split where it differs from the other side's. */
interface Side {
  /** Null where the field is not there, or is empty: then `words` say so. */
  readonly value: ByteString | null;
  readonly words: string;
  readonly start: number;
  readonly end: number;
}

interface Row {
  readonly name: string;
  readonly client: Side;
  readonly server: Side;
  readonly hex: readonly [client: string, server: string] | null;
  /** Offset of the first byte that differs, in the client's string; null where it is in none. */
  readonly offset: number | null;
  /** Which string that is. */
  readonly string: 'at-byte' | 'at-byte-canonical';
}

/**
 * The fields that differ, and no others: in columns where both values fit, else the client's over the
 * server's. Nothing where no field differs.
 */
export function divergenceLines(comparison: Comparison, view: View): string[] {
  const differing = comparison.rows.filter((row) => row.divergence !== null || row.client !== row.server);
  if (comparison.kind !== 'parts' || differing.length === 0) return [];
  const rows = differing
    .slice(0, MAX_FIELDS)
    .map((row) => rowOf(maskedRow(row, view.door), comparison, view));
  const equal = comparison.rows.length - differing.length;
  const titles = titlesOf(comparison, view);
  const nameWidth = widestOf([view.texts.short.field, label(view, 'hex'), ...rows.map(({ name }) => name)]);
  const lines =
    besideLines(rows, titles, nameWidth, equal, view) ?? stackedLines(rows, titles, nameWidth, equal, view);
  const more = differing.length - rows.length;
  if (more > 0) {
    const text = shortLabel(view, 'more-fields', { n: more });
    for (const line of wrapText(text, view.width - 2)) lines.push(view.paint('quiet', INDENT + line));
  }
  return lines;
}

function titlesOf(comparison: Comparison, view: View): readonly [client: string, server: string] {
  if (comparison.sides !== undefined) return comparison.sides;
  const [client, server] = valueTitles(comparison);
  const own = client === 'client-rebuilt' ? view.texts.short.captured : label(view, `head-${client}`);
  return [own, label(view, `head-${server}`)];
}

function rowOf(row: ComparedRow, { string }: Comparison, view: View): Row {
  const { client, server, field, divergence } = row;
  const isToken = row.isMasked !== true && fieldKind(field) === 'securityToken';
  const both = client !== null && server !== null && client !== '' && server !== '' && !isToken;
  const split = both ? splitDifference(client, server) : null;
  const side = (value: ByteString | null, end: number | undefined): Side => ({
    value: value === null || value === '' || isToken ? null : value,
    words: wordsOf(value, view),
    start: split?.prefix ?? 0,
    end: end ?? value?.length ?? 0,
  });
  return {
    name: row.name ?? fieldLabel(field, view),
    client: side(client, split?.clientEnd),
    server: side(server, split?.serverEnd),
    hex: hexOfRow(row),
    offset: divergence === null || field === null || isOutsideStrings(field) ? null : divergence.clientOffset,
    string: string === 'canonical-request' ? 'at-byte-canonical' : 'at-byte',
  };
}

function wordsOf(value: ByteString | null, view: View): string {
  if (value === null) return label(view, 'absent');
  return value === '' ? label(view, 'empty') : printable(view.door.securityToken(value).text);
}

/** Both values in a line, and in their columns; null where they do not fit. */
function besideLines(
  rows: readonly Row[],
  titles: readonly [string, string],
  nameWidth: number,
  equal: number,
  view: View,
): string[] | null {
  const widthOf = (side: Side, hex: string | undefined): number =>
    Math.max(displayWidth(wholeOf(side)), displayWidth(hex ?? ''));
  const column = largest(
    rows.map(({ client, hex }) => widthOf(client, hex?.[0])),
    displayWidth(titles[0]),
  );
  const other = largest(
    rows.map(({ server, hex }) => widthOf(server, hex?.[1])),
    displayWidth(titles[1]),
  );
  const start = INDENT.length + nameWidth + GAP.length;
  if (start + column + GAP.length + other > view.width) return null;
  const cell = (side: Side): { text: string; width: number } => {
    const text = wholeOf(side);
    if (side.value === null) return { text, width: displayWidth(text) };
    const parts = segmentsOf(side.value, side.start, side.end, Number.POSITIVE_INFINITY);
    return { text: parts.map((part) => painted(part, view)).join(''), width: displayWidth(text) };
  };
  const lines = [
    INDENT +
      view.paint('label', `${padEnd(view.texts.short.field, nameWidth)}${GAP}${padEnd(titles[0], column)}`) +
      GAP +
      view.paint('label', titles[1]),
  ];
  for (const [at, row] of rows.entries()) {
    const [client, server] = [cell(row.client), cell(row.server)];
    const gap = ' '.repeat(column - client.width) + GAP;
    lines.push(`${INDENT}${padEnd(row.name, nameWidth)}${GAP}${client.text}${gap}${server.text}`);
    if (row.hex !== null) {
      const [left, right] = row.hex;
      lines.push(
        view.paint('quiet', INDENT + padEnd(label(view, 'hex'), nameWidth) + GAP + padEnd(left, column)) +
          view.paint('quiet', GAP + right),
      );
    }
    const side = row.server.value === null ? row.client : row.server;
    const from = row.server.value === null ? start : start + column + GAP.length;
    addAll(lines, caretLines(row, side, from, at === rows.length - 1 ? equal : 0, view));
  }
  return lines;
}

/** The client's value over the server's. */
function stackedLines(
  rows: readonly Row[],
  titles: readonly [string, string],
  nameWidth: number,
  equal: number,
  view: View,
): string[] {
  const start = INDENT.length + nameWidth + GAP.length;
  const from = start + CLIENT_MARK.length;
  const room = Math.max(8, view.width - from);
  const legend = `${CLIENT_MARK}${titles[0]}${GAP}${SERVER_MARK}${titles[1]}`;
  const lines = wrapText(legend, view.width - start).map((line, at) =>
    view.paint('label', INDENT + padEnd(at === 0 ? view.texts.short.field : '', nameWidth) + GAP + line),
  );
  for (const [at, row] of rows.entries()) {
    let name = row.name;
    const put = (mark: string, texts: readonly string[]): void => {
      for (const [index, text] of texts.entries()) {
        const lead = index === 0 ? mark : ' '.repeat(mark.length);
        lines.push((INDENT + padEnd(name, nameWidth) + GAP + lead + text).trimEnd());
        name = '';
      }
    };
    const hex = (text: string | undefined): void => {
      if (text === undefined) return;
      for (const line of wrapText(text, room)) put('  ', [view.paint('quiet', line)]);
    };
    put(CLIENT_MARK, valueLines(row.client, room, view));
    hex(row.hex?.[0]);
    const last = valueLines(row.server, room, view);
    put(SERVER_MARK, last);
    hex(row.hex?.[1]);
    const isOneLine = last.length === 1 && row.hex === null;
    const side = row.server.value !== null && isOneLine ? row.server : null;
    addAll(lines, caretLines(row, side, from, at === rows.length - 1 ? equal : 0, view));
  }
  return lines;
}

/** The value in a few lines: cut in the middle of what is equal, and never in what differs. */
function valueLines(side: Side, room: number, view: View): string[] {
  if (side.value === null) return [cutMiddle(side.words, room)];
  const segments = segmentsOf(side.value, side.start, side.end, room, {
    most: room * MAX_VALUE_LINES,
    mark: CUT,
  });
  return segmentLines(segments, room, (segment) => painted(segment, view)).map(({ text }) => text);
}

function wholeOf({ value, words }: Side): string {
  return value === null ? words : show(value);
}

function painted({ text, differs }: Segment, view: View): string {
  return differs ? view.paint('differing', text) : text;
}

/**
 * Where the first byte that differs is: a caret below it and its offset. With the last field, how many others
 * are equal. `side`: the value that stands above the line; null where a caret would point at nothing.
 */
function caretLines(row: Row, side: Side | null, from: number, equal: number, view: View): string[] {
  const semicolon = PUNCTUATION[view.texts.lang].semicolon;
  const others = equal > 0 ? shortLabel(view, 'others-equal', { n: equal }) : '';
  const place = (id: 'at-byte' | 'at-byte-canonical' | 'at-byte-brief'): string =>
    row.offset === null ? '' : shortLabel(view, id, { n: row.offset });
  const text = [place(row.string), others].filter((part) => part !== '').join(semicolon);
  if (text === '') return [];
  const quiet = (line: string): string => view.paint('quiet', line);
  const before = row.offset === null ? null : caretColumn(side, view.width - from);
  if (before === null) return wrapText(text, view.width - from).map((line) => quiet(' '.repeat(from) + line));
  const column = from + before;
  const brief = [place('at-byte-brief'), others].filter((part) => part !== '').join(semicolon);
  for (const words of [text, brief]) {
    if (column + CARET.length + displayWidth(words) <= view.width)
      return [quiet(' '.repeat(column) + CARET + words)];
    // before the caret, where there is room
    const lead = column - displayWidth(words) - 1;
    if (lead >= from) return [quiet(`${' '.repeat(lead)}${words} ${CARET.trimEnd()}`)];
  }
  return [
    quiet(' '.repeat(column) + CARET.trimEnd()),
    ...wrapText(brief, view.width - from).map((line) => quiet(' '.repeat(from) + line)),
  ];
}

const CARET = '^ ';

/** Columns before what differs; null where no line has it. */
function caretColumn(side: Side | null, room: number): number | null {
  if (side === null || side.value === null) return null;
  if (side.start === side.end) return null;
  const [before] = segmentsOf(side.value, side.start, side.end, room, {
    most: room * MAX_VALUE_LINES,
    mark: CUT,
  });
  if (before === undefined || before.differs) return 0;
  const width = displayWidth(before.text);
  return width < room ? width : null;
}
