import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { displayWidth, padEnd, padStart } from '../../engine/bytes/display-width.ts';
import { printable } from '../../engine/bytes/printable.ts';
import { assertNever } from '../../engine/bytes/result.ts';
import type { LabelId } from '../../sentences/labels.ts';
import { linesOfStep, numberedSteps } from '../findings/steps.ts';
import { type ComparedRow, type Comparison, hexOfRow, maskedRow } from '../strings/comparison.ts';
import {
  fieldKind,
  fieldLabel,
  segmentLines,
  segmentsOf,
  show,
  splitDifference,
} from '../strings/difference.ts';
import { valueTitles } from '../strings/evidence.ts';
import { label, SIDE_BY_SIDE_WIDTH, type View } from '../terminal/view.ts';
import { chunkText, cutMiddle, markedLines, widestOf, wrapText } from '../terminal/wrap.ts';
import {
  type Block,
  type Document,
  type Fact,
  LINE_FEED,
  lineFeedsShown,
  type Part,
  type Piece,
  plainText,
} from './blocks.ts';

/**
 * A document as lines for a terminal, none wider than the view but ids and what is to be copied. A part of
 * which nothing but its heading is left is left out.
 */
export function terminalLines(document: Document, view: View): string[] {
  const lines: string[] = [];
  for (const part of document) {
    const own = partLines(part, view);
    if (own.length === 0) continue;
    if (lines.length > 0) lines.push('');
    // not at once: a call takes no more arguments than its stack has room for
    for (const line of own) lines.push(line);
  }
  return lines;
}

function partLines(part: Part, view: View): string[] {
  const below = part.filter(({ kind }) => kind !== 'heading').flatMap((block) => blockLines(block, view));
  if (below.length === 0) return [];
  return [
    ...part.filter(({ kind }) => kind === 'heading').flatMap((block) => blockLines(block, view)),
    ...below,
  ];
}

function blockLines(block: Block, view: View): readonly string[] {
  switch (block.kind) {
    case 'title':
      return wrapText(plainText(block.text), view.width).map((line) => view.paint('strong', line));
    case 'heading':
      return [view.paint('strong', plainText(block.text))];
    case 'finding':
      return findingLines(block, view);
    case 'paragraph':
      return paragraphLines(plainText(block.text), block.depth ?? MARGIN, view);
    case 'facts':
      return factLines(block.facts, view);
    case 'fields':
      return fieldLines(block.fields, view);
    case 'comparison':
      return comparisonLines(block.comparison, view);
    case 'sequence':
      return [];
    case 'forms':
      return formLines(block.forms, view);
    case 'table':
      return tableLines(block, view);
    case 'entries':
      return entryLines(block, view);
    case 'pieces':
      return pieceLines(block, view);
    case 'steps':
      return stepLines(block, view);
    case 'list':
      return block.items.flatMap(({ text }) => markedLines('  · ', plainText(text), view.width));
    case 'verbatim':
      return verbatimLines(block, view);
    case 'lines':
      return block.lines;
    default:
      return assertNever(block);
  }
}

/** Columns before what stands in a part. */
const MARGIN = 2;
const INDENT = ' '.repeat(MARGIN);
const GAP = '  ';

function verbatimLines({ lines, isCopied }: Extract<Block, { kind: 'verbatim' }>, view: View): string[] {
  const texts = lines.map(plainText);
  if (isCopied === true) return texts;
  return texts.flatMap((line) => chunkText(line, view.width - MARGIN).map((part) => INDENT + part));
}

function paragraphLines(text: string, depth: number, view: View): string[] {
  return wrapText(text, view.width - depth).map((line) => ' '.repeat(depth) + line);
}

/** A sentence behind a mark of two columns, and at its end, or below it, how often it holds. */
function findingLines(
  { mark, text, status = '', below }: Extract<Block, { kind: 'finding' }>,
  view: View,
): string[] {
  const lines = wrapText(text, view.width - MARGIN);
  const gap = view.width - MARGIN - displayWidth(lines[0] ?? '') - displayWidth(status);
  const painted = lines.map((line, at) => view.paint('failing', (at === 0 ? `${mark} ` : INDENT) + line));
  if (below !== true && lines.length === 1 && gap >= 2)
    return [painted[0] + ' '.repeat(gap) + view.paint('quiet', status)];
  const under = wrapText(status, view.width - MARGIN);
  return [...painted, ...under.map((line) => view.paint('quiet', INDENT + line))];
}

