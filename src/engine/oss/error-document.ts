/* Error documents as text: XML, whole or cut, and JSON, read to the same fields. */

import { fromBase64 } from '../bytes/base64.ts';
import { type ByteString, fromText } from '../bytes/byte-string.ts';
import { fromHex, spells } from '../bytes/hex.ts';
import { isJsonObject, type JsonObject } from '../bytes/json.ts';
import { fail, ok, type Result } from '../bytes/result.ts';
import type { OssError } from './model.ts';
import {
  closeCutDocument,
  keepCarriageReturns,
  resolveReferences,
  type XmlElement,
  type XmlParser,
} from './xml.ts';

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

/** Longest error document that is read, unpacked. */
export const MAX_ERROR_BODY_BYTES = 256 * 1024;

/** Leaf elements that are kept. */
export const MAX_ERROR_FIELDS = 500;

const BYTE_ORDER_MARK = '\xef\xbb\xbf';

export interface ErrorDocument {
  readonly error: OssError;
  /**
   * `cut`: the document ends early; elements that it closes are read, and what there is of the server's
   * string. `malformed`: read leniently.
   */
  readonly state: 'whole' | 'cut' | 'malformed';
  /** It has more than `MAX_ERROR_FIELDS`. */
  readonly isCutShort: boolean;
}

export type ErrorBodyFailure =
  /** neither XML with the root `Error` nor its like in JSON: the page of a proxy, say */
  'not-an-error-document' | 'too-long' | 'too-deep' | 'document-type' | 'unreadable';

/**
 * Reads an OSS error document, XML or JSON, by element names. `body` is free of content coding; `frame` is
 * the response's. Every byte of the values survives, valid UTF-8 or not.
 */
export function parseErrorBody(
  body: ByteString,
  frame: number,
  parseXml: XmlParser,
  limit: number = MAX_ERROR_BODY_BYTES,
): Result<ErrorDocument, ErrorBodyFailure> {
  if (body.length > limit) return fail('too-long');
  return parseText(body, frame, 'body', parseXml);
}

/** Reads the value of an `x-oss-err` header: the same document in base64. */
export function parseErrorHeader(
  value: ByteString,
  frame: number,
  parseXml: XmlParser,
  limit: number = MAX_ERROR_BODY_BYTES,
): Result<ErrorDocument, ErrorBodyFailure> {
  if (value.length > (limit / 3) * 4) return fail('too-long');
  const text = fromBase64(value);
  return text === null ? fail('unreadable') : parseText(text, frame, 'x-oss-err', parseXml);
}

function parseText(
  document: ByteString,
  frame: number,
  source: OssError['source'],
  parseXml: XmlParser,
): Result<ErrorDocument, ErrorBodyFailure> {
  const marked = document.startsWith(BYTE_ORDER_MARK) ? document.slice(BYTE_ORDER_MARK.length) : document;
  // A service that takes long may send white space meanwhile, behind which no declaration may stand.
  const text = marked.trimStart();
  const plain = readPlainDocument(text);
  if (plain !== null)
    return ok({ error: new ErrorFields(plain, frame, source), state: 'whole', isCutShort: false });
  const json = readJsonDocument(text, MAX_ERROR_FIELDS);
  if (json !== null) {
    const { fields, isCutShort } = json;
    return ok({ error: new ErrorFields(fields, frame, source), state: 'whole', isCutShort });
  }
  if (!/<Error[\s>]/.test(text)) return fail('not-an-error-document');
  if (text.includes('<!DOCTYPE')) return fail('document-type');
  const closed = closeCutDocument(text);
  if (closed === 'too-deep') return fail(closed);
  const parsed = parseXml(keepCarriageReturns(closed ?? text));
  if (parsed === null) return fail('unreadable');
  if (parsed.root.name !== 'Error') return fail('not-an-error-document');
  const fields: [string, ByteString][] = [];
  const isCutShort = !collectLeaves(parsed.root, fields);
  const cutString = closed === null ? null : stringThatIsCut(text);
  if (cutString !== null) fields.push(['StringToSign', cutString]);
  const state = closed !== null ? 'cut' : parsed.wellFormed ? 'whole' : 'malformed';
  return ok({ error: new ErrorFields(fields, frame, source), state, isCutShort });
}

