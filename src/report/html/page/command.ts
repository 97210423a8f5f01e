import { h } from './dom.ts';

/**
 * A command to copy. A line breaks between its words: an option that is torn at its hyphens reads
 * as two.
 */
export function commandText(text: string): HTMLElement {
  const pieces = text.split(/( +)/).filter((piece) => piece !== '');
  return h(
    'code',
    { class: 'command' },
    ...pieces.map((piece) => (piece.startsWith(' ') ? piece : h('span', {}, piece))),
  );
}