/** Sentences with their titles before them; a title that repeats stands once. */
export function factLines(facts: readonly Fact[], view: View): string[] {
  const rows = facts.flatMap(({ title, text, steps, isCommand }) => {
    const plain = text === null ? '' : plainText(text);
    const texts = steps === undefined ? [plain] : numberedSteps(steps);
    return plain === ''
      ? []
      : texts.map((each) => ({ title, text: each, isCommand, isStep: steps !== undefined }));
  });
  const titleWidth = widestOf(rows.map(({ title }) => title));
  const lines: string[] = [];
  let before: string | null = null;
  for (const { title, text, isCommand, isStep } of rows) {
    const name = title === before ? '' : title;
    before = title;
    const room = view.width - titleWidth - 4;
    const wrapped = isStep ? linesOfStep(text, room) : wrapText(text, room, true);
    const broken = isCommand ? [text] : wrapped;
    for (const [at, line] of broken.entries()) {
      lines.push(`  ${view.paint('label', padEnd(at === 0 ? name : '', titleWidth))}  ${line}`.trimEnd());
    }
  }
  return lines;
}

/** `StringToSignBytes`, and the like; an element may have any name. */
const MAX_FIELD_NAME = 24;

/** Sentences and hex are broken at spaces; a text of several lines shows where each ends. */
function fieldLines(fields: Extract<Block, { kind: 'fields' }>['fields'], view: View): string[] {
  const width = Math.min(MAX_FIELD_NAME, widestOf(fields.map(([name]) => name)));
  const room = view.width - width - 4;
  return fields.flatMap(([name, value]) => {
    const lines = value.includes(LINE_FEED)
      ? lineFeedsShown(value).flatMap((line) => chunkText(line, room))
      : wrapText(value, room);
    return lines.map((line, at) => {
      const title = at === 0 ? padEnd(name, width) : ' '.repeat(width);
      return `  ${view.paint('label', title)}  ${line}`.trimEnd();
    });
  });
}

/** Columns of plain text, as wide as what they hold; what does not fit loses its middle. */
function tableLines({ columns, rows }: Extract<Block, { kind: 'table' }>, view: View): string[] {
  const texts = rows.map((row) => row.map(plainText));
  const widths = columns.map(({ title }, at) => widestOf([title, ...texts.map((row) => row[at] ?? '')]));
  const line = (cells: readonly string[]): string => {
    const padded = cells.map((cell, at) =>
      (columns[at]?.align === 'right' ? padStart : padEnd)(cell, widths[at] ?? 0),
    );
    return cutMiddle((INDENT + padded.join(GAP)).trimEnd(), view.width);
  };
  const head = view.paint('label', line(columns.map(({ title }) => title)));
  return [head, ...texts.map(line)];
}

/** With fewer columns left for the last cell, the cells stand behind one another. */
const LEAST_LAST_COLUMN = 16;
/** Columns before the remarks of an entry. */
const REMARK_DEPTH = 4;

function entryLines({ titles, entries }: Extract<Block, { kind: 'entries' }>, view: View): string[] {
  const widths = titles.map((title, at) => widestOf([title, ...entries.map(({ cells }) => cells[at] ?? '')]));
  const margin = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP.length, 0);
  const hasColumns = view.width - margin >= LEAST_LAST_COLUMN;
  const rowLines = (row: readonly string[]): string[] => {
    if (!hasColumns) return wrapText(row.join(' · '), view.width);
    const [first = '', ...more] = wrapText(row.at(-1) ?? '', view.width - margin);
    const cells = row.with(-1, first).map((cell, at) => padEnd(cell, widths[at] ?? 0));
    return [cells.join(GAP).trimEnd(), ...more.map((rest) => ' '.repeat(margin) + rest)];
  };
  const remarkLines = (text: string, mark: string): string[] =>
    markedLines(' '.repeat(REMARK_DEPTH) + mark, text, view.width);
  return [
    ...rowLines(titles).map((line) => view.paint('label', line)),
    ...entries.flatMap(({ cells, remarks }) => [
      ...rowLines(cells).map((line) => view.paint('strong', line)),
      ...remarks.flatMap(({ text, isCure }) =>
        isCure ? remarkLines(text, '→ ').map((line) => view.paint('quiet', line)) : remarkLines(text, ''),
      ),
    ]),
  ];
}

/** Most columns of the place that a piece came from. */
const MAX_ORIGIN = 44;
const LEAST_VALUE = 12;