/**
 * Every element without child elements, in document order; a repeated name is listed each time. False where
 * some were left out.
 */
function collectLeaves(element: XmlElement, into: [string, ByteString][]): boolean {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    if (into.length >= MAX_ERROR_FIELDS) return false;
    if (child.children.some((grandchild) => typeof grandchild !== 'string')) {
      if (!collectLeaves(child, into)) return false;
    } else into.push([child.name, resolveReferences(child.children.join(''))]);
  }
  return true;
}

/**
 * An error document whose values are looked up when they are asked for: most errors are asked for their code
 * alone.
 */
class ErrorFields implements OssError {
  readonly source: OssError['source'];
  readonly frame: number;
  readonly fields: OssError['fields'];
  readonly code: ByteString;
  #stringToSignBytes: ByteString | null | undefined;
  #canonicalRequestBytes: ByteString | null | undefined;

  constructor(fields: OssError['fields'], frame: number, source: OssError['source']) {
    this.source = source;
    this.frame = frame;
    this.fields = fields;
    this.code = this.#trimmed('Code') ?? '';
  }

  get message(): ByteString {
    return this.#raw('Message') ?? '';
  }

  get requestId(): ByteString | null {
    return this.#trimmed('RequestId');
  }

  get hostId(): ByteString | null {
    return this.#trimmed('HostId');
  }

  /** The S3-compatible API and policy errors have their own names for it. */
  get accessKeyId(): ByteString | null {
    return this.#trimmed('OSSAccessKeyId') ?? this.#trimmed('AWSAccessKeyId') ?? this.#trimmed('AccessKeyId');
  }

  get ec(): ByteString | null {
    return this.#trimmed('EC');
  }

  get signatureProvided(): ByteString | null {
    return this.#trimmed('SignatureProvided');
  }

  get stringToSign(): ByteString | null {
    return this.#raw('StringToSign');
  }

  get stringToSignBytesText(): ByteString | null {
    return this.#raw('StringToSignBytes');
  }

  get stringToSignBytes(): ByteString | null {
    if (this.#stringToSignBytes === undefined) {
      this.#stringToSignBytes = spelledBy(this.stringToSignBytesText, this.stringToSign);
    }
    return this.#stringToSignBytes;
  }

  /** COS has a name of its own for what is hashed. */
  get canonicalRequest(): ByteString | null {
    return this.#raw('CanonicalRequest') ?? this.#raw('FormatString');
  }

  get canonicalRequestBytes(): ByteString | null {
    if (this.#canonicalRequestBytes === undefined) {
      this.#canonicalRequestBytes = spelledBy(this.#raw('CanonicalRequestBytes'), this.canonicalRequest);
    }
    return this.#canonicalRequestBytes;
  }

  #raw(name: string): ByteString | null {
    // By number: taking each pair apart by its pattern costs ten times as much, and this is asked a dozen
    // times an error.
    for (let i = 0; i < this.fields.length; i++) {
      const field = this.fields[i];
      if (field !== undefined && field[0] === name) return field[1];
    }
    return null;
  }

  #trimmed(name: string): ByteString | null {
    return this.#raw(name)?.trim() ?? null;
  }
}

/** What hex spells, most often the `text` beside it; an empty element spells nothing. */
function spelledBy(hex: ByteString | null, text: ByteString | null): ByteString | null {
  if (hex === null) return null;
  if (text !== null && text !== '' && spells(hex, text)) return text;
  const bytes = fromHex(hex);
  return bytes === '' ? null : bytes;
}

/**
 * A string of the server's as it stands in the text of a document, with line feeds for line ends: a hop that
 * wrote the document anew may have put CR LF, which XML reads as one line feed (§2.11). Where not every line
 * ends so, the carriage returns are the server's.
 */
export function withLineFeeds(text: ByteString): ByteString {
  if (!text.includes('\r\n')) return text;
  return /(?:^|[^\r])\n/.test(text) ? text : text.replaceAll('\r\n', '\n');
}

