import type { ByteString } from '../../bytes/byte-string.ts';
import { MAX_HTTP_LINE } from './limits.ts';
import { parseLiteral } from './literal.ts';
import { splitLines, type TextLine } from './text-line.ts';

/**
 * The root of an error document, as it stands or within a string whose writer escapes `<` and `>`
 * (JSON of Go programs).
 */
const ROOT = /(?:<|\\{1,8}u003c)Error(?:>|\\{1,8}u003e)/i;
const END = /(?:<|\\{1,8}u003c)\/Error(?:>|\\{1,8}u003e)/i;
/** The declaration right before a root. */
const DECLARATION = /(?:<|\\{1,8}u003c)\?xml[^<>]{0,150}\?(?:>|\\{1,8}u003e)(?:\s|\\{1,8}[nrt]){0,32}$/i;
/** Longest declaration, with what is between it and the root. */
const MAX_DECLARATION = 300;
/**
 * Where only white space can be, something is escaped; or where only a quotation mark can be, or a
 * tag.
 */
const ESCAPED = /(?:\?>|<Error>|<\/[A-Za-z0-9]{1,64}>)\\{1,8}[nrt]|\?xml version=\\|\\{1,8}u003c/i;
/** Documents of one line; each takes many times its bytes of memory. */
const MAX_DOCUMENTS = 1000;
/** A string within a string within a string. */
const MAX_LEVELS = 3;

/**
 * The lines of the error documents that begin within a line of a log: behind other words, or
 * escaped in a string that the log shows. Null for a line that begins no document, or begins with
 * one as it stands.
 */
export function documentLines(line: TextLine): readonly TextLine[] | null {
  if (!line.text.includes('Error')) return null;
  const isEscaped = ESCAPED_TAG.test(line.text);
  const found: TextLine[] = [];
  let rest = line.text;
  let root = find(rest, '<Error>', ROOT, isEscaped);
  for (let count = 0; root >= 0 && count < MAX_DOCUMENTS; count++) {
    const start = declarationStart(rest, root);
    const from = rest.slice(start);
    const length = find(from, '</Error>', END, isEscaped);
    const document = length < 0 ? from : from.slice(0, length + lengthOfEnd(from.slice(length)));
    rest = from.slice(document.length);
    root = find(rest, '<Error>', ROOT, isEscaped);
    const plain = unescaped(document);
    const isAlone = count === 0 && root < 0 && isOwnLine(line.text, start);
    if (isAlone && plain === document) return null;
    for (const part of splitLines(plain)) found.push({ text: part.text, ending: '\n', number: line.number });
  }
  return found.length === 0 ? null : found;
}

/** Whether a document begins on one of the lines and says its error code there or soon after. */
export function showsDocument(lines: readonly TextLine[]): boolean {
  return lines.some(({ text }, at) => {
    if (find(text, '<Error>', ROOT) < 0) return false;
    return lines.slice(at, at + ERROR_LINES).some((each) => find(each.text, '<Code>', CODE) >= 0);
  });
}

const CODE = /(?:<|\\{1,8}u003c)Code(?:>|\\{1,8}u003e)/i;
/** Lines within which an error document names its code. */
const ERROR_LINES = 20;

/** Offset of a tag, as it stands or escaped; a pattern takes long for a line of backslashes. */
function find(text: ByteString, tag: string, escaped: RegExp, isEscaped = ESCAPED_TAG.test(text)): number {
  return isEscaped ? text.search(escaped) : text.indexOf(tag);
}

const ESCAPED_TAG = /u003c/i;

function isOwnLine(text: ByteString, start: number): boolean {
  return text.slice(0, start).trim() === '';
}

function declarationStart(text: ByteString, root: number): number {
  const from = Math.max(0, root - MAX_DECLARATION);
  const found = DECLARATION.exec(text.slice(from, root));
  return found === null ? root : from + found.index;
}

function lengthOfEnd(text: ByteString): number {
  return END.exec(text)?.[0].length ?? 0;
}

/** A document without the escapes of the strings that it stood in; as it is where it has none. */
function unescaped(document: ByteString): ByteString {
  let text = document;
  for (let level = 0; level < MAX_LEVELS && ESCAPED.test(text); level++) {
    const plain = literalOf(text, '"') ?? literalOf(text, "'");
    if (plain === null) break;
    text = plain;
  }
  return text;
}

/** What a string in such quotation marks says; null where it ends before the document does. */
function literalOf(text: ByteString, mark: '"' | "'"): ByteString | null {
  if (text.length > MAX_HTTP_LINE) return null;
  const value = parseLiteral(`${mark}${text}${mark}`, 0)?.value;
  return typeof value === 'string' && ROOT.test(value) ? value : null;
}
