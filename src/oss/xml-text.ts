import { type ByteString, fromText } from '../bytes/byte-string.ts';

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const LARGEST_CODE_POINT = 0x10ffff;

/**
 * Resolves the references of XML (§4.1, §4.6) in a byte string; a numeric one becomes the bytes of
 * its UTF-8 form. A reference that names nothing stays as it is.
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
 * What is whole in a document that was cut: the text up to the last element that is closed, with
 * the end tags of those that are not. Null where the document is not cut, or nothing in it is
 * closed.
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

/** Markup that is not a tag: how it begins and ends. */
const SPECIAL = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/** Offset after the markup that begins at `start`; null where the text ends inside it. */
function markupEnd(text: string, start: number): number | null {
  const terminator = SPECIAL.find(([front]) => text.startsWith(front, start))?.[1] ?? '>';
  const end = text.indexOf(terminator, start);
  return end < 0 ? null : end + terminator.length;
}

/**
 * XML parsers read a carriage return as a line feed (§2.11); written as a reference it survives.
 * Only the text before an end tag is touched.
 */
export function keepCarriageReturns(text: string): string {
  if (!text.includes('\r')) return text;
  const runs = text.split('<');
  return runs
    .map((run, i) => {
      const close = run.indexOf('>');
      if (close < 0 || runs[i + 1]?.startsWith('/') !== true) return run;
      return run.slice(0, close) + run.slice(close).replaceAll('\r', '&#13;');
    })
    .join('<');
}
