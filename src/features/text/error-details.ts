import type { ByteString } from '../../bytes/byte-string.ts';
import { escapeXml } from './escape-xml.ts';
import { type MessageDraft, newDraft } from './message-draft.ts';

/**
 * The error document that a program told the elements of. Names that are none of an element, and
 * values that are no text, are left out.
 */
export function documentOf(details: Iterable<readonly [name: string, value: unknown]>): ByteString {
  const elements = [...details]
    .filter(([name, value]) => /^[A-Za-z][A-Za-z0-9]*$/.test(name) && typeof value === 'string')
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
  return `<Error>${elements.join('')}</Error>`;
}

/** The answer whose error document is not there, but told on a line of the text. */
export function toldAnswer(
  details: Iterable<readonly [name: string, value: unknown]>,
  line: number,
): MessageDraft {
  const draft = newDraft(null, line, '');
  draft.body.push({ text: documentOf(details), ending: '\n', number: line });
  draft.rewritten = true;
  return draft;
}
