import type { MarkedText } from '../../strings/evidence.ts';
import { h } from './dom.ts';

/** Text whose differing parts are marked. */
export function marked(text: MarkedText): HTMLElement {
  return h(
    'span',
    { class: 'value' },
    ...text.map((piece) => (typeof piece === 'string' ? piece : h('mark', {}, piece[0]))),
  );
}
