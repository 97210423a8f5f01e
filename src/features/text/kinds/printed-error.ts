import { asciiLower, type ByteString } from '../../../engine/bytes/byte-string.ts';
import { type PrintedObject, type PrintedValue, parsePrintedObject } from '../literals.ts';
import { answerOfDetails, type Drafts } from '../message-draft.ts';
import { ID_HEADERS } from '../pair-drafts.ts';
import type { TextLine, TextLines } from '../text-line.ts';
import type { TextFormat } from './text-reading.ts';

/** The error code among the properties of an object: a word such as `AccessDenied`, and not `ECONNRESET`. */
const CODE = /(?:^|[\s{,])(["']?)[Cc]ode\1: ?["'](?=[A-Z][a-z])/;
/** Lines before one with an error, as the frames of a stack, and behind it, that are looked at. */
const LINES_BEFORE = 60;
const LINES_BEHIND = 200;
/** Longest part of a line that is looked at, and of all of them. */
const MAX_LINE = 16 * 1024;
const MAX_LOOK = 32 * 1024;
/** Braces before a code of which each may be that of its object. */
const MAX_BRACES = 8;
/** Codes that are in no error of OSS: to see that takes its time. */
const MAX_MISSES = 100;

/**
 * The errors that SDKs make objects of, as a program prints them: ali-oss, aliyun-sdk and the AWS SDKs for
 * JavaScript (console, JSON), the `response` of a `ClientError` of boto3, OpenDAL, minio-go (`%#v`).
 */
export const PRINTED_ERROR: TextFormat = {
  kind: 'log',
  recognises: (lines) => errorsIn(lines).next().done === false,
  read: readErrors,
};

function readErrors(lines: TextLines, drafts: Drafts): void {
  for (const { line, elements } of errorsIn(lines)) {
    if (drafts.isFull) break;
    drafts.add(answerOfDetails(elements, line.number));
  }
}

type Elements = ReadonlyMap<ByteString, ByteString>;

interface PrintedError {
  /** The line of its code. */
  readonly line: TextLine;
  readonly elements: Elements;
}

function* errorsIn(lines: Iterable<TextLine>): Generator<PrintedError, void, undefined> {
  let misses = 0;
  let over = 0;
  for (const { before, line, behind } of codesIn(lines)) {
    // The same object may name its code twice.
    if (line.number <= over) continue;
    const alone = errorAround(shown(line), 0);
    if (alone !== null) {
      yield { line, elements: alone.elements };
      continue;
    }
    const head = before.map(shown).join('').slice(-MAX_LOOK);
    const tail = [line, ...behind].map(shown).join('').slice(0, MAX_LOOK);
    const found = errorAround(head + tail, head.length);
    if (found !== null) {
      over = line.number + tail.slice(0, Math.max(0, found.end - head.length)).split('\n').length - 1;
      yield { line, elements: found.elements };
    } else if (++misses > MAX_MISSES) return;
  }
}

function shown({ text }: TextLine): ByteString {
  return `${text.slice(0, MAX_LINE)}\n`;
}

interface CodeLine {
  readonly before: readonly TextLine[];
  readonly line: TextLine;
  readonly behind: readonly TextLine[];
}

/** Each line that names an error code, with the lines around it. */
function* codesIn(lines: Iterable<TextLine>): Generator<CodeLine, void, undefined> {
  const near: TextLine[] = [];
  /** Place in `near` of the next line to look at. */
  let next = 0;
  function* look(): Generator<CodeLine, void, undefined> {
    const line = near[next];
    if (line !== undefined && CODE.test(line.text.slice(0, MAX_LINE))) {
      yield {
        before: near.slice(Math.max(0, next - LINES_BEFORE), next),
        line,
        behind: near.slice(next + 1),
      };
    }
    next++;
    if (next >= 2 * LINES_BEFORE) next -= near.splice(0, next - LINES_BEFORE).length;
  }
  for (const line of lines) {
    near.push(line);
    if (near.length - next > LINES_BEHIND) yield* look();
  }
  while (next < near.length) yield* look();
}

/** The error whose code stands behind `from`, and where its object ends. */
function errorAround(text: ByteString, from: number): { elements: Elements; end: number } | null {
  const code = CODE.exec(text.slice(from, from + MAX_LINE));
  if (code === null) return null;
  const at = from + code.index + code[0].length;
  /** The object of the code; null as long as it was not found. */
  let own: PrintedObject | null = null;
  let brace = text.lastIndexOf('{', at);
  for (let tries = 0; brace >= 0 && tries < MAX_BRACES; tries++) {
    const parsed = parsePrintedObject(text, brace);
    if (parsed !== null && parsed.end > at) {
      const { value, end } = parsed;
      own ??= value;
      // boto3 says beside the object of the error which request it was.
      const elements = elementsOf(own, value, text.slice(0, lineEnd(text, brace)));
      if (elements !== null) return { elements, end };
    }
    brace = brace === 0 ? -1 : text.lastIndexOf('{', brace - 1);
  }
  return null;
}

function lineEnd(text: ByteString, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 ? text.length : feed;
}

/** By what an error of an SDK differs from other objects with a code, as answers of other services. */
const MARKS = ['$metadata', 'ResponseMetadata', 'retryable', 'hostId', 'host', 'host_id', 'HostID', 'HostId'];

/** Element names of what SDKs name otherwise. */
const NAMES: Readonly<Record<string, string>> = {
  code: 'Code',
  message: 'Message',
  requestId: 'RequestId',
  request_id: 'RequestId',
  RequestID: 'RequestId',
  hostId: 'HostId',
  host_id: 'HostId',
  HostID: 'HostId',
  host: 'HostId',
  ecCode: 'EC',
};

/** Null for an object that is no error of OSS, or does not say of which request. */
function elementsOf(own: PrintedObject, whole: PrintedObject, before: ByteString): Elements | null {
  if (!MARKS.some((mark) => whole.has(mark))) return null;
  const elements = new Map<ByteString, ByteString>();
  for (const [name, member] of own) {
    if (typeof member !== 'string' || member === '') continue;
    const known = NAMES[name];
    if (known !== undefined) elements.set(known, member);
    else if (/^[A-Z]/.test(name)) elements.set(name, member);
  }
  const code = elements.get('Code');
  if (code === undefined) return null;
  const message = elements.has('Message') ? null : messageBefore(before, code);
  if (message !== null) elements.set('Message', message);
  const id = elements.get('RequestId') ?? requestIdIn(whole);
  // Other services of Alibaba Cloud, whose errors look alike, give their requests ids with hyphens.
  const isOfOss = id === null ? elements.has('StringToSign') : /^\w+$/.test(id);
  if (!isOfOss) return null;
  if (id !== null) elements.set('RequestId', id);
  return elements;
}

/** The request id that stands beside the error, or in the headers of the answer. */
function requestIdIn(whole: PrintedObject): ByteString | null {
  for (const [name, member] of whole) {
    if (!(member instanceof Map)) continue;
    const beside = /^(?:\$m|ResponseM)etadata$/.test(name)
      ? text(member.get('RequestId') ?? member.get('requestId'))
      : null;
    const headers = /^(?:HTTPH|h)eaders$/.test(name) ? headerIn(member) : null;
    const found = beside ?? headers ?? requestIdIn(member);
    if (found !== null) return found;
  }
  return null;
}

function headerIn(headers: PrintedObject): ByteString | null {
  for (const [name, member] of headers) if (ID_HEADERS.has(asciiLower(name))) return text(member);
  return null;
}

function text(value: PrintedValue | undefined): ByteString | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/**
 * `Error [AccessDeniedError]: …`, `AccessDenied: …`: the message above the stack whose last line begins the
 * object, or in the line that does, `[AccessDeniedError: …] {` and `{ AccessDeniedError: …`. `before` ends
 * with that line.
 */
function messageBefore(before: ByteString, code: ByteString): ByteString | null {
  const lines = before.split('\n');
  let at = lines.length - 1;
  while (at > 0 && /^\s+at /.test(lines[at] ?? '')) at--;
  const line = lines[at] ?? '';
  const named = line.lastIndexOf(code);
  const message =
    named < 0 ? null : /^(?:Error)?\]?: (.{1,2000}?)(?:\] \{)?$/.exec(line.slice(named + code.length));
  return message?.[1] ?? null;
}
