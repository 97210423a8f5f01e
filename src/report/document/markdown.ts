import { largest } from '../../engine/bytes/collections.ts';
import { assertNever } from '../../engine/bytes/result.ts';
import { type Lang, PUNCTUATION } from '../../sentences/language.ts';
import { numberedSteps } from '../findings/steps.ts';
import { type Block, type Fact, type ListItem, plainText, type Stretch, type Text } from './blocks.ts';

/** What Markdown has a form for. */
export type MarkdownBlock = Extract<
  Block,
  { kind: 'title' | 'heading' | 'finding' | 'paragraph' | 'facts' | 'table' | 'list' | 'verbatim' }
>;

/** Blocks as Markdown, a blank line between them; captured text is shown and never obeyed. */
export function markdownText(blocks: readonly MarkdownBlock[], lang: Lang): string {
  return `${blocks.map((block) => blockText(block, lang)).join('\n\n')}\n`;
}

function blockText(block: MarkdownBlock, lang: Lang): string {
  switch (block.kind) {
    case 'title':
      return `# ${inline(block.text)}`;
    case 'heading':
      return `## ${inline(block.text)}`;
    case 'finding':
      return `### ${block.mark} ${escapeMarkdown(block.text)}`;
    case 'paragraph':
      return (block.mark === undefined ? '' : `${block.mark} `) + inline(block.text);
    case 'facts':
      return factsText(block.facts, lang);
    case 'table':
      return tableText(block);
    case 'list':
      return block.items.map(itemText).join('\n');
    case 'verbatim':
      return fencedBlock(block.lines.map(plainText).join('\n'));
    default:
      return assertNever(block);
  }
}

function factsText(facts: readonly Fact[], lang: Lang): string {
  const { colon } = PUNCTUATION[lang];
  return facts
    .filter(({ text }) => text !== null && text !== '')
    .map(({ title, text, steps }) => {
      if (steps === undefined) return `- **${title}**${colon}${inline(text ?? '')}`;
      // a list within the item stands below its text (CommonMark §5.2)
      return [`- **${title}**`, ...numberedSteps(steps.map(inline)).map((step) => `  ${step}`)].join('\n');
    })
    .join('\n');
}

function tableText({ columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(row.map(cellText))),
  ].join('\n');
}

/** Stretches stand beneath each other. A pipe ends a cell even in code (GFM §4.10). */
function cellText(text: Text): string {
  const stretches = typeof text === 'string' ? [text] : text;
  return stretches.map((stretch) => inline([stretch]).replaceAll('|', '\\|')).join('<br>');
}

function itemText({ text, below }: ListItem): string {
  return `- ${inline(text)}${below === undefined ? '' : `\n  - ${inline(below)}`}`;
}

function inline(text: Text): string {
  return typeof text === 'string' ? escapeMarkdown(text) : text.map(stretchText).join('');
}

function stretchText(stretch: Stretch): string {
  if (typeof stretch === 'string') return escapeMarkdown(stretch);
  if ('strong' in stretch) return `**${escapeMarkdown(stretch.strong)}**`;
  if ('name' in stretch) return escapeMarkdown(stretch.name);
  const code = inlineCode(stretch.code);
  return stretch.href === undefined ? code : `[${code}](${stretch.href})`;
}

/**
 * Printable text as Markdown that shows it (CommonMark §2.4): `<` and `&` as entities, which no renderer
 * takes apart; addresses, mentions (`@name`) and references (`#9`, `GH-9`, of GitLab `!9`, `&9`, `$9`) so
 * that they become no links, and dollar signs so that they begin no formula.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[@#](?=\w)|[!&$](?=\d)|\bGH(?=-\d)/gi, '$&\u200b')
    .replace(/&/g, '&amp;')
    .replace(/\$/g, '&#36;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_{}[\]|~>]/g, '\\$&')
    .replace(/^(\s*)([-+#]|\d+[.)])(?=\s|$)/, '$1\\$2')
    .replace(/:\/\//g, ':&#47;&#47;')
    .replace(/\bwww\./gi, (word) => `${word.slice(0, -1)}&#46;`);
}

/** Text in a code span whose fence is longer than any within (CommonMark §6.1). */
export function inlineCode(text: string): string {
  const line = text.includes('\n')
    ? text
        .split('\n')
        .map((part) => part.trim())
        .join(' ')
    : text;
  if (line.trim() === '') return '` `';
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Text in a fenced block whose fence is longer than any within (CommonMark §4.5). */
export function fencedBlock(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return largest(
    [...text.matchAll(/`+/g)].map(([run]) => run.length),
    0,
  );
}
