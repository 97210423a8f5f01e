import { fromText } from '../../bytes/byte-string.ts';
import { displayWidth, padEnd } from '../../bytes/display-width.ts';
import type { Canonical, Origin, Piece } from '../../sign/canonical.ts';
import { fieldLabel } from '../strings/field-label.ts';
import { originName } from '../strings/proof.ts';
import { SIDE_BY_SIDE_WIDTH } from '../terminal/view.ts';
import { cutMiddle } from '../terminal/wrap.ts';
import { valueLines } from './layout.ts';
import { type DetailView, say } from './view.ts';

interface PieceOptions {
  /** Name the frame that a piece came in. */
  readonly frames: boolean;
}

const GAP = '  ';
/** Most columns of the place that a piece came from. */
const MAX_ORIGIN = 44;

interface Row {
  readonly name: string;
  readonly bytes: string;
  readonly from: string;
  readonly piece: Piece;
}

type Cells = Omit<Row, 'piece'>;

/**
 * Every piece of a canonical string: its name, value and byte range, and where in the request it
 * stands.
 */
export function pieceLines({ pieces }: Canonical, options: PieceOptions, view: DetailView): string[] {
  const rows = pieces.map(
    (piece): Row => ({
      name: fieldLabel(piece.field, view),
      bytes: `${piece.start}..${piece.end}`,
      from: cutMiddle(originText(piece.origin, options, view), Math.min(MAX_ORIGIN, view.width - 4)),
      piece,
    }),
  );
  const head: Cells = {
    name: say(view, 'column-field'),
    bytes: say(view, 'column-bytes'),
    from: say(view, 'column-from'),
  };
  const width = (of: (row: Cells) => string): number =>
    Math.max(...[head, ...rows].map((row) => displayWidth(of(row))));
  const nameWidth = width((row) => row.name);
  const bytesWidth = width((row) => row.bytes);
  const start = (row: Cells): string =>
    `${GAP}${padEnd(row.name, nameWidth)}${GAP}${padEnd(row.bytes, bytesWidth)}${GAP}`;
  if (view.width < SIDE_BY_SIDE_WIDTH) {
    return narrowLines(rows, head, start, view);
  }
  const fromWidth = width((row) => row.from);
  const valueWidth = Math.max(12, view.width - displayWidth(start(head)) - fromWidth - GAP.length);
  const line = (row: Cells, value: string): string =>
    start(row) + padEnd(value, valueWidth) + GAP + view.paint('quiet', row.from);
  return [
    view.paint('label', line(head, say(view, 'column-value')).trimEnd()),
    ...rows.flatMap((row) => {
      const [first = '', ...more] = valueLines(row.piece.value, valueWidth, view);
      const margin = ' '.repeat(displayWidth(start(row)));
      return [line(row, first).trimEnd(), ...more.map((rest) => margin + rest)];
    }),
  ];
}

/**
 * Where there is no room for the value beside its place: below it, and the place below both where
 * that is long.
 */
function narrowLines(
  rows: readonly Row[],
  head: Cells,
  start: (row: Cells) => string,
  view: DetailView,
): string[] {
  const fits = (row: Cells): boolean => displayWidth(start(row)) + displayWidth(row.from) <= view.width;
  const allFit = rows.every(fits);
  const titles = allFit ? start(head) + head.from : start(head);
  return [
    view.paint('label', titles.trimEnd()),
    ...rows.flatMap((row) => {
      const from = view.paint('quiet', row.from);
      return [
        (allFit ? start(row) + from : start(row)).trimEnd(),
        ...valueLines(row.piece.value, view.width - 4, view).map((line) => `    ${line}`),
        ...(allFit || row.piece.origin === null ? [] : [`    ${from}`]),
      ];
    }),
  ];
}

function originText(origin: Origin | null, { frames }: PieceOptions, view: DetailView): string {
  if (origin === null) return say(view, 'from-nowhere');
  const source = originName(origin.source, view);
  return frames ? say(view, 'from-frame', { frame: origin.frame, source: fromText(source) }) : source;
}
