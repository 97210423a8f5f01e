import type { ByteString } from '../../bytes/byte-string.ts';
import { displayWidth, padEnd } from '../../bytes/display-width.ts';
import { printable } from '../../bytes/printable.ts';
import { type ComparedRow, type Comparison, maskedRow } from '../strings/comparison.ts';
import {
  hexOf,
  hexOfMasked,
  isHardToSee,
  segmentLines,
  segmentsOf,
  show,
  splitDifference,
} from '../strings/difference.ts';
import { fieldKind, fieldLabel } from '../strings/field-label.ts';
import { valueTitles } from '../strings/value-titles.ts';
import { label, SIDE_BY_SIDE_WIDTH, type View } from '../terminal/view.ts';
import { cutMiddle, wrapText } from '../terminal/wrap.ts';
import type { LabelId } from '../text/texts.ts';
import type { Block } from './blocks.ts';

/** Marks a row whose sides differ. */
const MARK = '▸ ';
const NO_MARK = '  ';
const GAP = '  ';
/** Rows of a comparison; beyond that, equal ones are left out, and then differing ones. */
const MAX_ROWS = 48;

/** A line with its columns, which painting does not change. */
interface Cell {
  readonly text: string;
  readonly width: number;
}

/** The two strings piece by piece: side by side, or one over the other where the view is narrow. */
export function comparisonLines(comparison: Comparison, view: View): string[] {
  const { shown: picked, leftOut } = pickRows(comparison.rows);
  const shown = picked.map((row) => maskedRow(row, view.door));
  const labelWidth = Math.max(
    displayWidth(label(view, 'hex')),
    ...shown.map((row) => displayWidth(nameOf(row, view))),
  );
  const lines = drawRows(shown, comparison, labelWidth, view);
  if (leftOut > 0) {
    lines.push(view.paint('quiet', NO_MARK + label(view, 'rows-equal-left-out', { n: leftOut })));
  }
  return lines;
}

function drawRows(
  rows: readonly ComparedRow[],
  comparison: Comparison,
  labelWidth: number,
  view: View,
): string[] {
  if (comparison.kind !== 'parts') {
    return rows.map((row) => equalLine(row, labelWidth, view));
  }
  if (view.width < SIDE_BY_SIDE_WIDTH) {
    return rows.flatMap((row) =>
      row.divergence === null && row.client === row.server
        ? [equalLine(row, labelWidth, view)]
        : stackedLines(row, comparison, labelWidth, view),
    );
  }
  const column = Math.floor((view.width - NO_MARK.length - labelWidth - 2 * GAP.length) / 2);
  const { sides: named = titlesOf(comparison).map((id) => label(view, id)) } = comparison;
  const titles = named.map((title) => cutMiddle(title, column));
  return [
    headLine(padEnd(titles[0] ?? '', column) + GAP + (titles[1] ?? ''), labelWidth, view),
    ...rows.flatMap((row) => besideLines(row, column, labelWidth, view)),
  ];
}

/** What stands above the columns. */
function titlesOf(comparison: Comparison): readonly [client: LabelId, server: LabelId] {
  const [client, server] = valueTitles(comparison);
  return [`head-${client}`, `head-${server}`];
}

function pickRows(rows: readonly ComparedRow[]): { shown: readonly ComparedRow[]; leftOut: number } {
  if (rows.length <= MAX_ROWS) return { shown: rows, leftOut: 0 };
  let room = Math.max(0, MAX_ROWS - rows.filter((row) => row.divergence !== null).length);
  const shown: ComparedRow[] = [];
  for (const row of rows) {
    if (shown.length >= MAX_ROWS) break;
    if (row.divergence !== null) shown.push(row);
    else if (room > 0) {
      shown.push(row);
      room--;
    }
  }
  return { shown, leftOut: rows.length - shown.length };
}

function nameOf(row: ComparedRow, view: View): string {
  return row.name ?? fieldLabel(row.field, view);
}

function headLine(text: string, labelWidth: number, view: View): string {
  return view.paint('label', NO_MARK + ' '.repeat(labelWidth) + GAP + text).trimEnd();
}

/** A row whose sides are equal, in one column. */
function equalLine(row: ComparedRow, labelWidth: number, view: View): string {
  const room = view.width - NO_MARK.length - labelWidth - GAP.length;
  const name = padEnd(nameOf(row, view), labelWidth);
  return view
    .paint('quiet', `${NO_MARK}${name}${GAP}${cutMiddle(whole(row, row.client, view), room)}`)
    .trimEnd();
}

/** A row of two columns, with the hex below where the eye would miss the difference. */
function besideLines(row: ComparedRow, column: number, labelWidth: number, view: View): string[] {
  const name = padEnd(nameOf(row, view), labelWidth);
  if (row.divergence === null && row.client === row.server) {
    const text = cutMiddle(whole(row, row.client, view), column);
    return [view.paint('quiet', `${NO_MARK}${name}${GAP}${padEnd(text, column)}${GAP}${text}`).trimEnd()];
  }
  const [client, server] = sides(row, column, view);
  const lines = zip(client, server, column).map((text, at) => {
    const start = at === 0 ? view.paint('strong', MARK + name) : ' '.repeat(MARK.length + labelWidth);
    return (start + GAP + text).trimEnd();
  });
  const hex = hexSides(row, column);
  if (hex !== null) {
    const title = NO_MARK + padEnd(label(view, 'hex'), labelWidth);
    const texts = zip(toCells(hex[0]), toCells(hex[1]), column);
    for (const [at, text] of texts.entries()) {
      const start = at === 0 ? title : ' '.repeat(title.length);
      lines.push(view.paint('quiet', start + GAP + text).trimEnd());
    }
  }
  return lines;
}

