import type { ByteString } from '../../bytes/byte-string.ts';
import { displayWidth, padEnd } from '../../bytes/display-width.ts';
import { printable } from '../../bytes/printable.ts';
import type { OssExchange } from '../../oss/model.ts';
import { chunkText, wrapText } from '../terminal/wrap.ts';
import { type Section, sentence, valueText } from './layout.ts';
import { type DetailView, say } from './view.ts';

/** Every field of the error document, as the server wrote it. */
export function answerSection(oss: OssExchange, view: DetailView): Section {
  const heading = say(view, 'heading-answer');
  const { error, exchange } = oss;
  if (exchange.response === null) return { heading, lines: sentence(say(view, 'message-missing'), view) };
  const { status } = exchange.response;
  const lines = sentence(
    say(view, 'answer-ids', { status, id: oss.requestId ?? '-', ec: oss.ec ?? '-' }),
    view,
  );
  if (error === null)
    return { heading, lines: [...lines, ...sentence(say(view, 'no-error-document'), view)] };
  const source = error.source === 'body' ? 'error-in-body' : 'error-in-header';
  lines.push(...sentence(say(view, source, { frame: error.frame }), view));
  const nameOf = (name: string): string => printable(view.door.text(name).text);
  const width = Math.min(MAX_NAME, Math.max(...error.fields.map(([name]) => displayWidth(nameOf(name)))));
  for (const [name, value] of error.fields) {
    const values = fieldLines(value, view.width - width - 4, view);
    for (const [at, part] of values.entries()) {
      const title = at === 0 ? padEnd(nameOf(name), width) : ' '.repeat(width);
      lines.push(`  ${view.paint('label', title)}  ${part}`.trimEnd());
    }
  }
  return { heading, lines };
}

/** Sentences and hex are broken at spaces; a text of several lines shows where each ends. */
function fieldLines(value: ByteString, width: number, view: DetailView): string[] {
  const text = valueText(value, view);
  if (!value.includes('\n')) return wrapText(text, width);
  return text.split(/(?<=␊)/).flatMap((line) => chunkText(line, width));
}

/** `StringToSignBytes`, and the like; an element may have any name. */
const MAX_NAME = 24;
