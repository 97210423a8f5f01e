import { inlineCode } from '../../rooms/report.ts';
import type { Template } from '../../rooms/sentences.ts';

/**
 * An option with the value that follows it, a variable of the environment, a header or parameter of OSS:
 * shown as code wherever a sentence names one.
 */
const CODE =
  /(?<![\w`-])(?:--[a-z][a-z0-9.-]*[a-z0-9](?:[ =](?:[A-Z]+(?:[=/][A-Z]+)?(?![\w])|\d+(?![\w])|[a-z-]+=[A-Z]+))?|~\/[\w./-]+|(?:OSS|OSSCAP|ALIBABA|NO|FORCE|LC)_[A-Z_]*…?|SSLKEYLOGFILE|LANG\b|[A-Z]+=[A-Z]+\b|x-oss-[a-z0-9-]+…?)/g;

const SPECIAL = /[\\`*[\]<&~]|(?<!\w)_|_(?!\w)/g;

/** Plain text as Markdown that shows it, with what is typed in code spans. */
export function prose(text: string): string {
  let made = '';
  let from = 0;
  for (const match of text.matchAll(CODE)) {
    made += escapeText(text.slice(from, match.index)) + inlineCode(match[0]);
    from = match.index + match[0].length;
  }
  return made + escapeText(text.slice(from));
}

function escapeText(text: string): string {
  return text.replace(SPECIAL, (character) => {
    if (character === '<') return '&lt;';
    if (character === '&') return '&amp;';
    return `\\${character}`;
  });
}

const PLACE = /\{([A-Za-z0-9]+)(?::([a-z]+))?\}/g;

/** A sentence of the reports with the names of its arguments in their places, in italics. */
export function templateProse(template: Template): string {
  let made = '';
  let from = 0;
  for (const match of template.matchAll(PLACE)) {
    const [whole, name = '', how] = match;
    const value = how === 's' ? '(s)' : how === 'earlier' ? ` *${name}*` : `*${name}*`;
    made += prose(template.slice(from, match.index)) + value;
    from = match.index + whole.length;
  }
  return made + prose(template.slice(from));
}

/** A GFM table; cells are Markdown. A `|` within a cell is escaped (GFM §4.10). */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll(/(?<!\\)\|/g, '\\|').replaceAll('\n', '<br>');
}

export const code = inlineCode;

export function shellBlock(lines: readonly string[]): string {
  return ['```sh', ...lines, '```'].join('\n');
}

export function link(text: string, target: string): string {
  return `[${text}](${target})`;
}

/** First letter in upper case; identifiers in code stay. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Blocks of a page with blank lines between them. */
export function page(blocks: readonly string[]): string {
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
