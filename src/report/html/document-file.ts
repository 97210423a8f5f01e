import type { Block, Document, ShownStrings } from '../document/blocks.ts';
import { plainText } from '../document/blocks.ts';
import { terminalLines } from '../document/terminal.ts';
import { type FormatOptions, sayLabel } from '../formats/format.ts';
import { mark, shownComparison } from '../strings/evidence.ts';
import type { View } from '../terminal/view.ts';
import { dataBlock, fileEnd, fileStart } from './html-file.ts';

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
  const data = { lang, labels, tool, document: shownDocument(document, view) };
  const plain = terminalLines(document, view).filter((line) => line !== '');
  return (
    fileStart(lang, name) +
    dataBlock('document', data) +
    fileEnd([sayLabel(options, 'page-no-script'), ...plain])
  );
}

/** The document with its strings masked and printable, as the view shows them. */
function shownDocument(document: Document, view: View): Document<ShownStrings> {
  return document.map((part) => part.map((block) => shownBlock(block, view)));
}

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
