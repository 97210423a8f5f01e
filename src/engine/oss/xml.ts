/*
 * XML as far as error documents need it: the parser that is given, and what it leaves undone, which is
 * references, documents that are cut, and carriage returns.
 */

import type { XMLParser, XMLValidator } from 'fast-xml-parser';
import { type ByteString, fromText } from '../bytes/byte-string.ts';

/** An element of a parsed document. */
export interface XmlElement {
  readonly name: string;
  /** Child elements and runs of text in document order. References (`&amp;`) in text are not resolved. */
  readonly children: readonly (XmlElement | string)[];
}

/** A parsed document. */
export interface XmlDocument {
  readonly root: XmlElement;
  /** False where the text breaks the rules of XML and was read leniently. */
  readonly wellFormed: boolean;
}

/**
 * The XML port. It must change no character of the text: no trimming, no numbers, no resolving of references,
 * so that byte strings pass through it. Null for text that it can't read at all. Never throws.
 */
export type XmlParser = (text: string) => XmlDocument | null;

/**
 * What is used of the package `fast-xml-parser`, version 5. It is given by the caller, for loading it takes
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
 * The package's ordered form: an array of objects with one name each, whose value is the array of children.
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
 * CDATA as ordinary text: an ampersand in it is one, so it is written as the reference that text would need.
 */
function cdataText(value: unknown): string {
  return elementsOf(value)
    .filter((child) => typeof child === 'string')
    .join('')
    .replaceAll('&', '&amp;');
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const LARGEST_CODE_POINT = 0x10ffff;

/**
 * Resolves the references of XML (§4.1, §4.6) in a byte string; a numeric one becomes the bytes of its UTF-8
 * form. A reference that names nothing stays as it is.
 */
export function resolveReferences(text: ByteString): ByteString {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));/g,
    (whole: string, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? whole) : whole;
      const code = hex !== undefined ? Number.parseInt(hex, 16) : Number.parseInt(decimal ?? '', 10);
      const isSurrogate = code >= 0xd800 && code <= 0xdfff;
      return code > LARGEST_CODE_POINT || isSurrogate ? whole : fromText(String.fromCodePoint(code));
    },
  );
}

/**
 * What is whole in a document that was cut: the text up to the last element that is closed, with the end tags
 * of those that are not. Null where the document is not cut, or nothing in it is closed.
 */
export function closeCutDocument(text: string): string | 'too-deep' | null {
  const open: string[] = [];
  let closedUpTo = 0;
  let openThen: readonly string[] = [];
  let at = text.indexOf('<');
  while (at >= 0) {
    const end = markupEnd(text, at);
    if (end === null) break;
    const tag = TAG.exec(text.slice(at, Math.min(end, at + MAX_TAG_LENGTH)));
    const name = tag?.[2];
    if (tag !== null && name !== undefined) {
      if (tag[1] === '/') {
        if (open.pop() !== name) return null;
      } else if (text[end - 2] !== '/') {
        open.push(name);
      }
      if (tag[1] === '/' || text[end - 2] === '/') {
        closedUpTo = end;
        openThen = [...open];
      }
      if (open.length > MAX_XML_DEPTH) return 'too-deep';
    }
    at = text.indexOf('<', end);
  }
  if (open.length === 0 || closedUpTo === 0) return null;
  const endTags = openThen.toReversed().map((name) => `</${name}>`);
  return text.slice(0, closedUpTo) + endTags.join('');
}

const TAG = /^<(\/?)([^\s<>/?!]+)/;

const MAX_TAG_LENGTH = 256;

/** Deeper nesting is not an error document. */
export const MAX_XML_DEPTH = 32;

const CDATA_START = '<![CDATA[';
const CDATA_END = ']]>';

/** Markup that is not a tag: how it begins and ends. */
const SPECIAL = [
  ['<!--', '-->'],
  [CDATA_START, CDATA_END],
  ['<?', '?>'],
] as const;

/** Offset after the markup that begins at `start`; null where the text ends inside it. */
function markupEnd(text: string, start: number): number | null {
  const terminator = SPECIAL.find(([front]) => text.startsWith(front, start))?.[1] ?? '>';
  const end = text.indexOf(terminator, start);
  return end < 0 ? null : end + terminator.length;
}

/**
 * XML parsers read a carriage return as a line feed (§2.11); written as a reference it survives. Only the
 * text before an end tag is touched.
 */
export function keepCarriageReturns(text: string): string {
  if (!text.includes('\r')) return text;
  const runs = withoutCdata(text).split('<');
  return runs
    .map((run, i) => {
      const close = run.indexOf('>');
      if (close < 0 || runs[i + 1]?.startsWith('/') !== true) return run;
      return run.slice(0, close) + run.slice(close).replaceAll('\r', '&#13;');
    })
    .join('<');
}

/** What the package takes for the start of CDATA; nothing else that begins so is XML. */
const LIKE_CDATA = '<![';

/** CDATA as the text that it stands for, in which no reference would be read. */
function withoutCdata(text: string): string {
  let written = '';
  let from = 0;
  for (;;) {
    const start = text.indexOf(LIKE_CDATA, from);
    const end = start < 0 ? -1 : text.indexOf(CDATA_END, start);
    if (end < 0) return written + text.slice(from);
    const content = text.slice(start + CDATA_START.length, end);
    written += text.slice(from, start) + content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    from = end + CDATA_END.length;
  }
}
