import type { ByteString } from '../bytes/byte-string.ts';
import { resolveReferences } from './xml.ts';

/** Elements that are read this way; more is no plain document. */
const MAX_ELEMENTS = 200;
/** A longer name is none of OSS. */
const MAX_NAME = 64;

const DECLARATION = /^<\?xml [^<>]*\?>\s*/;
const ROOT_START = '<Error>';
const ROOT_END = '</Error>';

/**
 * What an XML parser would have to judge: control characters, the end of a CDATA section, and an ampersand
 * that starts no reference.
 */
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f]/;
const CDATA_END = ']]>';
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#x[0-9A-Fa-f]{1,6}|#[0-9]{1,7});)/;

/** The elements of most documents, in the order in which OSS writes them. */
const USUAL_NAMES = [
  'Code',
  'Message',
  'RequestId',
  'HostId',
  'OSSAccessKeyId',
  'SignatureProvided',
  'StringToSign',
  'StringToSignBytes',
  'CanonicalRequest',
  'CanonicalRequestBytes',
  'EC',
  'RecommendDoc',
] as const;

/**
 * Reads the shape in which OSS writes its errors: a root `Error` and in it elements with text only. Null for
 * everything else (attributes, nesting, comments, CDATA, a cut document), which is read with fast-xml-parser.
 * This is a second reader beside that package, for speed alone: a capture of a failing job holds such
 * documents by the thousand, and this reads one a hundred times faster. A test holds both to the same values.
 */
export function readPlainDocument(text: ByteString): [name: string, value: ByteString][] | null {
  // One pattern for the three would go through a document at half the speed.
  if (CONTROL.test(text) || text.includes(CDATA_END)) return null;
  const hasReferences = text.includes('&');
  if (hasReferences && BARE_AMPERSAND.test(text)) return null;
  const declaration = DECLARATION.exec(text)?.[0].length ?? 0;
  if (!text.startsWith(ROOT_START, declaration)) return null;
  const fields: [string, ByteString][] = [];
  let usual = 0;
  let at = skipSpace(text, declaration + ROOT_START.length);
  while (!text.startsWith(ROOT_END, at)) {
    if (text.charCodeAt(at) !== 0x3c || fields.length >= MAX_ELEMENTS) return null;
    usual = usualName(text, at + 1, usual);
    const name = usual < 0 ? plainName(text, at + 1) : USUAL_NAMES[usual];
    if (name === null || name === undefined) return null;
    const start = at + name.length + 2;
    const close = text.indexOf('<', start);
    if (close < 0 || !closes(text, name, close)) return null;
    const value = text.slice(start, close);
    fields.push([name, hasReferences ? resolveReferences(value) : value]);
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

/**
 * Place in the usual names of the one that an opening tag has at `at`, sought from `from` on; -1 for none.
 * Nearly always the next or the one after it, which spares a look at each letter.
 */
function usualName(text: ByteString, at: number, from: number): number {
  for (let i = Math.max(0, from); i < USUAL_NAMES.length; i++) {
    const name = USUAL_NAMES[i] ?? '';
    if (text.charCodeAt(at + name.length) === 0x3e && text.startsWith(name, at)) return i;
  }
  return -1;
}

/** The name in the opening tag at `at`; null where it is none, or a long one. */
function plainName(text: ByteString, at: number): string | null {
  let end = at;
  for (; ; end++) {
    const code = text.charCodeAt(end);
    const letter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
    if (!letter && !(end > at && code >= 0x30 && code <= 0x39)) break;
  }
  const length = end - at;
  return text.charCodeAt(end) === 0x3e && length > 0 && length <= MAX_NAME ? text.slice(at, end) : null;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at++;
  }
}
