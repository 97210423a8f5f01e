/* What is left of a request and its refusal in a text of no known form: elements, URLs, header lines. */

import { type ByteString, fromText } from '../../../engine/bytes/byte-string.ts';
import { isMask, isRedacted, type Losses } from '../losses.ts';
import { answerOfDetails, type Drafts, type MessageDraft, newDraft } from '../message-draft.ts';
import { isRefusalCode, REFUSAL_SENTENCES, SERVICE_SENTENCES } from '../repair-document.ts';
import { isKnownHeader } from '../start-line.ts';
import type { TextLine } from '../text-line.ts';
import type { TextFormat } from './text-reading.ts';

/** Read when nothing else is found: what these lines show may be in any text. */
export const FRAGMENTS: TextFormat = {
  kind: 'log',
  recognises: (lines) => fragmentsOf(lines).some((each) => each.request !== null || each.answer !== null),
  read: (lines, drafts) => {
    for (const { request, answer } of fragmentsOf(lines)) {
      if (drafts.isFull) break;
      if (request !== null) {
        if (isRedacted(request.target)) {
          drafts.losses.add('text-redacted', request.line, { name: 'request line' });
        }
        drafts.add(draftOf(request, drafts.losses));
      }
      if (answer !== null) drafts.add(answerOfDetails(answer.elements, answer.line));
    }
  },
};

/** Lines behind an answer in which a program may say what its document said. */
const LINES_BEHIND = 60;

/** Gives answers without documents, or a last request without an answer, what the program says behind. */
export function giveDocuments(lines: Iterable<TextLine>, drafts: Drafts): void {
  const { all } = drafts;
  // a document that stands apart says more
  if (all.some(({ start }) => start === null)) return;
  const bare = all.filter(
    ({ start, body }) =>
      start?.kind === 'response' && start.status >= 400 && body.every(({ text }) => text.trim() === ''),
  );
  const isUnanswered = all.length > 0 && all.every(({ start }) => start?.kind === 'request');
  const last = all.at(-1);
  const wanted = isUnanswered && last !== undefined ? [last] : bare;
  if (wanted.length === 0) return;
  let at = 0;
  for (const { text, number } of lines) {
    while ((wanted[at]?.lastLine ?? number) + LINES_BEHIND < number) at++;
    const draft = wanted[at];
    if (draft === undefined) return;
    if (number <= draft.line) continue;
    const line = text.slice(0, MAX_LINE);
    const message = MESSAGES.find(({ pattern }) => pattern.test(line));
    const sentence = message === undefined ? null : sentenceAt(line, message.pattern);
    if (message === undefined || sentence === null) continue;
    const answer = answerOfDetails(
      new Map([
        ['Code', message.code],
        ['Message', sentence],
      ]),
      number,
    );
    at++;
    if (isUnanswered) {
      drafts.add(answer);
      return;
    }
    draft.body.length = 0;
    for (const each of answer.body) draft.body.push(each);
    draft.rewritten = true;
  }
}

/** Lines that are looked at, and how much of each. */
const MAX_LINES = 5000;
const MAX_LINE = 16 * 1024;
/** Lines after which what comes belongs to another request. */
const MAX_GAP = 60;
/** What one text gives at most: each takes a look at the lines behind it. */
const MAX_FOUND = 1000;

interface Request {
  readonly line: number;
  readonly lastLine: number;
  readonly method: ByteString;
  readonly target: ByteString;
  readonly headers: readonly {
    readonly name: ByteString;
    readonly value: ByteString;
    readonly line: number;
  }[];
}

interface Answer {
  readonly line: number;
  readonly elements: ReadonlyMap<string, ByteString>;
  /** Somebody hid which request it was. */
  readonly isIdHidden: boolean;
}

interface Fragment {
  readonly request: Request | null;
  readonly answer: Answer | null;
}

export function fragmentsOf(lines: Iterable<TextLine>): readonly Fragment[] {
  const found: Gathering[] = [];
  // a server that takes several requests at once writes their lines among one another
  const ofThreads = new Map<string, Gathering>();
  let open: Gathering | undefined;
  let count = 0;
  let cutOff: ByteString | undefined;
  for (const { text: whole, number } of lines) {
    if (++count > MAX_LINES || found.length > MAX_FOUND) break;
    const text = whole.slice(0, MAX_LINE);
    const rest = open?.takesLine(text, number) ?? text;
    if (rest === '') continue;
    const said = sayingsOf(rest);
    const value = cutOff === undefined ? undefined : WRAPPED_ID.exec(text)?.[1];
    if (value !== undefined) said.unshift({ kind: 'element', name: 'RequestId', value });
    cutOff = ID_AT_END.exec(text.slice(-ID_LOOK))?.[0];
    if (said.length === 0) continue;
    const thread = THREAD.exec(text)?.[1];
    open = thread === undefined ? found.at(-1) : ofThreads.get(thread);
    if (open === undefined || open.endsBefore(said, number)) {
      open = new Gathering(number);
      found.push(open);
    }
    if (thread !== undefined) ofThreads.set(thread, open);
    for (const each of said) open.take(each, number);
  }
  return found.map((each) => each.fragment());
}

/** The thread of a server's log, behind its time: of Ceph. */
const THREAD = /^\d{4}-\d\d-\d\d[T ][\d:.+-]{8,30} ([0-9a-f]{6,16}) [ -]?\d/;

