import type { ByteString } from '../bytes/byte-string.ts';
import { escapeXml } from './escape-xml.ts';

/** The error document that a program told the elements of. Names that are none of an element, and values that are no text, are left out. */
export function documentOf(details: Iterable<readonly [name: string, value: unknown]>): ByteString {
  const elements = [...details]
    .filter(([name, value]) => /^[A-Za-z][A-Za-z0-9]*$/.test(name) && typeof value === 'string')
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
  return `<Error>${elements.join('')}</Error>`;
}
