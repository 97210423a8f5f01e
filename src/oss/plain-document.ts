import type { ByteString } from '../bytes/byte-string.ts';
import { resolveReferences } from './xml-text.ts';

/** Elements that are read this way; more is no plain document. */
const MAX_ELEMENTS = 200;

const DECLARATION = /^<\?xml [^<>]*\?>\s*/;
const ROOT_START = '<Error>';
const ROOT_END = '</Error>';

/** What an XML parser would have to judge: control characters, and an ampersand that starts no reference. */
const NEEDS_PARSER =
  /[\0-\x08\x0b\x0c\x0e-\x1f]|&(?!(?:amp|lt|gt|quot|apos|#x[0-9A-Fa-f]{1,6}|#[0-9]{1,7});)|\]\]>/;

/**
 * Reads the shape in which OSS writes its errors: a root `Error` and in it elements with text only. Null for everything else
 * (attributes, nesting, comments, CDATA, a cut document), which is the XML parser's work. A capture of a failing job holds
 * such documents by the thousand, and this reads one a hundred times faster; a test holds both to the same values.
 */
export function readPlainDocument(text: ByteString): [name: string, value: ByteString][] | null {
  if (NEEDS_PARSER.test(text)) return null;
  const declaration = DECLARATION.exec(text)?.[0].length ?? 0;
  if (!text.startsWith(ROOT_START, declaration)) return null;
  const fields: [string, ByteString][] = [];
  let at = skipSpace(text, declaration + ROOT_START.length);
  while (!text.startsWith(ROOT_END, at)) {
    const nameEnd = text.indexOf('>', at);
    if (text.charCodeAt(at) !== 0x3c || nameEnd < 0 || fields.length >= MAX_ELEMENTS) return null;
    const name = text.slice(at + 1, nameEnd);
    const close = text.indexOf('<', nameEnd);
    if (!isPlainName(name) || close < 0 || !closes(text, name, close)) return null;
    fields.push([name, resolveReferences(text.slice(nameEnd + 1, close))]);
    at = skipSpace(text, close + name.length + 3);
  }
  return skipSpace(text, at + ROOT_END.length) === text.length ? fields : null;
}

/** Whether the closing tag of that name stands at `at`, where a `<` does. */
function closes(text: ByteString, name: string, at: number): boolean {
  return (
    text.charCodeAt(at + 1) === 0x2f &&
    text.charCodeAt(at + 2 + name.length) === 0x3e &&
    text.startsWith(name, at + 2)
  );
}

function isPlainName(name: string): boolean {
  if (name.length === 0 || name.length > 64) return false;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    const letter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
    if (!letter && !(i > 0 && code >= 0x30 && code <= 0x39)) return false;
  }
  return true;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at++;
  }
}
