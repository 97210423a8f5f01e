import { displayWidth, padEnd, padStart } from '../../bytes/display-width.ts';
import { assertNever } from '../../bytes/errors.ts';
import { SIDE_BY_SIDE_WIDTH, type View } from '../terminal/view.ts';
import { chunkText, cutMiddle, wrapText } from '../terminal/wrap.ts';
import { type Block, type Document, type Fact, type Part, type Piece, plainText } from './blocks.ts';
import { comparisonLines, formLines } from './terminal-comparison.ts';

/**
 * A document as lines for a terminal, none wider than the view but ids and what is to be copied. A
 * part of which nothing but its heading is left is left out.
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
      return block.items.flatMap(({ text }) => bulleted(plainText(text), '· ', view));
    case 'verbatim':
      if (block.isCopied === true) return block.lines;
      return block.lines.flatMap((line) => chunkText(line, view.width - MARGIN).map((part) => INDENT + part));
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

function paragraphLines(text: string, depth: number, view: View): string[] {
  return wrapText(text, view.width - depth).map((line) => ' '.repeat(depth) + line);
}

function bulleted(text: string, mark: string, view: View): string[] {
  return wrapText(text, view.width - MARGIN - mark.length).map(
    (line, at) => INDENT + (at === 0 ? mark : ' '.repeat(mark.length)) + line,
  );
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
  const rows = facts.flatMap(({ title, text, isCommand }) => {
    const plain = text === null ? '' : plainText(text);
    return plain === '' ? [] : [{ title, text: plain, isCommand }];
  });
  const titleWidth = Math.max(0, ...rows.map((row) => displayWidth(row.title)));
  const lines: string[] = [];
  let before: string | null = null;
  for (const { title, text, isCommand } of rows) {
    const name = title === before ? '' : title;
    before = title;
    const broken = isCommand ? [text] : wrapText(text, view.width - titleWidth - 4, true);
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
  const width = Math.min(MAX_FIELD_NAME, Math.max(...fields.map(([name]) => displayWidth(name))));
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

/** The picture of a line feed. */
const LINE_FEED = '␊';

/** It ends each line but the last. */
function lineFeedsShown(text: string): string[] {
  return text.split(/(?<=␊)/);
}

/** Columns of plain text, as wide as what they hold; what does not fit loses its middle. */
function tableLines({ columns, rows }: Extract<Block, { kind: 'table' }>, view: View): string[] {
  const texts = rows.map((row) => row.map(plainText));
  const widths = columns.map(({ title }, at) =>
    Math.max(displayWidth(title), ...texts.map((row) => displayWidth(row[at] ?? ''))),
  );
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
  const widths = titles.map((title, at) =>
    Math.max(displayWidth(title), ...entries.map(({ cells }) => displayWidth(cells[at] ?? ''))),
  );
  const margin = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP.length, 0);
  const hasColumns = view.width - margin >= LEAST_LAST_COLUMN;
  const rowLines = (row: readonly string[]): string[] => {
    if (!hasColumns) return wrapText(row.join(' · '), view.width);
    const [first = '', ...more] = wrapText(row.at(-1) ?? '', view.width - margin);
    const cells = row.with(-1, first).map((cell, at) => padEnd(cell, widths[at] ?? 0));
    return [cells.join(GAP).trimEnd(), ...more.map((rest) => ' '.repeat(margin) + rest)];
  };
  const remarkLines = (text: string, mark: string): string[] =>
    wrapText(text, view.width - REMARK_DEPTH - mark.length).map(
      (line, at) => ' '.repeat(REMARK_DEPTH) + (at === 0 ? mark : ' '.repeat(mark.length)) + line,
    );
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
  const width = (of: (row: Piece) => string): number =>
    Math.max(...[titles, ...rows].map((row) => displayWidth(of(row))));
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

/**
 * Where there is no room for the value beside its place: below it, and the place below both where
 * that is long.
 */
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
