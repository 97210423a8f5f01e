import { withoutCommandsInMarkup } from '../../engine/bytes/printable.ts';
import type { Lang } from '../../sentences/language.ts';
import { type Block, type Document, plainText, type ShownStrings } from '../document/blocks.ts';
import { terminalLines } from '../document/terminal.ts';
import { type FormatOptions, sayLabel } from '../formats/format.ts';
import { toEmbeddedJson } from '../json/text.ts';
import { mark, shownComparison } from '../strings/evidence.ts';
import type { View } from '../terminal/view.ts';
import { PAGE_SCRIPT, PAGE_SCRIPT_HASH, PAGE_STYLE, PAGE_STYLE_HASH } from './page-asset.ts';
import type { PageBlocks } from './page-data.ts';

/**
 * Nothing is loaded and nothing is sent: the one script and the one style of the page are named by their
 * hashes, and whatever else a captured value might smuggle in is refused.
 */
const POLICY = [
  "default-src 'none'",
  `script-src '${PAGE_SCRIPT_HASH}'`,
  `style-src '${PAGE_STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The file up to its data. */
export function fileStart(lang: Lang, title: string): string {
  return [
    '<!doctype html>',
    `<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${PAGE_STYLE}</style>`,
    '</head>',
    '<body>',
    '<div id="app"></div>',
    '',
  ].join('\n');
}

/** The file after its data. `noScript`: for readers without scripts. */
export function fileEnd(noScript: readonly string[]): string {
  const list = noScript.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n');
  return `<noscript>\n${list}\n</noscript>\n<script>${PAGE_SCRIPT}</script>\n</body>\n</html>\n`;
}

/** A block of data, which no browser takes for a script. */
export function dataBlock<K extends keyof PageBlocks>(kind: K, data: PageBlocks[K], id?: string): string {
  return blockStart(kind, id) + toEmbeddedJson(data) + BLOCK_END;
}

/** What stands before and behind the data of a block, which `toEmbeddedJson` made. */
export function blockStart(kind: keyof PageBlocks, id?: string): string {
  const name = id === undefined ? '' : ` id="${id}"`;
  return `<script type="application/json" data-kind="${kind}"${name}>`;
}

export const BLOCK_END = '</script>\n';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return withoutCommandsInMarkup(text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character));
}

/** A document as one self-contained page, with the script and the style of the HTML report. */
export function documentFile(
  document: Document,
  view: View,
  options: Pick<FormatOptions, 'formats' | 'texts' | 'tool'>,
): string {
  const { formats, tool } = options;
  const title = document.flat().find(({ kind }) => kind === 'title');
  const name = title?.kind === 'title' ? plainText(title.text) : sayLabel(options, 'title');
  const { lang, labels } = formats;
  const shown: Document<ShownStrings> = document.map((part) => part.map((block) => shownBlock(block, view)));
  const data = { lang, labels, tool, document: shown };
  const plain = terminalLines(document, view).filter((line) => line !== '');
  return (
    fileStart(lang, name) +
    dataBlock('document', data) +
    fileEnd([sayLabel(options, 'page-no-script'), ...plain])
  );
}

/** With its strings masked and printable, as the view shows them. */
function shownBlock(block: Block, view: View): Block<ShownStrings> {
  switch (block.kind) {
    case 'comparison':
    case 'sequence':
      return { ...block, comparison: shownComparison(block.comparison, view) };
    case 'forms':
      return {
        kind: 'forms',
        forms: block.forms.map(([title, value, start, end]) => [title, mark(value, start, end)]),
      };
    case 'lines':
      return block.table === undefined ? block : { kind: 'table', ...block.table };
    default:
      return block;
  }
}
