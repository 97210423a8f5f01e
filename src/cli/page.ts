import type { Door } from '../features/redact/redact.ts';
import type { DetailView } from '../report/detail/signing.ts';
import type { Document } from '../report/document/blocks.ts';
import { terminalLines } from '../report/document/terminal.ts';
import type { Tool } from '../report/json/model.ts';
import { toJsonPieces } from '../report/json/text.ts';
import { MIN_WIDTH } from '../report/terminal/view.ts';
import type { DetailTexts } from '../sentences/detail.ts';
import { terminalFiller } from '../sentences/fill.ts';
import type { Lang } from '../sentences/language.ts';
import { loadDetailTexts, loadFormatTexts, loadTexts } from '../sentences/load.ts';
import type { Texts } from '../sentences/texts.ts';
import type { PageArguments } from './commands/command.ts';
import { EXIT } from './ending.ts';
import { namedOutput, pipesFirst, reportUnwritten, stdoutOutput } from './file-output.ts';
import type { CliIo, CommandContext, OutputStream } from './io.ts';
import { refuseFlood } from './messages.ts';
import { isPrinted, type PageFormatName } from './settings/value-types.ts';
import { commandBreaker, hasColor, outputWidth, painter } from './terminal.ts';
import { toolOfPackage } from './version.ts';

interface PageTexts {
  readonly texts: Texts;
  readonly detail: DetailTexts;
}

/** Something to show, in each of its formats. */
export interface Page {
  readonly door: Door;
  /**
   * `exitCode`: that of the command, as far as it is known when the page is written. `format`: in which it is
   * shown to people; pages are passed on, and a terminal is the reader's own.
   */
  document(view: DetailView, exitCode: number, format: 'table' | 'html'): Document;
  /** Lists of any length as `AsyncIterable`. */
  json(tool: Tool): object;
}

export async function loadPageTexts(lang: Lang): Promise<PageTexts> {
  const [texts, detail] = await Promise.all([loadTexts(lang), loadDetailTexts(lang)]);
  return { texts, detail };
}

/** What a command has to show, in which words, and the exit code of having shown it. */
export interface FoundPage {
  readonly page: Page;
  readonly texts: PageTexts;
  readonly exitCode: number;
}

/**
 * Writes the page that `find` gives in the formats that are asked for; where it gives a number, there is
 * nothing to write, and that is the exit code. A file that cannot be written is reported before anything is
 * looked for, which may take hours, and where all are such, nothing is. Gives the exit code: that of the
 * page, or 2 where it could not be written.
 */
export async function writePage(
  args: PageArguments,
  context: CommandContext,
  find: () => Promise<FoundPage | number>,
): Promise<number> {
  const { io } = context;
  const flood = refuseFlood(args.pageFormat, context);
  if (flood !== null) return flood;
  const targets = pipesFirst(args.pageFormat).map(({ name, file }) => ({
    name,
    file,
    output: file === null ? stdoutOutput(io) : namedOutput(file, io),
  }));
  for (const { file, output } of targets) {
    if (output.unopened !== null) reportUnwritten(file, output.unopened, context);
  }
  const opened = targets.filter(({ output }) => output.unopened === null);
  if (opened.length === 0) return EXIT.NOT_DONE;
  try {
    const found = await find();
    if (typeof found === 'number') return found;
    let exitCode = opened.length < targets.length ? EXIT.NOT_DONE : found.exitCode;
    // Files first: what is printed may state the exit code, which a file that fails changes.
    const filesFirst = [...opened].sort((a, b) => Number(isPrinted(a)) - Number(isPrinted(b)));
    for (const { name, file, output } of filesFirst) {
      const pieces = pageIn(name, { ...found, exitCode }, args, file === null ? io.stdout : null, io);
      for await (const piece of pieces) output.write(piece);
      const error = output.close();
      if (error === null) continue;
      reportUnwritten(file, error, context);
      exitCode = EXIT.NOT_DONE;
    }
    return exitCode;
  } finally {
    // What is written already stays.
    for (const { output } of opened) output.discard();
  }
}

/** Columns of what stands in an HTML page as lines, whatever the terminal. */
const HTML_WIDTH = 120;

/** `stream`: where it is printed; null for a file. */
async function* pageIn(
  name: PageFormatName,
  { page, texts: { texts, detail }, exitCode }: FoundPage,
  { width, color }: PageArguments,
  stream: OutputStream | null,
  io: CliIo,
): AsyncGenerator<string> {
  const tool = toolOfPackage();
  const isTable = name === 'table';
  const view: DetailView = {
    width: isTable ? Math.max(MIN_WIDTH, width ?? outputWidth(stream, io)) : HTML_WIDTH,
    paint: painter(isTable && stream !== null && hasColor(color, stream, io.env)),
    texts,
    detail,
    filler: terminalFiller(texts),
    door: page.door,
    all: true,
  };
  switch (name) {
    case 'table':
      yield commandBreaker()(`${terminalLines(page.document(view, exitCode, name), view).join('\n')}\n`);
      return;
    case 'json':
      yield* toJsonPieces(page.json(tool));
      yield '\n';
      return;
    case 'html': {
      const [formats, { documentFile }] = await Promise.all([
        loadFormatTexts(texts.lang),
        import('../report/html/html-file.ts'),
      ]);
      yield documentFile(page.document(view, exitCode, name), view, { formats, texts, tool });
    }
  }
}
