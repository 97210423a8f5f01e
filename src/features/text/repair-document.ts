/* Error documents as they were sent, without what a log added, and with the status that belongs to them. */

import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { fromHex } from '../../engine/bytes/hex.ts';
import { isMask, isRedacted, type LossCode, type Losses } from './losses.ts';
import { isBlank, type TextLine, withoutIndent } from './text-line.ts';

/** Elements with text in several lines, each of which counts; beside each is one that spells it in hex. */
const SIGNED_TEXTS = ['StringToSign', 'CanonicalRequest'] as const;
/** Longest XML declaration, with the white space behind it. */
const MAX_DECLARATION = 200;

/** Two blanks or more, also no-break spaces. */
const INDENT = /^(?:[ \t]|\xc2\xa0){2}/;

/** Elements without white space of their own. */
const WORD_ELEMENTS =
  /<(Code|Message|Resource|RequestId|HostId|OSSAccessKeyId|AWSAccessKeyId|AccessKeyId|SignatureProvided|EC)>([^<]*)<\/\1>/g;

/** An error document without what is around it, and without its indentation; others as they are. */
export function repairDocument(text: ByteString, lines: readonly TextLine[], losses: Losses): ByteString {
  const lost: Lost = (code, part, name) =>
    losses.add(code, () => lineOf(lines, part), name === undefined ? {} : { name });
  const root = text.indexOf('<Error>');
  if (root < 0) return text;
  const before = Math.max(0, root - MAX_DECLARATION);
  const declaration = /<\?xml[^<>]*\?>\s*$/.exec(text.slice(before, root));
  const start = declaration === null ? root : before + declaration.index;
  const close = text.lastIndexOf('</Error>');
  let document = close < 0 ? withoutFence(text.slice(start)) : text.slice(start, close + '</Error>'.length);
  document = withCanonicalEnd(unwrapped(document, lost));
  for (const name of SIGNED_TEXTS) document = withoutElementIndent(document, name, lost);
  document = withWholeString(document, lost);
  document = withoutPadding(document, lost);
  return withoutMasks(document, lost);
}

/** Reports what a paste did to a document; `part`: what stands in the line where it shows. */
type Lost = (code: LossCode, part: string, name?: string) => void;

const SIGNED_LIST_LAST =
  /^<CanonicalRequest>[^<]{1,16000}?\n\n[a-z0-9;-]{4,2000}(?:\n([0-9a-f]{64}|[A-Z][A-Z0-9-]{8,60})(?=\n|$))?(?=\n|$)/;

/** The canonical request of a document that is cut behind its list of signed headers, with its end. */
function withCanonicalEnd(document: ByteString): ByteString {
  const from = document.lastIndexOf('<CanonicalRequest>');
  if (from < 0 || document.includes('<', from + 1)) return document;
  const [own, payload] = SIGNED_LIST_LAST.exec(document.slice(from)) ?? [];
  if (own === undefined) return document;
  const ofBody = payload === undefined ? /\nx-amz-content-sha256:(\S{1,80})\n/.exec(own)?.[1] : '';
  if (ofBody === undefined) return document;
  return `${document.slice(0, from)}${own}${ofBody === '' ? '' : `\n${ofBody}`}</CanonicalRequest>`;
}

/** White space around all words is a writer's; around the key ID or signature alone, the client sent it. */
function withoutPadding(document: ByteString, lost: Lost): ByteString {
  const words = [...document.matchAll(WORD_ELEMENTS)].map(([, name = '', value = '']) => ({ name, value }));
  const ofServer = words.filter(({ name }) => OF_SERVER.has(name));
  const isRewritten = ofServer.some(({ value }) => value !== value.trim());
  if (!isRewritten) return document;
  return document.replace(WORD_ELEMENTS, (element: string, name: string, value: string) => {
    if (value === value.trim()) return element;
    lost('text-spaces-added', `<${name}>`, name);
    return `<${name}>${value.trim()}</${name}>`;
  });
}

/** Of these, the server knows the words. */
const OF_SERVER: ReadonlySet<string> = new Set(['Code', 'Message', 'RequestId', 'HostId', 'EC']);