function pieceLines({ titles, pieces }: Extract<Block, { kind: 'pieces' }>, view: View): string[] {
  const cut = (from: string): string => cutMiddle(from, Math.min(MAX_ORIGIN, view.width - 4));
  const rows = pieces.map((piece) => ({ ...piece, from: cut(piece.from) }));
  const width = (of: (row: Piece) => string): number => widestOf([titles, ...rows].map(of));
  const nameWidth = width((row) => row.name);
  const bytesWidth = width((row) => row.bytes);
  const start = (row: Piece): string =>
    `${GAP}${padEnd(row.name, nameWidth)}${GAP}${padEnd(row.bytes, bytesWidth)}${GAP}`;
  if (view.width < SIDE_BY_SIDE_WIDTH) return narrowPieces(rows, titles, start, view);
  const margin = displayWidth(start(titles));
  const valueWidth = Math.max(LEAST_VALUE, view.width - margin - width((row) => row.from) - GAP.length);
  const line = (row: Piece, value: string): string =>
    start(row) + padEnd(value, valueWidth) + GAP + view.paint('quiet', row.from);
  return [
    view.paint('label', line(titles, titles.value).trimEnd()),
    ...rows.flatMap((row) => {
      const [first = '', ...more] = chunkText(row.value, valueWidth);
      return [line(row, first).trimEnd(), ...more.map((rest) => ' '.repeat(margin) + rest)];
    }),
  ];
}

/** A value without room beside its place is below it, and a long place above both. */
function narrowPieces(
  rows: readonly Piece[],
  titles: Piece,
  start: (row: Piece) => string,
  view: View,
): string[] {
  const allFit = rows.every((row) => displayWidth(start(row)) + displayWidth(row.from) <= view.width);
  const head = allFit ? start(titles) + titles.from : start(titles);
  return [
    view.paint('label', head.trimEnd()),
    ...rows.flatMap((row) => {
      const from = view.paint('quiet', row.from);
      return [
        (allFit ? start(row) + from : start(row)).trimEnd(),
        ...chunkText(row.value, Math.max(1, view.width - 4)).map((line) => `    ${line}`),
        ...(allFit || !row.hasOrigin ? [] : [`    ${from}`]),
      ];
    }),
  ];
}

/** Columns before the title of a step, and before its result. */
const STEP_DEPTH = 5;
const RESULT_DEPTH = 7;

function stepLines({ steps }: Extract<Block, { kind: 'steps' }>, view: View): string[] {
  return steps.flatMap(({ title, result }, at) => {
    const [first = '', ...more] = paragraphLines(title, STEP_DEPTH, view);
    const lines = [`  ${view.paint('label', String(at + 1))}  ${first.slice(STEP_DEPTH)}`, ...more];
    if (result === null) return lines;
    if ('missing' in result) return [...lines, ...paragraphLines(result.missing, RESULT_DEPTH, view)];
    return [...lines, ...stringLines(result.string, view)];
  });
}

/** A signed string line by line, its line feeds shown. */
function stringLines(text: string, view: View): string[] {
  const margin = ' '.repeat(RESULT_DEPTH);
  return lineFeedsShown(text).flatMap((line) =>
    chunkText(line, Math.max(1, view.width - RESULT_DEPTH)).map((part) => (margin + part).trimEnd()),
  );
}

/** Marks a row whose sides differ. */
const MARK = '▸ ';
const NO_MARK = '  ';
/** Rows of a comparison; beyond that, equal ones are left out, and then differing ones. */
const MAX_ROWS = 48;

/** A line with its columns, which painting does not change. */
interface Cell {
  readonly text: string;
  readonly width: number;
}

/** The two strings piece by piece: side by side, or one over the other where the view is narrow. */
function comparisonLines(comparison: Comparison, view: View): string[] {
  const { shown: picked, leftOut } = pickRows(comparison.rows);
  const shown = picked.map((row) => maskedRow(row, view.door));
  const labelWidth = widestOf([label(view, 'hex'), ...shown.map((row) => nameOf(row, view))]);
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
  const tagWidth = widestOf([clientTag, serverTag, label(view, 'hex')]);
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
  const pair = hexOfRow(row);
  return pair === null ? null : [wrapText(pair[0], column), wrapText(pair[1], column)];
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
function formLines(forms: Extract<Block, { kind: 'forms' }>['forms'], view: View): string[] {
  const column = view.width - 4 - FORM_TITLE_WIDTH;
  return forms.flatMap(([title, value, start, end]) => {
    const lines = segmentLines(segmentsOf(value, start, end, column), column, ({ text, differs }) =>
      differs ? view.paint('differing', text) : text,
    );
    return lines.map(({ text }, at) => `  ${padEnd(at === 0 ? title : '', FORM_TITLE_WIDTH)}  ${text}`);
  });
}