function zip(client: readonly Cell[], server: readonly Cell[], column: number): string[] {
  const height = Math.max(client.length, server.length);
  return Array.from({ length: height }, (_, at) => {
    const left = client[at];
    const pad = ' '.repeat(Math.max(0, column - (left?.width ?? 0)));
    return (left?.text ?? '') + pad + GAP + (server[at]?.text ?? '');
  });
}

/** A differing row where there is no room for two columns: client over server. */
function stackedLines(row: ComparedRow, comparison: Comparison, labelWidth: number, view: View): string[] {
  const { clientIs, values } = comparison;
  const ownTag = label(view, clientIs === 'signed' ? 'tag-client' : 'tag-wire');
  const otherTag = label(view, values === 'due' ? 'head-due' : 'tag-server');
  const [clientTag, serverTag] = comparison.sides ?? [ownTag, otherTag];
  const tagWidth = Math.max(...[clientTag, serverTag, label(view, 'hex')].map(displayWidth));
  const column = view.width - MARK.length - labelWidth - tagWidth - 2 * GAP.length;
  const [client, server] = sides(row, column, view);
  const hex = hexSides(row, column);
  const tagged = (tag: string, cells: readonly Cell[]): string[] =>
    cells.map((cell, at) => GAP + padEnd(at === 0 ? tag : '', tagWidth) + GAP + cell.text);
  const hexTag = label(view, 'hex');
  const quiet = (line: string): string => view.paint('quiet', line);
  const lines = [
    ...tagged(clientTag, client),
    ...(hex === null ? [] : tagged(hexTag, toCells(hex[0])).map(quiet)),
    ...tagged(serverTag, server),
    ...(hex === null ? [] : tagged(hexTag, toCells(hex[1])).map(quiet)),
  ];
  const name = view.paint('strong', MARK + padEnd(nameOf(row, view), labelWidth));
  const indent = ' '.repeat(MARK.length + labelWidth);
  return lines.map((line, at) => ((at === 0 ? name : indent) + line).trimEnd());
}

/** Both sides of a differing row as lines of a column. */
function sides(row: ComparedRow, column: number, view: View): [Cell[], Cell[]] {
  const { client, server } = row;
  if (kindOf(row) === 'securityToken' || client === null || server === null) {
    return [alone(row, client, column, view), alone(row, server, column, view)];
  }
  const { prefix, clientEnd, serverEnd } = splitDifference(client, server);
  const draw = (value: ByteString, end: number): Cell[] => {
    if (value === '') return alone(row, value, column, view);
    return segmentLines(segmentsOf(value, prefix, end, column), column, ({ text, differs }) =>
      differs ? view.paint('differing', text) : text,
    );
  };
  return [draw(client, clientEnd), draw(server, serverEnd)];
}

/** A value that has no counterpart: all of it differs. */
function alone(row: ComparedRow, value: ByteString | null, column: number, view: View): Cell[] {
  if (value === null || value === '') return [toCell(cutMiddle(whole(row, value, view), column))];
  if (kindOf(row) === 'securityToken') return [toCell(cutMiddle(whole(row, value, view), column))];
  return segmentLines(segmentsOf(value, 0, value.length, column), column, ({ text }) =>
    view.paint('differing', text),
  );
}

function hexSides(row: ComparedRow, column: number): [string[], string[]] | null {
  const pair = row.field === 'signature' ? hexOfSignatures(row) : hexOfRow(row);
  return pair === null ? null : [wrapText(pair[0], column), wrapText(pair[1], column)];
}

function hexOfRow({ client, server }: ComparedRow): [string, string] | null {
  if (client === null || server === null || client === '' || server === '') return null;
  if (!isHardToSee(client, server)) return null;
  const { prefix, clientEnd, serverEnd } = splitDifference(client, server);
  return [hexOf(client, prefix, clientEnd), hexOf(server, prefix, serverEnd)];
}

/** The row may show a part of them. */
function hexOfSignatures({ divergence }: ComparedRow): [string, string] | null {
  const { client, server } = divergence ?? { client: null, server: null };
  if (client === null || server === null || !isHardToSee(client, server)) return null;
  return hexOfMasked(client, server);
}

function toCells(lines: readonly string[]): Cell[] {
  return lines.map(toCell);
}

function toCell(text: string): Cell {
  return { text, width: displayWidth(text) };
}

function kindOf({ field, isMasked }: ComparedRow): ReturnType<typeof fieldKind> {
  return isMasked === true ? 'text' : fieldKind(field);
}

/** A whole value as printable text, masked where its field holds something to mask. */
function whole(row: ComparedRow, value: ByteString | null, view: View): string {
  if (value === null) return label(view, 'absent');
  if (value === '') return label(view, 'empty');
  const kind = kindOf(row);
  // The credential of a URL begins with the access key id, up to an (encoded) slash.
  if (kind === 'credential') return show(value).replace(/^[^/%]+/, (id) => view.door.accessKeyId(id).text);
  return printable(view.door[kind](value).text);
}

/** Columns of `StringToSignBytes`, the longer of the names of two forms. */
const FORM_TITLE_WIDTH = 17;

/** Forms of the server's string, each cut around where it differs from the other. */
export function formLines(forms: Extract<Block, { kind: 'forms' }>['forms'], view: View): string[] {
  const column = view.width - 4 - FORM_TITLE_WIDTH;
  return forms.flatMap(([title, value, start, end]) => {
    const lines = segmentLines(segmentsOf(value, start, end, column), column, ({ text, differs }) =>
      differs ? view.paint('differing', text) : text,
    );
    return lines.map(({ text }, at) => `  ${padEnd(at === 0 ? title : '', FORM_TITLE_WIDTH)}  ${text}`);
  });
}
