import type { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { XmlDocument, XmlElement, XmlParser } from './xml-port.ts';
import { MAX_XML_DEPTH } from './xml-text.ts';

/**
 * What is used of the package `fast-xml-parser`, version 5. It is handed in, for loading it takes
 * tens of milliseconds and few scans need it.
 */
export interface XmlLibrary {
  readonly XMLParser: typeof XMLParser;
  readonly XMLValidator: typeof XMLValidator;
}

const TEXT = '#text';
const CDATA = '#cdata';

/** The XML port on fast-xml-parser. */
export function xmlParserOf(library: XmlLibrary): XmlParser {
  return (text): XmlDocument | null => {
    try {
      const root = elementsOf(newParser(library).parse(text))[0];
      if (root === undefined || typeof root === 'string') return null;
      return { root, wellFormed: library.XMLValidator.validate(text) === true };
    } catch {
      // names such as __proto__, tags that are cut, nesting beyond the package's limit
      return null;
    }
  };
}

/** The options keep the text as it is; the defaults trim it, read numbers and expand references. */
function newParser(library: XmlLibrary): XMLParser {
  return new library.XMLParser({
    preserveOrder: true,
    ignoreAttributes: true,
    parseTagValue: false,
    trimValues: false,
    processEntities: false,
    htmlEntities: false,
    textNodeName: TEXT,
    cdataPropName: CDATA,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: MAX_XML_DEPTH,
  });
}

/**
 * The package's ordered form: an array of objects with one name each, whose value is the array of
 * children.
 */
function elementsOf(nodes: unknown): (XmlElement | string)[] {
  const elements: (XmlElement | string)[] = [];
  if (!Array.isArray(nodes)) return elements;
  for (const node of nodes) {
    for (const [name, value] of Object.entries(node as Record<string, unknown>)) {
      if (name === ':@') continue;
      if (name === TEXT) elements.push(String(value));
      else if (name === CDATA) elements.push(cdataText(value));
      else elements.push({ name, children: elementsOf(value) });
    }
  }
  return elements;
}

/**
 * CDATA as ordinary text: an ampersand in it is one, so it is written as the reference that text
 * would need.
 */
function cdataText(value: unknown): string {
  return elementsOf(value)
    .filter((child) => typeof child === 'string')
    .join('')
    .replaceAll('&', '&amp;');
}