/** A line that was wrapped before the ID that it names, and the ID at the start of the next. */
const ID_AT_END = /\brequest[ _-]?id\\?["']?[:=][ \t]{0,4}$/i;
const WRAPPED_ID = /^[ \t]{0,20}\\?["']?((?=[A-Za-z-]{0,64}\d)[\w-]{8,128})(?=[\\"',;) \t]|$)/;
/** As much as is looked at, at the end of a line. */
const ID_LOOK = 32;

type Saying =
  | {
      readonly kind: 'element';
      readonly name: string;
      readonly value: ByteString;
      /** The form of the line shows that it is the server's. */
      readonly isSure?: true;
    }
  | { readonly kind: 'begin'; readonly id?: string | undefined }
  | { readonly kind: 'method'; readonly value: ByteString }
  | { readonly kind: 'path'; readonly value: ByteString }
  | {
      readonly kind: 'url';
      readonly method: ByteString | null;
      readonly host: ByteString;
      readonly target: ByteString;
      /** The line says that it is the request's. */
      readonly isNamed: boolean;
    }
  | { readonly kind: 'header'; readonly name: ByteString; readonly value: ByteString };

/** What one request and its answer say, line by line. */
class Gathering {
  last: number;
  readonly #first: number;
  readonly #elements = new Map<string, ByteString>();
  #elementLine = 0;
  /** Which of its elements goes on in the next lines. */
  #open: string | null = null;
  #isCodeSure = false;
  /** Which request of the server's log it is. */
  #id: string | undefined;
  #method: ByteString | null = null;
  #path: ByteString | null = null;
  #url: Extract<Saying, { kind: 'url' }> | null = null;
  readonly #headers: { name: ByteString; value: ByteString; line: number }[] = [];

  constructor(line: number) {
    this.#first = line;
    this.last = line;
  }

  /** Whether what a line says is of another request. */
  endsBefore(said: readonly Saying[], line: number): boolean {
    return line - this.last > MAX_GAP || said.some((each) => this.#isFollowedBy(each));
  }

  /** Whether something begins another request: a second one, or the code of another answer. */
  #isFollowedBy(said: Saying): boolean {
    switch (said.kind) {
      case 'begin':
        return this.#elements.size > 0 && !(said.id !== undefined && said.id === (this.#id ?? said.id));
      case 'element': {
        const known = this.#elements.get(said.name);
        return said.name === 'RequestId' && known !== undefined && known !== said.value;
      }
      case 'method':
        return this.#method !== null && this.#headers.length > 0;
      case 'url':
        return (
          this.#url !== null &&
          isSigned(this.#url.target) &&
          isSigned(said.target) &&
          said.target !== this.#url.target
        );
      case 'path':
      case 'header':
        return false;
    }
  }

  /**
   * What is left of a line that goes on with an element's string of several, or with a URL's query, one
   * parameter a line; null for any other line.
   */
  takesLine(line: ByteString, number: number): ByteString | null {
    const url = this.#url;
    const more = url === null || number !== this.last + 1 ? undefined : QUERY_LINE.exec(line);
    if (url !== null && more?.[2] !== undefined && url.target.length < MAX_VALUE) {
      const sign = more[1] === '&' ? '&' : '?';
      this.#url = { ...url, target: `${url.target}${sign}${more[2]}` };
      this.last = number;
      return '';
    }
    const name = this.#open ?? '';
    const begun = this.#elements.get(name) ?? '';
    if (this.#open === null || begun.length > MAX_VALUE) return null;
    const isLast =
      name === 'StringToSign'
        ? /^\s*(?:\/|%2F)/.test(line) || (begun.startsWith('AWS4') && HASH.test(line))
        : HASH.test(line) || /^(?:UNSIGNED|STREAMING)-[A-Z0-9-]{1,60}\s*$/.test(line);
    const text = isLast ? withoutEndOf(line.replace(NEXT_ELEMENT, '').trimEnd(), `"'},)`) : line;
    this.#elements.set(name, `${begun}\n${text}`);
    if (isLast) this.#open = null;
    return isLast ? (NEXT_ELEMENT.exec(line)?.[0] ?? '') : '';
  }

  take(said: Saying, line: number): void {
    this.last = line;
    switch (said.kind) {
      case 'element':
        if (this.#elements.size === 0) this.#elementLine = line;
        this.#isCodeSure ||= said.isSure === true;
        if (this.#elements.has(said.name) && !this.#isBetter(said)) return;
        this.#elements.set(said.name, said.value);
        if (OVER_LINES.has(said.name)) this.#open = BARE_METHOD.test(said.value) ? said.name : null;
        return;
      case 'begin':
        this.#id = said.id;
        return;
      case 'method':
        this.#method ??= said.value;
        return;
      case 'path':
        this.#path ??= said.value;
        return;
      case 'url':
        // a signed one says more than that of a request, and that more than a link of a page
        if (this.#url === null || weightOf(said) > weightOf(this.#url)) this.#url = said;
        return;
      case 'header':
        if (!this.#headers.some(({ name }) => sameName(name, said.name))) {
          this.#headers.push({ name: said.name, value: said.value, line });
        }
        return;
    }
  }

  /** Of two messages, that of the service is one that its words show. */
  #isBetter({ name, value }: Extract<Saying, { kind: 'element' }>): boolean {
    const known = this.#elements.get(name) ?? '';
    return name === 'Message' && codeOfMessage(known) === null && codeOfMessage(value) !== null;
  }

  fragment(): Fragment {
    // a server that says so accepted it
    if (this.#elements.get('Code') === 'OK') return { request: null, answer: null };
    return { request: this.#request(), answer: this.#answer() };
  }

  #request(): Request | null {
    const url = this.#url;
    const authorization = this.#headers.some(({ name }) => sameName(name, 'authorization'));
    const target = url?.target ?? this.#path;
    const hasHost = url !== null || this.#headers.some(({ name }) => sameName(name, 'host'));
    const isNamed =
      hasHost || (authorization && this.#headers.length > 2) || (target !== null && isSigned(target));
    if (target === null || !isNamed || !(authorization || isSigned(target))) return null;
    const host = { name: 'Host', value: url?.host ?? '', line: this.#first };
    const named = this.#headers.some(({ name }) => sameName(name, 'host'));
    return {
      line: this.#first,
      lastLine: this.last,
      method: this.#method ?? url?.method ?? 'GET',
      target: target === '' ? '/' : target,
      headers: named || !hasHost ? this.#headers : [host, ...this.#headers],
    };
  }

  #answer(): Answer | null {
    const elements = new Map([...this.#elements].filter(([, value]) => value !== ''));
    // the server shows its string where signatures differ, and nowhere else
    const code =
      elements.get('Code') ??
      codeOfMessage(elements.get('Message') ?? '') ??
      ((elements.has('StringToSign') || elements.has('SignatureProvided')) && elements.size > 1
        ? 'SignatureDoesNotMatch'
        : null);
    if (code === null && WORDLESS.has(elements.get('Message') ?? '')) {
      return { line: this.#elementLine, elements, isIdHidden: false };
    }
    if (code === null || !isKnownCode(code)) return null;
    // a code alone may be a word of the text; the sentence is the service's
    if (
      (elements.size < 2 && !elements.has('Message') && !this.#isCodeSure) ||
      OF_OTHER_SERVICES.test(elements.get('RequestId') ?? '')
    )
      return null;
    elements.delete('Code');
    return {
      line: this.#elementLine,
      elements: new Map([['Code', code], ...elements]),
      isIdHidden: this.#elements.get('RequestId') === '',
    };
  }
}

/** What programs say of an answer without a document. */
const WORDLESS: ReadonlySet<ByteString> = new Set(['Forbidden', 'Unauthorized']);

/** A parameter of a URL on a line of its own; its first sign may be that of Chinese sentences. */
const QUERY_LINE = /^\s*([?&]|\xef\xbc\x9f)([\w.-]{1,60}=[^\s"'<>]{0,8000})\s*$/;

/** What a program prints behind the string, on its last line. */
const NEXT_ELEMENT = /["'},)]{0,4}, [A-Za-z_]{1,30} ?[=:].*$/s;

const HASH = /^[0-9a-f]{64}\s*$/;

const OVER_LINES: ReadonlySet<string> = new Set(['StringToSign', 'CanonicalRequest']);
const BARE_METHOD = /^(?:GET|PUT|POST|HEAD|DELETE|OPTIONS|(?:OSS4|AWS4)-HMAC-SHA256)$/;

function sameName(one: ByteString, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Parameters that carry a signature, of every version. */
const SIGNED = /[?&](?:Signature|x-oss-signature|x-amz-signature)=/i;

function weightOf({ target, isNamed }: Extract<Saying, { kind: 'url' }>): number {
  return isSigned(target) ? 2 : isNamed ? 1 : 0;
}

function isSigned(target: ByteString): boolean {
  return SIGNED.test(target);
}

function isKnownCode(code: ByteString): boolean {
  return isRefusalCode(code) || OTHER_CODES.has(code) || /^NoSuch[A-Z]/.test(code);
}

/** Request IDs of the other services of Alibaba Cloud, which have codes of the same names. */
const OF_OTHER_SERVICES = /^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/i;

/** Beside those of a refusal: how a request is signed or addressed. */
const OTHER_CODES: ReadonlySet<string> = new Set([
  'AuthorizationHeaderMalformed',
  'AuthorizationQueryParametersError',
  'BadDigest',
  'InvalidArgument',
  'InvalidBucketName',
  'InvalidDigest',
  'InvalidPolicyDocument',
  'InvalidRequest',
  'ExpiredToken',
  'IllegalLocationConstraintException',
  'InvalidToken',
  'MissingSecurityToken',
  'NotImplemented',
  'XAmzContentSHA256Mismatch',
  'PermanentRedirect',
]);

/** Wherever in a line they stand, and whoever the key's service is. */
const MESSAGES = [
  ...REFUSAL_SENTENCES.map(({ words, code }) => ({ pattern: new RegExp(words, 'i'), code })),
  ...SERVICE_SENTENCES.map(([pattern, code]) => ({ pattern, code })),
];

function codeOfMessage(message: ByteString): ByteString | null {
  return MESSAGES.find(({ pattern }) => pattern.test(message))?.code ?? null;
}

/** Names in the notations of programs, and of elements; `i`: in letters of any case. `Key`: of PHP alone. */
const NAMES: readonly (readonly [written: string, flags: '' | 'i', element: string])[] = [
  ['(?:error[ _-]?)?code', 'i', 'Code'],
  ['(?:error[ _-]?)?(?:message|msg)', 'i', 'Message'],
  ['(?:x-(?:oss|amz|cos)-|aws_)?request[ _-]?id', 'i', 'RequestId'],
  ['host[ _-]?id', 'i', 'HostId'],
  ['AWSAccessKeyId', '', 'AWSAccessKeyId'],
  ['(?:OSS)?AccessKeyId', '', 'OSSAccessKeyId'],
  ['SignatureProvided', 'i', 'SignatureProvided'],
  ['StringToSign', 'i', 'StringToSign'],
  ['StringToSignBytes', 'i', 'StringToSignBytes'],
  ['CanonicalRequest', 'i', 'CanonicalRequest'],
  ['ec', 'i', 'EC'],
  ['Bucket(?:Name)?', '', 'BucketName'],
  ['bucket_?name', 'i', 'BucketName'],
  ['object_name', 'i', 'Key'],
  ['trace_?id', 'i', 'TraceId'],
  ['FormatString', '', 'FormatString'],
  ['Endpoint', '', 'Endpoint'],
  ['Key', '', 'Key'],
];
const WHOLE_NAMES = NAMES.map(([written, flags, element]) => ({
  pattern: new RegExp(`^${written}$`, flags),
  element,
}));

/** Curly quotation marks, as writing programs put them, and marks of Chinese sentences, in UTF-8. */
const MARKS: ReadonlyMap<string, string> = new Map([
  [fromText('：'), ': '],
  [fromText('，'), ', '],
  [fromText('。'), ', '],
  [fromText('；'), '; '],
  [fromText('‘'), "'"],
  [fromText('’'), "'"],
  [fromText('“'), '"'],
  [fromText('”'), '"'],
]);
const OTHER_MARK = /\xe2\x80[\x98\x99\x9c\x9d]|\xef\xbc[\x9a\x8c\x9b]|\xe3\x80\x82/g;

/** A row of a table in Markdown with two cells: a name and its value. */
const TABLE_ROW = /^\|\s*[*`]*([A-Za-z][\w -]{0,60}?)[*`]*\s*\|([^|]*)\|\s*$/;
/** A member of a list, as R prints it. */
const LIST_ROW = /^ *\$ (\w{2,40}) *: chr (".*)$/;

function withoutTable(line: ByteString): ByteString {
  const row = line.startsWith('|') ? TABLE_ROW : LIST_ROW;
  const [, name, value] = row.exec(line) ?? [];
  return name === undefined || value === undefined ? line : `${name}: ${value.trim().replace(/^`|`$/g, '')}`;
}

/** A name with its marks, and what stands between it and its value. */
const ELEMENT = new RegExp(
  String.raw`(?<![\w.<-])["']?\[?(?:s3(?:Error)?)?(${NAMES.map(([written]) => written).join('|')})\]?["']? ?(?:=>|[:=]) ?`,
  'gi',
);

/** As ali-oss prints the host of an error; a header has no quotation marks. */
const PRINTED_HOST = /(?<![\w.-])["']?host["']?: ?["']([\w.-]{1,253})["']/;

/** Codes that stand in a sentence. */
const PROSE_CODES = [
  'SignatureDoesNotMatch',
  'InvalidAccessKeyId',
  'RequestTimeTooSkewed',
  'SecurityTokenExpired',
  'InvalidSecurityToken',
  'AuthorizationHeaderMalformed',
  'SecondLevelDomainForbidden',
  'NonStandardHostForbidden',
  'AccessKeyIdAndSecurityTokenNotMatch',
  'XAmzContentSHA256Mismatch',
];
/** Messages with the code before the text: of the AWS CLI and boto3, and of the AWS SDK for Go. */
const OF_BOTO =
  /\bAn error occurred \((\w{1,60})\) when calling the (\w{1,60}) operation(?: \([^()]{1,60}\))?[^:(]{0,60}: (.{1,1000})/;
const ON_OBJECTS = /Object|Bucket|Part|Upload/;
const OF_GO = /\bapi error (\w{1,60}): ([^"]{1,1000})/;
const ASKED_OF_S3 = 'operation error S3: ';

interface CodedMessage {
  readonly code: ByteString;
  readonly message: ByteString;
}

function codedMessage(text: ByteString): CodedMessage | null {
  const [, ofBoto, operation = '', said = ''] = OF_BOTO.exec(text) ?? [];
  if (ofBoto !== undefined && ON_OBJECTS.test(operation)) return { code: ofBoto, message: said };
  const [, ofGo, message = ''] = text.includes(ASKED_OF_S3) ? (OF_GO.exec(text) ?? []) : [];
  return ofGo === undefined ? null : { code: ofGo, message };
}

const PROSE = new RegExp(String.raw`\b(${PROSE_CODES.join('|')})(?:Error|Exception)?\b`);

/** Its signature may have a space in the place of a `+`, as whatever passed the text on put it there. */
const URL =
  /(?:\b(GET|PUT|POST|HEAD|DELETE|OPTIONS)["'`:]? +["'`]?)?(https?):(?:\/\/|\\\/\\\/)([^\s/?#"'`<>\\]{3,255})((?:[^\s"'`<>\xe2\xef]|(?<=[?&]Signature=[\w%/+]{1,26}) (?=[\w%/+]{1,26}(?:=|%3D)(?:[\s&]|$)))*)/i;

const NAMED_URL = /^\W*(?:request ?)?ur[il]\W/i;

/** A request line without a protocol: `PUT /k?x`. */
const METHOD_LINE =
  /^\s*(?:(?:request ?)?method|verb|http_?method)\s*[:=]\s*["']?(GET|PUT|POST|HEAD|DELETE|OPTIONS)\b/i;
const PATH_LINE = /^\s*(?:path|uri|request_?uri)\s*[:=]\s*["']?(\/\S*)\s*$/i;
/** `Name : value`, `[Name]: value`, with blanks around the colon; for a line without blanks at its ends. */
const HEADER_LINE =
  /^[*-]*\s{0,20}(?:request ?header\s{0,20})?["'[]?([A-Za-z][A-Za-z0-9-]{1,60})["'\]]?\s{0,20}:(.*)$/i;

/** How S3Proxy logs a header, and the logger of Go (versitygw at `debug`). */
const BEFORE_HEADER =
  /^(?:.{1,120}\bS3ProxyHandler:\d{1,6} .{0,40}\bheader: |\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d (?=[A-Z][\w-]{1,60}: ))/;
const JETTY_END = /\)@[0-9a-f]{1,16}$/;

/** A value of an Authorization header in a message. */
const OF_V4 =
  /(?:OSS4-HMAC-SHA256|AWS4-HMAC-SHA256) Credential=(?:(?! Credential=)[^"']|\\")*?Signature=[0-9a-f]{8,64}/;
const OF_V1 = /(?:OSS|AWS) [A-Za-z0-9._]{8,60}:[A-Za-z0-9+/]{20,90}={0,2}/;
const AUTHORIZATION = new RegExp(`["']?(${OF_V4.source}|${OF_V1.source})`);

function sayingsOf(line: ByteString): Saying[] {
  const text = withoutTable(line.replace(OTHER_MARK, (mark) => MARKS.get(mark) ?? mark));
  const said: Saying[] = [...formsIn(text), ...elementsIn(text)];
  const method = METHOD_LINE.exec(text)?.[1];
  if (method !== undefined) said.push({ kind: 'method', value: method.toUpperCase() });
  const path = PATH_LINE.exec(text)?.[1];
  if (path !== undefined) said.push({ kind: 'path', value: withoutEndOf(path, `"',`) });
  const [, ofUrl, , host, behind = ''] = URL.exec(text) ?? [];
  if (host !== undefined) {
    const target = withoutEndOf(
      behind
        .replace(JETTY_END, '')
        .replaceAll('\\/', '/')
        .replaceAll('&amp;', '&')
        .replaceAll('\\u0026', '&'),
      BEHIND_URL,
    );
    const isNamed = ofUrl !== undefined || NAMED_URL.test(text);
    said.push({ kind: 'url', method: ofUrl?.toUpperCase() ?? null, host, target, isNamed });
  }
  const [, name, shown = ''] = HEADER_LINE.exec(text.trim().replace(BEFORE_HEADER, '')) ?? [];
  const value = withoutMarks(shown.trim());
  const authorization = AUTHORIZATION.exec(text)?.[1];
  if (name !== undefined && value !== '' && isKnownHeader(`${name}:`)) {
    said.push({ kind: 'header', name, value });
  } else if (authorization !== undefined) {
    said.push({ kind: 'header', name: 'Authorization', value: escapesOf(authorization) });
  }
  return said;
}

/** A line of a log: groups `method`, `path` and `host`, and those that are named as elements are. */
interface LineForm {
  readonly word: string;
  /** Of several, the line has each. */
  readonly form: RegExp | readonly RegExp[];
  /** The headers in it: each time a name and a value. */
  readonly headers?: RegExp;
  /** What such a line says besides. */
  readonly code?: string;
  /** It is of another request than those before it. */
  readonly begins?: true;
}

// biome-ignore format: a table of data
const LINE_FORMS: readonly LineForm[] = [
  // the access log of S3
  { word: ' REST.', form: /^[0-9a-f]{64} (?<BucketName>[a-z0-9.-]{3,63}) \[[^\]]{1,60}\] \S+ \S+ (?<RequestId>[0-9A-Z]{16}) REST\.\S+ (?<Key>\S+) "[^"]*" 4\d\d (?<Code>[A-Z]\w+) / },
  // radosgw at `debug rgw = 20`: what the server signed, its signature in its own words, the client's
  { word: '====== req done', form: /\b\d ={6} req done /, begins: true },
  { word: 'access key id = ', form: /\breq \d+ .{0,200}\baccess key id = (?<AWSAccessKeyId>\S{1,128})$/ },
  { word: 'canonical request = ', form: /\breq (?<id>\d+) .{0,200}\bcanonical request = (?<CanonicalRequest>GET|PUT|POST|HEAD|DELETE|OPTIONS)$/, begins: true },
  { word: 'string to sign', form: /\breq \d+ .{0,200}\bstring to sign\s?=\s?(?<StringToSign>[A-Z0-9-]{3,60})$/ },
  { word: 'string_to_sign=AWS4', form: /\b(?:rgw\b|req \d).{0,200}\bstring_to_sign=(?<StringToSign>AWS4-HMAC-SHA256)$/ },
  { word: 'string_to_sign=', form: /(?:\breq (?<id>\d+)|\brgw\b|^\d{4}-\d\d-\d\d[ T](?!.{0,200}\breq \d)).{0,200}\bstring_to_sign=(?<StringToSign>GET|PUT|POST|HEAD|DELETE|OPTIONS)$/, begins: true },
  { word: 'server signature', form: /\b(?<Message>server signature\s?=\s?[A-Za-z0-9+/=]{20,64})$/ },
  { word: 'client signature', form: /\bclient signature\s?=\s?(?<SignatureProvided>[A-Za-z0-9+/=]{20,64})$/ },
  // no code of S3: the signatures are the same
  { word: 'compare=0', form: /\bcompare=0$/, code: 'OK' },
  { word: 'compare=', form: /\bcompare=-?[1-9]/, code: 'SignatureDoesNotMatch' },
  { word: 'reason=-2027', form: /./, code: 'SignatureDoesNotMatch' },
  // S3Proxy: a request, at `debug`; its headers are at `trace`
  { word: ': Request(', form: /\bS3ProxyHandler:\d+ .{0,40}\brequest: Request\((?<method>GET|PUT|POST|HEAD|DELETE|OPTIONS) /, begins: true },
  // the access log of versitygw; its request ID is none of the answer's
  { word: ' SigV4 ', form: /^\S{1,64} (?<BucketName>[a-z0-9.-]{3,63}) \[\d\d\/[A-Z][a-z]{2,8}\/\d{4}:[\d:]{8} [+-]\d{4}\] \S{1,64} \S{1,128} \S{1,64} \S{1,64} (?<Key>\S{1,1024}) \/\S{0,2048} 4\d\d (?<Code>[A-Z]\w{1,60}) / },
  // Garage
  { word: 'generic_server', form: /\bgeneric_server:? \S{1,64} (?:\(via [^)]{1,64}\) )?(?<method>GET|PUT|POST|HEAD|DELETE) (?<path>\/\S*)/ },
  // Guzzle, where a page took the tags of the document for its own: cut, then whole, IDs glued together
  { word: '` response:', form: /` response:\s?(?<Code>SignatureDoesNotMatch|InvalidAccessKeyId|RequestTimeTooSkewed|AccessDenied)(?<RequestId>tx[0-9a-f-]{10,60}(?![\w-]| \(trunc))?/ },
  { word: ' - SignatureDoesNotMatchtx', form: / - (?<Code>SignatureDoesNotMatch)(?<RequestId>tx[0-9a-f]{20,24}-[0-9a-f]{10}-([0-9a-f]{1,16}-[a-z0-9]{2,20}?))\3-/ },
  // of `aws s3 cp`: one file after the other
  { word: ' failed: ', form: /^.{0,200}\b(?:upload|download|copy|move|delete) failed: /, begins: true },
  // the AWS SDK for .NET, also of an answer without a document; awscr-s3 of Crystal
  { word: 'Amazon.S3.AmazonS3Exception', form: /\bAmazon\.S3\.AmazonS3Exception\b ?--->.{1,200}\((?<Message>40[13])\)/ },
  { word: 'Exception: ', form: /\bException: (?<Code>SignatureDoesNotMatch|InvalidAccessKeyId|RequestTimeTooSkewed):(?: |$)/ },
  { word: ' Error Code ', form: /\bError making request with Error Code (?<Code>[A-Z]\w{1,60}) and Http Status Code \w+/ },
  { word: 'S3 error: ', form: /\bS3 error: 4\d\d \((?<Code>[A-Z]\w{1,60})\)/ },
  // the AWS SDKs for Java, version 2, and for .NET: the answer to a HEAD has no more
  { word: '(Service: ', form: /\b(?<Message>Forbidden|Not Found|Unauthorized|null)(?:; request: .{1,2000}?)? \(Service: (?:Amazon )?S3[;,] Status Code: 40[134][;,] (?:Error Code: 40\d \w+[;,] )?Request ID: (?:null\b|(?<RequestId>\w{1,64}))/ },
  // the AWS SDKs for JavaScript, where the answer has no sentence, and for Ruby; DuckDB
  { word: ': UnknownError', form: /(?<Code>[A-Z]\w{1,60}): UnknownError$/ },
  { word: 'AccessDenied: Access Denied', form: /\b(?<Code>AccessDenied): (?<Message>Access Denied)\b/ },
  { word: 'Aws::S3::Errors::', form: /\bAws::S3::Errors::(?<Code>[A-Z]\w{1,60})(?:: | \()/ },
  { word: 'HTTP', form: /\bHTTP Error: (?:HTTP [A-Z]{3,6} error on|Unable to connect to URL) .{4,2000}(?:\(HTTP |: )(?<Message>403)\b/ },
  // Guzzle's JSON
  { word: 'http_code', form: /"code":"(?<Code>[A-Z]\w{1,60})",.{0,100}"http_code":4\d\d/ },
  // s3fs, of an answer without a document
  { word: 'HTTP response code 40', form: /\bHTTP response code (?<Message>40[13]), returning E\w{1,10}\. Body Text:\s*$/ },
  { word: 'An error occurred (40', form: /An error occurred \(40[134]\) when calling the \w+ operation(?: \(\w[^)]{0,40}\))?: (?<Message>Forbidden|Not Found|Unauthorized)/ },
  // a request as net/http of Go prints it; behind the headers are body, length, codings, then the host
  { word: '&{', form: /&\{(?<method>GET|PUT|POST|HEAD|DELETE|OPTIONS) (?<path>\/\S*) HTTP\/[12]\.\d [12] [01] map\[/, headers: /\b([A-Z][A-Za-z0-9-]{1,60}):\[([^\]]{0,4000})\]/g },
  { word: '&{', form: [/&\{(?:GET|PUT|POST|HEAD|DELETE|OPTIONS) \/\S* HTTP\/[12]\.\d [12] [01] map\[/, /\] \S{1,200} \S{1,200} -?\d+ \[[^\]]*\] (?:true|false) (?<host>[\w.-]{1,253}(?::\d+)?) map\[/] },
  // MinIO and other programs in Go, in JSON: each header is a list of values
  { word: '":["', form: [/"method":"(?<method>GET|PUT|POST|HEAD|DELETE|OPTIONS)"/, /"(?:reqURI|requestURI|requestPath|uri|path)":"(?<path>\/[^"]{0,4000})"/i], headers: /"([A-Za-z][A-Za-z0-9-]{1,60})":\["([^"]{1,4000})"?/g },
  // Excon of Ruby
  { word: ':headers=>{', form: [/:method=>:?"?(?<method>GET|PUT|POST|HEAD|DELETE|OPTIONS)\b/i, /:path=>"(?<path>\/[^"]{0,4000})"/], headers: /"([A-Za-z][A-Za-z0-9-]{1,60})"=>"?([^",}]{1,1000}(?:, [^"}]{1,100})?)"?[,}]/g },
];

function* formsIn(text: ByteString): Generator<Saying> {
  for (const { word, form, headers, code, begins } of LINE_FORMS) {
    if (!text.includes(word)) continue;
    const found = [form].flat().map((each) => each.exec(text));
    if (found.includes(null)) continue;
    const groups = found.flatMap((each) => Object.entries(each?.groups ?? {}));
    if (begins === true) yield { kind: 'begin', id: new Map(groups).get('id') };
    if (code !== undefined) yield { kind: 'element', name: 'Code', value: code, isSure: true };
    for (const [name, value = '-'] of groups) {
      if (value === '-') continue;
      if (name === 'Code') yield { kind: 'element', name, value, isSure: true };
      else if (name === 'method') yield { kind: name, value: value.toUpperCase() };
      else if (name === 'path') yield { kind: name, value };
      else if (name === 'host') yield { kind: 'header', name: 'Host', value };
      else if (name === 'id') continue;
      else if (name !== 'Message' || !/^(?:null|40[13])$/.test(value)) yield { kind: 'element', name, value };
      else yield { kind: 'element', name, value: 'Forbidden' };
    }
    for (const [, name = '', value = ''] of headers === undefined ? [] : text.matchAll(headers)) {
      if (isKnownHeader(`${name}:`)) yield { kind: 'header', name, value };
    }
  }
}

/** As the value of a property in the source of JavaScript and Python, or in JSON. */
function withoutMarks(value: ByteString): ByteString {
  return /^(["'])(.*)\1,?$/.exec(value)?.[2] ?? value;
}

/** What ends a sentence or a link is none of the URL. */
const BEHIND_URL = ')]},.;';

/** Without such signs at the end; a pattern would look at each inner run from each of its places. */
function withoutEndOf(text: ByteString, signs: string): ByteString {
  let end = text.length;
  while (end > 0 && signs.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Elements as they stand, where the document around them is cut; `/` may be escaped. */
const XML_ELEMENT =
  /<(StringToSign|StringToSignBytes|CanonicalRequest|SignatureProvided|RequestId|HostId)>([^<]{1,16384})<\\?\//g;
const END_OF_SIGNED = /<\\?\/(?:CanonicalRequest|SignatureProvided)>/;

function* elementsIn(text: ByteString): Generator<Extract<Saying, { kind: 'element' }>> {
  let hasCode = false;
  let count = 0;
  for (const [, name = '', value = ''] of text.matchAll(XML_ELEMENT)) {
    if (!isMask(value)) yield { kind: 'element', name, value: escapesOf(value) };
  }
  // what services show of their signing, they show where signatures differ
  if (END_OF_SIGNED.test(text)) yield { kind: 'element', name: 'Code', value: 'SignatureDoesNotMatch' };
  for (const match of text.matchAll(ELEMENT)) {
    if (++count > MAX_ELEMENTS) break;
    const name = WHOLE_NAMES.find(({ pattern }) => pattern.test(match[1] ?? ''))?.element;
    const value = valueAt(text, match.index + match[0].length, name === 'Message');
    if (name === undefined || NO_VALUE.test(value)) continue;
    if (match[1]?.toLowerCase() === 'key' && !match[0].includes('=>')) continue;
    // that there is an id shows which request it is not
    if (isMask(value) && name === 'RequestId') yield { kind: 'element', name, value: '' };
    if (isMask(value)) continue;
    if (name === 'Code' && !isKnownCode(value)) continue;
    if (name === 'Message' && OF_LOGGER.test(match[0]) && codeOfMessage(value) === null) continue;
    hasCode ||= name === 'Code';
    yield { kind: 'element', name, value };
  }
  const host = PRINTED_HOST.exec(text)?.[1];
  if (host !== undefined && !isMask(host)) yield { kind: 'element', name: 'HostId', value: host };
  const coded = hasCode ? null : codedMessage(text);
  if (coded !== null && isKnownCode(coded.code)) {
    yield { kind: 'element', name: 'Code', value: coded.code };
    yield { kind: 'element', name: 'Message', value: coded.message.trimEnd() };
    return;
  }
  const code = hasCode ? undefined : PROSE.exec(text)?.[1];
  if (code !== undefined) yield { kind: 'element', name: 'Code', value: code };
  const message = MESSAGES.find(({ pattern }) => pattern.test(text));
  const sentence = message === undefined ? null : sentenceAt(text, message.pattern);
  if (sentence !== null) yield { kind: 'element', name: 'Message', value: sentence };
}

/** The words of the program that logs, and not of the server. */
const OF_LOGGER = /(?:^|[ "'])(?:msg|message)=$/i;

/** Names of elements in a line: behind each, as much is looked at as the longest value has. */
const MAX_ELEMENTS = 200;

const MAX_SENTENCE = 400;
const MAX_SUBJECT = 48;
/** A sentence, in which words may stand in quotation marks, and those that services say behind one. */
const SENTENCE =
  /^(?:[^."'<\n]|\.(?=\w)|(?<=\w)'(?=\w)|(?<= |^)(?:'[^'\n]{1,80}'|"[^"\n]{1,80}")(?=[ ,;.")\\<]|$)){1,300}\.?(?: (?:Check your|For more information,) [^."'<\n]{1,100}\.?){0,2}/;

/** What programs write in the place of a value that they do not have. */
const NO_VALUE = /^(?:null|None|undefined|nil|Nothing|N\/A|)$/;

const SUBJECT = /\bThe (?:[\w-]{1,20} ){0,2}$/;

/** The sentence that matches, with its end. */
function sentenceAt(text: ByteString, pattern: RegExp): ByteString | null {
  const at = pattern.exec(text)?.index;
  if (at === undefined) return null;
  const start = at - (SUBJECT.exec(text.slice(Math.max(0, at - MAX_SUBJECT), at))?.[0].length ?? 0);
  return SENTENCE.exec(text.slice(start, start + MAX_SENTENCE))?.[0] ?? null;
}

const MAX_VALUE = 8192;

/** What ends a message that has no marks around it. */
const BEHIND_MESSAGE =
  /[,;]?\s{1,8}[[(]?(?:request[ _-]?id|host[ _-]?id|status ?code|error[ _-]?code|bucket|key|ec|resource|[a-z]{1,20}_[a-z]{1,20})\]?\s?[:=]|[|}\]"]|,? \(|\n/i;

function sentenceOf(rest: ByteString): ByteString {
  const end = BEHIND_MESSAGE.exec(rest)?.index ?? rest.length;
  return withoutEndOf(rest.slice(0, end).trim(), ',;');
}

/** In quotation marks (a list of one, too), or to the next comma or bracket. */
function valueAt(text: ByteString, start: number, isSentence: boolean): ByteString {
  const rest = text.slice(start, start + MAX_VALUE);
  const [, open] = /^\s*(?:\[\s*|Just |(?:Optional|Some)\()?\\{0,3}(["'`])/.exec(rest) ?? [];
  // an object is no sentence
  if (open === undefined && isSentence) return /^\s*[{[]/.test(rest) ? '' : sentenceOf(rest);
  if (open === undefined) return (/^(?:(?! \[)[^,;)}\]\n\t"'|])*/.exec(rest)?.[0] ?? '').trim();
  const from = rest.indexOf(open) + 1;
  for (let at = from; at < rest.length; at++) {
    if (rest[at] === '\\' && rest[at + 1] !== open) at++;
    else if (rest[at] === open || (rest[at] === '\\' && rest[at + 1] === open)) {
      return escapesOf(rest.slice(from, at));
    }
  }
  // the mark that ends it is lost: brackets are what stands behind it
  const shown = rest.slice(from).trimEnd();
  const value = withoutEndOf(shown, '}])');
  return escapesOf(value === shown ? rest.slice(from) : value.trimEnd());
}

function escapesOf(text: ByteString): ByteString {
  return text.replace(/\\{1,2}([nrt"'\\/])/g, (_, sign: string) => ESCAPES[sign] ?? sign);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

export function draftOf({ line, lastLine, method, target, headers }: Request, losses: Losses): MessageDraft {
  const draft = newDraft({ kind: 'request', method, target, version: 'HTTP/1.1' }, line, '');
  draft.lastLine = lastLine;
  const signed = /[?&]X-Amz-SignedHeaders=([^&]*)/i.exec(target)?.[1];
  if (headers.length === 1 && signed !== undefined && signed !== 'host') draft.isUrlAlone = true;
  for (const header of headers) {
    // a line break in a value is the client's own, and a head keeps it as a folded line
    const rawValue = ` ${header.value.replaceAll('\n', '\r\n ')}`;
    draft.headers.push({ name: header.name, rawValue, line: header.line });
    if (isRedacted(header.value)) losses.add('text-redacted', header.line, { name: header.name });
  }
  return draft;
}
