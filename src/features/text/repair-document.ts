import type { ByteString } from '../../bytes/byte-string.ts';
import { isRedacted, type Losses } from './losses.ts';
import { isBlank, type TextLine, withoutIndent } from './text-line.ts';

/** Elements whose text runs over several lines, each of which counts. */
const SIGNED_TEXTS = ['StringToSign', 'CanonicalRequest'] as const;
/** Longest XML declaration, with the white space behind it. */
const MAX_DECLARATION = 200;

/** Two blanks or more, also no-break spaces. */
const INDENT = /^(?:[ \t]|\xc2\xa0){2}/;

/** Elements without white space of their own. */
const WORD_ELEMENTS =
  /<(Code|RequestId|HostId|OSSAccessKeyId|AWSAccessKeyId|AccessKeyId|SignatureProvided|EC)>([^<]*)<\/\1>/g;

/**
 * An error document as it can be read again: text before and behind it and the indentation of its
 * lines are taken away. Tells what the paste did to it. What is not such a document is returned as
 * it is.
 */
export function repairDocument(text: ByteString, lines: readonly TextLine[], losses: Losses): ByteString {
  const root = text.indexOf('<Error>');
  if (root < 0) return text;
  const before = Math.max(0, root - MAX_DECLARATION);
  const declaration = /<\?xml[^<>]*\?>\s*$/.exec(text.slice(before, root));
  const start = declaration === null ? root : before + declaration.index;
  const close = text.lastIndexOf('</Error>');
  let document = close < 0 ? text.slice(start) : text.slice(start, close + '</Error>'.length);
  for (const name of SIGNED_TEXTS) document = withoutElementIndent(document, name, lines, losses);
  for (const [, name, value = ''] of document.matchAll(WORD_ELEMENTS)) {
    if (value !== value.trim() && name !== undefined) {
      losses.add('text-spaces-added', () => lineOf(lines, `<${name}>`), { name });
    }
  }
  for (const [, name, value = ''] of document.matchAll(/<([A-Za-z0-9]+)>([^<]*)<\//g)) {
    if (name !== undefined && isRedacted(value)) {
      losses.add('text-redacted', () => lineOf(lines, `<${name}>`), { name });
    }
  }
  if (lostBlankLines(document)) losses.add('text-blank-lines-lost', lineOf(lines, '<StringToSign>'));
  return document;
}

function withoutElementIndent(
  document: ByteString,
  name: string,
  lines: readonly TextLine[],
  losses: Losses,
): ByteString {
  const open = `<${name}>`;
  const from = document.indexOf(open);
  const to = document.indexOf(`</${name}>`);
  if (from < 0 || to < from) return document;
  const start = from + open.length;
  const value = document.slice(start, to);
  const [first = '', ...rest] = value.split('\n');
  const indented = rest.filter((line) => !isBlank(line));
  if (indented.length === 0 || !indented.every((line) => INDENT.test(line))) return document;
  losses.add('text-indentation', lineOf(lines, open));
  const plain = [first, ...rest.map(withoutIndent)].join('\n');
  return document.slice(0, start) + plain + document.slice(to);
}

/** The hex of the string has an empty line that its text lacks. */
function lostBlankLines(document: ByteString): boolean {
  const text = /<StringToSign>([^<]*)</.exec(document)?.[1];
  const hex = /<StringToSignBytes>([^<]*)</.exec(document)?.[1];
  if (text === undefined || hex === undefined) return false;
  return /0A\s*0A/i.test(hex) && !/\n\r?\n/.test(text);
}

function lineOf(lines: readonly TextLine[], part: string): number {
  return lines.find((line) => line.text.includes(part))?.number ?? lines[0]?.number ?? 1;
}
