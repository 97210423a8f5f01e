/*
 * Error documents as they were sent, made of what a log shows: without what the log added, and with
 * the status that belongs to them.
 */

import type { ByteString } from '../../bytes/byte-string.ts';
import { fromHex } from '../../bytes/hex.ts';
import { isRedacted, type Losses } from './losses.ts';
import { isBlank, type TextLine, withoutIndent } from './text-line.ts';

/**
 * Elements whose text runs over several lines, each of which counts; an element beside each spells
 * it in hex.
 */
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
 * lines are taken away. Reports what the paste did to it. What is not such a document is returned
 * as it is.
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

/** Where only white space can be: behind the declaration, the root's start and each element. */
const BETWEEN = /(\?>|<Error>|<\/[A-Za-z0-9]{1,64}>)(\.{1,8})(?= *(?:<|$))/g;

/**
 * An error document in which a dot stands for each byte that cannot be printed, line feeds among
 * them: what was signed is read again from its hex, and left empty where there is none. Null for
 * another text.
 */
export function restoreDots(text: ByteString): ByteString | null {
  if (!text.includes('<Error>')) return null;
  let document = text.replace(
    BETWEEN,
    (_, before: string, dots: string) => before + '\n'.repeat(dots.length),
  );
  for (const name of SIGNED_TEXTS) {
    const open = `<${name}>`;
    const from = document.indexOf(open);
    const to = document.indexOf(`</${name}>`, from);
    if (from < 0 || to < 0) continue;
    const start = from + open.length;
    const shown = document.slice(start, to);
    const spelled = escapeXml(spelledBeside(document, name) ?? '');
    document = document.slice(0, start) + (isShownAs(spelled, shown) ? spelled : '') + document.slice(to);
  }
  return document;
}

function spelledBeside(document: ByteString, name: string): ByteString | null {
  const hex = new RegExp(`<${name}Bytes>([^<]*)<`).exec(document)?.[1];
  return hex === undefined ? null : fromHex(hex);
}

/** Whether a text shows the same bytes, some of them as dots. */
function isShownAs(text: ByteString, shown: ByteString): boolean {
  if (text.length !== shown.length) return false;
  for (let at = 0; at < text.length; at++) if (shown[at] !== text[at] && shown[at] !== '.') return false;
  return true;
}

/** Text as it stands in an element. */
export function escapeXml(text: ByteString): ByteString {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const REFUSED: ReadonlySet<string> = new Set([
  'AbnormalBucketOwnerStatus',
  'AccessDenied',
  'AccessForbidden',
  'AccessKeyIdAndSecurityTokenNotMatch',
  'BucketDisable',
  'BucketNotBelongTo',
  'CnameDenied',
  'InDebt',
  'InDebtOverdue',
  'InvalidAccessKeyId',
  'InvalidObjectState',
  'InvalidSecurityToken',
  'NonStandardHostForbidden',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'SecondLevelDomainForbidden',
  'SecurityTokenExpired',
  'SecurityTokenNotSupported',
  'SignatureDoesNotMatch',
  'UserDisable',
]);

/**
 * The status that an error document comes with, by its code ("Error codes", "HTTP 403 errors" in
 * the API reference).
 */
export function statusOf(document: ByteString): number {
  const code = /<Code>\s*([A-Za-z]+)/.exec(document)?.[1] ?? '';
  if (/^NoSuch/.test(code)) return 404;
  if (/NotAllowed$/.test(code)) return 405;
  if (/Already|Conflict|NotEmpty/.test(code)) return 409;
  if (/^Internal/.test(code)) return 500;
  if (/LimitExceeded$|^SlowDown$/.test(code)) return 503;
  return REFUSED.has(code) ? 403 : (OTHERS.get(code) ?? 400);
}

const OTHERS: ReadonlyMap<string, number> = new Map([
  ['CallbackFailed', 203],
  ['MissingContentLength', 411],
  ['PreconditionFailed', 412],
  ['InvalidRange', 416],
]);
