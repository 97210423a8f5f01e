import { MASKING_DOOR } from '../../features/redact/redact.ts';
import { terminalFiller } from '../../sentences/fill.ts';
import type { Texts } from '../../sentences/texts.ts';
import type { Reporter, Write } from '../reporter.ts';
import { MIN_WIDTH, type OptionsAgain, type Paint, type View } from '../terminal/view.ts';
import { listsExchanges } from './page-tally.ts';
import { ShortReporter } from './short-reporter.ts';

export interface TableOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** Rows of the terminal, to which a list is cut; absent where nothing scrolls away. */
  readonly rows?: number | undefined;
  readonly paint: Paint;
  readonly texts: Texts;
  /** Report everything that is known, and not the answer alone. */
  readonly isFull: boolean;
  /** That, and every exchange and every cause of it. */
  readonly all: boolean;
  /** List so many of the slowest exchanges; absent: some, where they are slow. */
  readonly slow?: number | null;
  /** Of each capture only what fails, and nothing of one without failures. */
  readonly quiet?: boolean;
  /** See `View`; absent for nothing. */
  readonly again?: OptionsAgain;
}

/** A reporter for people at a terminal: the answer alone, or everything, which is loaded when asked for. */
export async function createTableReporter(write: Write, options: TableOptions): Promise<Reporter> {
  const { all, isFull, slow = null, quiet = false } = options;
  const view = viewOf(options);
  if (!listsExchanges({ all, isFull, slow }))
    return new ShortReporter(write, { view, above: quiet ? 'failures' : 'all', rows: options.rows });
  const [{ TableReporter }, { TABLE_STYLE }] = await Promise.all([
    import('./full-reporter.ts'),
    import('./table-style.ts'),
  ]);
  return new TableReporter(write, { view, slow, quiet }, TABLE_STYLE);
}

/** A reporter of the closing line alone, for reports that go to files. */
export function createClosingReporter(
  write: Write,
  look: Pick<TableOptions, 'width' | 'paint' | 'texts'>,
): Reporter {
  return new ShortReporter(write, { view: viewOf({ ...look, all: false }), above: 'nothing' });
}

function viewOf({
  width,
  paint,
  texts,
  all,
  again,
}: Pick<TableOptions, 'width' | 'paint' | 'texts' | 'all' | 'again'>): View {
  return {
    width: Math.max(MIN_WIDTH, width),
    paint,
    texts,
    filler: terminalFiller(texts),
    door: MASKING_DOOR,
    all,
    ...(again === undefined ? {} : { again }),
  };
}