/** A value that is hidden is none: without it, the element is not there. */
function withoutMasks(document: ByteString, lost: Lost): ByteString {
  return document.replace(LEAVES, (element: string, name: string, value: string) => {
    const plain = name === 'HostId' ? withoutMaskedBucket(value) : value;
    // a part of a code of its own length and digits is none
    const isHidden = isMask(value) || (name === 'EC' && /[*#x]/i.test(value));
    if (plain === value && !isRedacted(value) && !isHidden) return element;
    lost('text-redacted', `<${name}>`, name);
    // that there was a host says whose document it is
    const rest = name === 'HostId' && isHidden ? '' : plain;
    return isHidden && name !== 'HostId' ? '' : `<${name}>${rest}</${name}>`;
  });
}

/** A host whose first label is hidden, and with it the bucket. */
function withoutMaskedBucket(host: ByteString): ByteString {
  const dot = host.indexOf('.');
  return dot > 0 && isMask(host.slice(0, dot)) ? host.slice(dot + 1) : host;
}

const LEAVES = /<([A-Za-z0-9]+)>([^<]*)<\/[A-Za-z0-9]+>/g;

/** What ends a block of code in Markdown, behind a document that is cut. */
function withoutFence(text: ByteString): ByteString {
  const document = text.trimEnd();
  const feed = document.lastIndexOf('\n');
  const isFence = feed >= 0 && FENCE.test(document.slice(feed + 1));
  return isFence ? document.slice(0, feed).trimEnd() : document;
}

const FENCE = /^[ \t]*`{3,}[^\n]{0,40}$/;

/** A sentence of the service, which has no line end of its own. */
const WRAPPED_MESSAGE = /<Message>[^<\n]{1,400}\n[^<]{0,400}<\/Message>/;

/** Elements of one line each; the hex beside a string may have any white space. */
const LINE_ELEMENTS =
  /(<(?:Code|Message|RequestId|HostId|OSSAccessKeyId|AWSAccessKeyId|SignatureProvided|EC)>)([^<]*)(?=<\/)/g;

/** Joins lines broken at a window's width, as a sentence shows; else a line end is the client's own. */
function unwrapped(document: ByteString, lost: Lost): ByteString {
  if (!WRAPPED_MESSAGE.test(document)) return document;
  return document.replace(LINE_ELEMENTS, (element, open: string, value: string) => {
    if (!value.includes('\n')) return element;
    lost('text-lines-wrapped', open, open.slice(1, -1));
    return open + value.replace(/\r?\n/g, '');
  });
}

/** The server's string with the line ends that it had. */
function withWholeString(document: ByteString, lost: Lost): ByteString {
  const from = document.indexOf(STRING_START);
  if (from < 0) return document;
  const start = from + STRING_START.length;
  const end = document.indexOf('<', start);
  const shown = document.slice(start, end < 0 ? document.length : end);
  const plain = shown.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => REFERENCES[name] ?? '');
  // a page or a program wrote the line ends as it writes them in a string
  const isEscaped = !plain.includes('\n') && ESCAPED_STRING.test(plain);
  const text = isEscaped ? plain.replaceAll('\\n', '\n') : plain;
  const hex = hexBeside(document);
  const restored =
    restoreString(text, hex) ??
    (isEscaped ? { text, damage: 'collapsed' as const, by: 'rules' as const } : null);
  if (restored === null) return document;
  if (restored.damage === 'wrapped') lost('text-lines-wrapped', STRING_START, 'StringToSign');
  else lost('text-blank-lines-lost', STRING_START);
  return document.slice(0, start) + escapeXml(restored.text) + (end < 0 ? '' : document.slice(end));
}

const ESCAPED_STRING = /^\s*(?:(?:GET|PUT|POST|HEAD|DELETE|OPTIONS)|[A-Z0-9]+-HMAC-SHA256(?:-PAYLOAD)?)\\n/;

const STRING_START = '<StringToSign>';

/** What the hex of the string spells, as far as it goes; empty without any. */
function hexBeside(document: ByteString): ByteString {
  const digits = /<StringToSignBytes>([\sA-Fa-f0-9]*)/.exec(document)?.[1] ?? '';
  const pairs = digits.match(/\b[A-Fa-f0-9]{2}\b/g) ?? [];
  return fromHex(pairs.join('')) ?? '';
}

const REFERENCES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function withoutElementIndent(document: ByteString, name: string, lost: Lost): ByteString {
  const open = `<${name}>`;
  const from = document.indexOf(open);
  const end = document.indexOf(`</${name}>`);
  if (from < 0 || (end >= 0 && end < from)) return document;
  const to = end < 0 ? document.length : end;
  const start = from + open.length;
  const value = document.slice(start, to);
  const [first = '', ...rest] = value.split('\n');
  const indented = rest.filter((line) => !isBlank(line));
  if (indented.length === 0 || !indented.every((line) => INDENT.test(line))) return document;
  lost('text-indentation', open);
  const plain = [first, ...rest.map(withoutIndent)].join('\n');
  return document.slice(0, start) + plain + document.slice(to);
}

function lineOf(lines: readonly TextLine[], part: string): number {
  return lines.find((line) => line.text.includes(part))?.number ?? lines[0]?.number ?? 1;
}

/** Where only white space can be: behind the declaration, the root's start and each element. */
const BETWEEN = /(\?>|<Error>|<\/[A-Za-z0-9]{1,64}>)(\.{1,8})(?= *(?:<|$))/g;

/**
 * An error document in which a dot stands for each byte that cannot be printed, line feeds among them: what
 * was signed is read again from its hex, and left empty where there is none. Null for another text.
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

// biome-ignore format: a table of data
const REFUSED: ReadonlySet<string> = new Set([
  'AbnormalBucketOwnerStatus', 'AccessDenied', 'AccessForbidden', 'AccessKeyIdAndSecurityTokenNotMatch',
  'BucketDisable', 'BucketNotBelongTo', 'CnameDenied', 'InDebt', 'InDebtOverdue', 'InvalidAccessKeyId',
  'InvalidObjectState', 'InvalidSecurityToken', 'NonStandardHostForbidden', 'RequestExpired',
  'RequestTimeTooSkewed', 'SecondLevelDomainForbidden', 'SecurityTokenExpired', 'SecurityTokenNotSupported',
  'SignatureDoesNotMatch', 'UserDisable',
]);

export function isRefusalCode(code: ByteString): boolean {
  return REFUSED.has(code);
}

/** Messages of the service that say no more than their code, and come with no other one. */
export const REFUSAL_SENTENCES: readonly {
  readonly start: ByteString;
  /** What all services of this kind have in common. */
  readonly words: ByteString;
  readonly code: ByteString;
}[] = [
  {
    start: 'The ',
    words: 'request signature we calculated does not match the signature you provided',
    code: 'SignatureDoesNotMatch',
  },
  {
    start: 'The OSS ',
    words: 'Access Key Id you provided does not exist in our records',
    code: 'InvalidAccessKeyId',
  },
  {
    start: 'The ',
    words: 'difference between the request time and the current time is too large',
    code: 'RequestTimeTooSkewed',
  },
  {
    start: 'The ',
    words: "difference between the request time and the server's time is too large",
    code: 'RequestTimeTooSkewed',
  },
];

/** What services like S3 say in words of their own, anywhere in a line, and the code that most mean. */
// biome-ignore format: a table of data
export const SERVICE_SENTENCES: readonly (readonly [words: RegExp, code: ByteString])[] = [
  [/\bForbidden: Invalid signature\b|\b(?:invalid|wrong) signature in (?:the )?Authorization\b/i, 'AccessDenied'],
  [/\bsignature does not match\b|\bsignature (?:mismatch|validation failed)\b/i, 'SignatureDoesNotMatch'],
  [/\b(?:AWS |OSS )?Access Key Id you provided does not exist\b|\bMalformed Access Key Id\b/i, 'InvalidAccessKeyId'],
  [/\bunexpected scope: |\bauthorization header is malformed\b/i, 'AuthorizationHeaderMalformed'],
  [/\bUnsupported header 'x-amz-[\w-]{1,60}'|\bCredential access key has length \d+, should be \d+/, 'InvalidArgument'],
  [/\bx-amz-content-sha256 must be /i, 'InvalidArgument'],
  [/\bHeader 'x-amz-[\w-]{1,60}' with value '[^']{0,80}' not implemented\b/, 'NotImplemented'],
  [/\bSTREAMING-[A-Z0-9-]{1,60} not implemented\b|\bMultiChunkedEncoding\b.{0,80} not supported/i, 'NotImplemented'],
  [/\bSigV2 authorization is not supported\b|\bauthorization mechanism you have provided is not supported\b/i, 'InvalidRequest'],
  [/\bprovided token has expired\b|\bsecurity token included in the request is expired\b/i, 'ExpiredToken'],
  [/\bprovided token is malformed\b|\bsecurity token included in the request is invalid\b/i, 'InvalidToken'],
  [/'x-amz-content-sha256' header does not match what was computed/i, 'XAmzContentSHA256Mismatch'],
  [/\bContent-MD5 you specified did not match\b|\bchecksum you specified did not match\b/i, 'BadDigest'],
  [/\bContent-SHA256 you specified did not match\b/i, 'XAmzContentSHA256Mismatch'],
  [/\bRequest has expired\b/, 'AccessDenied'],
];

/** What HTTP libraries say of an answer without a document, as that to a HEAD is. */
const REASONS: ReadonlyMap<string, number> = new Map([
  ['Forbidden', 403],
  ['Unauthorized', 401],
  ['Not Found', 404],
  ['Conflict', 409],
]);

/** The status of an error document by its code ("Error codes", "HTTP 403 errors" in the API reference). */
export function statusOf(document: ByteString): number {
  const code = /<Code>\s*([A-Za-z]+)/.exec(document)?.[1] ?? '';
  const reason = code === '' ? REASONS.get(/<Message>([^<]{1,20})</.exec(document)?.[1] ?? '') : undefined;
  if (reason !== undefined) return reason;
  if (/^NoSuch/.test(code)) return 404;
  if (/NotAllowed$/.test(code)) return 405;
  if (/Already|Conflict|NotEmpty/.test(code)) return 409;
  if (/^Internal/.test(code)) return 500;
  if (/LimitExceeded$|^SlowDown$/.test(code)) return 503;
  return REFUSED.has(code) ? 403 : (OTHERS.get(code) ?? 400);
}

const OTHERS: ReadonlyMap<string, number> = new Map([
  ['CallbackFailed', 203],
  ['ExpiredToken', 400],
  ['NotImplemented', 501],
  ['MissingContentLength', 411],
  ['PreconditionFailed', 412],
  ['InvalidRange', 416],
]);

/* The server's string as it was: pages collapse white space, columns break lines, forms drop blank ones. */

/** What happened to a string between the server and the paste. */
type StringDamage = 'collapsed' | 'wrapped' | 'blank-lines-lost';

interface RestoredString {
  readonly text: ByteString;
  readonly damage: StringDamage;
  /** Where its line ends come from: the hex beside it, or the rules by which such a string is made. */
  readonly by: 'bytes' | 'rules';
}

const MAX_STRING = 64 * 1024;

const METHOD = /^(?:GET|PUT|POST|HEAD|DELETE|OPTIONS)(?=\s|$)/;
const MD5 = /^[A-Za-z0-9+/]{22}==(?=\s)|^[0-9A-Fa-f]{32}(?=\s)/;
/** A type with its parameters, whose values may stand in quotation marks. */
const TYPE =
  /^[\w!#$&^.+-]{1,80}\/[\w!#$&^.+*-]{1,100}(?:; ?[\w-]{1,40}=(?:"[^"\n]{0,100}"|[^\s;"]{1,100})){0,4}(?=\s)/;
const DATE =
  /^(?:\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d(?: GMT| UTC| [+-]\d{4})?|\d{9,14}|\d{8}T\d{6}Z)(?=\s|$)/;
/** Names of headers that are signed, each at the start of a line. */
const HEADER = /^x-(?:oss|amz|goog)-[\w-]{1,200}:/i;
/** The resource of versions 1 and 2. */
const RESOURCE = /^(?:\/|%2F)/i;
const V4 = /^((?:OSS4|AWS4)-HMAC-SHA256(?:-PAYLOAD)?) (\S+) (\d{8}\/\S+) ([0-9a-f]{64})$/;

/** Null where it is as it was, or cannot be made whole. `hex`: the bytes beside it, as far as they go. */
export function restoreString(shown: ByteString, hex: ByteString): RestoredString | null {
  if (shown.length > MAX_STRING) return null;
  const text = shown.trim();
  const damage = damageOf(text, hex);
  if (damage === null) return null;
  const spelled = byBytes(text, hex);
  if (spelled !== null) return spelled === text ? null : { text: spelled, damage, by: 'bytes' };
  const ruled = byRules(text);
  return ruled === null || ruled === text ? null : { text: ruled, damage, by: 'rules' };
}

function damageOf(text: ByteString, hex: ByteString): StringDamage | null {
  if (!text.includes('\n')) return METHOD.test(text) || V4.test(text) ? 'collapsed' : null;
  if (!METHOD.test(text)) return null;
  const lines = text.split('\n').map((line) => line.trimStart());
  const resource = lines.findIndex((line) => RESOURCE.test(line));
  if (resource >= 0 && resource < lines.length - 1) return 'wrapped';
  if (hex !== '' && !hex.startsWith(text.slice(0, hex.length))) {
    return withoutSpace(hex) === withoutSpace(text).slice(0, withoutSpace(hex).length)
      ? 'blank-lines-lost'
      : null;
  }
  const hasDate = lines.slice(0, resource).some((line) => DATE.test(line));
  return hasDate && resource < LEAST_LINES ? 'blank-lines-lost' : null;
}

/** Lines before the resource of version 1: method, digest, type and date, of which three may be empty. */
const LEAST_LINES = 4;

function withoutSpace(text: ByteString): ByteString {
  return text.replace(/\s+/g, '');
}

/** The line ends of the bytes, then of the text; null where they differ in more than white space. */
function byBytes(text: ByteString, hex: ByteString): ByteString | null {
  const whole = hex.trimEnd();
  if (!whole.includes('\n')) return null;
  let at = 0;
  for (const sign of whole) {
    if (/\s/.test(sign)) continue;
    while (at < text.length && /\s/.test(text[at] ?? '')) at++;
    if (text[at] !== sign) return null;
    at++;
  }
  const rest = text.slice(at);
  if (rest.trim() === '') return whole;
  // the bytes are cut: what is left is the end of the resource, which has no line ends
  if (!RESOURCE.test(whole.slice(whole.lastIndexOf('\n') + 1))) return null;
  return whole + withoutBreaks(rest);
}

/** Without line ends and white space around them; a pattern would look at each run from each place. */
function withoutBreaks(text: ByteString): ByteString {
  const lines = text.split('\n');
  const last = lines.length - 1;
  return lines
    .map((line, at) =>
      at === 0 ? (last === 0 ? line : line.trimEnd()) : at === last ? line.trimStart() : line.trim(),
    )
    .join('');
}

/** By what may stand in each line, and in which order (OSS "Include signatures in headers"). */
function byRules(text: ByteString): ByteString | null {
  const v4 = V4.exec(text);
  if (v4 !== null) return v4.slice(1).join('\n');
  let rest = text;
  const take = (pattern: RegExp): ByteString => {
    const found = pattern.exec(rest)?.[0] ?? '';
    if (found !== '') rest = rest.slice(found.length).trimStart();
    return found;
  };
  const lines = [take(METHOD), take(MD5), take(TYPE), take(DATE)];
  if (lines[0] === '') return null;
  while (HEADER.test(rest)) {
    const end = rest.slice(1).search(/\s(?=x-(?:oss|amz|goog)-[\w-]{1,200}:|\/|%2F)/i);
    if (end < 0) return null;
    lines.push(rest.slice(0, end + 1));
    rest = rest.slice(end + 1).trimStart();
  }
  // version 2 lists its further headers in a line of their own, most often an empty one
  const listed = /^%2F/i.test(rest) ? [''] : [];
  if (!RESOURCE.test(rest)) return null;
  return [...lines, ...listed, withoutBreaks(rest)].join('\n');
}