/**
 * Of the elements that a cut document does not close, the server's string is given for as far as it goes,
 * with an ellipsis for what is lost: its first lines may show already where the two sides part. Null where it
 * is closed, or has not begun.
 */
function stringThatIsCut(text: ByteString): ByteString | null {
  const at = text.lastIndexOf(STRING_START);
  const shown = at < 0 ? '' : text.slice(at + STRING_START.length);
  const end = shown.indexOf('<');
  if (end < 0) return shown === '' ? null : resolveReferences(withoutCutReference(shown)) + ELLIPSIS;
  const tag = shown.slice(end);
  return tag !== STRING_END && STRING_END.startsWith(tag) ? resolveReferences(shown.slice(0, end)) : null;
}

/** Without a reference that is cut itself. */
function withoutCutReference(text: ByteString): ByteString {
  const open = text.indexOf('&', text.lastIndexOf(';') + 1);
  return open < 0 ? text : text.slice(0, open);
}

const STRING_START = '<StringToSign>';

const STRING_END = '</StringToSign>';

/** What stands for the rest of a string that is cut. */
export const ELLIPSIS = '\xe2\x80\xa6';

/** Deeper values are left out. */
const MAX_DEPTH = 8;

/**
 * Reads the error document of the APIs that speak JSON, by the names that it would have in XML:
 * `{"Error":{"Code":…}}` of vector buckets, and `{"message":…}` of table buckets, whose code is in the header
 * `x-oss-ec` alone (alibabacloud-oss-go-sdk-v2, `oss/vectors/client_mock_test.go` and
 * `oss/tables/client_mock_test.go`). TOS has no name around its fields ("Error codes"). At most `limit`
 * fields; null for every other text. What stands in a list has the name of the list.
 */
function readJsonDocument(
  text: ByteString,
  limit: number,
): { readonly fields: [name: string, value: ByteString][]; readonly isCutShort: boolean } | null {
  if (!text.startsWith('{')) return null;
  const document = parsed(text);
  const bytes = document === null ? null : parsed(text.replace(STRING_OR_NUMBER, asBytes));
  if (document === null || bytes === null) return null;
  const own = isJsonObject(document['Error']) ? document['Error'] : document;
  if (typeof own['Code'] === 'string' && (own !== document || isOfTos(own))) {
    const fields: Field[] = [];
    const isCutShort = !leavesOf('Error', own === document ? bytes : bytes['Error'], fields, limit, 0);
    return { fields, isCutShort };
  }
  if (typeof document['message'] !== 'string' || Object.keys(document).length > 1) return null;
  return { fields: [['Message', String(bytes['message'])]], isCutShort: false };
}

/** Gateways have errors of that form, too: by what they do not write. */
function isOfTos({ EC: ec, StringToSign: string }: JsonObject): boolean {
  return /^\d{4}-\d{8}$/.test(String(ec)) || String(string).startsWith('TOS4-');
}

type Field = [name: string, value: ByteString];

function parsed(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

const ESCAPES = /\\[^u]|(?:\\u[0-9A-Fa-f]{4})+/g;

/**
 * A string whose characters are bytes, as all that is captured is, whether valid UTF-8 or not; a number as it
 * is written.
 */
function asBytes(token: string): string {
  if (!token.startsWith('"')) return `"${token}"`;
  return token.includes('\\u') ? token.replace(ESCAPES, bytesOfEscapes) : token;
}

function bytesOfEscapes(escapes: string): string {
  if (!escapes.startsWith('\\u')) return escapes;
  const text: unknown = JSON.parse(`"${escapes}"`);
  return JSON.stringify(fromText(String(text))).slice(1, -1);
}

/** False where some were left out for their number. */
function leavesOf(name: string, value: unknown, into: Field[], limit: number, depth: number): boolean {
  if (typeof value === 'string' || typeof value === 'boolean') {
    if (into.length >= limit) return false;
    into.push([name, String(value)]);
    return true;
  }
  if (depth >= MAX_DEPTH) return true;
  if (Array.isArray(value)) return value.every((each) => leavesOf(name, each, into, limit, depth + 1));
  if (!isJsonObject(value)) return true;
  return Object.entries(value).every(([inner, each]) => leavesOf(inner, each, into, limit, depth + 1));
}
