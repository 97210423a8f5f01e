import type { DetailView } from '../report/detail/view.ts';
import type { Tool } from '../report/json/model.ts';
import { toJsonDocument } from '../report/json/text.ts';
import type { Door } from '../report/redact/redact.ts';
import { MIN_WIDTH } from '../report/terminal/view.ts';
import type { DetailTexts } from '../report/text/detail-texts.ts';
import { terminalFiller } from '../report/text/fill.ts';
import { loadTexts } from '../report/text/load.ts';
import { loadDetailTexts } from '../report/text/load-detail.ts';
import type { Lang, Texts } from '../report/text/texts.ts';
import { EXIT } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { errorLine, outputMessage } from './messages.ts';
import type { PageArguments } from './options/page-arguments.ts';
import { namedOutput, stdoutOutput } from './output/named-output.ts';
import { hasColor, outputWidth, painter } from './terminal.ts';
import type { CliTexts } from './text/texts.ts';
import { toolOfPackage } from './version.ts';

/** What a command runs in. */
export interface CommandContext {
  readonly lang: Lang;
  readonly texts: CliTexts;
  readonly io: CliIo;
}

export interface PageTexts {
  readonly texts: Texts;
  readonly detail: DetailTexts;
}

/** Something to show, in each of its formats. */
export interface Page {
  readonly door: Door;
  table(view: DetailView): readonly string[];
  json(tool: Tool): object;
}

export async function loadPageTexts(lang: Lang): Promise<PageTexts> {
  const [texts, detail] = await Promise.all([loadTexts(lang), loadDetailTexts(lang)]);
  return { texts, detail };
}

/** Writes a page in the formats that are asked for. Gives `exitCode`, or 2 where one could not be written. */
export function writePage(
  page: Page,
  args: PageArguments,
  { texts, detail }: PageTexts,
  { io, texts: cliTexts }: CommandContext,
  exitCode: number,
): number {
  let code = exitCode;
  for (const { name, file } of args.formats) {
    const output = file === null ? stdoutOutput(io) : namedOutput(file, io);
    switch (name) {
      case 'table': {
        const stream = file === null ? io.stdout : null;
        const lines = page.table({
          width: Math.max(MIN_WIDTH, args.width ?? outputWidth(stream, io)),
          paint: painter(stream !== null && hasColor(args.color, stream, io.env)),
          texts,
          detail,
          filler: terminalFiller(texts),
          door: page.door,
          all: true,
        });
        output.write(`${lines.join('\n')}\n`);
        break;
      }
      case 'json':
        output.write(`${toJsonDocument(page.json(toolOfPackage()))}\n`);
        break;
    }
    const error = output.close();
    if (error === null) continue;
    io.stderr.write(errorLine(outputMessage(file ?? '', error, cliTexts)));
    code = EXIT.NOT_DONE;
  }
  return code;
}
